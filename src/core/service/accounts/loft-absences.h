/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-out-of-office.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* What the servers of the accounts answer with while a person is away. Nothing of it is kept here: it is
 * asked after a sync, at most every half hour, and when somebody wants to know. Main thread. */
#define LOFT_TYPE_ABSENCES (loft_absences_get_type ())
G_DECLARE_FINAL_TYPE (LoftAbsences, loft_absences, LOFT, ABSENCES, GObject)

/* (transfer none) Made when somebody looks; lives as long as service. */
LoftAbsences *loft_absences_of (LoftService *service);

/* Whether the account's server may answer: of a kind that does, and it has not said that it has nothing
 * of the kind. */
gboolean loft_absences_may_answer (LoftAbsences *self, LoftMailAccount *account);

/* (transfer none) (nullable) What it said last; NULL: it was not asked yet. Valid until it is asked. */
const LoftOutOfOffice *loft_absences_get (LoftAbsences *self, LoftMailAccount *account);

/* Whether it answers now. */
gboolean loft_absences_is_on (LoftAbsences *self, LoftMailAccount *account);

/* Asks now. LOFT_ERROR_OFFLINE; LOFT_ERROR_REFUSED: the server has nothing of the kind. */
void loft_absences_read_async (LoftAbsences *self, LoftMailAccount *account,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full) */
LoftOutOfOffice *loft_absences_read_finish (LoftAbsences *self, GAsyncResult *result,
                                            GError **error);

/* LOFT_ERROR_REFUSED with what the server does not take. Cancelled, the server may have it all the same. */
void loft_absences_write_async (LoftAbsences *self, LoftMailAccount *account,
                                const LoftOutOfOffice *absence, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_absences_write_finish (LoftAbsences *self, GAsyncResult *result, GError **error);

/* Signal "changed" (LoftMailAccount *): something else is known. */

G_END_DECLS
