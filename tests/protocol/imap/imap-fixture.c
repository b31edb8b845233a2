/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

#define USER     "jane"
#define PASSWORD "open sesame"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  ImapFixture *self = user_data;

  if (self->password == NULL && self->token == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH, "nothing in the key ring");
      return NULL;
    }
  return loft_credentials_new (USER, self->password, self->token);
}

/* --- Log ---------------------------------------------------------------------------------- */

static void
log_fetch (GString *log, const LoftImapFetch *fetch)
{
  g_string_append_printf (log, "%u:", fetch->uid);
  if (fetch->valid & LOFT_IMAP_FETCH_FLAGS)
    g_string_append_printf (log, "flags=%x,%s;", fetch->flags, fetch->keywords);
  if (fetch->valid & LOFT_IMAP_FETCH_SIZE)
    g_string_append_printf (log, "size=%" G_GUINT64_FORMAT ";", fetch->size);
  if (fetch->valid & LOFT_IMAP_FETCH_MODSEQ)
    g_string_append_printf (log, "modseq=%" G_GUINT64_FORMAT ";", fetch->modseq);
  if (fetch->data != NULL)
    g_string_append_printf (log, "data=%.*s;", (int) MIN (g_bytes_get_size (fetch->data), 100),
                            (const char *) g_bytes_get_data (fetch->data, NULL));
  g_string_append_c (log, ' ');
}

gboolean
imap_fixture_take_fetch (const LoftImapFetch *fetch, gpointer user_data)
{
  log_fetch (((ImapFixture *) user_data)->log, fetch);
  return TRUE;
}

static void
on_exists (guint32 n_messages, gpointer user_data)
{
  g_string_append_printf (((ImapFixture *) user_data)->log, "exists=%u ", n_messages);
}

static void
on_fetched (const LoftImapFetch *fetch, gpointer user_data)
{
  g_string_append (((ImapFixture *) user_data)->log, "update ");
  log_fetch (((ImapFixture *) user_data)->log, fetch);
}

static void
on_vanished (const LoftImapUidSet *uids, gboolean earlier, gpointer user_data)
{
  g_autofree char *text = loft_imap_uid_set_to_text (uids);

  g_string_append_printf (((ImapFixture *) user_data)->log, "vanished=%s%s ", text,
                          earlier ? ",earlier" : "");
}

static void
on_expunged (gpointer user_data)
{
  g_string_append (((ImapFixture *) user_data)->log, "expunged ");
}

static const LoftImapUpdates updates = { on_exists, on_fetched, on_vanished, on_expunged };

char *
imap_fixture_steal_log (ImapFixture *self)
{
  char *text = g_string_free (self->log, FALSE);

  self->log = g_string_new (NULL);
  return g_strchomp (text);
}

void
imap_fixture_assert_log (ImapFixture *self, const char *expected)
{
  g_autofree char *log = imap_fixture_steal_log (self);

  g_assert_cmpstr (log, ==, expected);
}

/* --- Set-up ------------------------------------------------------------------------------- */

static void
init (ImapFixture *self, const char *script, LoftEndpointSecurity security, const char *mechanism,
      LoftEndpointCompression compression)
{
  g_autoptr (LoftEndpoint) endpoint = NULL;

  self->server = loft_script_server_new (script);
  self->log = g_string_new (NULL);
  self->security = security;
  self->password = PASSWORD;
  endpoint = loft_endpoint_new (loft_script_server_get_host (self->server),
                                loft_script_server_get_port (self->server), security, "");
  endpoint->compression = compression;
  self->session = loft_imap_session_new (endpoint, mechanism, get_credentials, self);
  loft_imap_session_set_updates (self->session, &updates, self);
}

void
imap_fixture_init (ImapFixture *self, const char *script, LoftEndpointSecurity security,
                   const char *mechanism)
{
  init (self, script, security, mechanism, LOFT_ENDPOINT_COMPRESSION_AUTOMATIC);
}

void
imap_fixture_init_with (ImapFixture *self, const char *script, LoftEndpointCompression compression)
{
  init (self, script, LOFT_ENDPOINT_PLAIN, "", compression);
}

void
imap_fixture_init_connected (ImapFixture *self, const char *script)
{
  g_autoptr (GError) error = NULL;

  imap_fixture_init (self, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (loft_imap_session_connect (self->session, NULL, &error));
  g_assert_no_error (error);
}

void
imap_fixture_init_selected (ImapFixture *self, const char *script)
{
  LoftImapSelected selected;
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (self, script);
  g_assert_true (loft_imap_session_select (self->session, "INBOX", 0, 0, &selected, NULL, &error));
  g_assert_no_error (error);
}

void
imap_fixture_clear (ImapFixture *self)
{
  loft_imap_session_close (self->session);
  g_assert_finalize_object (self->session);
  loft_script_server_finish (self->server);
  g_string_free (self->log, TRUE);
}

gboolean
imap_fixture_leaked (ImapFixture *self)
{
  static const char *const secrets[] = { USER, PASSWORD, "amFuZQ", "b3BlbiBzZXNhbWU", "AUTHENT",
                                         "LOGIN" };
  gsize length = 0;
  g_autofree char *plain = loft_script_server_get_received_plain (self->server, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (plain, length, secrets[i], strlen (secrets[i])) != NULL)
      return TRUE;
  return FALSE;
}

void
imap_fixture_assert_refused (ImapFixture *self, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_imap_session_connect (self->session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_false (loft_imap_session_is_connected (self->session));
  g_assert_true (self->security == LOFT_ENDPOINT_PLAIN || !imap_fixture_leaked (self));
}
