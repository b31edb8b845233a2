/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-submission.h"

#include <string.h>

#include "loft-mime-seven-bit.h"
#include "loft-mime-submission.h"
#include "loft-smtp-session.h"
#include "loft-submission-lines.h"

struct _LoftSmtpSubmission {
  GObject parent;

  LoftSmtpSession *session; /* (owned) */
  const LoftSignInMemory *memory;
  gpointer user_data;
};

static void loft_smtp_submission_interface_init (LoftSubmissionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftSmtpSubmission, loft_smtp_submission, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_SUBMISSION,
                                                      loft_smtp_submission_interface_init))

/* ---- connection --------------------------------------------------------------------------- */

static gboolean
smtp_connect (LoftSubmission *submission, GCancellable *cancellable, GError **error)
{
  LoftSmtpSubmission *self = LOFT_SMTP_SUBMISSION (submission);
  g_autoptr (LoftSignInTerms) terms = NULL;
  const char *mechanism;

  /* One that was left alone for a while may be gone without a word. */
  if (loft_smtp_session_is_connected (self->session) &&
      loft_smtp_session_noop (self->session, cancellable, NULL))
    return TRUE;
  terms = self->memory->recall (self->user_data);
  loft_smtp_session_set_terms (self->session, terms);
  if (!loft_smtp_session_connect (self->session, cancellable, error))
    return FALSE;
  mechanism = loft_smtp_session_get_mechanism (self->session);
  self->memory->signed_in (mechanism != NULL ? mechanism : "",
                           loft_smtp_session_get_certificate_faults (self->session),
                           self->user_data);
  return TRUE;
}

static void
smtp_disconnect (LoftSubmission *submission)
{
  loft_smtp_session_quit (LOFT_SMTP_SUBMISSION (submission)->session);
}

static gboolean
smtp_get_offer (LoftSubmission *submission, guint64 *max_size, gboolean *reports)
{
  LoftSmtpSubmission *self = LOFT_SMTP_SUBMISSION (submission);
  const LoftSmtpExtensions *extensions = NULL;

  if (!loft_smtp_session_is_connected (self->session))
    return FALSE;
  extensions = loft_smtp_session_get_extensions (self->session);
  *max_size = extensions->max_size;
  *reports = (extensions->offered & LOFT_SMTP_DSN) != 0;
  return TRUE;
}

static LoftCertificateProblem *
smtp_get_certificate_problem (LoftSubmission *submission)
{
  LoftSmtpSubmission *self = LOFT_SMTP_SUBMISSION (submission);

  return loft_certificate_problem_copy (loft_smtp_session_get_certificate_problem (self->session));
}

/* ---- sending ------------------------------------------------------------------------------ */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value != NULL ? value : "");
}

static const char *
reason_of (const LoftSmtpAnswer *answer)
{
  return answer->reason != LOFT_SMTP_REASON_UNKNOWN ? loft_smtp_reason_name (answer->reason) : "";
}

static void
take_recipient (LoftOutgoingRecipient *to, const LoftSmtpRecipientOutcome *from)
{
  static const LoftRecipientState states[] = {
    [LOFT_SMTP_RECIPIENT_UNASKED] = LOFT_RECIPIENT_WAITING,
    [LOFT_SMTP_RECIPIENT_ACCEPTED] = LOFT_RECIPIENT_ACCEPTED,
    [LOFT_SMTP_RECIPIENT_REFUSED] = LOFT_RECIPIENT_REFUSED,
    [LOFT_SMTP_RECIPIENT_TEMPORARY] = LOFT_RECIPIENT_WAITING,
  };

  to->state = states[from->verdict];
  to->code = from->answer.code;
  replace (&to->reason, reason_of (&from->answer));
  replace (&to->text, from->answer.text);
}

static void
take_outcome (LoftSubmissionOutcome *to, const LoftSmtpOutcome *from)
{
  static const LoftSubmissionResult results[] = {
    [LOFT_SMTP_TEMPORARY] = LOFT_SUBMISSION_TEMPORARY,
    [LOFT_SMTP_REFUSED] = LOFT_SUBMISSION_REFUSED,
    [LOFT_SMTP_UNCONFIRMED] = LOFT_SUBMISSION_UNCONFIRMED,
    [LOFT_SMTP_SENT] = LOFT_SUBMISSION_SENT,
  };

  to->result = results[from->result];
  to->code = from->answer.code;
  replace (&to->reason, reason_of (&from->answer));
  replace (&to->text, from->answer.text);
  for (guint i = 0; i < to->recipients->len && i < from->recipients->len; i++)
    take_recipient (g_ptr_array_index (to->recipients, i),
                    loft_smtp_outcome_get_recipient (from, i));
}

typedef struct {
  LoftSubmissionOutcome *outcome;
  LoftSmtpOutcome smtp;
  LoftAtDotFunc at_dot;
  gpointer user_data;
} Sending;

static gboolean
on_at_dot (gpointer user_data, GError **error)
{
  Sending *sending = user_data;

  take_outcome (sending->outcome, &sending->smtp);
  return sending->at_dot (sending->user_data, error);
}

static LoftSmtpEnvelope *
new_envelope (const LoftSubmissionMessage *message)
{
  LoftSmtpEnvelope *envelope = loft_smtp_envelope_new (message->sender);
  LoftSmtpNotify notify =
    message->wants_report
      ? LOFT_SMTP_NOTIFY_SUCCESS | LOFT_SMTP_NOTIFY_FAILURE | LOFT_SMTP_NOTIFY_DELAY
      : LOFT_SMTP_NOTIFY_DEFAULT;

  for (guint i = 0; i < message->recipients->len; i++)
    loft_smtp_envelope_add (envelope, g_ptr_array_index (message->recipients, i), notify, NULL);
  if (message->wants_report)
    envelope->returns = LOFT_SMTP_RETURN_HEADERS;
  envelope->utf8_headers = message->utf8_headers;
  envelope->eight_bit_body = message->eight_bit_body;
  envelope->partial = TRUE;
  return envelope;
}

static gboolean
takes_eight_bits (LoftSmtpSubmission *self)
{
  return loft_smtp_session_is_connected (self->session) &&
         (loft_smtp_session_get_extensions (self->session)->offered & LOFT_SMTP_8BITMIME) != 0;
}

/* (transfer full) What cannot be recoded the session refuses. */
static GBytes *
recode (LoftSmtpSubmission *self, const LoftSubmissionMessage *message, LoftSmtpEnvelope *envelope)
{
  GBytes *bytes = NULL;

  if (!message->eight_bit_body || takes_eight_bits (self))
    return g_bytes_ref (message->bytes);
  bytes = loft_mime_to_seven_bit (message->bytes);
  envelope->eight_bit_body = loft_mime_has_eight_bit_body (bytes);
  return bytes;
}

static gboolean
smtp_send (LoftSubmission *submission, const LoftSubmissionMessage *message,
           LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot, gpointer user_data,
           GCancellable *cancellable, GError **error)
{
  LoftSmtpSubmission *self = LOFT_SMTP_SUBMISSION (submission);
  g_autoptr (LoftSmtpEnvelope) envelope = new_envelope (message);
  g_autoptr (GBytes) recoded = recode (self, message, envelope);
  /* As it will be on the line, which has CRLF: SIZE and the end of BDAT count that. */
  g_autoptr (GBytes) bytes = loft_submission_lines_end (NULL, recoded);
  const LoftSmtpBody body = LOFT_SMTP_BODY_BYTES (bytes);
  Sending sending = { .outcome = outcome, .at_dot = at_dot, .user_data = user_data };
  gboolean sent;

  loft_submission_outcome_reset (outcome, message->recipients);
  sent = loft_smtp_session_send (self->session, envelope, &body, &sending.smtp, on_at_dot, &sending,
                                 cancellable, error);
  take_outcome (outcome, &sending.smtp);
  loft_smtp_outcome_clear (&sending.smtp);
  return sent;
}

static void
loft_smtp_submission_interface_init (LoftSubmissionInterface *iface)
{
  iface->connect = smtp_connect;
  iface->disconnect = smtp_disconnect;
  iface->send = smtp_send;
  iface->get_offer = smtp_get_offer;
  iface->get_certificate_problem = smtp_get_certificate_problem;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_smtp_submission_finalize (GObject *object)
{
  g_clear_object (&LOFT_SMTP_SUBMISSION (object)->session);
  G_OBJECT_CLASS (loft_smtp_submission_parent_class)->finalize (object);
}

static void
loft_smtp_submission_class_init (LoftSmtpSubmissionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_smtp_submission_finalize;
}

static void
loft_smtp_submission_init (LoftSmtpSubmission *self)
{
}

void
loft_smtp_submission_set_patience (LoftSmtpSubmission *self, guint seconds, guint dot_seconds)
{
  loft_smtp_session_set_patience (self->session, seconds, dot_seconds);
}

LoftSubmission *
loft_smtp_submission_new (LoftAccount *account, LoftCredentialsFunc func,
                          const LoftSignInMemory *memory, gpointer user_data)
{
  LoftSmtpSubmission *self = g_object_new (LOFT_TYPE_SMTP_SUBMISSION, NULL);
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);

  self->session =
    loft_smtp_session_new (endpoint, func != NULL ? account->auth : "", func, user_data);
  loft_smtp_session_set_certificate_file (self->session, account->certificate);
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_SUBMISSION (self);
}
