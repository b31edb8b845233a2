/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that go from one account to another: two accounts, two fake servers, and the carrier between
 * them. What was asked for, what happened meanwhile, what both servers and both accounts must be after.
 * Each row is run once, and then dies before each commit and each step of a server, is opened anew and
 * goes on: the end is the same. No message is lost, none is there twice. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "loft-across-carrier.h"
#include "loft-carried-store.h"
#include "loft-clock.h"
#include "loft-local-folders.h"
#include "loft-operation-across.h"
#include "loft-operation-queue.h"
#include "loft-problem-store.h"
#include "sync-world.h"

#define ACCOUNT_A "a"
#define ACCOUNT_B "b"

typedef struct {
  SyncWorld *a;
  SyncWorld *b;
  LoftUndo *undo; /* (nullable) of the last message that was sent over */
  gboolean removed; /* the account b */
  LoftAcrossEnd *end_b; /* (nullable) while one carries */
} Pair;

/* Steps, parted by ";":
 *   a WORDS, b WORDS   of the world's language
 *   over NAME TO       moves a's INBOX NAME to b's TO
 *   copy-over NAME TO  copies it
 *   carry, sync-a, sync-b, undo, remove-b
 *   deaf-b   its next reply is lost; sync-b-badly
 *   lose-b   store and journal of b; lose-all-b  all files of b */
typedef struct {
  const char *name;
  const char *before_a; /* on the servers, then synced */
  const char *before_b;
  const char *steps;
  const char *expected_a;
  const char *expected_b;
  guint n_problems; /* of a */
  gboolean once; /* what it needs is not durable, so it is not interrupted */
} Row;

static const Row rows[] = {
  { "move", "new INBOX x SF; new INBOX y; flag INBOX x +$Work", "new INBOX o", "over x INBOX",
    "INBOX: y[]", "INBOX: o[] x[SF,$Work]" },
  { "copy", "new INBOX x S; new INBOX y", "mkdir Work", "copy-over x Work", "INBOX: x[S] y[]",
    "INBOX:; Work: x[S]" },
  { "twins-there", "twin INBOX x", "twin INBOX o", "over x INBOX", "INBOX:", "INBOX: o[] x[]" },
  { "without-message-id", "plain INBOX x", "new INBOX o", "over x INBOX",
    "INBOX:", "INBOX: o[] x[]" },
  { "two", "new INBOX x; new INBOX y", "mkdir Work", "over x INBOX; over y Work",
    "INBOX:", "INBOX: x[]; Work: y[]" },
  { "marked-before", "new INBOX x", "new INBOX o", "a here INBOX x +S; over x INBOX",
    "INBOX:", "INBOX: o[] x[S]" },
  { "marked-there-after", "new INBOX x", "new INBOX o", "over x INBOX; carry; b here INBOX x +F",
    "INBOX:", "INBOX: o[] x[F]" },
  { "moved-there-after", "new INBOX x", "mkdir Work", "over x INBOX; carry; b move INBOX x Work",
    "INBOX:", "INBOX:; Work: x[]" },
  { "moved-here-before", "mkdir Old; new Old x", "new INBOX o", "a move Old x INBOX; over x INBOX",
    "INBOX:; Old:", "INBOX: o[] x[]" },
  { "to-a-new-folder", "new INBOX x", "new INBOX o", "b create Neu; over x Neu",
    "INBOX:", "INBOX: o[]; Neu: x[]" },
  { "undo-before", "new INBOX x", "new INBOX o", "over x INBOX; undo", "INBOX: x[]", "INBOX: o[]" },
  { "undo-when-copied", "new INBOX x", "new INBOX o", "over x INBOX; carry; undo", "INBOX: x[]",
    "INBOX: o[]" },
  { "undo-when-confirmed", "new INBOX x", "new INBOX o", "over x INBOX; carry; sync-b; undo",
    "INBOX: x[]", "INBOX: o[]" },
  { "undo-when-let-go", "new INBOX x", "new INBOX o", "over x INBOX; carry; sync-b; carry; undo",
    "INBOX: x[]", "INBOX: o[]" },
  { "undo-of-a-copy", "new INBOX x", "new INBOX o", "copy-over x INBOX; undo", "INBOX: x[]",
    "INBOX: o[]" },
  { "discarded-here", "new INBOX x", "new INBOX o", "over x INBOX; carry; a discard", "INBOX: x[]",
    "INBOX: o[]" },
  { "discarded-there", "new INBOX x", "new INBOX o", "over x INBOX; carry; b discard", "INBOX: x[]",
    "INBOX: o[]", 1 },
  { "refused-there", "new INBOX x", "mkdir Work; new INBOX o", "over x Work; b rmdir Work",
    "INBOX: x[]", "INBOX: o[]", 1 },
  { "deleted-there-by-another", "new INBOX x; new INBOX y", "new INBOX o",
    "over x INBOX; carry; a del INBOX x", "INBOX: y[]", "INBOX: o[] x[]" },
  { "deleted-here-later", "new INBOX x", "new INBOX o", "over x INBOX; a erase INBOX x",
    "INBOX:", "INBOX: o[]" },
  { "moved-here-later", "new INBOX x; mkdir Old", "new INBOX o", "over x INBOX; a move INBOX x Old",
    "INBOX:; Old: x[]", "INBOX: o[]" },
  { "new-ids-here", "new INBOX x; new INBOX y", "new INBOX o",
    "over x INBOX; carry; a validity INBOX", "INBOX: y[]", "INBOX: o[] x[]" },
  { "new-ids-there", "new INBOX x", "new INBOX o", "over x INBOX; carry; b validity INBOX",
    "INBOX:", "INBOX: o[] x[]" },
  { "account-removed-before", "new INBOX x", "new INBOX o", "over x INBOX; remove-b", "INBOX: x[]",
    "INBOX: o[]", 1, TRUE },
  { "account-removed-when-copied", "new INBOX x", "new INBOX o", "over x INBOX; carry; remove-b",
    "INBOX: x[]", "INBOX: o[]", 1, TRUE },
  { "waits-for-room", "new INBOX x", "new INBOX o",
    "over x INBOX; b full INBOX; carry; sync-b;"
    " carry; sync-a; b room INBOX",
    "INBOX:", "INBOX: o[] x[]", 0, TRUE },
  { "full-until-discarded", "new INBOX x", "new INBOX o",
    "over x INBOX; b full INBOX; carry; sync-b; carry; sync-a; b discard", "INBOX: x[]",
    "INBOX: o[]", 1, TRUE },
  { "lost-there-before-it-arrived", "new INBOX x", "new INBOX o", "over x INBOX; carry; lose-b",
    "INBOX:", "INBOX: o[] x[]" },
  { "lost-there-when-it-had-arrived", "new INBOX x F", "new INBOX o",
    "over x INBOX; carry; sync-b; lose-b", "INBOX:", "INBOX: o[] x[F]" },
  { "lost-there-reply-lost-too", "new INBOX x", "new INBOX o",
    "over x INBOX; carry; deaf-b; sync-b-badly; lose-b", "INBOX:", "INBOX: o[] x[]" },
  { "all-lost-there", "new INBOX x", "new INBOX o", "over x INBOX; carry; sync-b; lose-all-b",
    "INBOX:", "INBOX: o[] x[]" },
  { "lost-there-beside-an-equal-one", "new INBOX x", "new INBOX x S",
    "over x INBOX; carry; sync-b; lose-b", "INBOX:", "INBOX: x[] x[S]" },
  { "lost-there-equal-one-alone", "new INBOX x", "new INBOX x S", "over x INBOX; carry; lose-b",
    "INBOX:", "INBOX: x[] x[S]" },
  { "lost-there-beside-a-twin", "twin INBOX x", "twin INBOX o",
    "over x INBOX; carry; sync-b; lose-b", "INBOX:", "INBOX: o[] x[]" },
  { "lost-there-without-message-id", "plain INBOX x", "plain INBOX o",
    "over x INBOX; carry; sync-b; lose-b", "INBOX:", "INBOX: o[] x[]" },
  { "lost-there-and-moved-on", "new INBOX x", "mkdir Work",
    "over x INBOX; carry; sync-b; b shift INBOX x Work; lose-b", "INBOX:", "INBOX:; Work: x[]" },
  { "lost-there-not-downloaded", "new INBOX x", "new INBOX o; window 0",
    "over x INBOX; carry; sync-b; lose-all-b", "INBOX:", "INBOX: o[] x[]" },
};

/* ---- steps -------------------------------------------------------------------------------- */

static LoftAcrossEnd *
open_end (const char *account, SyncWorld *world)
{
  g_autoptr (GError) error = NULL;
  LoftAcrossEnd *end = loft_across_end_open (account, world->directory, &error);

  g_assert_no_error (error);
  return end;
}

static LoftAcrossEnd *
find_end (const char *account, gpointer user_data, GError **error)
{
  Pair *pair = user_data;

  g_assert_cmpstr (account, ==, ACCOUNT_B);
  if (!pair->removed)
    return pair->end_b;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no such account");
  return NULL;
}

/* What the end of b writes while this is set is not what it was given. */
static gboolean spoils;

/* Opening settles what would drop the trigger, so it is made when somebody asks for the end. */
static sqlite3 *contents[8];
static guint n_contents;

static int
note_contents (sqlite3 *database, char **message, const struct sqlite3_api_routines *api)
{
  const char *file = sqlite3_db_filename (database, "main");

  if (spoils && n_contents < G_N_ELEMENTS (contents) && file != NULL &&
      g_str_has_suffix (file, "content.db"))
    contents[n_contents++] = database;
  return SQLITE_OK;
}

static void
spoil_contents (void)
{
  for (guint i = 0; i < n_contents; i++)
    sqlite3_exec (contents[i],
                  "CREATE TEMP TRIGGER spoil AFTER INSERT ON main.chunk BEGIN"
                  " UPDATE chunk SET data = zeroblob (length (data)) WHERE id = NEW.id; END",
                  NULL, NULL, NULL);
  n_contents = 0;
}

/* *n_waiting (out, optional). */
static gboolean
carry (Pair *pair, guint *n_waiting, guint *n_to_fetch)
{
  g_autoptr (LoftAcrossEnd) from = open_end (ACCOUNT_A, pair->a);
  g_auto (LoftAcrossPass) pass = { NULL };
  gboolean carried;

  sqlite3_auto_extension ((void (*) (void)) note_contents);
  pair->end_b = open_end (ACCOUNT_B, pair->b);
  sqlite3_cancel_auto_extension ((void (*) (void)) note_contents);
  spoil_contents ();
  loft_across_pass_init (&pass);
  carried = loft_across_carry (from, find_end, pair, &pass, NULL, NULL);
  if (n_waiting != NULL)
    *n_waiting = pass.n_waiting;
  if (n_to_fetch != NULL)
    *n_to_fetch = pass.to_fetch->len;
  g_clear_pointer (&pair->end_b, loft_across_end_close);
  return carried;
}

static void
send_over (Pair *pair, const char *name, const char *path, gboolean move)
{
  gint64 id = sync_world_find (pair->a, "INBOX", name);
  g_autoptr (LoftFolder) folder = loft_folder_store_find (pair->b->local, path, NULL);
  LoftAcross to = { (char *) ACCOUNT_B, (char *) "Bob", 0, (char *) path };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (id, !=, 0);
  g_assert_nonnull (folder);
  to.folder_id = folder->id;
  g_clear_pointer (&pair->undo, loft_undo_unref);
  pair->undo = loft_undo_new ();
  loft_operation_across (pair->a->local, pair->a->local_journal, &id, 1, &to, move, pair->undo,
                         &error);
  g_assert_no_error (error);
}

static void
undo (Pair *pair)
{
  g_autoptr (GError) error = NULL;

  loft_undo_run (pair->undo, pair->a->local, pair->a->local_journal, &error);
  g_assert_no_error (error);
}

/* As an owner finds it when it starts. */
static void
lose (SyncWorld *world, const char *const *names)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  sync_world_close (world);
  for (; *names != NULL; names++)
    {
      g_autofree char *path = g_build_filename (world->directory, *names, NULL);

      g_unlink (path);
    }
  loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_BRIEF, told, NULL, &error);
  g_assert_no_error (error);
  sync_world_open (world);
}

static void
lose_store (SyncWorld *world)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm",
                                       "operations.journal", NULL };

  lose (world, names);
}

static void
lose_all (SyncWorld *world)
{
  static const char *const names[] = { "content.db", "content.db-wal", "content.db-shm",
                                       "search.db",  "search.db-wal",  "search.db-shm",
                                       NULL };

  lose (world, names);
  lose_store (world);
}

static void
do_step (Pair *pair, const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", -1);

  if (g_str_has_prefix (step, "a "))
    sync_world_do (pair->a, step + 2);
  else if (g_str_has_prefix (step, "b "))
    sync_world_do (pair->b, step + 2);
  else if (g_str_equal (words[0], "over") || g_str_equal (words[0], "copy-over"))
    send_over (pair, words[1], words[2], words[0][0] == 'o');
  else if (g_str_equal (step, "carry"))
    g_assert_true (carry (pair, NULL, NULL));
  else if (g_str_equal (step, "sync-a"))
    sync_world_must_sync (pair->a);
  else if (g_str_equal (step, "sync-b"))
    sync_world_must_sync (pair->b);
  else if (g_str_equal (step, "undo"))
    undo (pair);
  else if (g_str_equal (step, "remove-b"))
    pair->removed = TRUE;
  else if (g_str_equal (step, "deaf-b"))
    loft_fake_backend_fail (pair->b->backend, "reply", 1, LOFT_ERROR_OFFLINE);
  else if (g_str_equal (step, "sync-b-badly"))
    sync_world_sync (pair->b, NULL);
  else if (g_str_equal (step, "lose-b"))
    lose_store (pair->b);
  else if (g_str_equal (step, "lose-all-b"))
    lose_all (pair->b);
  else
    g_error ("no such step: %s", step);
}

static void
do_steps (Pair *pair, const char *steps)
{
  g_auto (GStrv) all = g_strsplit (steps, ";", -1);

  for (gsize i = 0; all[i] != NULL; i++)
    do_step (pair, g_strstrip (all[i]));
}

/* ---- the pair ----------------------------------------------------------------------------- */

static Pair *
pair_new (const char *before_a, const char *before_b)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->a = sync_world_new (LOFT_FAKE_DELTAS);
  pair->b = sync_world_new (LOFT_FAKE_DELTAS);
  sync_world_do (pair->a, before_a);
  sync_world_do (pair->b, before_b);
  sync_world_must_sync (pair->a);
  sync_world_must_sync (pair->b);
  return pair;
}

static void
pair_free (Pair *pair)
{
  g_clear_pointer (&pair->undo, loft_undo_unref);
  sync_world_free (pair->a);
  sync_world_free (pair->b);
  g_free (pair);
}

static void
reopen (SyncWorld *world)
{
  sync_world_close (world);
  sync_world_open (world);
}

static void
an_hour_later (void)
{
  loft_clock_set_for_test (loft_clock_now () + 3600);
}

/* All that goes on by itself; what dies on the way is not looked at. */
static void
go_on (Pair *pair)
{
  for (guint i = 0; i < 3; i++)
    {
      carry (pair, NULL, NULL);
      if (!pair->removed)
        sync_world_sync (pair->b, NULL);
      carry (pair, NULL, NULL);
      sync_world_sync (pair->a, NULL);
      an_hour_later ();
    }
}

static char *
lines_of (const char *expected)
{
  g_auto (GStrv) folders = g_strsplit (expected, "; ", -1);
  g_autofree char *joined = g_strjoinv ("\n", folders);

  return g_strconcat (joined, "\n", NULL);
}

static void
check_side (SyncWorld *world, const char *expected)
{
  g_autofree char *lines = lines_of (expected);
  g_autofree char *there = loft_fake_server_describe (world->server);
  g_autofree char *here = sync_world_describe (world);

  g_assert_cmpstr (there, ==, lines);
  g_assert_cmpstr (here, ==, lines);
  sync_world_check (world);
}

static void
check_end (Pair *pair, const Row *row)
{
  guint n_waiting = 1;

  check_side (pair->a, row->expected_a);
  if (!pair->removed)
    check_side (pair->b, row->expected_b);
  g_assert_cmpuint (sync_world_count_operations (pair->a), ==, 0);
  g_assert_cmpuint (sync_world_count_problems (pair->a), ==, row->n_problems);
  g_assert_true (carry (pair, &n_waiting, NULL));
  g_assert_cmpuint (n_waiting, ==, 0);
}

/* ---- rows --------------------------------------------------------------------------------- */

static void
test_run (gconstpointer data)
{
  const Row *row = data;
  Pair *pair = pair_new (row->before_a, row->before_b);

  do_steps (pair, row->steps);
  go_on (pair);
  check_end (pair, row);
  pair_free (pair);
}

static guint
count_steps (const Row *row)
{
  Pair *pair = pair_new (row->before_a, row->before_b);
  guint n_steps;

  do_steps (pair, row->steps);
  sync_fuse_set (0);
  go_on (pair);
  n_steps = sync_fuse_count ();
  pair_free (pair);
  return n_steps;
}

/* LOFT_TEST_SOAK=1 dies at each; else at a few, at others in each row. */
static gboolean
is_chosen (const Row *row, guint n)
{
  guint place = n + g_str_hash (row->name);

  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return TRUE;
  return place % (g_getenv ("LOFT_TEST_SANITIZED") != NULL ? 29 : 11) == 0;
}

static void
run_interrupted (const Row *row, guint n)
{
  Pair *pair = pair_new (row->before_a, row->before_b);

  do_steps (pair, row->steps);
  sync_fuse_set (n);
  go_on (pair);
  sync_fuse_set (0);
  reopen (pair->a);
  reopen (pair->b);
  go_on (pair);
  check_end (pair, row);
  pair_free (pair);
}

static void
test_interrupted (gconstpointer data)
{
  const Row *row = data;
  guint n_steps = count_steps (row);

  g_assert_cmpuint (n_steps, >, 5);
  for (guint n = 1; n <= n_steps; n++)
    if (is_chosen (row, n))
      {
        g_test_message ("dies before %u of %u", n, n_steps);
        run_interrupted (row, n);
      }
}

/* ---- what is seen on the way -------------------------------------------------------------- */

static void
assert_shown (SyncWorld *world, const char *expected)
{
  g_autofree char *lines = lines_of (expected);
  g_autofree char *here = sync_world_describe (world);

  g_assert_cmpstr (here, ==, lines);
}

/* Seen there as soon as it is copied, and here no more; deleted here only when that server has it. */
static void
test_order (void)
{
  Pair *pair = pair_new ("new INBOX x S", "new INBOX o");
  g_autofree char *there = NULL;

  do_steps (pair, "over x INBOX; carry");
  assert_shown (pair->a, "INBOX:");
  assert_shown (pair->b, "INBOX: o[] x[S]");
  do_steps (pair, "carry; sync-a; carry; sync-a");
  there = loft_fake_server_describe (pair->a->server);
  g_assert_cmpstr (there, ==, "INBOX: x[S]\n");
  do_steps (pair, "sync-b; carry; sync-a");
  g_free (there);
  there = loft_fake_server_describe (pair->a->server);
  g_assert_cmpstr (there, ==, "INBOX:\n");
  pair_free (pair);
}

/* What is not here yet stays where it is seen until it can be had, and says why. */
static void
test_not_downloaded (void)
{
  Pair *pair = g_new0 (Pair, 1);
  g_autoptr (GError) offline = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE, "No line");
  g_autoptr (GPtrArray) records = NULL;
  guint n_to_fetch = 0;
  gint64 id;

  pair->a = sync_world_new (LOFT_FAKE_DELTAS);
  pair->b = sync_world_new (LOFT_FAKE_DELTAS);
  sync_world_do (pair->a, "window 1; new INBOX x @200");
  sync_world_must_sync (pair->a);
  sync_world_must_sync (pair->b);
  id = sync_world_find (pair->a, "INBOX", "x");
  do_steps (pair, "over x INBOX");
  g_assert_true (carry (pair, NULL, &n_to_fetch));
  g_assert_cmpuint (n_to_fetch, ==, 1);
  assert_shown (pair->a, "INBOX: x[]");
  assert_shown (pair->b, "INBOX:");
  {
    g_autoptr (LoftAcrossEnd) from = open_end (ACCOUNT_A, pair->a);

    g_assert_true (loft_across_note_unfetched (from, id, offline, NULL));
  }
  records = loft_operation_store_list (pair->a->local, NULL);
  g_assert_cmpstr (((LoftOperationRecord *) records->pdata[0])->error, ==, "No line");
  g_assert_true (carry (pair, NULL, &n_to_fetch));
  g_assert_cmpuint (n_to_fetch, ==, 0);
  an_hour_later ();
  g_assert_true (carry (pair, NULL, &n_to_fetch));
  g_assert_cmpuint (n_to_fetch, ==, 1);
  sync_world_do (pair->a, "window -1");
  sync_world_must_sync (pair->a);
  go_on (pair);
  check_side (pair->a, "INBOX:");
  check_side (pair->b, "INBOX: x[]");
  pair_free (pair);
}

/* To the last byte, and with the date of receipt. */
static void
test_content (void)
{
  Pair *pair = pair_new ("big INBOX x", "new INBOX o");
  LoftFakeFolder *inbox = loft_fake_server_find_folder (pair->a->server, "INBOX");
  LoftFakeMessage *message = loft_fake_folder_find (inbox, "x");
  g_autoptr (GBytes) raw = g_bytes_ref (message->raw);
  gint64 received = message->received;

  do_steps (pair, "over x INBOX");
  go_on (pair);
  inbox = loft_fake_server_find_folder (pair->b->server, "INBOX");
  message = loft_fake_folder_find (inbox, "x");
  g_assert_nonnull (message);
  g_assert_true (g_bytes_equal (message->raw, raw));
  g_assert_cmpint (message->received, ==, received);
  pair_free (pair);
}

/* Too late to be kept here: the undo says so, and knows by what it can be had from there. */
static void
test_undo_too_late (void)
{
  Pair *pair = pair_new ("new INBOX x", "new INBOX o");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftCarried) carried = NULL;
  LoftUndoAcross across = { NULL };

  do_steps (pair, "over x INBOX");
  go_on (pair);
  g_assert_false (loft_undo_run (pair->undo, pair->a->local, pair->a->local_journal, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_true (loft_undo_take_across (pair->undo, &across));
  g_assert_true (across.is_move);
  carried = loft_carried_store_get (pair->b->local, across.uuid, NULL);
  g_assert_nonnull (carried);
  g_assert_cmpint (carried->message_id, ==, sync_world_find (pair->b, "INBOX", "x"));
  g_free (across.uuid);
  pair_free (pair);
}

/* ---- a copy that is not what was copied --------------------------------------------------- */

/* The source stays, with a problem that says why; nothing is left of it there. */
static void
test_spoilt (void)
{
  Pair *pair = pair_new ("new INBOX x S; big INBOX y", "new INBOX o");

  do_steps (pair, "over x INBOX; over y INBOX");
  for (guint i = 0; i < 2; i++)
    {
      g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*is not what it was*");
      g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*the copy was not what was copied*");
    }
  spoils = TRUE;
  g_assert_true (carry (pair, NULL, NULL));
  spoils = FALSE;
  g_test_assert_expected_messages ();
  go_on (pair);
  check_side (pair->a, "INBOX: x[S] y[]");
  check_side (pair->b, "INBOX: o[]");
  g_assert_cmpuint (sync_world_count_operations (pair->a), ==, 0);
  g_assert_cmpuint (sync_world_count_operations (pair->b), ==, 0);
  g_assert_cmpuint (sync_world_count_problems (pair->a), ==, 2);
  pair_free (pair);
}

/* Where no server has it either. */
static void
test_lost_only_here (void)
{
  Pair *pair = pair_new ("new INBOX x S", "new INBOX o");
  gint64 folder_id = 0;
  guint n_waiting = 1;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_local_folders_find (pair->b->local, "Here", &folder_id, NULL));
  do_steps (pair, "over x Here; carry");
  lose_store (pair->b);
  loft_account_store_restore (pair->b->store, NULL, &error);
  g_assert_no_error (error);
  loft_account_store_settle (pair->b->store, &error);
  g_assert_no_error (error);
  do_steps (pair, "carry; carry; carry; sync-a");
  g_assert_true (carry (pair, &n_waiting, NULL));
  g_assert_cmpuint (n_waiting, ==, 0);
  g_assert_true (loft_local_folders_find (pair->b->local, "Here", &folder_id, NULL));
  ids = loft_mail_store_list_ids (pair->b->local, folder_id, G_MAXUINT, 0, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  check_side (pair->a, "INBOX:");
  pair_free (pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *run = g_strdup_printf ("/across/%s/run", rows[i].name);
      g_autofree char *cut = g_strdup_printf ("/across/%s/interrupted", rows[i].name);

      g_test_add_data_func (run, &rows[i], test_run);
      if (!rows[i].once)
        g_test_add_data_func (cut, &rows[i], test_interrupted);
    }
  g_test_add_func ("/across/order", test_order);
  g_test_add_func ("/across/not-downloaded", test_not_downloaded);
  g_test_add_func ("/across/content", test_content);
  g_test_add_func ("/across/spoilt", test_spoilt);
  g_test_add_func ("/across/lost-only-here", test_lost_only_here);
  g_test_add_func ("/across/undo-too-late", test_undo_too_late);
  return g_test_run ();
}
