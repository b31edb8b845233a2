/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "loft-sasl-line.h"
#include "loft-text.h"

#include <string.h>

#define MAX_ROUNDS  20
#define MAX_INITIAL 7000 /* longer initial responses wait for "+": servers bound their lines */

/* Wiped when they go: SASL answers hold passwords. */
typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, loft_secret_free)

/* Whatever the code, but for a server that is not ready, NO means "not with these credentials". */
static gboolean
refuse_sign_in (LoftImapSession *self, const LoftImapResponse *reply, GError **error)
{
  int code = loft_imap_code_to_error (reply->code);
  g_autofree char *text = loft_text_quote ("The server refused the sign-in", reply->text);

  return loft_imap_session_break (self, error,
                                  code == LOFT_ERROR_TEMPORARY || code == LOFT_ERROR_LIMIT ||
                                      code == LOFT_ERROR_FULL
                                    ? LOFT_ERROR_TEMPORARY
                                    : LOFT_ERROR_AUTH,
                                  text);
}

static gboolean
conclude (LoftImapSession *self, LoftImapExchange *exchange, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (loft_imap_session_finish (self, exchange, cancellable, &refusal))
    return TRUE;
  if (exchange->done && self->stream != NULL)
    return refuse_sign_in (self, &exchange->reply, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* --- AUTHENTICATE (RFC 9051, 6.2.2; SASL-IR: RFC 4959) ------------------------------------- */

static LoftImapCommand *
new_authenticate (LoftImapSession *self, const char *mechanism, GBytes **initial)
{
  LoftImapCommand *command = loft_imap_session_new_command (self, "AUTHENTICATE");
  g_autoptr (Secret) text = NULL;

  loft_imap_command_add (command, mechanism);
  if (*initial == NULL || g_bytes_get_size (*initial) > MAX_INITIAL ||
      !loft_imap_session_has_capability (self, "SASL-IR"))
    return command;
  text = loft_sasl_line_encode (*initial);
  loft_imap_command_add_secret_text (command, text[0] != '\0' ? text : "=");
  g_clear_pointer (initial, g_bytes_unref);
  return command;
}

/* "*" gives up; the server answers BAD, which says nothing new. error is set already. */
static gboolean
give_up (LoftImapSession *self, LoftImapExchange *exchange, GCancellable *cancellable)
{
  if (loft_imap_session_write_line (self, "*", FALSE, cancellable, NULL))
    loft_imap_session_finish (self, exchange, cancellable, NULL);
  loft_imap_session_close (self);
  return FALSE;
}

static gboolean
exchange_answers (LoftImapSession *self, LoftSasl *sasl, GBytes **initial,
                  LoftImapExchange *exchange, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_autoptr (Secret) text = NULL;

      if (!loft_imap_session_await_continuation (self, exchange, cancellable, error))
        return FALSE;
      if (exchange->done)
        return TRUE;
      text = loft_sasl_line_answer (sasl, initial, self->continuation, error);
      if (text == NULL)
        return give_up (self, exchange, cancellable);
      if (!loft_imap_session_write_line (self, text, TRUE, cancellable, error))
        return FALSE;
    }
  return loft_imap_session_break (self, error, LOFT_ERROR_PROTOCOL, "The sign-in does not end");
}

static gboolean
run_sasl (LoftImapSession *self, LoftSasl *sasl, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapExchange) exchange = { NULL };
  g_autoptr (GBytes) initial = loft_sasl_initial (sasl);
  g_autoptr (LoftImapCommand) command = NULL;

  command = new_authenticate (self, loft_sasl_get_mechanism (sasl), &initial);
  if (!loft_imap_session_send (self, command, &exchange, cancellable, error) ||
      !exchange_answers (self, sasl, &initial, &exchange, cancellable, error) ||
      !conclude (self, &exchange, cancellable, error))
    return FALSE;
  if (!loft_sasl_is_done (sasl))
    return loft_imap_session_break (self, error, LOFT_ERROR_AUTH,
                                    "The server did not prove that it knows the password");
  return TRUE;
}

/* --- LOGIN -------------------------------------------------------------------------------- */

static gboolean
run_login (LoftImapSession *self, const LoftCredentials *credentials, GCancellable *cancellable,
           GError **error)
{
  g_auto (LoftImapExchange) exchange = { NULL };
  g_autoptr (LoftImapCommand) command = NULL;

  command = loft_imap_session_new_command (self, "LOGIN");
  loft_imap_command_add_secret (command, credentials->user);
  loft_imap_command_add_secret (command, credentials->password);
  return loft_imap_session_send (self, command, &exchange, cancellable, error) &&
         conclude (self, &exchange, cancellable, error);
}

/* Secrets go in clear only where the person chose a connection without TLS, and never when the
 * server itself forbids it. */
static gboolean
may_send_clear_text (LoftImapSession *self)
{
  return self->sign_in.endpoint->security == LOFT_ENDPOINT_PLAIN &&
         !loft_imap_session_has_capability (self, "LOGINDISABLED");
}

static gboolean
login_fits (LoftImapSession *self, const LoftCredentials *credentials, GError **error)
{
  if (loft_imap_session_has_capability (self, "LOGINDISABLED") ||
      (!loft_stream_is_secure (self->stream) && !may_send_clear_text (self)))
    return loft_imap_session_break (self, error, LOFT_ERROR_AUTH,
                                    "The server allows no sign-in on this connection");
  if (credentials->user == NULL || credentials->password == NULL)
    return loft_imap_session_break (self, error, LOFT_ERROR_AUTH,
                                    "The server wants a password, and there is none");
  return TRUE;
}

/* --- Choice ------------------------------------------------------------------------------- */

/* (transfer container) the words after "AUTH=", upper case, NULL-terminated. */
static GPtrArray *
offered_mechanisms (LoftImapSession *self)
{
  GPtrArray *offered = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, self->capabilities);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (g_str_has_prefix (word, "AUTH="))
      g_ptr_array_add (offered, (char *) word + strlen ("AUTH="));
  g_ptr_array_add (offered, NULL);
  return offered;
}

static gboolean
wants_login_command (LoftImapSession *self, GPtrArray *offered)
{
  gboolean any = self->sign_in.wanted_mechanism[0] == '\0';

  if (offered->len == 1)
    return any || g_ascii_strcasecmp (self->sign_in.wanted_mechanism, "LOGIN") == 0;
  return g_ascii_strcasecmp (self->sign_in.wanted_mechanism, "LOGIN") == 0 &&
         !loft_imap_session_has_capability (self, "AUTH=LOGIN");
}

static gboolean
check_downgrade (LoftImapSession *self, const char *mechanism, const LoftCredentials *credentials,
                 GError **error)
{
  if (loft_sasl_line_check_downgrade (mechanism, self->sign_in.wanted_mechanism,
                                      self->sign_in.least_mechanism, credentials, error))
    return TRUE;
  loft_imap_session_close (self);
  return FALSE;
}

static gboolean
sign_in (LoftImapSession *self, const LoftCredentials *credentials, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GPtrArray) offered = offered_mechanisms (self);
  LoftSaslConnection connection = {
    .secure = loft_stream_is_secure (self->stream),
    .plain_text_allowed = may_send_clear_text (self),
    .has_client_certificate = self->sign_in.endpoint->client_certificate != NULL,
  };
  g_autoptr (LoftSasl) sasl = NULL;

  g_free (self->sign_in.used_mechanism);
  if (wants_login_command (self, offered))
    {
      self->sign_in.used_mechanism = g_strdup ("LOGIN");
      return check_downgrade (self, "LOGIN", credentials, error) &&
             login_fits (self, credentials, error) &&
             run_login (self, credentials, cancellable, error);
    }
  self->sign_in.used_mechanism = NULL;
  sasl = loft_sasl_choose ((const char *const *) offered->pdata, self->sign_in.wanted_mechanism,
                           credentials, &connection, error);
  if (sasl == NULL)
    return FALSE;
  self->sign_in.used_mechanism = g_strdup (loft_sasl_get_mechanism (sasl));
  return check_downgrade (self, self->sign_in.used_mechanism, credentials, error) &&
         run_sasl (self, sasl, cancellable, error);
}

/* Capabilities of before sign-in do not hold after it; some servers send the new ones with their
 * OK, the others are asked. */
gboolean
loft_imap_session_authenticate (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftCredentials) credentials = NULL;
  g_autoptr (GHashTable) before = NULL;

  if (!loft_imap_session_ask_capabilities (self, cancellable, error))
    return FALSE;
  credentials = loft_sign_in_get_credentials (
    &self->sign_in, loft_imap_session_has_capability (self, "AUTH=EXTERNAL"), cancellable, error);
  if (credentials == NULL)
    return FALSE;
  before = g_hash_table_ref (self->capabilities);
  if (!sign_in (self, credentials, cancellable, error))
    return FALSE;
  if (self->capabilities == before)
    loft_imap_session_forget_capabilities (self);
  self->authenticated = TRUE;
  return TRUE;
}
