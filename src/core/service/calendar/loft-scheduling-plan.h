/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-invitation.h"
#include "loft-scheduling-card.h"
#include "loft-scheduling-letter.h"

G_BEGIN_DECLS

/* From what a person wants done about a message to what the calendar has then, and who is told. Pure; any
 * thread. */
typedef struct {
  const LoftSchedulingWish *wish;
  const LoftIcalInvitation *invitation;
  GBytes *message; /* iTIP, as it came */
  GBytes *present; /* (nullable) */
  const char *own_address; /* by which the person is invited; "" */
  const char *const *own;
  gboolean server_tells;
} LoftSchedulingCase;

typedef struct {
  GBytes *raw; /* (nullable) what the calendar has then */
  gboolean removed; /* or nothing any more */
  GPtrArray *letters; /* of LoftSchedulingLetter */
} LoftSchedulingPlan;

void loft_scheduling_plan_free (LoftSchedulingPlan *self);

/* (transfer full) Neither raw nor removed: the calendar stays as it is. LOFT_ERROR_REFUSED. */
LoftSchedulingPlan *loft_scheduling_plan_make (const LoftSchedulingCase *one, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSchedulingPlan, loft_scheduling_plan_free)

G_END_DECLS
