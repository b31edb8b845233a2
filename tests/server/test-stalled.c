/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's change does not wait for the server: it is shown and durable while the server is silent
 * in the middle of a literal, and is sent when the server speaks again, or days later. */
#include <string.h>

#include "loft-mail-reader.h"
#include "loft-script-server.h"
#include "loft-service.h"
#include "loft-witness.h"

#define SHOWN_WITHIN_MS 20000 /* 100 when nothing else runs; here only to fail when it waits */

#define MESSAGES                                                                                   \
  "S: * PREAUTH [CAPABILITY IMAP4rev1] hi\n"                                                       \
  "C: <a> LIST *\nC: <b> LSUB *\nS: * LIST () \"/\" INBOX\nS: <a> OK\nS: <b> OK\n"                 \
  "C: <tag> STATUS *\nS: * STATUS INBOX (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 7 UNSEEN 1)\n"           \
  "S: <tag> OK\n"                                                                                  \
  "C: <tag> SELECT \"INBOX\"*\nS: * 1 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"                         \
  "S: * OK [UIDNEXT 2] x\nS: <tag> OK [READ-WRITE] x\n"                                            \
  "C: <tag> UID SEARCH *\nS: * SEARCH 1\nS: <tag> OK x\n"                                          \
  "C: <tag> UID FETCH *HEADER*\n"                                                                  \
  "S: * 1 FETCH (UID 1 FLAGS () RFC822.SIZE 1010 INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" "     \
  "BODY[HEADER] {14}\nraw Subject: M\\r\\n\\r\\n\nS: )\nS: <tag> OK x\n"                           \
  "C: <tag> UID FETCH *BODY.PEEK*\nS: * 1 FETCH (UID 1 BODY[] {1014}\n"                            \
  "raw Subject: M\\r\\n\\r\\n\nfill 500\n"

typedef struct {
  GAsyncResult *result;
} Wait;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Wait *) user_data)->result = g_object_ref (result);
}

static void
wait_for (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
find_only_message (LoftMailAccount *account)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  g_autoptr (LoftFolder) inbox = loft_mail_reader_find_folder (reader, "INBOX", NULL);
  g_autoptr (GArray) ids = loft_mail_reader_list_ids (reader, inbox->id, 10, 0, NULL, NULL);

  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, gint64, 0);
}

static void
assert_shown_and_durable (LoftTestProfile *profile, LoftMailAccount *account, gint64 id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, id, NULL);

  g_assert_true (message->flags & LOFT_FLAG_FLAGGED);
  g_assert_true (loft_keywords_contain (message->keywords, "urgent"));
  g_assert_cmpuint (loft_mail_reader_count_pending (reader), ==, 1);
  /* To another process too. */
  loft_test_profile_expect (profile, 0, "--json --offline pending");
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "+flagged"));
}

static void
test_flag_while_stalled (void)
{
  static const char script[] =
      MESSAGES "pause\nfill 500\nS: )\nS: <tag> OK x\n"
      "C: <tag> UID STORE 1 +FLAGS*\nS: <tag> OK x\n";
  LoftScriptServer *script_server = loft_script_server_new (script);
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autoptr (LoftService) service = NULL;
  LoftMailAccount *account;
  Wait sync = { NULL };
  Wait flag = { NULL };
  Wait sent = { NULL };
  gint64 start;
  gint64 took;
  gint64 id;

  loft_test_profile_add_account (profile, "alice", loft_script_server_get_port (script_server),
                                 "--security none --window all");
  service = loft_service_open (loft_test_profile_get_directory (profile), NULL);
  account = loft_service_find_account (service, "Test");
  loft_mail_account_sync_async (account, 0, NULL, on_done, &sync);
  loft_script_server_wait_paused (script_server);
  id = find_only_message (account);

  start = g_get_monotonic_time ();
  loft_mail_account_change_flags_async (account, &id, 1, LOFT_FLAG_FLAGGED, LOFT_FLAG_NONE,
                                        "urgent", NULL, NULL, on_done, &flag);
  wait_for (&flag);
  took = (g_get_monotonic_time () - start) / 1000;
  g_assert_true (loft_mail_account_change_flags_finish (account, flag.result, NULL));
  g_test_message ("shown and durable after %" G_GINT64_FORMAT " ms", took);
  g_assert_cmpint (took, <, SHOWN_WITHIN_MS);
  g_assert_null (sync.result);
  assert_shown_and_durable (profile, account, id);

  loft_mail_account_send_changes_async (account, NULL, on_done, &sent);
  loft_script_server_resume (script_server);
  wait_for (&sent);
  g_assert_true (loft_mail_account_send_changes_finish (account, sent.result, NULL));
  wait_for (&sync);
  g_assert_true (loft_mail_account_sync_finish (account, sync.result, NULL, NULL));
  g_assert_cmpuint (loft_mail_account_get_n_pending (account), ==, 0);
  loft_service_stop (service);
  loft_test_profile_expect (profile, 0, "doctor");
  loft_script_server_finish (script_server);
  g_object_unref (flag.result);
  g_object_unref (sync.result);
  g_object_unref (sent.result);
}

static void
make_older (LoftTestProfile *profile, guint days)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (profile);
  g_autofree char *path = g_build_filename (directory, "store.db", NULL);
  const char *argv[] = { "/usr/bin/python3", "-c",
                         "import sqlite3, sys\n"
                         "d = sqlite3.connect(sys.argv[1])\n"
                         "d.execute('UPDATE operation SET created = created - 86400 * ?',"
                         " (int(sys.argv[2]),))\n"
                         "d.commit()\n"
                         /* Closing it would write pages without their checksums. */
                         "__import__('os')._exit(0)",
                         path, NULL, NULL };
  g_autofree char *days_text = g_strdup_printf ("%u", days);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) python = NULL;

  argv[4] = days_text;
  python = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  if (python == NULL || !g_subprocess_wait_check (python, NULL, &error))
    g_error ("%s", error->message);
}

/* Changes made while nobody could be reached are sent in order, however long ago that was, over what
 * others did meanwhile. */
static void
test_days_offline (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autofree char *trust =
      g_strconcat ("--trust ", loft_private_dovecot_get_fingerprint (server), NULL);
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autofree char *state = NULL;

  for (guint i = 0; i < 5; i++)
    loft_witness_deliver (server, "alice", "", "Something", "to flag");
  loft_test_profile_add_account (profile, "alice", loft_private_dovecot_get_imaps_port (server),
                                 trust);
  loft_test_profile_expect (profile, 0, "sync");
  id = loft_test_profile_find_message (profile, "INBOX", "2");
  other = loft_test_profile_find_message (profile, "INBOX", "4");
  loft_private_dovecot_stop (server);
  loft_test_profile_expect (profile, 0, "flag %s +flagged +seen +first", id);
  loft_test_profile_expect (profile, 0, "flag %s -flagged +second", id);
  loft_test_profile_expect (profile, 0, "flag %s %s +answered", id, other);
  make_older (profile, 9);
  loft_test_profile_expect (profile, 5, "sync");
  loft_test_profile_expect (profile, 0, "--json pending");
  loft_private_dovecot_start (server, LOFT_PRIVATE_DOVECOT_FULL);
  loft_witness_do (server, "alice", "store INBOX 2 +FLAGS '(\\Flagged elsewhere)'");
  loft_witness_do (server, "alice", "expunge INBOX 4");
  loft_test_profile_expect (profile, 0, "sync");
  loft_witness_assert_same (server, "alice", profile);
  state = loft_witness_state (server, "alice");
  g_assert_nonnull (strstr (state, "INBOX\t2\tanswered elsewhere first second seen\t"));
  loft_test_profile_expect (profile, 0, "--json pending");
  g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
  loft_test_profile_expect (profile, 0, "doctor");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/stalled/flag", test_flag_while_stalled);
  g_test_add_func ("/server/stalled/days-offline", test_days_offline);
  return g_test_run ();
}
