/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-scheduling-actions.h"

G_BEGIN_DECLS

/* Invitations that say what a test wants. */
#define FAKE_TYPE_SCHEDULING (fake_scheduling_get_type ())
G_DECLARE_FINAL_TYPE (FakeScheduling, fake_scheduling, FAKE, SCHEDULING, GObject)

typedef LoftSchedulingCard *(*FakeSchedulingMaker) (gconstpointer data);

FakeScheduling *fake_scheduling_new (void);

/* Makes what is read from then on. */
void fake_scheduling_set_card (FakeScheduling *self, FakeSchedulingMaker make, gconstpointer data);

/* What reading and acting fail with; NULL: they do not. */
void fake_scheduling_set_error (FakeScheduling *self, const GError *error);

guint fake_scheduling_get_n_acts (FakeScheduling *self);
guint fake_scheduling_get_n_undos (FakeScheduling *self);

/* (transfer none) */
const LoftSchedulingWish *fake_scheduling_get_last (FakeScheduling *self);
const char *fake_scheduling_get_last_comment (FakeScheduling *self);

G_END_DECLS
