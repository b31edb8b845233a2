/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.db is lost while operations wait: the journal and what else is here bring them back. And what
 * came to nothing is asked for once more. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-carried-store.h"
#include "loft-clock.h"
#include "loft-operation-actions.h"
#include "loft-problem-retry.h"
#include "loft-problem-store.h"
#include "sync-world.h"

static SyncWorld *
world_with (const char *server)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  sync_world_do (world, server);
  sync_world_must_sync (world);
  return world;
}

static void
delete_store (SyncWorld *world)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm" };

  sync_world_close (world);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (world->directory, names[i], NULL);

      g_unlink (path);
    }
  sync_world_open (world);
}

static void
go_on (SyncWorld *world)
{
  for (guint i = 0; i < 3; i++)
    {
      sync_world_sync (world, NULL);
      loft_clock_set_for_test (loft_clock_now () + 3600);
    }
}

static void
assert_sides (SyncWorld *world, const char *expected)
{
  g_auto (GStrv) folders = g_strsplit (expected, "; ", -1);
  g_autofree char *joined = g_strjoinv ("\n", folders);
  g_autofree char *lines = g_strconcat (joined, "\n", NULL);
  g_autofree char *there = loft_fake_server_describe (world->server);
  g_autofree char *here = sync_world_describe (world);

  g_assert_cmpstr (there, ==, lines);
  g_assert_cmpstr (here, ==, lines);
  sync_world_check (world);
}

/* ---- the store is lost -------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *before;
  const char *here;
  const char *expected;
} Row;

static const Row rows[] = {
  { "copy", "new INBOX a S; mkdir Work", "copy INBOX a Work", "INBOX: a[S]; Work: a[S]" },
  { "copy-and-erase", "new INBOX a; mkdir Work", "copy INBOX a Work; erase INBOX a",
    "INBOX:; Work: a[]" },
  { "append", "mkdir Work", "append Work n", "INBOX:; Work: n[S]" },
  { "append-marked", "mkdir Work", "append Work n; here Work n +F", "INBOX:; Work: n[SF]" },
  { "append-moved", "mkdir Work", "append INBOX n; move INBOX n Work", "INBOX:; Work: n[S]" },
  { "create", "new INBOX a", "create Neu", "INBOX: a[]; Neu:" },
  { "create-levels", "new INBOX a", "create A/B/C", "A:; A/B:; A/B/C:; INBOX: a[]" },
  { "create-and-move", "new INBOX a", "create Neu; move INBOX a Neu", "INBOX:; Neu: a[]" },
  { "create-and-append", "new INBOX a", "create Neu; append Neu n", "INBOX: a[]; Neu: n[S]" },
  { "rename", "mkdir Old; new Old a", "rename Old New", "INBOX:; New: a[]" },
  { "drop", "mkdir Old; new INBOX a", "drop Old", "INBOX: a[]" },
};

static void
test_lost (gconstpointer data)
{
  const Row *row = data;
  SyncWorld *world = world_with (row->before);

  sync_world_do (world, row->here);
  delete_store (world);
  go_on (world);
  assert_sides (world, row->expected);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  /* Nor does it come back once more. */
  delete_store (world);
  go_on (world);
  assert_sides (world, row->expected);
  sync_world_free (world);
}

/* Sent, but nobody heard of it, and then the store is lost. */
static void
test_lost_after_sending (gconstpointer data)
{
  const Row *row = data;
  SyncWorld *world = world_with (row->before);

  sync_world_do (world, row->here);
  loft_fake_backend_fail (world->backend, "reply", 1, LOFT_ERROR_OFFLINE);
  sync_world_sync (world, NULL);
  delete_store (world);
  go_on (world);
  assert_sides (world, row->expected);
  sync_world_free (world);
}

/* ---- what came to nothing ----------------------------------------------------------------- */

static LoftProblemRecord *
first_problem (SyncWorld *world)
{
  g_autoptr (GPtrArray) problems = loft_problem_store_list (world->local, 10, NULL);

  g_assert_cmpuint (problems->len, ==, 1);
  return g_ptr_array_steal_index (problems, 0);
}

static void
retry (SyncWorld *world)
{
  g_autoptr (LoftProblemRecord) problem = first_problem (world);
  g_autoptr (LoftUndo) undo = loft_undo_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (world->directory, LOFT_DATABASE_DURABLE, &error);

  loft_problem_retry (store, world->local_journal, problem->id, undo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sync_world_count_problems (world), ==, 0);
}

static void
set_refused (SyncWorld *world, const char *path, const char *name, gboolean refused)
{
  LoftFakeFolder *folder = loft_fake_server_find_folder (world->server, path);

  loft_fake_folder_find (folder, name)->refuses = refused;
}

static void
test_retry_of_messages (void)
{
  static const Row kinds[] = {
    { "flags", NULL, "here INBOX a +S", "INBOX: a[S] b[]; Work:" },
    { "move", NULL, "move INBOX a Work", "INBOX: b[]; Work: a[]" },
    { "copy", NULL, "copy INBOX a Work", "INBOX: a[] b[]; Work: a[]" },
    { "delete", NULL, "erase INBOX a", "INBOX: b[]; Work:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      SyncWorld *world = world_with ("new INBOX a; new INBOX b; mkdir Work; refuse INBOX a");

      g_test_message ("%s", kinds[i].name);
      sync_world_do (world, kinds[i].here);
      go_on (world);
      assert_sides (world, "INBOX: a[] b[]; Work:");
      set_refused (world, "INBOX", "a", FALSE);
      retry (world);
      go_on (world);
      assert_sides (world, kinds[i].expected);
      sync_world_free (world);
    }
}

/* The message is nowhere but here meanwhile. */
static void
test_retry_of_an_upload (void)
{
  SyncWorld *world = world_with ("new INBOX a; mkdir Work");
  g_autoptr (LoftProblemRecord) problem = NULL;

  sync_world_do (world, "append Work n");
  loft_fake_backend_fail (world->backend, "append", 1, LOFT_ERROR_REFUSED);
  go_on (world);
  assert_sides (world, "INBOX: a[]; Work:");
  problem = first_problem (world);
  g_assert_true (problem->is_only_here);
  retry (world);
  go_on (world);
  assert_sides (world, "INBOX: a[]; Work: n[S]");
  sync_world_free (world);
}

static void
test_retry_of_a_folder (void)
{
  SyncWorld *world = world_with ("new INBOX a; refuse-folders");

  sync_world_do (world, "create Neu");
  go_on (world);
  assert_sides (world, "INBOX: a[]");
  world->server->refuses_folders = FALSE;
  retry (world);
  go_on (world);
  assert_sides (world, "INBOX: a[]; Neu:");
  sync_world_free (world);
}

static void
test_retry_of_nothing (void)
{
  SyncWorld *world = world_with ("new INBOX a; mkdir Work; refuse INBOX a");
  g_autoptr (LoftProblemRecord) problem = NULL;
  g_autoptr (LoftUndo) undo = loft_undo_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftAccountStore) store = NULL;

  sync_world_do (world, "move INBOX a Work");
  go_on (world);
  sync_world_do (world, "del INBOX a");
  go_on (world);
  problem = first_problem (world);
  store = loft_account_store_open (world->directory, LOFT_DATABASE_DURABLE, NULL);
  g_assert_false (loft_problem_retry (store, world->local_journal, problem->id, undo, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_cmpuint (sync_world_count_problems (world), ==, 1);
  g_clear_error (&error);
  g_assert_false (loft_problem_retry (store, world->local_journal, 4711, undo, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  sync_world_free (world);
}

/* ---- taking back what is on its way ------------------------------------------------------- */

/* The server did it, and nobody heard: what is taken back is said to it. */
static void
test_undo_in_flight (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S");
  loft_fake_backend_fail (world->backend, "reply", 1, LOFT_ERROR_OFFLINE);
  sync_world_sync (world, NULL);
  sync_world_do (world, "undo");
  go_on (world);
  assert_sides (world, "INBOX: a[] b[]");
  sync_world_free (world);
}

/* ---- folders ------------------------------------------------------------------------------ */

static void
test_levels (void)
{
  SyncWorld *world = world_with ("mkdir A");
  g_autoptr (GError) error = NULL;

  sync_world_do (world, "create A/B/C");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  go_on (world);
  assert_sides (world, "A:; A/B:; A/B/C:; INBOX:");
  sync_world_do (world, "create X/Y; undo");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  go_on (world);
  assert_sides (world, "A:; A/B:; A/B/C:; INBOX:");
  sync_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *lost = g_strdup_printf ("/restore/%s/lost", rows[i].name);
      g_autofree char *sent = g_strdup_printf ("/restore/%s/lost-after-sending", rows[i].name);

      g_test_add_data_func (lost, &rows[i], test_lost);
      g_test_add_data_func (sent, &rows[i], test_lost_after_sending);
    }
  g_test_add_func ("/problems/retry-messages", test_retry_of_messages);
  g_test_add_func ("/problems/retry-upload", test_retry_of_an_upload);
  g_test_add_func ("/problems/retry-folder", test_retry_of_a_folder);
  g_test_add_func ("/problems/retry-nothing", test_retry_of_nothing);
  g_test_add_func ("/undo/in-flight", test_undo_in_flight);
  g_test_add_func ("/folders/levels", test_levels);
  return g_test_run ();
}
