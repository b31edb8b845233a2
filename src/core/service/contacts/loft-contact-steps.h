/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What is to be done with cards, in the words of stores. Service only. */
typedef struct {
  LoftMailAccount *source; /* (owned) (nullable) where the card is; NULL: it is new */
  gint64 resource_id; /* in the store of source */
  LoftMailAccount *target; /* (owned) (nullable) where it shall be; NULL: it stays */
  gint64 folder_id; /* in the store of target */
  guint version; /* of vCard that target takes; 0: any */
  LoftContact *before; /* (owned) (nullable) */
  LoftContact *after; /* (owned) (nullable) neither after nor target: it is removed */
  GBytes *raw; /* (owned) (nullable) of a new one: its text, without after */
  GBytes *text; /* (owned) (nullable) what will be kept: made by the run */
} LoftContactStep;

LoftContactStep *loft_contact_step_new (void);
void loft_contact_step_free (LoftContactStep *self);

/* Does steps (of LoftContactStep; kept) and finishes with (transfer full) of LoftResourceUndo, in the order
 * of what was done. What goes to another account is there before it is taken away here. Where something is
 * refused, what was done before is taken back. Main thread; the texts are made in workers. Errors:
 * LOFT_ERROR_REFUSED, _GONE; _CONFLICT where the card says something else meanwhile. */
void loft_contact_steps_run_async (GPtrArray *steps, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *loft_contact_steps_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContactStep, loft_contact_step_free)

G_END_DECLS
