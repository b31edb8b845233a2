/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-imap-session.h"
#include "loft-private-dovecot.h"

#include <glib/gstdio.h>
#include <string.h>

/* What Dovecot 2.3 can with all its plugins: COMPRESS, NOTIFY, MOVE, QUOTA, ACL, METADATA, and the
 * ways to sign in that are not in every set-up. */

static LoftPrivateDovecot *dovecot;

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

static LoftCredentials *
refuse_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH, "nobody should have asked");
  return NULL;
}

static LoftEndpoint *
new_endpoint (LoftEndpointCompression compression)
{
  LoftEndpoint *endpoint =
    loft_endpoint_new ("127.0.0.1", loft_private_dovecot_get_imaps_port (dovecot), LOFT_ENDPOINT_TLS,
                       loft_private_dovecot_get_fingerprint (dovecot));

  endpoint->compression = compression;
  return endpoint;
}

static LoftImapSession *
connect_with (LoftEndpointCompression compression, const char *mechanism)
{
  g_autoptr (LoftEndpoint) endpoint = new_endpoint (compression);
  LoftImapSession *session = loft_imap_session_new (endpoint, mechanism, get_credentials, NULL);
  g_autoptr (GError) error = NULL;

  loft_imap_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static LoftImapSession *
connect_selected (LoftEndpointCompression compression, const char *mailbox)
{
  LoftImapSession *session = connect_with (compression, "");
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  loft_imap_session_select (session, mailbox, 0, 0, &selected, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static void
deliver (const char *folder, const char *subject, guint bytes)
{
  g_autofree char *filler = g_strnfill (bytes, 'x');
  g_autoptr (GString) message = g_string_new (NULL);

  g_string_printf (message, "From: a@example.test\nSubject: %s\n\n", subject);
  for (guint i = 0; i < bytes; i += 70)
    g_string_append_printf (message, "%.*s\n", (int) MIN (70, bytes - i), filler);
  loft_private_dovecot_deliver (dovecot, "alice", folder, message->str, (gssize) message->len, "",
                                1700000000);
  loft_private_dovecot_adopt (dovecot);
}

/* --- Sign-in ------------------------------------------------------------------------------ */

static void
test_mechanisms (void)
{
  static const char *const mechanisms[] = { "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN",
                                            "LOGIN" };

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      g_autoptr (LoftImapSession) session =
        connect_with (LOFT_ENDPOINT_COMPRESSION_NEVER, mechanisms[i]);

      g_assert_cmpstr (loft_imap_session_get_mechanism (session), ==, mechanisms[i]);
      loft_imap_session_logout (session);
    }
}

static char *
tls_file (const char *name)
{
  g_autofree char *folder = g_path_get_dirname (loft_private_dovecot_get_ca_file (dovecot));

  return g_build_filename (folder, name, NULL);
}

static void
sign_in_by_file (const char *name, const char *password)
{
  g_autofree char *path = tls_file (name);
  g_autoptr (LoftEndpoint) endpoint = new_endpoint (LOFT_ENDPOINT_COMPRESSION_AUTOMATIC);
  g_autoptr (LoftImapSession) session = NULL;
  g_autoptr (GError) error = NULL;

  endpoint->client_certificate = loft_client_certificate_load (path, password, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loft_client_certificate_get_subject (endpoint->client_certificate), ==,
                   "CN = alice");
  session = loft_imap_session_new (endpoint, "", refuse_credentials, NULL);
  loft_imap_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loft_imap_session_get_mechanism (session), ==, "EXTERNAL");
  loft_imap_session_logout (session);
}

static LoftCredentials *
get_key_password (gpointer user_data, GCancellable *cancellable, GError **error)
{
  ++*(guint *) user_data;
  return loft_credentials_new ("alice", "alice-key", NULL);
}

/* The account's secret opens the file, and only when it is closed; at each connection anew. */
static void
sign_in_by_account (const char *name, guint n_asked)
{
  g_autofree char *path = tls_file (name);
  g_autoptr (LoftEndpoint) endpoint = new_endpoint (LOFT_ENDPOINT_COMPRESSION_AUTOMATIC);
  guint n = 0;
  g_autoptr (LoftImapSession) session =
    loft_imap_session_new (endpoint, "EXTERNAL", get_key_password, &n);
  g_autoptr (GError) error = NULL;

  loft_imap_session_set_certificate_file (session, path);
  loft_imap_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_asked);
  loft_imap_session_close (session);
  loft_imap_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2 * n_asked);
}

static void
test_external (void)
{
  sign_in_by_file ("alice.pem", NULL);
  sign_in_by_file ("alice.p12", "alice-key");
  sign_in_by_account ("alice.pem", 0);
  sign_in_by_account ("alice.p12", 1);
}

static char *
write_file (const char *name, const char *contents, gssize length)
{
  char *path = tls_file (name);

  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  return path;
}

static void
assert_not_loaded (const char *path, const char *password, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_client_certificate_load (path, password, &error));
  g_assert_error (error, LOFT_ERROR, code);
}

/* A file that people pick may be any file. */
static void
test_certificate_files (void)
{
  g_autofree char *p12 = tls_file ("alice.p12");
  g_autofree char *certificate = tls_file ("alice.crt");
  g_autofree char *key = tls_file ("alice.key");
  g_autofree char *foreign = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *authority = NULL;
  g_autofree char *nowhere = tls_file ("nowhere.pem");
  g_autofree char *path = NULL;
  gsize length = 0;

  assert_not_loaded (p12, NULL, LOFT_ERROR_AUTH);
  assert_not_loaded (p12, "guessed", LOFT_ERROR_AUTH);
  assert_not_loaded (certificate, NULL, LOFT_ERROR_REFUSED);
  assert_not_loaded (key, NULL, LOFT_ERROR_REFUSED);
  assert_not_loaded (nowhere, NULL, LOFT_ERROR_REFUSED);
  assert_not_loaded ("/", NULL, LOFT_ERROR_REFUSED);
  path = write_file ("empty.pem", "", 0);
  assert_not_loaded (path, NULL, LOFT_ERROR_REFUSED);

  /* Another's certificate with our key. */
  g_assert_true (g_file_get_contents (loft_private_dovecot_get_ca_file (dovecot), &authority, NULL,
                                      NULL));
  g_assert_true (g_file_get_contents (key, &bytes, NULL, NULL));
  foreign = g_strconcat (authority, bytes, NULL);
  g_clear_pointer (&path, g_free);
  path = write_file ("foreign.pem", foreign, -1);
  assert_not_loaded (path, NULL, LOFT_ERROR_REFUSED);

  /* Cut anywhere. */
  g_clear_pointer (&bytes, g_free);
  g_assert_true (g_file_get_contents (p12, &bytes, &length, NULL));
  for (gsize cut = 0; cut < length; cut += 7)
    {
      g_autofree char *damaged = write_file ("cut.p12", bytes, (gssize) cut);

      g_assert_null (loft_client_certificate_load (damaged, "alice-key", NULL));
    }
}

/* --- Compression -------------------------------------------------------------------------- */

static gboolean
count_bytes (const LoftImapFetch *fetch, gpointer user_data)
{
  *(gsize *) user_data += g_bytes_get_size (fetch->data);
  return TRUE;
}

static guint64
fetch_bodies (LoftEndpointCompression compression, gsize *bytes)
{
  g_autoptr (LoftImapSession) session = connect_selected (compression, "Big");
  g_autoptr (LoftImapUidSet) uids = loft_imap_session_search_all (session, NULL, NULL);
  g_autoptr (GError) error = NULL;

  *bytes = 0;
  loft_imap_session_fetch (session, uids, LOFT_IMAP_FETCH_BODY, 0, 2, 1000000, count_bytes, bytes,
                           NULL, &error);
  g_assert_no_error (error);
  return loft_imap_session_get_bytes_received (session);
}

static void
test_compress (void)
{
  gsize plain = 0;
  gsize compressed = 0;
  guint64 received;

  for (guint i = 0; i < 8; i++)
    deliver (".Big", "big", 100000);
  received = fetch_bodies (LOFT_ENDPOINT_COMPRESSION_NEVER, &plain);
  g_assert_cmpuint (received, >, 800000);
  received = fetch_bodies (LOFT_ENDPOINT_COMPRESSION_ALWAYS, &compressed);
  g_assert_cmpuint (received, <, 20000);
  g_assert_cmpuint (plain, ==, compressed);
  /* Nearby it is not asked for. */
  received = fetch_bodies (LOFT_ENDPOINT_COMPRESSION_AUTOMATIC, &compressed);
  g_assert_cmpuint (received, >, 800000);
}

/* --- NOTIFY, IDLE ------------------------------------------------------------------------- */

/* Dovecot finds a file that was put into the Maildir behind its back when it looks again, so the
 * delivery is by IMAP: another session moves a message. */
static gpointer
move_to_work (gpointer data)
{
  g_autoptr (LoftImapSession) session = connect_selected (LOFT_ENDPOINT_COMPRESSION_ALWAYS, "Big");
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1", -1, 0);
  g_auto (LoftImapCopied) copied = { 0 };
  g_autoptr (GError) error = NULL;

  loft_imap_session_copy (session, uids, data, &copied, NULL, &error);
  g_assert_no_error (error);
  loft_imap_session_logout (session);
  return NULL;
}

static void
check_notified (LoftEndpointCompression compression, const char *mailbox, gboolean elsewhere)
{
  g_autoptr (LoftImapSession) session = connect_selected (compression, "INBOX");
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  GThread *thread;

  loft_imap_session_notify (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (loft_imap_session_notifies (session));
  thread = g_thread_new ("other", move_to_work, (gpointer) mailbox);
  loft_imap_session_idle (session, 20, &changed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (changed);
  g_assert_cmpint (loft_imap_session_changed_elsewhere (session), ==, elsewhere);
  g_thread_join (thread);
  loft_imap_session_logout (session);
}

static void
test_notify (void)
{
  deliver (".Work", "old", 10);
  check_notified (LOFT_ENDPOINT_COMPRESSION_NEVER, "Work", TRUE);
  check_notified (LOFT_ENDPOINT_COMPRESSION_ALWAYS, "Work", TRUE);
  check_notified (LOFT_ENDPOINT_COMPRESSION_NEVER, "INBOX", FALSE);
}

/* --- MOVE, EXPUNGE ------------------------------------------------------------------------ */

static void
test_move (void)
{
  g_autoptr (LoftImapSession) session = NULL;
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1,3", -1, 0);
  g_autoptr (LoftImapUidSet) left = NULL;
  g_auto (LoftImapCopied) copied = { 0 };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  for (guint i = 0; i < 3; i++)
    deliver (".From", "to be moved", 10);
  deliver (".To", "was there", 10);
  session = connect_selected (LOFT_ENDPOINT_COMPRESSION_NEVER, "From");
  loft_imap_session_move (session, uids, "To", &copied, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 1), ==, 2);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 2), ==, 0);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 3), ==, 3);
  left = loft_imap_session_search_all (session, NULL, NULL);
  g_assert_cmpuint (loft_imap_uid_set_count (left), ==, 1);

  /* Only what was named is expunged. */
  loft_imap_session_select (session, "To", 0, 0, &selected, NULL, &error);
  g_assert_cmpuint (selected.uid_validity, ==, copied.uid_validity);
  g_clear_pointer (&uids, loft_imap_uid_set_free);
  uids = loft_imap_uid_set_parse ("1:2", -1, 0);
  loft_imap_session_store (session, uids, LOFT_FLAG_DELETED, 0, NULL, NULL, NULL, &error);
  g_clear_pointer (&uids, loft_imap_uid_set_free);
  uids = loft_imap_uid_set_parse ("2:3", -1, 0);
  loft_imap_session_expunge (session, uids, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&left, loft_imap_uid_set_free);
  left = loft_imap_session_search_all (session, NULL, NULL);
  g_assert_true (loft_imap_uid_set_contains (left, 1));
  g_assert_false (loft_imap_uid_set_contains (left, 2));
  g_assert_true (loft_imap_uid_set_contains (left, 3));
  loft_imap_session_move (session, left, "Nowhere", &copied, NULL, &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* --- Folders ------------------------------------------------------------------------------ */

static void
test_subscribe (void)
{
  g_autoptr (LoftImapSession) session = NULL;
  g_autoptr (GError) error = NULL;

  deliver (".Liste", "x", 10);
  session = connect_with (LOFT_ENDPOINT_COMPRESSION_NEVER, "");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) mailboxes = NULL;

      loft_imap_session_subscribe (session, "Liste", i == 0, NULL, &error);
      g_assert_no_error (error);
      mailboxes = loft_imap_session_list (session, FALSE, NULL, &error);
      for (guint k = 0; k < mailboxes->len; k++)
        {
          const LoftImapMailbox *mailbox = g_ptr_array_index (mailboxes, k);

          if (g_str_equal (mailbox->name, "Liste"))
            g_assert_cmpint (mailbox->subscribed, ==, i == 0);
        }
    }
}

static void
test_quota (void)
{
  g_autoptr (LoftImapSession) session = connect_with (LOFT_ENDPOINT_COMPRESSION_NEVER, "");
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (GError) error = NULL;
  const LoftImapQuota *quota;

  quotas = loft_imap_session_get_quotas (session, "INBOX", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (quotas->len, ==, 1);
  quota = g_ptr_array_index (quotas, 0);
  g_assert_cmpstr (quota->root, ==, "User quota");
  g_assert_cmpuint (quota->storage_limit, ==, 10 * 1024 * 1024);
}

static void
restrict_owner (const char *folder, const char *letters)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (dovecot, "alice");
  g_autofree char *path = g_build_filename (maildir, folder, "dovecot-acl", NULL);
  g_autofree char *line = g_strdup_printf ("owner %s\n", letters);

  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  loft_private_dovecot_adopt (dovecot);
}

/* Dovecot would say OK and forget the flag. */
static void
test_refused_flag (void)
{
  static const struct {
    const char *folder;
    const char *mailbox;
    const char *letters;
    LoftFlags allowed;
    LoftFlags refused;
  } rows[] = {
    { ".Seen", "Seen", "lrs", LOFT_FLAG_SEEN, LOFT_FLAG_FLAGGED },
    { ".Written", "Written", "lrw", LOFT_FLAG_FLAGGED, LOFT_FLAG_SEEN },
    { ".Read", "Read", "lr", 0, LOFT_FLAG_SEEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapSession) session = NULL;
      g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1", -1, 0);
      g_autoptr (GError) error = NULL;

      deliver (rows[i].folder, "x", 10);
      restrict_owner (rows[i].folder, rows[i].letters);
      session = connect_selected (LOFT_ENDPOINT_COMPRESSION_NEVER, rows[i].mailbox);
      if (rows[i].allowed != 0)
        loft_imap_session_store (session, uids, rows[i].allowed, 0, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (loft_imap_session_store (session, uids, rows[i].refused, 0, NULL, NULL, NULL,
                                               &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
}

/* What Dovecot tells of a mailbox that may only be read. */
static void
test_rights (void)
{
  g_autoptr (LoftImapSession) session = NULL;
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;
  LoftImapRights rights = 0;

  deliver (".Team", "x", 10);
  restrict_owner (".Team", "lr");
  session = connect_selected (LOFT_ENDPOINT_COMPRESSION_NEVER, "INBOX");
  loft_imap_session_get_rights (session, "INBOX", &rights, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rights & LOFT_IMAP_RIGHT_WRITE && rights & LOFT_IMAP_RIGHT_SEEN);
  loft_imap_session_get_rights (session, "Team", &rights, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rights, ==, LOFT_IMAP_RIGHT_LOOKUP | LOFT_IMAP_RIGHT_READ);
  loft_imap_session_select (session, "Team", 0, 0, &selected, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (selected.read_only);
}

static void
test_metadata (void)
{
  g_autoptr (LoftImapSession) session = connect_with (LOFT_ENDPOINT_COMPRESSION_NEVER, "");
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_imap_session_has_capability (session, "METADATA"));
  value = loft_imap_session_get_metadata (session, "INBOX", "/private/comment", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_EXTENDED);
  g_test_add_func ("/imap/dovecot-extended/mechanisms", test_mechanisms);
  g_test_add_func ("/imap/dovecot-extended/external", test_external);
  g_test_add_func ("/imap/dovecot-extended/certificate-files", test_certificate_files);
  g_test_add_func ("/imap/dovecot-extended/compress", test_compress);
  g_test_add_func ("/imap/dovecot-extended/notify", test_notify);
  g_test_add_func ("/imap/dovecot-extended/move", test_move);
  g_test_add_func ("/imap/dovecot-extended/subscribe", test_subscribe);
  g_test_add_func ("/imap/dovecot-extended/quota", test_quota);
  g_test_add_func ("/imap/dovecot-extended/rights", test_rights);
  g_test_add_func ("/imap/dovecot-extended/refused-flag", test_refused_flag);
  g_test_add_func ("/imap/dovecot-extended/metadata", test_metadata);
  result = g_test_run ();
  loft_private_dovecot_free (dovecot);
  return result;
}
