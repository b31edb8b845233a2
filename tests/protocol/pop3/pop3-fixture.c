/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pop3-fixture.h"

#include <string.h>

#define USER     "jane"
#define PASSWORD "open sesame"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Pop3Fixture *self = user_data;

  return loft_credentials_new (USER, self->password, self->token);
}

void
pop3_fixture_init (Pop3Fixture *self, const char *script, LoftEndpointSecurity security,
                   const char *mechanism)
{
  g_autoptr (LoftEndpoint) endpoint = NULL;

  self->server = loft_script_server_new (script);
  self->security = security;
  self->password = PASSWORD;
  self->log = g_string_new (NULL);
  endpoint = loft_endpoint_new (loft_script_server_get_host (self->server),
                                loft_script_server_get_port (self->server), security, "");
  self->session = loft_pop3_session_new (endpoint, mechanism, get_credentials, self);
}

void
pop3_fixture_init_connected (Pop3Fixture *self, const char *script)
{
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (self, script, LOFT_ENDPOINT_PLAIN, "");
  loft_pop3_session_connect (self->session, NULL, &error);
  g_assert_no_error (error);
}

void
pop3_fixture_clear (Pop3Fixture *self)
{
  loft_pop3_session_close (self->session);
  g_assert_finalize_object (self->session);
  loft_script_server_finish (self->server);
  g_string_free (self->log, TRUE);
}

void
pop3_fixture_forget_script (Pop3Fixture *self)
{
  loft_pop3_session_close (self->session);
  loft_script_server_stop (self->server);
  self->server = loft_script_server_new (NULL);
}

gboolean
pop3_fixture_leaked (Pop3Fixture *self)
{
  static const char *const secrets[] = { USER,   PASSWORD, "amFuZQ", "b3BlbiBzZXNhbWU",
                                         "USER", "PASS",   "APOP",   "AUTH" };
  gsize length = 0;
  g_autofree char *plain = loft_script_server_get_received_plain (self->server, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (plain, length, secrets[i], strlen (secrets[i])) != NULL)
      return TRUE;
  return FALSE;
}

/* --- Log ---------------------------------------------------------------------------------- */

static gboolean
take_piece (guint32 number, const char *bytes, gsize length, gpointer user_data)
{
  Pop3Fixture *self = user_data;
  g_autofree char *start = g_strdup_printf ("%u=", number);

  if (strstr (self->log->str, start) == NULL)
    g_string_append (self->log, start);
  if (self->log->len < 1000)
    g_string_append_len (self->log, bytes, (gssize) length);
  return TRUE;
}

static gboolean
goes_on (Pop3Fixture *self)
{
  return self->stops_after == 0 || --self->stops_after > 0;
}

static gboolean
take_end (guint32 number, const GError *refusal, gpointer user_data)
{
  Pop3Fixture *self = user_data;

  if (refusal != NULL)
    g_string_append_printf (self->log, "%u!%s", number, refusal->message);
  g_string_append (self->log, "; ");
  return goes_on (self);
}

const LoftPop3Sink pop3_fixture_sink = { take_piece, take_end };

static gboolean
take_mark (guint32 number, const GError *refusal, gpointer user_data)
{
  Pop3Fixture *self = user_data;

  g_string_append_printf (self->log, "-%u", number);
  if (refusal != NULL)
    g_string_append_printf (self->log, "!%s", refusal->message);
  g_string_append (self->log, " ");
  return goes_on (self);
}

static guint32 *
count_to (guint n)
{
  guint32 *numbers = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = i + 1;
  return numbers;
}

gboolean
pop3_fixture_retrieve (Pop3Fixture *self, guint n, guint64 max_bytes, GCancellable *cancellable,
                       GError **error)
{
  g_autofree guint32 *numbers = count_to (n);

  return loft_pop3_session_retrieve (self->session, numbers, n, max_bytes, &pop3_fixture_sink, self,
                                     cancellable, error);
}

gboolean
pop3_fixture_delete (Pop3Fixture *self, guint n, GCancellable *cancellable, GError **error)
{
  g_autofree guint32 *numbers = count_to (n);

  return loft_pop3_session_delete (self->session, numbers, n, take_mark, self, cancellable, error);
}

void
pop3_fixture_assert_log (Pop3Fixture *self, const char *expected)
{
  g_strchomp (self->log->str);
  g_assert_cmpstr (self->log->str, ==, expected);
  g_string_truncate (self->log, 0);
}
