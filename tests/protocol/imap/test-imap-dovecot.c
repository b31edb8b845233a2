/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-imap-session.h"
#include "loft-private-dovecot.h"

#include <glib/gstdio.h>
#include <string.h>

/* The session against a real server, once with all its extensions, once without QRESYNC, once
 * with none at all. */

typedef struct {
  LoftPrivateDovecot *dovecot;
  GString *log;
} World;

#define FIRST  "From: a@example.test\nSubject: first\n\nbody\n"
#define SECOND "From: b@example.test\nSubject: second\n\n.\n\xff\xc3\xa4 {5}\n)\n"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

static LoftCredentials *
get_wrong_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "guessed", NULL);
}

static LoftImapSession *
new_session (World *world, LoftEndpointSecurity security, const char *mechanism,
             LoftCredentialsFunc func)
{
  gboolean tls = security == LOFT_ENDPOINT_TLS;
  guint16 port = tls ? loft_private_dovecot_get_imaps_port (world->dovecot)
                     : loft_private_dovecot_get_imap_port (world->dovecot);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("127.0.0.1", port, security,
                       loft_private_dovecot_get_fingerprint (world->dovecot));

  return loft_imap_session_new (endpoint, mechanism, func, NULL);
}

/* --- Log ---------------------------------------------------------------------------------- */

static gboolean
log_fetch (const LoftImapFetch *fetch, gpointer user_data)
{
  World *world = user_data;

  g_string_append_printf (world->log, "%u", fetch->uid);
  if (fetch->valid & LOFT_IMAP_FETCH_FLAGS)
    g_string_append_printf (world->log, ":%x,%s", fetch->flags, fetch->keywords);
  g_string_append_c (world->log, ' ');
  return TRUE;
}

static void
on_exists (guint32 n_messages, gpointer user_data)
{
  g_string_append_printf (((World *) user_data)->log, "exists=%u ", n_messages);
}

static void
on_fetched (const LoftImapFetch *fetch, gpointer user_data)
{
  g_string_append (((World *) user_data)->log, "update ");
  log_fetch (fetch, user_data);
}

static void
on_vanished (const LoftImapUidSet *uids, gboolean earlier, gpointer user_data)
{
  g_autofree char *text = loft_imap_uid_set_to_text (uids);

  g_string_append_printf (((World *) user_data)->log, "vanished=%s%s ", text,
                          earlier ? ",earlier" : "");
}

static void
on_expunged (gpointer user_data)
{
  g_string_append (((World *) user_data)->log, "expunged ");
}

static const LoftImapUpdates updates = { on_exists, on_fetched, on_vanished, on_expunged };

static void
assert_log (World *world, const char *expected)
{
  g_strchomp (world->log->str);
  g_assert_cmpstr (world->log->str, ==, expected);
  g_string_assign (world->log, "");
}

/* --- Steps -------------------------------------------------------------------------------- */

static LoftImapSession *
connect_selected (World *world, guint32 validity, guint64 modseq, LoftImapSelected *selected)
{
  LoftImapSession *session = new_session (world, LOFT_ENDPOINT_TLS, "", get_credentials);
  g_autoptr (GError) error = NULL;

  loft_imap_session_set_updates (session, &updates, world);
  g_assert_true (loft_imap_session_connect (session, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_imap_session_select (session, "INBOX", validity, modseq, selected, NULL,
                                           &error));
  g_assert_no_error (error);
  return session;
}

static void
sign_in_with (World *world, LoftEndpointSecurity security, const char *mechanism)
{
  g_autoptr (LoftImapSession) session = new_session (world, security, mechanism, get_credentials);
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_imap_session_connect (session, NULL, &error));
  g_assert_no_error (error);
  if (mechanism[0] != '\0')
    g_assert_cmpstr (loft_imap_session_get_mechanism (session), ==, mechanism);
  loft_imap_session_logout (session);
}

static void
refuse_wrong_password (World *world)
{
  g_autoptr (LoftImapSession) session = new_session (world, LOFT_ENDPOINT_TLS, "",
                                                     get_wrong_credentials);
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_imap_session_connect (session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
}

static LoftImapMailbox *
find_mailbox (GPtrArray *mailboxes, const char *path)
{
  for (guint i = 0; i < mailboxes->len; i++)
    if (g_str_equal (((LoftImapMailbox *) g_ptr_array_index (mailboxes, i))->path, path))
      return g_ptr_array_index (mailboxes, i);
  g_error ("%s is not listed", path);
}

static void
list_all (World *world)
{
  g_autoptr (LoftImapSession) session = new_session (world, LOFT_ENDPOINT_TLS, "",
                                                     get_credentials);
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_imap_session_connect (session, NULL, &error));
  mailboxes = loft_imap_session_list (session, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (find_mailbox (mailboxes, "INBOX")->messages, ==, 2);
  g_assert_cmpuint (find_mailbox (mailboxes, "INBOX")->unseen, ==, 1);
  g_assert_cmpuint (find_mailbox (mailboxes, "INBOX")->uid_next, ==, 3);
  g_assert_cmpint (find_mailbox (mailboxes, "INBOX")->role, ==, LOFT_FOLDER_ROLE_INBOX);
  g_assert_cmpuint (find_mailbox (mailboxes, "Entwürfe")->messages, ==, 1);
  g_assert_cmpstr (find_mailbox (mailboxes, "Entwürfe")->name, ==, "Entw&APw-rfe");
}

typedef struct {
  guint n;
  GBytes *second;
} Bodies;

static gboolean
take_body (const LoftImapFetch *fetch, gpointer user_data)
{
  Bodies *bodies = user_data;

  bodies->n++;
  g_assert_cmpuint (fetch->size, ==, g_bytes_get_size (fetch->data));
  g_assert_cmpint (fetch->internal_date, ==, 1700000000 + fetch->uid);
  if (fetch->uid == 2)
    bodies->second = g_bytes_ref (fetch->data);
  return TRUE;
}

static void
fetch_all (LoftImapSession *session)
{
  static const char body[] = "From: b@example.test\r\nSubject: second\r\n\r\n.\r\n\xff\xc3\xa4 {5}"
                             "\r\n)\r\n";
  g_autoptr (LoftImapUidSet) uids = NULL;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;
  Bodies bodies = { 0, NULL };

  uids = loft_imap_session_search_all (session, NULL, &error);
  g_assert_cmpuint (loft_imap_uid_set_count (uids), ==, 2);
  g_assert_true (loft_imap_session_fetch (session, uids,
                                          LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_SIZE |
                                            LOFT_IMAP_FETCH_INTERNAL_DATE |
                                            LOFT_IMAP_FETCH_MODSEQ | LOFT_IMAP_FETCH_BODY,
                                          0, 1, 1000000, take_body, &bodies, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bodies.n, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (bodies.second, NULL), g_bytes_get_size (bodies.second), body,
                   strlen (body));
  g_bytes_unref (bodies.second);
  piece = loft_imap_session_fetch_range (session, 2, 6, 4, NULL, &error);
  g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), "b@ex", 4);
}

static void
store_flags (World *world, LoftImapSession *session)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:2", -1, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_imap_session_store (session, uids, LOFT_FLAG_FLAGGED | LOFT_FLAG_FORWARDED,
                                          LOFT_FLAG_SEEN, "$Label1 work", NULL, NULL, &error));
  g_assert_no_error (error);
  g_string_assign (world->log, "");
  g_assert_true (loft_imap_session_fetch (session, uids, LOFT_IMAP_FETCH_FLAGS, 0, 10, 0, log_fetch,
                                          world, NULL, &error));
  assert_log (world, "1:14,$Label1 work 2:14,$Label1 work");
}

static char *
find_file_of (World *world, const char *subject)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (world->dovecot, "alice");
  g_autofree char *folder = g_build_filename (maildir, "cur", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      if (strstr (text, subject) != NULL)
        return g_steal_pointer (&path);
    }
  g_error ("no message “%s”", subject);
}

/* While we idle another session changes a flag. Without QRESYNC Dovecot tells the number of the
 * message only, not its UID. */
static gpointer
unflag_first (gpointer data)
{
  World *world = data;
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1", -1, 0);
  World silent = { world->dovecot, g_string_new (NULL) };
  LoftImapSelected selected;
  g_autoptr (LoftImapSession) session = connect_selected (&silent, 0, 0, &selected);

  g_assert_true (loft_imap_session_store (session, uids, 0, LOFT_FLAG_FLAGGED, NULL, NULL, NULL,
                                          NULL));
  loft_imap_session_logout (session);
  g_string_free (silent.log, TRUE);
  return NULL;
}

static void
idle_until_changed (World *world, LoftImapSession *session)
{
  GThread *thread = g_thread_new ("other", unflag_first, world);
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  while (!changed)
    {
      g_assert_true (loft_imap_session_idle (session, 2, &changed, NULL, &error));
      g_assert_no_error (error);
    }
  g_thread_join (thread);
  g_assert_cmpstr (world->log->str, !=, "");
  g_string_assign (world->log, "");
}

/* What happened while we were away, as far as the server can tell it. */
static void
come_back (World *world, const LoftImapSelected *before, gboolean qresync)
{
  g_autofree char *gone = find_file_of (world, "Subject: first");
  g_autoptr (LoftImapSession) session = NULL;
  LoftImapSelected selected;

  g_assert_cmpint (g_unlink (gone), ==, 0);
  {
    /* Dovecot takes notice of the missing file when the mailbox is looked at. */
    g_autoptr (LoftImapSession) looker = connect_selected (world, 0, 0, &selected);

    loft_imap_session_noop (looker, NULL, NULL);
    loft_imap_session_logout (looker);
  }
  g_string_assign (world->log, "");
  session = connect_selected (world, before->uid_validity, before->highest_modseq, &selected);
  g_assert_cmpuint (selected.uid_validity, ==, before->uid_validity);
  g_assert_cmpuint (selected.exists, ==, 1);
  if (qresync)
    g_assert_true (g_str_has_prefix (world->log->str, "vanished=1,earlier"));
  else
    assert_log (world, "");
  g_string_assign (world->log, "");
  loft_imap_session_logout (session);
}

static void
prepare (World *world)
{
  loft_private_dovecot_deliver (world->dovecot, "alice", "", FIRST, -1, "S", 1700000001);
  loft_private_dovecot_deliver (world->dovecot, "alice", "", SECOND, -1, "", 1700000002);
  loft_private_dovecot_deliver (world->dovecot, "alice", ".Entw&APw-rfe", FIRST, -1, "",
                                1700000003);
}

static void
run_profile (LoftPrivateDovecotProfile profile, const char *mechanism)
{
  World world = { loft_private_dovecot_new (profile), g_string_new (NULL) };
  LoftImapSelected selected;
  g_autoptr (LoftImapSession) session = NULL;

  prepare (&world);
  sign_in_with (&world, LOFT_ENDPOINT_STARTTLS, "");
  sign_in_with (&world, LOFT_ENDPOINT_TLS, mechanism);
  refuse_wrong_password (&world);
  list_all (&world);
  session = connect_selected (&world, 0, 0, &selected);
  g_assert_cmpuint (selected.exists, ==, 2);
  g_assert_cmpuint (selected.uid_next, ==, 3);
  g_assert_true (selected.keywords_allowed);
  g_assert_cmpint (selected.highest_modseq != 0, ==, profile != LOFT_PRIVATE_DOVECOT_PLAIN);
  fetch_all (session);
  store_flags (&world, session);
  idle_until_changed (&world, session);
  loft_imap_session_logout (session);
  come_back (&world, &selected, profile == LOFT_PRIVATE_DOVECOT_FULL);
  loft_private_dovecot_free (world.dovecot);
  g_string_free (world.log, TRUE);
}

static void
test_full (void)
{
  run_profile (LOFT_PRIVATE_DOVECOT_FULL, "");
}

static void
test_condstore (void)
{
  run_profile (LOFT_PRIVATE_DOVECOT_CONDSTORE, "");
}

static void
test_plain (void)
{
  run_profile (LOFT_PRIVATE_DOVECOT_PLAIN, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/dovecot/full", test_full);
  g_test_add_func ("/imap/dovecot/condstore", test_condstore);
  g_test_add_func ("/imap/dovecot/plain", test_plain);
  return g_test_run ();
}
