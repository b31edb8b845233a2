/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smtp-fixture.h"

#include <string.h>

#define USER     "jane"
#define PASSWORD "open sesame"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  SmtpFixture *self = user_data;

  if (self->password == NULL && self->token == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH, "nothing in the key ring");
      return NULL;
    }
  return loft_credentials_new (USER, self->password, self->token);
}

static void
init (SmtpFixture *self, const char *script, LoftEndpointSecurity security, const char *mechanism,
      gboolean signs_in)
{
  static const char *const recipients[] = { "a@example.net", "b@example.net", "c@example.net" };
  g_autoptr (LoftEndpoint) endpoint = NULL;

  self->server = loft_script_server_new (script);
  self->security = security;
  self->password = PASSWORD;
  endpoint = loft_endpoint_new (loft_script_server_get_host (self->server),
                                loft_script_server_get_port (self->server), security, "");
  self->session =
    loft_smtp_session_new (endpoint, mechanism, signs_in ? get_credentials : NULL, self);
  self->envelope = loft_smtp_envelope_new ("jane@example.org");
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    loft_smtp_envelope_add (self->envelope, recipients[i], LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  smtp_fixture_set_message (self, "Subject: x\r\n\r\nhello\r\n", -1);
}

void
smtp_fixture_init (SmtpFixture *self, const char *script, LoftEndpointSecurity security,
                   const char *mechanism)
{
  init (self, script, security, mechanism, security != LOFT_ENDPOINT_PLAIN);
}

void
smtp_fixture_init_signing_in (SmtpFixture *self, const char *script, const char *mechanism)
{
  init (self, script, LOFT_ENDPOINT_PLAIN, mechanism, TRUE);
}

void
smtp_fixture_init_connected (SmtpFixture *self, const char *script)
{
  g_autoptr (GError) error = NULL;

  smtp_fixture_init (self, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (loft_smtp_session_connect (self->session, NULL, &error));
  g_assert_no_error (error);
}

void
smtp_fixture_clear (SmtpFixture *self)
{
  loft_smtp_session_close (self->session);
  g_assert_finalize_object (self->session);
  loft_script_server_finish (self->server);
  loft_smtp_envelope_free (self->envelope);
  g_bytes_unref (self->message);
  loft_smtp_outcome_clear (&self->outcome);
}

void
smtp_fixture_keep (SmtpFixture *self, guint n)
{
  g_ptr_array_set_size (self->envelope->recipients, (gint) n);
}

void
smtp_fixture_set_message (SmtpFixture *self, const char *bytes, gssize length)
{
  g_clear_pointer (&self->message, g_bytes_unref);
  self->message = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
}

static gboolean
at_dot (gpointer user_data, GError **error)
{
  SmtpFixture *self = user_data;

  self->n_dots++;
  if (!self->refuses_dot)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "the disk is full");
  return FALSE;
}

gboolean
smtp_fixture_send (SmtpFixture *self, GCancellable *cancellable, GError **error)
{
  LoftSmtpBody body = LOFT_SMTP_BODY_BYTES (self->message);

  self->n_dots = 0;
  return loft_smtp_session_send (self->session, self->envelope, &body, &self->outcome, at_dot, self,
                                 cancellable, error);
}

void
smtp_fixture_assert_send (SmtpFixture *self, LoftSmtpResult result, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean sent = smtp_fixture_send (self, NULL, &error);

  g_assert_cmpint (sent, ==, result == LOFT_SMTP_SENT);
  g_assert_cmpint (self->outcome.result, ==, result);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, code);
}

static void
describe_answer (const LoftSmtpAnswer *answer, GString *text)
{
  if (answer->code != 0)
    g_string_append_printf (text, " %u", answer->code);
  if (answer->status.class != 0)
    g_string_append_printf (text, " %u.%u.%u", answer->status.class, answer->status.subject,
                            answer->status.detail);
  if (answer->reason != LOFT_SMTP_REASON_UNKNOWN)
    g_string_append_printf (text, " %s", loft_smtp_reason_name (answer->reason));
}

char *
smtp_fixture_describe (SmtpFixture *self)
{
  static const char *const results[] = { "temporary", "refused", "unconfirmed", "sent" };
  static const char signs[] = "?+-~";
  GString *text = g_string_new (results[self->outcome.result]);

  describe_answer (&self->outcome.answer, text);
  g_string_append_c (text, ' ');
  for (guint i = 0; i < self->outcome.recipients->len; i++)
    g_string_append_c (text, signs[loft_smtp_outcome_get_recipient (&self->outcome, i)->verdict]);
  return g_string_free (text, FALSE);
}

static gboolean
leaked (SmtpFixture *self)
{
  static const char *const secrets[] = { USER,   PASSWORD, "amFuZQ", "b3BlbiBzZXNhbWU",
                                         "AUTH", "MAIL",   "RCPT",   "hello" };
  gsize length = 0;
  g_autofree char *plain = loft_script_server_get_received_plain (self->server, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (plain, length, secrets[i], strlen (secrets[i])) != NULL)
      return TRUE;
  return FALSE;
}

void
smtp_fixture_assert_refused (SmtpFixture *self, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_smtp_session_connect (self->session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_false (loft_smtp_session_is_connected (self->session));
  g_assert_true (self->security == LOFT_ENDPOINT_PLAIN || !leaked (self));
}
