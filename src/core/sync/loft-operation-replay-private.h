/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the replay: order and failures (-replay), messages from folder to folder
 * (-transfer, -arrivals), folders (-folders), events, tasks and contacts (-resources). */

#include "loft-operation-queue-private.h"
#include "loft-operation-replay.h"

G_BEGIN_DECLS

typedef struct {
  LoftAccountStore *store;
  LoftMailStore *mail; /* of store */
  LoftJournal *journal;
  LoftBackend *backend;
  GCancellable *cancellable;
  guint n_passed_over;
} LoftReplay;

/* records: (of LoftOperationRecord) of one kind and one target. *waits: they cannot be sent yet. Errors
 * are those of the backend. */
gboolean loft_replay_transfer (LoftReplay *self, GPtrArray *records, gboolean *waits,
                               GError **error);
gboolean loft_replay_append (LoftReplay *self, LoftOperationRecord *record, gboolean *waits,
                             GError **error);
gboolean loft_replay_delete (LoftReplay *self, GPtrArray *records, gboolean *waits, GError **error);
gboolean loft_replay_folder (LoftReplay *self, LoftOperationRecord *record, gboolean *waits,
                             GError **error);

gboolean loft_replay_resource (LoftReplay *self, LoftOperationRecord *record, gboolean *waits,
                               GError **error);

/* Nothing of them is left to do. */
gboolean loft_replay_finish (LoftReplay *self, LoftOperationRecord *record, GError **error);

/* ---- what arrived ------------------------------------------------------------------------- */

/* What came into a folder since an operation was first sent, to find messages in whose new ids nobody
 * told. What was there before is never in it, however alike. */
typedef struct _LoftArrivals LoftArrivals;

/* Noted before sending: (transfer full). */
GBytes *loft_arrivals_note (LoftReplay *replay, const LoftFolder *target, GError **error);
/* noted: by loft_arrivals_note(). LOFT_ERROR_CONFLICT: ids of the target have changed. */
LoftArrivals *loft_arrivals_load (LoftReplay *replay, const LoftFolder *target, GBytes *noted,
                                  GError **error);
void loft_arrivals_free (LoftArrivals *self);
/* *remote_id: (transfer none) (nullable) of what is message_id's; each is found once. */
gboolean loft_arrivals_take (LoftArrivals *self, gint64 message_id, const char **remote_id,
                             GError **error);
/* noted, for a target whose ids have changed since: everything in it that has no row of before. */
GBytes *loft_arrivals_widen (GBytes *noted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftArrivals, loft_arrivals_free)

G_END_DECLS
