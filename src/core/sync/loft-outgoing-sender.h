/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-outgoing-queue.h"
#include "loft-submission.h"

G_BEGIN_DECLS

/* Sends what is due. Owner's sending worker only; blocks. */
typedef struct {
  /* A row was written. */
  void (*changed) (gpointer user_data);
  /* Puts the message into the folder of sent messages, with Bcc, or sees to it that this happens.
   * *done: durably so; else it is asked again later. */
  gboolean (*keep_copy) (const LoftOutgoing *outgoing, GBytes *raw, gboolean *done,
                         gpointer user_data, GError **error);
  /* A message that was answered or forwarded by one that is sent now gets that flag. (nullable) */
  void (*mark_original) (gint64 message_id, LoftFlags flag, gpointer user_data);
} LoftOutgoingObserver;

/* Each message that is due, in the order they were written; copies that are still to be made. TRUE
 * when the server was spoken to as far as needed, whatever it said of single messages. FALSE: it
 * could not be reached or let nobody in, or the store failed; what was not sent waits.
 * *next: seconds since the epoch when something is due again, 0 for nothing. submission (nullable):
 * there is no server to send by, LOFT_ERROR_REFUSED when something is due. */
gboolean loft_outgoing_sender_run (LoftOutgoingQueue *self, LoftSubmission *submission,
                                   const LoftOutgoingObserver *observer, gpointer user_data,
                                   gint64 *next, GCancellable *cancellable, GError **error);

/* What became of a try, put into the row: pure. */
void loft_outgoing_sender_take_outcome (LoftOutgoing *outgoing,
                                        const LoftSubmissionOutcome *outcome, gint64 now);

G_END_DECLS
