/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-submission.h"

#include <string.h>

#include "loft-address.h"
#include "loft-eas-connection.h"
#include "loft-eas-draft.h"
#include "loft-eas-failure.h"
#include "loft-eas-send.h"
#include "loft-eas-status.h"
#include "loft-error.h"
#include "loft-mime-submission.h"
#include "loft-submission-lines.h"

#define VERSION_IDS 140 /* messages with ids, and what they answer */
#define SECONDS     600 /* as long as the final dot of SMTP may take (RFC 5321, 4.5.3.2.6) */

struct _LoftEasSubmission {
  GObject parent;

  LoftAccount *account;
  LoftCredentialsFunc func;
  const LoftSignInMemory *memory; /* (nullable) */
  gpointer user_data;
  LoftEasClient *client; /* (nullable) until connect () */
  LoftCertificateProblem *problem; /* (nullable) */
};

static void loft_eas_submission_interface_init (LoftSubmissionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftEasSubmission, loft_eas_submission, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_SUBMISSION,
                                                      loft_eas_submission_interface_init))

static gboolean
eas_connect (LoftSubmission *submission, GCancellable *cancellable, GError **error)
{
  LoftEasSubmission *self = LOFT_EAS_SUBMISSION (submission);

  if (self->client != NULL)
    return TRUE;
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  self->client = loft_eas_connection_open (self->account, TRUE, self->func, self->memory,
                                           self->user_data, &self->problem, cancellable, error);
  return self->client != NULL;
}

/* Requests stand for themselves; but what comes an hour later asks the server for what it is first: where
 * it cannot be reached, no message was perhaps sent. That it wants to be left alone is not forgotten. */
static void
eas_disconnect (LoftSubmission *submission)
{
  LoftEasSubmission *self = LOFT_EAS_SUBMISSION (submission);

  if (self->client != NULL && loft_eas_client_may_call (self->client, NULL))
    g_clear_object (&self->client);
}

/* Servers have a limit, but do not tell it. */
static gboolean
eas_get_offer (LoftSubmission *submission, guint64 *max_size, gboolean *reports)
{
  *max_size = 0;
  *reports = FALSE;
  return LOFT_EAS_SUBMISSION (submission)->client != NULL;
}

static LoftCertificateProblem *
eas_get_certificate_problem (LoftSubmission *submission)
{
  return loft_certificate_problem_copy (LOFT_EAS_SUBMISSION (submission)->problem);
}

/* ---- who gets it -------------------------------------------------------------------------- */

static gboolean
contains (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (addresses, i), address) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_sent_on (GBytes *raw)
{
  gsize length;
  const char *text = g_bytes_get_data (raw, &length);
  const char *end = g_strstr_len (text, (gssize) length, "\n\r\n");
  gssize header = end != NULL ? end - text : (gssize) length;

  return g_ascii_strncasecmp (text, "Resent-", MIN (length, 7)) == 0 ||
         g_strstr_len (text, header, "\nResent-") != NULL;
}

/* (transfer full) (nullable) of char*: those that the message does not name. NULL: it names others. */
static GPtrArray *
list_unnamed (const LoftSubmissionMessage *message, GError **error)
{
  g_autoptr (GPtrArray) named = loft_mime_list_recipients (message->bytes, error);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  gboolean sent_on = is_sent_on (message->bytes);
  GPtrArray *unnamed;

  if (named == NULL)
    return NULL;
  for (guint i = 0; i < named->len; i++)
    g_ptr_array_add (addresses, ((LoftAddress *) g_ptr_array_index (named, i))->email);
  for (guint i = 0; i < addresses->len; i++)
    if (sent_on || !contains (message->recipients, g_ptr_array_index (addresses, i)))
      {
        g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                             "Exchange sends a message to everybody whom it names; forward it "
                             "instead");
        return NULL;
      }
  unnamed = g_ptr_array_new ();
  for (guint i = 0; i < message->recipients->len; i++)
    if (!contains (addresses, g_ptr_array_index (message->recipients, i)))
      g_ptr_array_add (unnamed, g_ptr_array_index (message->recipients, i));
  return unnamed;
}

/* (transfer full) The server takes Bcc out again. */
static char *
make_blind (GPtrArray *unnamed)
{
  GString *field = g_string_new (NULL);

  for (guint i = 0; i < unnamed->len; i++)
    g_string_append_printf (field, "%s%s", i == 0 ? "Bcc: " : ",\r\n ",
                            (const char *) g_ptr_array_index (unnamed, i));
  if (field->len > 0)
    g_string_append (field, "\r\n");
  return g_string_free (field, FALSE);
}

/* (transfer full) (nullable) With CRLF at all lines: servers find others invalid. */
static GBytes *
make_mime (const LoftSubmissionMessage *message, GError **error)
{
  g_autoptr (GPtrArray) unnamed = list_unnamed (message, error);
  g_autofree char *blind = unnamed != NULL ? make_blind (unnamed) : NULL;

  return blind != NULL ? loft_submission_lines_end (blind, message->bytes) : NULL;
}

/* ---- sending ------------------------------------------------------------------------------ */

static void
set_recipients (LoftSubmissionOutcome *outcome, LoftRecipientState state)
{
  for (guint i = 0; i < outcome->recipients->len; i++)
    ((LoftOutgoingRecipient *) g_ptr_array_index (outcome->recipients, i))->state = state;
}

static void
set_outcome (LoftSubmissionOutcome *outcome, LoftSubmissionResult result, guint code,
             const char *text)
{
  outcome->result = result;
  outcome->code = code;
  g_free (outcome->text);
  outcome->text = g_strdup (text);
  if (result == LOFT_SUBMISSION_SENT || result == LOFT_SUBMISSION_UNCONFIRMED)
    set_recipients (outcome, LOFT_RECIPIENT_ACCEPTED);
  else
    set_recipients (outcome, result == LOFT_SUBMISSION_REFUSED ? LOFT_RECIPIENT_REFUSED
                                                               : LOFT_RECIPIENT_WAITING);
}

/* Whatever the server says of the request before it looks at the message: that one did not leave. */
static gboolean
was_turned_away (guint http_status)
{
  return (http_status >= 400 && http_status < 500) || http_status == 501 || http_status == 505 ||
         http_status == 507;
}

/* After the request was sent only an answer says that the message did not leave; a server that breaks down,
 * or is busy, may have taken it. */
static gboolean
take_failure (LoftSubmissionOutcome *outcome, guint http_status, GError *failure, GError **error)
{
  LoftError class = loft_error_class (failure);

  if (class == LOFT_ERROR_AUTH || class == LOFT_ERROR_UNTRUSTED ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_FULL))
    set_outcome (outcome, LOFT_SUBMISSION_TEMPORARY, 0, failure->message);
  else if (class == LOFT_ERROR_REFUSED || class == LOFT_ERROR_LIMIT)
    set_outcome (outcome, LOFT_SUBMISSION_REFUSED, 0, failure->message);
  else if (was_turned_away (http_status))
    set_outcome (outcome, LOFT_SUBMISSION_TEMPORARY, 0, failure->message);
  else
    set_outcome (outcome, LOFT_SUBMISSION_UNCONFIRMED, 0, failure->message);
  g_propagate_error (error, failure);
  return FALSE;
}

/* All else passes, or is for a person to put right: then the message goes out. */
static gboolean
is_about_message (LoftEasRecovery recovery)
{
  return recovery == LOFT_EAS_RECOVERY_REFUSE || recovery == LOFT_EAS_RECOVERY_OTHER_WAY ||
         recovery == LOFT_EAS_RECOVERY_GONE;
}

static gboolean
take_status (LoftSubmissionOutcome *outcome, LoftEasCommand command, gint64 status, GError **error)
{
  const LoftEasMeaning *meaning = loft_eas_status_find (command, status);

  if (status == 0 || meaning->recovery == LOFT_EAS_RECOVERY_NONE)
    {
      set_outcome (outcome, LOFT_SUBMISSION_SENT, 0, "");
      return TRUE;
    }
  set_outcome (outcome,
               is_about_message (meaning->recovery) ? LOFT_SUBMISSION_REFUSED
                                                    : LOFT_SUBMISSION_TEMPORARY,
               0, meaning->sentence);
  return loft_eas_failure_check (command, status, "Sending", error);
}

/* By it the server knows a message that comes again, by whichever command. */
static char *
dup_client_id (GBytes *mime)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, mime);

  return g_strndup (digest, 32);
}

static gboolean
send_by (LoftEasSubmission *self, const LoftEasSending *sending, LoftSubmissionOutcome *outcome,
         GCancellable *cancellable, GError **error)
{
  gboolean old = loft_eas_client_get_server (self->client)->version < VERSION_IDS;
  g_autoptr (LoftWbxmlElement) request = old ? NULL : loft_eas_send_request (sending);
  g_autoptr (LoftWbxmlElement) root = NULL;
  GError *failure = NULL;
  guint http_status = 0;
  LoftEasCall call = {
    .command = sending->command,
    .request = request,
    .message = old ? sending->mime : NULL,
    .parameters = old ? "&SaveInSent=T" : NULL,
    .seconds = SECONDS,
    .judges = TRUE,
    .http_status = &http_status,
  };

  if (!loft_eas_client_call (self->client, &call, &root, cancellable, &failure))
    return take_failure (outcome, http_status, failure, error);
  return take_status (outcome, sending->command,
                      loft_wbxml_element_get_int (root, LOFT_EAS_COMPOSE_MAIL_STATUS, 0), error);
}

/* The server marks what is answered or sent on when it is told so (Email2:LastVerbExecuted), which older
 * ones cannot without adding the original to what the writer made of it. */
static LoftEasCommand
choose_command (LoftEasSubmission *self, const LoftSubmissionOriginal *original)
{
  LoftEasCommand command;

  if (original == NULL || loft_eas_client_get_server (self->client)->version < VERSION_IDS)
    return LOFT_EAS_COMMAND_SEND_MAIL;
  command = original->is_forwarded ? LOFT_EAS_COMMAND_SMART_FORWARD : LOFT_EAS_COMMAND_SMART_REPLY;
  return loft_eas_client_has_command (self->client, command) ? command : LOFT_EAS_COMMAND_SEND_MAIL;
}

/* An original that is gone, or a server that does not take it so, does not keep a message from going. */
static gboolean
send_mime (LoftEasSubmission *self, const LoftSubmissionOriginal *original, GBytes *mime,
           LoftSubmissionOutcome *outcome, GCancellable *cancellable, GError **error)
{
  g_autofree char *client_id = dup_client_id (mime);
  g_autofree char *item_id =
    original != NULL ? loft_eas_draft_dup_server_id (original->remote_id) : NULL;
  g_autoptr (GError) failure = NULL;
  LoftEasSending sending = {
    .command = choose_command (self, original),
    .client_id = client_id,
    .folder_id = original != NULL ? original->folder_id : NULL,
    .item_id = item_id,
    .mime = mime,
  };

  if (send_by (self, &sending, outcome, cancellable, &failure))
    return TRUE;
  if (sending.command == LOFT_EAS_COMMAND_SEND_MAIL || outcome->result != LOFT_SUBMISSION_REFUSED)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  sending.command = LOFT_EAS_COMMAND_SEND_MAIL;
  return send_by (self, &sending, outcome, cancellable, error);
}

static gboolean
eas_send (LoftSubmission *submission, const LoftSubmissionMessage *message,
          LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot, gpointer user_data,
          GCancellable *cancellable, GError **error)
{
  LoftEasSubmission *self = LOFT_EAS_SUBMISSION (submission);
  g_autoptr (GBytes) mime = NULL;
  GError *failure = NULL;

  loft_submission_outcome_reset (outcome, message->recipients);
  if (!loft_eas_client_may_call (self->client, error))
    return FALSE;
  mime = make_mime (message, &failure);
  if (mime == NULL)
    {
      set_outcome (outcome, LOFT_SUBMISSION_REFUSED, 0, failure->message);
      g_propagate_error (error, failure);
      return FALSE;
    }
  set_recipients (outcome, LOFT_RECIPIENT_ACCEPTED);
  if (!at_dot (user_data, error))
    {
      set_outcome (outcome, LOFT_SUBMISSION_TEMPORARY, 0, "");
      return FALSE;
    }
  return send_mime (self, message->original, mime, outcome, cancellable, error);
}

static void
loft_eas_submission_interface_init (LoftSubmissionInterface *iface)
{
  iface->connect = eas_connect;
  iface->disconnect = eas_disconnect;
  iface->send = eas_send;
  iface->get_offer = eas_get_offer;
  iface->get_certificate_problem = eas_get_certificate_problem;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_eas_submission_finalize (GObject *object)
{
  LoftEasSubmission *self = LOFT_EAS_SUBMISSION (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  loft_account_unref (self->account);
  G_OBJECT_CLASS (loft_eas_submission_parent_class)->finalize (object);
}

static void
loft_eas_submission_class_init (LoftEasSubmissionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_eas_submission_finalize;
}

static void
loft_eas_submission_init (LoftEasSubmission *self)
{
}

LoftSubmission *
loft_eas_submission_new (LoftAccount *account, LoftCredentialsFunc func,
                         const LoftSignInMemory *memory, gpointer user_data)
{
  LoftEasSubmission *self = g_object_new (LOFT_TYPE_EAS_SUBMISSION, NULL);

  self->account = loft_account_ref (account);
  self->func = func;
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_SUBMISSION (self);
}
