/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other clients do on the server shows here after the next sync, and is not paid for twice. */
#include <string.h>

#include <glib/gstdio.h>

#include "loft-cutting-proxy.h"
#include "loft-witness.h"

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
} Fixture;

#define BODY_BYTES 4000

static Fixture
set_up (LoftPrivateDovecotProfile kind)
{
  static const char *const folders[] = { "", ".Work", ".Work.2026" };
  Fixture fixture = { loft_private_dovecot_new (kind), NULL, loft_test_profile_new () };
  g_autofree char *body = g_strnfill (BODY_BYTES, 'b');

  fixture.proxy = loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (fixture.server));
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Before %u", i);

      loft_witness_deliver (fixture.server, "alice", folders[i % 3], subject, body);
    }
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_cutting_proxy_get_port (fixture.proxy),
                                 "--security none --window all");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  loft_cutting_proxy_arm (fixture.proxy, 0);
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  loft_test_profile_expect (fixture->profile, 0, "doctor");
  loft_test_profile_free (fixture->profile);
  loft_cutting_proxy_free (fixture->proxy);
  loft_private_dovecot_free (fixture->server);
}

/* What a sync reads from the server. */
static guint64
sync_and_compare (Fixture *fixture)
{
  guint64 n_bytes;

  loft_cutting_proxy_arm (fixture->proxy, 0);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  n_bytes = loft_cutting_proxy_get_n_bytes (fixture->proxy);
  loft_witness_assert_same (fixture->server, "alice", fixture->profile);
  return n_bytes;
}

static void
test_messages (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *kept = loft_test_profile_find_message (fixture.profile, "Work", "2");
  g_autofree char *kept_after = NULL;

  loft_witness_deliver (fixture.server, "alice", "", "New here", "now");
  loft_witness_do (fixture.server, "alice", "store INBOX 1:4 +FLAGS '(\\Seen \\Flagged)'");
  loft_witness_do (fixture.server, "alice", "store INBOX 2,5 +FLAGS '($Forwarded later)'");
  sync_and_compare (&fixture);
  loft_witness_do (fixture.server, "alice", "store INBOX 1,2 -FLAGS '(\\Seen later)'");
  loft_witness_do (fixture.server, "alice", "expunge Work 1,3:5");
  loft_witness_do (fixture.server, "alice", "move INBOX 6:7 Work/2026");
  sync_and_compare (&fixture);
  /* All of it at once, down to an empty folder. */
  loft_witness_do (fixture.server, "alice", "expunge Work/2026 1:*");
  loft_witness_do (fixture.server, "alice", "copy INBOX 1:2 Work");
  loft_witness_do (fixture.server, "alice", "store Work 2 FLAGS '(\\Answered)'");
  sync_and_compare (&fixture);
  kept_after = loft_test_profile_find_message (fixture.profile, "Work", "2");
  g_assert_cmpstr (kept, ==, kept_after);
  tear_down (&fixture);
}

static char *
folder_field (Fixture *fixture, const char *path, const char *field)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GPtrArray) values = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json folders");
  paths = loft_test_profile_list_field (fixture->profile, "path");
  values = loft_test_profile_list_field (fixture->profile, field);
  for (guint i = 0; i < paths->len; i++)
    if (strcmp (g_ptr_array_index (paths, i), path) == 0)
      return g_strdup (g_ptr_array_index (values, i));
  return NULL;
}

static void
test_folders (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *kept = loft_test_profile_find_message (fixture.profile, "Work/2026", "2");
  g_autofree char *kept_after = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *subscribed = NULL;
  guint64 n_bytes;

  loft_witness_do (fixture.server, "alice", "create 'Übersicht & mehr/日本語'");
  loft_witness_do (fixture.server, "alice", "subscribe 'Übersicht & mehr/日本語'");
  loft_witness_do (fixture.server, "alice", "copy INBOX 3 'Übersicht & mehr/日本語'");
  sync_and_compare (&fixture);
  subscribed = folder_field (&fixture, "Übersicht & mehr/日本語", "subscribed");
  g_assert_cmpstr (subscribed, ==, "true");

  /* A rename keeps the messages, by UIDVALIDITY alone: nothing of them is fetched again. */
  loft_witness_do (fixture.server, "alice", "rename Work/2026 Résumé");
  n_bytes = sync_and_compare (&fixture);
  g_test_message ("after a rename: %" G_GUINT64_FORMAT " bytes", n_bytes);
  g_assert_cmpuint (n_bytes, <, 5 * BODY_BYTES);
  kept_after = loft_test_profile_find_message (fixture.profile, "Résumé", "2");
  g_assert_cmpstr (kept, ==, kept_after);

  loft_witness_do (fixture.server, "alice", "unsubscribe 'Übersicht & mehr/日本語'");
  loft_witness_do (fixture.server, "alice", "delete Résumé");
  sync_and_compare (&fixture);
  gone = folder_field (&fixture, "Résumé", "total");
  g_assert_null (gone);
  g_clear_pointer (&subscribed, g_free);
  subscribed = folder_field (&fixture, "Übersicht & mehr/日本語", "subscribed");
  g_assert_cmpstr (subscribed, ==, "false");
  tear_down (&fixture);
}

/* Dovecot makes a new UIDVALIDITY, and new UIDs, when its list of them is gone. */
static void
forget_uids (Fixture *fixture, const char *folder)
{
  static const char *const names[] = { "dovecot-uidlist", "dovecot.index", "dovecot.index.log",
                                       "dovecot.index.cache" };
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (fixture->server, "alice");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (maildir, folder, names[i], NULL);

      g_remove (path);
    }
}

/* The messages get other ids; changes that wait for them, made before and after, still arrive, and
 * nothing that is here is fetched again. */
static void
test_uid_validity (gconstpointer data)
{
  LoftPrivateDovecotProfile kind = GPOINTER_TO_UINT (data);
  Fixture fixture = set_up (kind);
  g_autofree char *id = loft_test_profile_find_message (fixture.profile, "Work", "4");
  g_autofree char *other = loft_test_profile_find_message (fixture.profile, "Work", "7");
  g_autofree char *state = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  guint64 n_bytes;

  loft_test_profile_expect (fixture.profile, 0, "--json messages --folder Work");
  before = loft_test_profile_list_field (fixture.profile, "id");
  loft_test_profile_expect (fixture.profile, 0, "--offline flag %s +flagged +mine", id);
  loft_private_dovecot_stop (fixture.server);
  /* The first message of before is not there any more: every UID behind it moves. */
  loft_private_dovecot_start (fixture.server, kind);
  loft_witness_do (fixture.server, "alice", "expunge Work 1");
  loft_private_dovecot_stop (fixture.server);
  forget_uids (&fixture, ".Work");
  loft_private_dovecot_start (fixture.server, kind);
  loft_test_profile_expect (fixture.profile, 0, "--offline flag %s +answered", other);

  n_bytes = sync_and_compare (&fixture);
  g_test_message ("after a new UIDVALIDITY: %" G_GUINT64_FORMAT " bytes", n_bytes);
  g_assert_cmpuint (loft_cutting_proxy_count_sent (fixture.proxy, "BODY.PEEK[]"), ==, 0);
  g_assert_cmpuint (n_bytes, <, 5 * BODY_BYTES);
  loft_test_profile_expect (fixture.profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture.profile), ==, "");
  loft_test_profile_expect (fixture.profile, 0, "--json messages --folder Work");
  after = loft_test_profile_list_field (fixture.profile, "id");
  g_assert_cmpuint (after->len, ==, 9);
  for (guint i = 0; i < after->len; i++)
    g_assert_cmpstr (g_ptr_array_index (after, i), ==, g_ptr_array_index (before, i));
  loft_test_profile_expect (fixture.profile, 0, "--json show %s", id);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile), "\"mine\""));
  state = loft_witness_state (fixture.server, "alice");
  g_assert_true (g_regex_match_simple ("Work\t\\d+\tflagged mine\t", state, 0, 0));
  g_assert_true (g_regex_match_simple ("Work\t\\d+\tanswered\t", state, 0, 0));
  tear_down (&fixture);
}

/* A sync with nothing new asks for nothing but the list of folders. */
static void
test_nothing_new (void)
{
  Fixture fixture = set_up (LOFT_PRIVATE_DOVECOT_FULL);
  guint64 n_bytes = sync_and_compare (&fixture);

  g_test_message ("nothing new: %" G_GUINT64_FORMAT " bytes", n_bytes);
  g_assert_cmpuint (loft_cutting_proxy_count_sent (fixture.proxy, "SELECT"), ==, 0);
  g_assert_cmpuint (loft_cutting_proxy_count_sent (fixture.proxy, "FETCH"), ==, 0);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "full", "condstore", "plain" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *messages = g_strconcat ("/server/elsewhere/messages/", names[i], NULL);
      g_autofree char *folders = g_strconcat ("/server/elsewhere/folders/", names[i], NULL);
      g_autofree char *uids = g_strconcat ("/server/elsewhere/uid-validity/", names[i], NULL);

      g_test_add_data_func (messages, GUINT_TO_POINTER (i), test_messages);
      g_test_add_data_func (folders, GUINT_TO_POINTER (i), test_folders);
      g_test_add_data_func (uids, GUINT_TO_POINTER (i), test_uid_validity);
    }
  g_test_add_func ("/server/elsewhere/nothing-new", test_nothing_new);
  return g_test_run ();
}
