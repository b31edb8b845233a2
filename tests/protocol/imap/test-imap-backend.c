/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-imap-backend.h"
#include "loft-script-server.h"

#include <string.h>

/* What of IMAP's extensions reaches the other side of the backend interface. */

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("jane", "open sesame", NULL);
}

typedef struct {
  LoftScriptServer *server;
  LoftAccount *account;
  LoftBackend *backend;
} Fixture;

static void
fixture_open (Fixture *self, const char *script)
{
  self->server = loft_script_server_new (script);
  self->account = loft_account_new ("imap");
  g_free (self->account->incoming.host);
  self->account->incoming.host = g_strdup (loft_script_server_get_host (self->server));
  self->account->incoming.port = loft_script_server_get_port (self->server);
  self->account->incoming.security = LOFT_SECURITY_NONE;
}

static void
fixture_connect (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->backend = loft_imap_backend_new (self->account, get_credentials, NULL, NULL);
  loft_backend_connect (self->backend, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_init (Fixture *self, const char *script)
{
  fixture_open (self, script);
  fixture_connect (self);
}

static void
fixture_clear (Fixture *self)
{
  loft_backend_disconnect (self->backend);
  g_clear_object (&self->backend);
  loft_account_unref (self->account);
  loft_script_server_finish (self->server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

#define PREAUTH(capabilities) "S: * PREAUTH [CAPABILITY IMAP4rev1 " capabilities "] hi\n"
#define SELECT \
  "C: <a> SELECT \"INBOX\"*\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 4] x\n" \
  "S: <a> OK x\n"

/* A folder's identity is its MAILBOXID where there is one, else its UIDVALIDITY. */
static void
test_identity (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture,
                PREAUTH ("LIST-EXTENDED LIST-STATUS OBJECTID")
                "C: <a> LIST \"\" \"*\" RETURN (SUBSCRIBED STATUS *MAILBOXID))\n"
                "S: * LIST () \"/\" Work\n"
                "S: * STATUS Work (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 4 MAILBOXID (F1))\n"
                "S: * LIST () \"/\" Old\n"
                "S: * STATUS Old (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 4)\n"
                "S: <a> OK x\n");
  folders = loft_backend_list_folders (fixture.backend, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, 2);
  g_assert_cmpstr (((LoftRemoteFolder *) g_ptr_array_index (folders, 0))->identity, ==, "F1");
  g_assert_cmpstr (((LoftRemoteFolder *) g_ptr_array_index (folders, 1))->identity, ==, "4");
}

static void
check_watch (Fixture *fixture, gboolean elsewhere)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  loft_backend_watch (fixture->backend, "INBOX", 20, &changed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (changed);
  g_assert_cmpint (loft_backend_changed_elsewhere (fixture->backend), ==, elsewhere);
}

/* NOTIFY once a connection; who is told of another folder syncs them all, who is told of the inbox
 * only that. What was told before is not told again after a SELECT. */
static void
test_watch (void)
{
  g_auto (Fixture) fixture = { NULL };

  fixture_init (&fixture,
                PREAUTH ("NOTIFY IDLE") SELECT
                "C: <a> NOTIFY SET *\nS: <a> OK x\n"
                "C: <a> IDLE\nS: +\nS: * STATUS Work (MESSAGES 2)\nC: DONE\nS: <a> OK x\n"
                "C: <a> IDLE\nS: +\nS: * 4 EXISTS\nC: DONE\nS: <a> OK x\n");
  check_watch (&fixture, FALSE);
  check_watch (&fixture, TRUE);
  check_watch (&fixture, FALSE);
}

static void
test_watch_without_notify (void)
{
  static const char *const scripts[] = {
    PREAUTH ("IDLE") SELECT "C: <a> IDLE\nS: +\nS: * 4 EXISTS\nC: DONE\nS: <a> OK x\n",
    PREAUTH ("IDLE NOTIFY") SELECT
    "C: <a> NOTIFY *\nS: <a> NO no\nC: <a> NOTIFY *\nS: <a> NO no\n"
    "C: <a> IDLE\nS: +\nS: * 4 EXISTS\nC: DONE\nS: <a> OK x\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_auto (Fixture) fixture = { NULL };

      fixture_init (&fixture, scripts[i]);
      check_watch (&fixture, FALSE);
      check_watch (&fixture, FALSE);
    }
}

/* The account's word counts: on loopback nobody else would ask for it. */
static void
test_compression (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture,
                PREAUTH ("COMPRESS=DEFLATE LIST-EXTENDED")
                "C: <a> COMPRESS DEFLATE\nS: <a> OK x\ndeflate\n"
                "C: <a> LIST *\nS: * LIST () \"/\" Work\nS: <a> OK x\n"
                "C: <a> STATUS *\nS: * STATUS Work (UIDVALIDITY 4)\nS: <a> OK x\n");
  fixture.account->compression = LOFT_COMPRESSION_ALWAYS;
  fixture_connect (&fixture);
  folders = loft_backend_list_folders (fixture.backend, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, 1);
}

/* Without the certificate that the account names, the server is not even called. */
static void
test_certificate (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, NULL);
  g_free (fixture.account->certificate);
  fixture.account->certificate = g_strdup ("/nowhere/jane.p12");
  fixture.backend = loft_imap_backend_new (fixture.account, get_credentials, NULL, NULL);
  g_assert_false (loft_backend_connect (fixture.backend, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_cmpuint (loft_script_server_get_n_connections (fixture.server), ==, 0);
}

/* A flag that may not be changed is refused for good, with the reason. */
static void
test_read_only (void)
{
  g_auto (Fixture) fixture = { NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  LoftRemoteFlagChange change = { "INBOX", NULL, ids, LOFT_FLAG_FLAGGED, 0, "", "" };

  g_ptr_array_add (ids, "3");
  fixture_init (&fixture,
                PREAUTH ("ACL")
                "C: <a> SELECT \"INBOX\"*\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"
                "S: * OK [PERMANENTFLAGS (\\Seen)] x\nS: <a> OK [READ-WRITE] x\n"
                "C: <a> MYRIGHTS \"INBOX\"\nS: * MYRIGHTS INBOX lrs\nS: <a> OK x\n");
  g_assert_false (loft_backend_change_flags (fixture.backend, &change, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "“w”"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/backend/identity", test_identity);
  g_test_add_func ("/imap/backend/watch", test_watch);
  g_test_add_func ("/imap/backend/watch-without-notify", test_watch_without_notify);
  g_test_add_func ("/imap/backend/compression", test_compression);
  g_test_add_func ("/imap/backend/certificate", test_certificate);
  g_test_add_func ("/imap/backend/read-only", test_read_only);
  return g_test_run ();
}
