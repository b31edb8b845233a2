/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts of an Exchange account at the server, from 16.0 on: one copy, the newest, whatever gets lost; what
 * another device wrote stays beside it; and what the server has no place for stays here. */
#include <string.h>

#include "loft-draft-copy.h"
#include "loft-draft-store.h"
#include "loft-draft-world.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-operation-queue.h"
#include "loft-test-tls.h"

#define MOST_REQUESTS 60

static gboolean
there_has (LoftDraftWorld *world, const char *text)
{
  return loft_eas_world_has (&world->eas, "state", "{'full': 1}", text);
}

/* (transfer full) */
static char *
content_of (LoftDraftWorld *world, const char *subject)
{
  gint64 id = loft_draft_world_find_here (world, subject);
  char *content;

  g_assert_cmpint (id, !=, 0);
  content = loft_draft_world_dup_content (world, id);
  g_assert_nonnull (content);
  return content;
}

/* ---- kept --------------------------------------------------------------------------------- */

static void
test_kept (LoftDraftWorld *world, gconstpointer data)
{
  static const char *const there[] = { "bob@example.test", "carol@example.test", "as I said",
                                       "notes.txt", "Importance: high" };
  static const char *const only_here[] = { "desk@example.test", "question@example.test",
                                           "half an addr", "X-Loft-Draft",
                                           "Disposition-Notification-To" };
  gint64 id = loft_draft_world_write (world, 0, "one");
  gint64 row = loft_draft_world_find_here (world, "one");
  g_autofree char *takes = NULL;
  g_autofree char *content = NULL;

  g_assert_true (loft_mail_store_get_word (world->local, LOFT_SERVER_TAKES_DRAFTS, &takes, NULL));
  g_assert_cmpstr (takes, ==, "yes");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "one");
  for (guint i = 0; i < G_N_ELEMENTS (there); i++)
    g_assert_true (there_has (world, there[i]));
  loft_draft_world_sync (world);
  g_assert_cmpint (loft_draft_world_find_here (world, "one"), ==, row);
  content = content_of (world, "one");
  for (guint i = 0; i < G_N_ELEMENTS (only_here); i++)
    {
      g_assert_false (there_has (world, only_here[i]));
      g_assert_nonnull (strstr (content, only_here[i]));
    }
  loft_draft_world_write (world, id, "two");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "two");
}

/* What it said before is not told of to anybody. */
static void
test_offline (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");

  loft_draft_world_write (world, id, "two");
  loft_draft_world_write (world, id, "three");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "three");
}

/* Nobody is left when it was sent, which is the same to the folder as to discard it. */
static void
test_sent (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");

  loft_draft_world_sync (world);
  loft_draft_world_discard (world, id);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "");
  id = loft_draft_world_write (world, 0, "two");
  loft_draft_world_discard (world, id);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "");
}

static void
test_from_server (LoftDraftWorld *world, gconstpointer data)
{
  g_autofree char *content = NULL;
  g_autoptr (LoftMessage) message = NULL;

  loft_eas_world_tell (&world->eas, "put",
                       "{'folder': 'Drafts', 'mime': 'From: alice@example.test\\r\\nTo: "
                       "bob@example.test\\r\\nBcc: carol@example.test\\r\\nSubject: other\\r\\n"
                       "\\r\\nHello\\r\\n'}");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
  content = content_of (world, "other");
  g_assert_nonnull (strstr (content, "Bcc: carol@example.test"));
  message =
    loft_mail_store_get (world->store->mail, loft_draft_world_find_here (world, "other"), NULL);
  g_assert_cmpint (message->flags & LOFT_FLAG_DRAFT, ==, LOFT_FLAG_DRAFT);
}

/* ---- written on elsewhere ----------------------------------------------------------------- */

static void
test_edited (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");
  g_autofree char *content = NULL;

  loft_draft_world_sync (world);
  loft_draft_world_edit_there (world, "one", "other");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
  content = content_of (world, "other");
  g_assert_nonnull (strstr (content, "From my telephone"));
  loft_draft_world_write (world, id, "two");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other two");
}

/* Before anybody knew of it here. */
static void
test_edited_meanwhile (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");

  loft_draft_world_sync (world);
  loft_draft_world_write (world, id, "two");
  loft_draft_world_edit_there (world, "one", "other");
  loft_draft_world_sync (world);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other two");
}

static void
test_edited_and_sent (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");

  loft_draft_world_sync (world);
  loft_draft_world_edit_there (world, "one", "other");
  loft_draft_world_discard (world, id);
  loft_draft_world_sync (world);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
}

static void
test_deleted_elsewhere (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");
  g_autofree char *there = NULL;

  loft_draft_world_sync (world);
  there = loft_draft_world_find_there (world, "one");
  loft_eas_world_tell (&world->eas, "delete", "{'id': '%s'}", there);
  loft_draft_world_write (world, id, "two");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "two");
  g_free (there);
  there = loft_draft_world_find_there (world, "two");
  loft_eas_world_tell (&world->eas, "delete", "{'id': '%s'}", there);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "");
}

/* The server tells of a change that changed nothing, as it may of what it was told itself, and of all it has:
 * the draft stays what it is here, with what the server has no place for. */
static void
test_echo (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");
  gint64 row = loft_draft_world_find_here (world, "one");
  g_autofree char *there = NULL;

  loft_draft_world_sync (world);
  there = loft_draft_world_find_there (world, "one");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *content = NULL;

      if (i == 1)
        loft_eas_world_tell (&world->eas, "forget", "{'what': 'sync'}");
      else
        loft_eas_world_tell (&world->eas, "change", "{'id': '%s', 'read': %u}", there, i / 2);
      loft_draft_world_sync (world);
      loft_draft_world_assert (world, "one");
      g_assert_cmpint (loft_draft_world_find_here (world, "one"), ==, row);
      content = content_of (world, "one");
      g_assert_nonnull (strstr (content, "half an addr"));
    }
  loft_draft_world_write (world, id, "two");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "two");
}

/* ---- as other messages -------------------------------------------------------------------- */

static void
flag (LoftDraftWorld *world, const char *subject)
{
  gint64 id = loft_draft_world_find_here (world, subject);
  const LoftFlagChange change = { LOFT_FLAG_FLAGGED, 0, (char *) "", (char *) "" };
  guint n_changed = 0;
  g_autoptr (GError) error = NULL;

  loft_operation_queue_change_flags (world->local, world->local_journal, &id, 1, &change,
                                     &n_changed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changed, ==, 1);
}

static void
test_flags_and_trash (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id;
  g_autoptr (GError) error = NULL;

  loft_draft_world_write (world, 0, "one");
  loft_draft_world_sync (world);
  flag (world, "one");
  loft_draft_world_sync (world);
  g_assert_true (there_has (world, "Email:Flag"));
  id = loft_draft_world_find_here (world, "one");
  loft_operation_move_to_role (world->local, world->local_journal, &id, 1, LOFT_FOLDER_ROLE_TRASH,
                               NULL, &error);
  g_assert_no_error (error);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "");
  g_assert_cmpuint (loft_eas_world_count (&world->eas, LOFT_EAS_WORLD_DELETED), ==, 1);
  /* And back, where it is none of ours. */
  loft_operation_move_to_role (world->local, world->local_journal, &id, 1, LOFT_FOLDER_ROLE_DRAFTS,
                               NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      loft_draft_world_sync (world);
      loft_draft_world_assert (world, "one");
      g_assert_cmpint (loft_draft_world_find_here (world, "one"), ==, id);
    }
  loft_draft_world_edit_there (world, "one", "other");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
}

/* ---- faults ------------------------------------------------------------------------------- */

static gboolean
was_met (LoftDraftWorld *world)
{
  g_autofree char *faults = loft_fake_activesync_ask (world->eas.fake, "faults", NULL);

  return strstr (faults, "\"times\": 2") == NULL;
}

static void
retry (LoftDraftWorld *world)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    loft_draft_world_try_sync (world, i < 2 ? NULL : &error);
  g_assert_no_error (error);
}

/* The nth request and the one after it, as each is tried twice. Returns whether there were so many. */
static gboolean
write_on_with_fault (LoftDraftWorld *world, gint64 id, const char *fault, guint n, gboolean restart)
{
  g_autofree char *subject = g_strdup_printf ("draft-%u", n);
  gboolean met;

  loft_draft_world_write (world, id, subject);
  loft_eas_world_tell (&world->eas, "fault", "{'command': '*', 'skip': %u, 'times': 2, %s}", n,
                       fault);
  loft_draft_world_try_sync (world, NULL);
  met = was_met (world);
  loft_eas_world_tell (&world->eas, "clear", "{}");
  if (restart)
    loft_draft_world_restart (world);
  retry (world);
  g_test_message ("%s, request %u", fault, n);
  loft_draft_world_assert (world, subject);
  return met;
}

static void
sweep (LoftDraftWorld *world, const char *fault, guint step, gboolean restart)
{
  gint64 id = loft_draft_world_write (world, 0, "one");
  gboolean met = TRUE;

  loft_draft_world_sync (world);
  for (guint n = 0; met; n += g_getenv ("LOFT_TEST_SOAK") != NULL ? 1 : step)
    {
      g_assert_cmpuint (n, <, MOST_REQUESTS);
      met = write_on_with_fault (world, id, fault, n, restart);
    }
}

static void
test_lost (LoftDraftWorld *world, gconstpointer data)
{
  sweep (world, "'lose': true", 2, FALSE);
}

/* A server that does what comes again once more: only what the draft says shows that it came. */
static void
test_lost_forgetful (LoftDraftWorld *world, gconstpointer data)
{
  loft_eas_world_tell (&world->eas, "set", "{'remembers': false}");
  sweep (world, "'lose': true", 1, TRUE);
}

static void
test_cut (LoftDraftWorld *world, gconstpointer data)
{
  sweep (world, "'cut': 20", 3, TRUE);
}

static void
test_refused (LoftDraftWorld *world, gconstpointer data)
{
  sweep (world, "'refuse': true", 3, FALSE);
}

static void
test_trouble (LoftDraftWorld *world, gconstpointer data)
{
  sweep (world, "'http': 500", 3, FALSE);
}

/* A command that the server does not take: it is said, and what was written stays here. */
static void
test_not_taken (LoftDraftWorld *world, gconstpointer data)
{
  gint64 id = loft_draft_world_write (world, 0, "one");

  loft_eas_world_fail (&world->eas, "'command': 'Sync', 'item': 6, 'times': 9");
  loft_draft_world_try_sync (world, NULL);
  loft_eas_world_tell (&world->eas, "clear", "{}");
  loft_draft_world_write (world, id, "two");
  loft_draft_world_sync (world);
  g_assert_true (there_has (world, "\"title\": \"two\""));
  g_assert_false (there_has (world, "\"title\": \"one\""));
}

/* ---- before 16.0 -------------------------------------------------------------------------- */

static void
test_old_server (LoftDraftWorld *world, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("Subject: x\r\n\r\n", 14);
  const LoftRemoteContent content = { LOFT_DRAFT_WORLD_DRAFTS, raw };
  g_autofree char *takes = NULL;
  g_autofree char *remote_id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_mail_store_get_word (world->local, LOFT_SERVER_TAKES_DRAFTS, &takes, NULL));
  g_assert_cmpstr (takes, ==, "");
  g_assert_false (loft_backend_append (world->eas.backend, &content, &remote_id, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static guint
count_local (LoftDraftWorld *world)
{
  g_autoptr (LoftFolder) folder =
    loft_folder_store_find (world->store->mail, LOFT_DRAFT_COPY_HERE, NULL);

  g_assert_nonnull (folder);
  return folder->total;
}

/* The server becomes another one: what is here has ids of before, or is in a folder of its own. */
static void
test_new_server (LoftDraftWorld *world, gconstpointer data)
{
  gint64 row;
  gint64 id;

  loft_eas_world_tell (&world->eas, "put",
                       "{'folder': 'Drafts', 'mime': 'Subject: other\\r\\n\\r\\nHello\\r\\n'}");
  loft_draft_world_sync (world);
  row = loft_draft_world_find_here (world, "other");
  id = loft_draft_world_write (world, 0, "mine");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
  g_assert_cmpuint (count_local (world), ==, 1);
  loft_eas_world_tell (&world->eas, "versions", "{'versions': ['16.1']}");
  loft_eas_world_tell (&world->eas, "forget", "{'what': 'sync'}");
  g_hash_table_remove (world->eas.notes, "server");
  loft_draft_world_restart (world);
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "other");
  g_assert_cmpint (loft_draft_world_find_here (world, "other"), ==, row);
  loft_draft_world_edit_there (world, "other", "another");
  loft_draft_world_write (world, id, "mine");
  loft_draft_world_sync (world);
  loft_draft_world_assert (world, "another mine");
  g_assert_cmpuint (count_local (world), ==, 0);
}

#define ADD(name, version, func)                                                                   \
  g_test_add ("/eas-drafts/" version "/" name, LoftDraftWorld, version, loft_draft_world_set_up,   \
              func, loft_draft_world_tear_down)

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  ADD ("kept", "16.0", test_kept);
  ADD ("kept", "16.1", test_kept);
  ADD ("offline", "16.1", test_offline);
  ADD ("sent", "16.1", test_sent);
  ADD ("from-server", "16.1", test_from_server);
  ADD ("edited", "16.1", test_edited);
  ADD ("edited-meanwhile", "16.1", test_edited_meanwhile);
  ADD ("edited-and-sent", "16.1", test_edited_and_sent);
  ADD ("deleted-elsewhere", "16.1", test_deleted_elsewhere);
  ADD ("echo", "16.1", test_echo);
  ADD ("flags-and-trash", "16.1", test_flags_and_trash);
  ADD ("lost", "16.1", test_lost);
  ADD ("lost-forgetful", "16.1", test_lost_forgetful);
  ADD ("cut", "16.1", test_cut);
  ADD ("refused", "16.1", test_refused);
  ADD ("trouble", "16.1", test_trouble);
  ADD ("not-taken", "16.1", test_not_taken);
  ADD ("old-server", "14.1", test_old_server);
  ADD ("new-server", "14.1", test_new_server);
  result = g_test_run ();
  loft_eas_world_end ();
  return result;
}
