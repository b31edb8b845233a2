/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-certificate-problem.h"
#include "loft-outgoing.h"

G_BEGIN_DECLS

/* What every way of sending does for the outbox: one server that takes messages for others. Blocks;
 * one worker's thread. Errors and connections as of LoftBackend. */
#define LOFT_TYPE_SUBMISSION (loft_submission_get_type ())
G_DECLARE_INTERFACE (LoftSubmission, loft_submission, LOFT, SUBMISSION, GObject)

/* What a message answers or sends on, where it is on the account's own server: some note it there. */
typedef struct {
  const char *folder_id;
  const char *remote_id;
  gboolean is_forwarded; /* else answered */
} LoftSubmissionOriginal;

typedef struct {
  const char *sender; /* of the envelope */
  GPtrArray *recipients; /* of char* */
  GBytes *bytes; /* without Bcc; any line ends */
  gboolean utf8_headers; /* not all ASCII */
  gboolean eight_bit_body;
  gboolean wants_report; /* of what becomes of it, where the server gives any */
  const LoftSubmissionOriginal *original; /* (nullable) */
} LoftSubmissionMessage;

typedef enum {
  LOFT_SUBMISSION_TEMPORARY, /* certainly not delivered; may be tried again */
  LOFT_SUBMISSION_REFUSED, /* certainly not delivered */
  LOFT_SUBMISSION_UNCONFIRMED, /* perhaps */
  LOFT_SUBMISSION_SENT, /* to those recipients that are ACCEPTED */
} LoftSubmissionResult;

typedef struct {
  LoftSubmissionResult result;
  guint code; /* of the answer that decided; 0 when recipients did, or none came */
  char *reason; /* in a word, as in LoftOutgoing, "" unknown */
  char *text; /* the server's words or "" */
  GPtrArray *recipients; /* of LoftOutgoingRecipient in the order of the message: WAITING what was
                          * put off or not asked */
} LoftSubmissionOutcome;

void loft_submission_outcome_reset (LoftSubmissionOutcome *self, GPtrArray *addresses);
void loft_submission_outcome_clear (LoftSubmissionOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftSubmissionOutcome, loft_submission_outcome_clear)

/* Before the end that makes the message count is sent; from its return on it may be delivered to the
 * recipients that are ACCEPTED in the outcome. FALSE with error: it is not sent. */
typedef gboolean (*LoftAtDotFunc) (gpointer user_data, GError **error);

struct _LoftSubmissionInterface {
  GTypeInterface parent;

  /* Reaches the server and signs in; at once TRUE when that is so already. */
  gboolean (*connect) (LoftSubmission *self, GCancellable *cancellable, GError **error);
  /* Takes leave; at most some seconds. */
  void (*disconnect) (LoftSubmission *self);
  /* TRUE exactly when it was SENT to anybody; outcome is filled in always. */
  gboolean (*send) (LoftSubmission *self, const LoftSubmissionMessage *message,
                    LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot, gpointer user_data,
                    GCancellable *cancellable, GError **error);
  /* What the server told of itself, while connected; FALSE: it is not. May be missing. max_size: 0
   * for none. */
  gboolean (*get_offer) (LoftSubmission *self, guint64 *max_size, gboolean *reports);
  /* (transfer full) (nullable) after LOFT_ERROR_UNTRUSTED. */
  LoftCertificateProblem *(*get_certificate_problem) (LoftSubmission *self);
};

gboolean loft_submission_connect (LoftSubmission *self, GCancellable *cancellable, GError **error);
void loft_submission_disconnect (LoftSubmission *self);
gboolean loft_submission_send (LoftSubmission *self, const LoftSubmissionMessage *message,
                               LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot,
                               gpointer user_data, GCancellable *cancellable, GError **error);
gboolean loft_submission_get_offer (LoftSubmission *self, guint64 *max_size, gboolean *reports);
LoftCertificateProblem *loft_submission_get_certificate_problem (LoftSubmission *self);

G_END_DECLS
