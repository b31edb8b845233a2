/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-account-sync-private.h"
#include "loft-clock.h"
#include "loft-left-out.h"
#include "sync-world.h"

/* Single courses of a sync that no table row can tell. */

static SyncWorld *
world_with (LoftFakeStyle style, const char *script)
{
  SyncWorld *world = sync_world_new (style);

  sync_world_do (world, script);
  sync_world_must_sync (world);
  return world;
}

static guint
count_calls (SyncWorld *world, const char *prefix)
{
  GPtrArray *calls = loft_fake_backend_get_calls (world->backend);
  guint n = 0;

  for (guint i = 0; i < calls->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (calls, i), prefix);
  return n;
}

static void
forget_calls (SyncWorld *world)
{
  g_ptr_array_set_size (loft_fake_backend_get_calls (world->backend), 0);
}

/* ---- bodies ------------------------------------------------------------------------------- */

static void
test_window_there_and_back (void)
{
  SyncWorld *world =
    world_with (LOFT_FAKE_DELTAS, "new INBOX old @30; new INBOX older @40; new INBOX young @2");
  g_autoptr (LoftFolder) shrunk = NULL;
  g_autoptr (LoftFolder) grown = NULL;
  guint fetched = loft_fake_backend_get_n_fetched (world->backend);

  sync_world_do (world, "window 7");
  sync_world_must_sync (world);
  shrunk = loft_folder_store_find (world->local, "INBOX", NULL);
  g_assert_cmpuint (shrunk->cached, ==, 1);
  g_assert_cmpuint (loft_fake_backend_get_n_fetched (world->backend), ==, fetched);
  sync_world_do (world, "window 35");
  sync_world_must_sync (world);
  grown = loft_folder_store_find (world->local, "INBOX", NULL);
  g_assert_cmpuint (grown->cached, ==, 2);
  g_assert_cmpuint (loft_fake_backend_get_n_fetched (world->backend), ==, fetched + 1);
  sync_world_check (world);
  sync_world_free (world);
}

/* The folder's own window goes over the account's. */
static void
test_window_of_a_folder (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  g_autoptr (LoftFolder) work = NULL;
  g_autoptr (LoftFolder) inbox = NULL;
  g_autoptr (LoftFolder) work_after = NULL;

  sync_world_do (world, "window 0; mkdir Work; new Work w @30; new INBOX a @2");
  sync_world_must_sync (world);
  work = loft_folder_store_find (world->local, "Work", NULL);
  g_assert_cmpuint (work->cached, ==, 0);
  g_assert_true (
    loft_folder_store_set_window (world->local, work->id, LOFT_FOLDER_WINDOW_ALL, NULL));
  sync_world_must_sync (world);
  inbox = loft_folder_store_find (world->local, "INBOX", NULL);
  work_after = loft_folder_store_find (world->local, "Work", NULL);
  g_assert_cmpuint (inbox->cached, ==, 0);
  g_assert_cmpuint (work_after->cached, ==, 1);
  sync_world_free (world);
}

/* 2.3 MB are nine pieces; what was here before the line was cut is not asked for again. */
static void
test_pieces_go_on (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "new INBOX a");

  sync_world_do (world, "big INBOX g");
  loft_fake_backend_fail (world->backend, "piece", 6, LOFT_ERROR_OFFLINE);
  g_assert_false (sync_world_sync (world, NULL));
  g_assert_cmpuint (count_calls (world, "piece"), ==, 5);
  sync_world_close (world);
  sync_world_open (world);
  forget_calls (world);
  sync_world_must_sync (world);
  g_assert_cmpuint (count_calls (world, "piece"), ==, 4);
  sync_world_check (world);
  sync_world_free (world);
}

/* What takes long comes in pieces, and what is huge always does. */
static void
test_whole_limit (void)
{
  const guint64 mb = 1024 * 1024;

  g_assert_cmpuint (loft_account_sync_whole_limit (0, 0), ==, mb);
  g_assert_cmpuint (loft_account_sync_whole_limit (100 * mb, G_USEC_PER_SEC), ==, 8 * mb);
  g_assert_cmpuint (loft_account_sync_whole_limit (24 * mb, 4 * G_USEC_PER_SEC), ==, 3 * mb);
  g_assert_cmpuint (loft_account_sync_whole_limit (10000, G_USEC_PER_SEC), ==, mb);
}

static void
test_open_message (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) nobody = NULL;
  guint extent = 0;
  guint fetched;
  gint64 a;
  gint64 b;

  sync_world_do (world, "window 0; new INBOX a; new INBOX b");
  sync_world_must_sync (world);
  a = sync_world_find (world, "INBOX", "a");
  b = sync_world_find (world, "INBOX", "b");
  raw = loft_account_sync_fetch_message (world->sync, a, NULL, NULL);
  g_assert_nonnull (strstr (g_bytes_get_data (raw, NULL), "Body of a."));
  fetched = loft_fake_backend_get_n_fetched (world->backend);
  again = loft_account_sync_fetch_message (world->sync, a, NULL, NULL);
  g_assert_true (g_bytes_equal (raw, again));
  g_assert_cmpuint (loft_fake_backend_get_n_fetched (world->backend), ==, fetched);
  /* Nobody waited for the index; the next sync sees to it, though the window takes the content. */
  sync_world_must_sync (world);
  g_assert_true (loft_search_index_get_extent (world->store->search, a, &extent, NULL));
  g_assert_cmpuint (extent, ==, 2);
  sync_world_do (world, "del INBOX b");
  g_assert_null (loft_account_sync_fetch_message (world->sync, b, NULL, &gone));
  g_assert_error (gone, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_null (loft_account_sync_fetch_message (world->sync, 4242, NULL, &nobody));
  g_assert_error (nobody, LOFT_ERROR, LOFT_ERROR_GONE);
  sync_world_check (world);
  sync_world_free (world);
}

/* Before the listing, the old id of one message is the new id of another. */
static void
test_open_message_after_new_validity (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a;

  sync_world_do (world, "window 0; new INBOX a; new INBOX b");
  sync_world_must_sync (world);
  a = sync_world_find (world, "INBOX", "a");
  sync_world_do (world, "validity INBOX");
  g_assert_null (loft_account_sync_fetch_message (world->sync, a, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  sync_world_must_sync (world);
  raw = loft_account_sync_fetch_message (world->sync, a, NULL, NULL);
  g_assert_nonnull (strstr (g_bytes_get_data (raw, NULL), "Body of a."));
  sync_world_free (world);
}

/* What the last run could not have: "folder[/subject]: reason" in lines. Only valid till the next
 * call. */
static const char *
left_out (SyncWorld *world)
{
  static char *text;
  GPtrArray *list = loft_account_sync_get_left_out (world->sync);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      LoftLeftOut *item = g_ptr_array_index (list, i);

      g_string_append_printf (lines, "%s%s%s: %s\n", item->folder, item->message_id != 0 ? "/" : "",
                              item->subject, item->reason->message);
    }
  g_free (text);
  text = g_string_free (lines, FALSE);
  return text;
}

/* A poisonous message is not tried by itself again, but by whoever opens it. */
static void
test_open_poisonous_message (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "new INBOX a; poison INBOX a limit");
  LoftFakeFolder *inbox = loft_fake_server_find_folder (world->server, "INBOX");
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a = sync_world_find (world, "INBOX", "a");

  g_assert_true (g_str_has_prefix (left_out (world), "INBOX/"));
  forget_calls (world);
  sync_world_must_sync (world);
  g_assert_cmpstr (left_out (world), ==, "");
  g_assert_cmpuint (count_calls (world, "fetch"), ==, 0);
  g_assert_null (loft_account_sync_fetch_message (world->sync, a, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  loft_fake_folder_find (inbox, "a")->poison = -1;
  raw = loft_account_sync_fetch_message (world->sync, a, NULL, NULL);
  g_assert_nonnull (raw);
  sync_world_check (world);
  sync_world_free (world);
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
fail_in_work (const char *step, gpointer user_data, GError **error)
{
  SyncWorld *world = user_data;
  GPtrArray *calls = loft_fake_backend_get_calls (world->backend);
  const char *last = calls->len > 0 ? g_ptr_array_index (calls, calls->len - 1) : "";

  if (!g_str_equal (step, "batch") || !g_str_equal (last, "changes Work"))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "Too much of Work");
  return FALSE;
}

static void
test_a_bad_folder_stops_no_other (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "mkdir Work; mkdir Zoo");

  loft_fake_backend_set_step_func (world->backend, fail_in_work, world);
  sync_world_do (world, "new INBOX a; new Work w; new Zoo z");
  sync_world_must_sync (world);
  g_assert_cmpstr (left_out (world), ==, "Work: Too much of Work\n");
  g_assert_cmpint (sync_world_find (world, "INBOX", "a"), !=, 0);
  g_assert_cmpint (sync_world_find (world, "Work", "w"), ==, 0);
  g_assert_cmpint (sync_world_find (world, "Zoo", "z"), !=, 0);
  loft_fake_backend_set_step_func (world->backend, NULL, NULL);
  sync_world_must_sync (world);
  g_assert_cmpstr (left_out (world), ==, "");
  g_assert_cmpint (sync_world_find (world, "Work", "w"), !=, 0);
  sync_world_free (world);
}

/* Garbage on the line once is asked over; garbage for ever is told. */
static gboolean
break_listing (const char *step, gpointer user_data, GError **error)
{
  if (strcmp (step, "list-folders") != 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "Garbage");
  return FALSE;
}

static void
test_asked_once_more (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "new INBOX a");
  g_autoptr (GError) error = NULL;

  sync_world_do (world, "new INBOX b");
  loft_fake_backend_fail (world->backend, "list-folders", 1, LOFT_ERROR_PROTOCOL);
  sync_world_must_sync (world);
  sync_world_check (world);
  forget_calls (world);
  loft_fake_backend_set_step_func (world->backend, break_listing, NULL);
  g_assert_false (sync_world_sync (world, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_cmpuint (count_calls (world, "connect"), <=, 2);
  sync_world_free (world);
}

static void
test_one_folder (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "mkdir Work");
  g_autoptr (LoftFolder) work = loft_folder_store_find (world->local, "Work", NULL);

  sync_world_do (world, "new INBOX a; new Work w");
  g_assert_true (loft_account_sync_run (world->sync, work->id, NULL, NULL));
  g_assert_cmpint (sync_world_find (world, "INBOX", "a"), ==, 0);
  g_assert_cmpint (sync_world_find (world, "Work", "w"), !=, 0);
  sync_world_must_sync (world);
  g_assert_cmpint (sync_world_find (world, "INBOX", "a"), !=, 0);
  sync_world_free (world);
}

/* Servers that number every mailbox's UIDVALIDITY alike: a deleted folder is no renamed one. */
static void
test_identities_that_mean_nothing (void)
{
  SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "mkdir Old; new Old x; new INBOX a");
  gint64 old = sync_world_find (world, "Old", "x");

  for (guint i = 0; i < world->server->folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (world->server->folders, i);

      g_free (folder->identity);
      folder->identity = g_strdup ("1");
    }
  sync_world_must_sync (world);
  sync_world_do (world, "rmdir Old; mkdir New; new New y");
  g_free (loft_fake_server_find_folder (world->server, "New")->identity);
  loft_fake_server_find_folder (world->server, "New")->identity = g_strdup ("1");
  sync_world_must_sync (world);
  g_assert_cmpint (sync_world_find (world, "New", "y"), >, old);
  g_assert_cmpint (sync_world_find (world, "New", "x"), ==, 0);
  sync_world_check (world);
  sync_world_free (world);
}

/* ---- cancelling --------------------------------------------------------------------------- */

typedef struct {
  GCancellable *cancellable;
  guint steps_left;
} Cancelling;

static gboolean
cancel_at_step (const char *step, gpointer user_data, GError **error)
{
  Cancelling *cancelling = user_data;

  if (cancelling->steps_left > 0 && --cancelling->steps_left == 0)
    g_cancellable_cancel (cancelling->cancellable);
  return !g_cancellable_set_error_if_cancelled (cancelling->cancellable, error);
}

/* A cancelled sync is told as cancelled, keeps what it had, and costs no operation a try. */
static void
test_cancel_at_every_step (void)
{
  for (guint n = 1; n < 40; n++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancelling cancelling = { cancellable, n };
      SyncWorld *world = world_with (LOFT_FAKE_DELTAS, "new INBOX a; mkdir Work; new Work w");
      g_autoptr (GError) error = NULL;
      g_autofree char *here = NULL;

      sync_world_do (world, "new INBOX b; new INBOX c; flag Work w +F; here INBOX a +S");
      loft_fake_backend_set_step_func (world->backend, cancel_at_step, &cancelling);
      if (!loft_account_sync_run (world->sync, 0, cancellable, &error))
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      sync_world_check (world);
      loft_fake_backend_set_step_func (world->backend, NULL, NULL);
      sync_world_must_sync (world);
      here = sync_world_describe (world);
      g_assert_cmpstr (here, ==, "INBOX: a[S] b[] c[]\nWork: w[F]\n");
      sync_world_free (world);
      if (cancelling.steps_left > 0)
        {
          g_assert_cmpuint (n, >, 10);
          return;
        }
    }
  g_assert_not_reached ();
}

/* ---- what a person waits for -------------------------------------------------------------- */

static void
test_breathes (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  guint before;

  sync_world_do (world, "mkdir A; mkdir B; big A g");
  before = world->n_breaths;
  sync_world_must_sync (world);
  g_assert_cmpuint (world->n_breaths - before, >=, 8);
  sync_world_free (world);
}

/* The longest write lock of a mailbox emptied elsewhere, while a person flags another message. */
static void
test_many_removed_in_short_steps (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  loft_fake_backend_set_batch_size (world->backend, 200);
  sync_world_do (world, "window 0; many INBOX 3000; mkdir Work; new Work w");
  sync_world_must_sync (world);
  sync_world_do (world, "empty INBOX");
  sync_fuse_set (0);
  sync_world_must_sync (world);
  /* Six transactions of 500 and not one of 3,000. */
  g_assert_cmpuint (sync_fuse_count (), >=, 6);
  sync_world_check (world);
  sync_world_free (world);
}

static void
test_large_folder_deleted_in_short_steps (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  loft_fake_backend_set_batch_size (world->backend, 200);
  sync_world_do (world, "window 0; mkdir Work; many Work 3000; new INBOX a");
  sync_world_must_sync (world);
  sync_world_do (world, "rmdir Work");
  /* Cut off in between: the rest goes with the next sync. */
  sync_fuse_set (5);
  g_assert_false (sync_world_sync (world, NULL));
  sync_fuse_set (0);
  sync_world_check (world);
  {
    g_autoptr (LoftFolder) work = loft_folder_store_find (world->local, "Work", NULL);

    g_assert_cmpuint (work->total, >, 0);
    g_assert_cmpuint (work->total, <, 3000);
  }
  sync_world_must_sync (world);
  g_assert_null (loft_folder_store_find (world->local, "Work", NULL));
  sync_world_check (world);
  sync_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runs/window-there-and-back", test_window_there_and_back);
  g_test_add_func ("/runs/window-of-a-folder", test_window_of_a_folder);
  g_test_add_func ("/runs/pieces-go-on", test_pieces_go_on);
  g_test_add_func ("/runs/whole-limit", test_whole_limit);
  g_test_add_func ("/runs/open", test_open_message);
  g_test_add_func ("/runs/open-after-new-validity", test_open_message_after_new_validity);
  g_test_add_func ("/runs/open-poisonous", test_open_poisonous_message);
  g_test_add_func ("/runs/bad-folder", test_a_bad_folder_stops_no_other);
  g_test_add_func ("/runs/asked-once-more", test_asked_once_more);
  g_test_add_func ("/runs/one-folder", test_one_folder);
  g_test_add_func ("/runs/identities-that-mean-nothing", test_identities_that_mean_nothing);
  g_test_add_func ("/runs/cancel-at-every-step", test_cancel_at_every_step);
  g_test_add_func ("/runs/breathes", test_breathes);
  g_test_add_func ("/runs/many-removed", test_many_removed_in_short_steps);
  g_test_add_func ("/runs/large-folder-deleted", test_large_folder_deleted_in_short_steps);
  return g_test_run ();
}
