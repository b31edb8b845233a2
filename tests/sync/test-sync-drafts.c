/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-draft-copy.h"
#include "loft-draft-mark.h"
#include "loft-draft-store.h"
#include "loft-outgoing-maker.h"
#include "loft-outgoing-queue.h"
#include "sync-world.h"

/* Drafts in the folder of drafts: one copy, the newest, whatever dies when; nothing of others. */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Keeps a draft (id 0: a new one) that says subject, as the composer does. */
static gint64
keep (SyncWorld *world, gint64 id, const char *subject)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (world->directory, NULL);
  g_autoptr (LoftDraft) draft = loft_draft_new (loft_address_new ("", "anna@example.org"));
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  replace (&draft->subject, subject);
  replace (&draft->message_id, "draft@example.org");
  outgoing = loft_outgoing_maker_make_draft (draft, &raw, NULL);
  outgoing->id = id;
  g_assert_true (loft_outgoing_queue_save (queue, outgoing, raw, NULL));
  return outgoing->id;
}

static gboolean
upload (SyncWorld *world, gint64 id, GError **error)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (world->directory, error);
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (world->directory, LOFT_DATABASE_DURABLE, error);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  if (queue == NULL || store == NULL)
    return FALSE;
  outgoing = loft_outgoing_queue_get (queue, id, &raw, error);
  return outgoing != NULL &&
         loft_draft_copy_upload (store, world->local_journal, id, raw, NULL, error);
}

static void
write_here (SyncWorld *world, gint64 id)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (world->directory, NULL);
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (world->directory, LOFT_DATABASE_DURABLE, NULL);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (queue, id, &raw, NULL);
  GError *error = NULL;

  loft_draft_copy_keep_apart (store, world->local_journal, outgoing->id, raw, NULL, &error);
  g_assert_no_error (error);
}

static gint64
write_draft (SyncWorld *world, gint64 id, const char *subject)
{
  GError *error = NULL;

  id = keep (world, id, subject);
  upload (world, id, &error);
  g_assert_no_error (error);
  return id;
}

static void
discard (SyncWorld *world, gint64 id)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (world->directory, NULL);
  GError *error = NULL;

  loft_outgoing_queue_change (queue, id, LOFT_OUTGOING_DISCARD, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (loft_draft_copy_sweep (world->local, world->local_journal, NULL, NULL));
}

/* The folder of drafts, here and there. */
static void
assert_drafts (SyncWorld *world, const char *expected)
{
  g_autofree char *here = sync_world_describe (world);
  g_autofree char *there = loft_fake_server_describe (world->server);
  g_autofree char *line = g_strdup_printf ("Drafts:%s\n", expected);

  g_test_message ("here %s there %s", here, there);
  g_assert_nonnull (strstr (here, line));
  g_assert_nonnull (strstr (there, line));
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  g_assert_cmpuint (sync_world_count_problems (world), ==, 0);
}

static SyncWorld *
new_world (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  sync_world_do (world, "new INBOX a");
  sync_world_must_sync (world);
  return world;
}

static void
test_takes_place (void)
{
  SyncWorld *world = new_world ();
  gint64 id = write_draft (world, 0, "one");

  sync_world_must_sync (world);
  assert_drafts (world, " one[SD]");
  write_draft (world, id, "two");
  sync_world_must_sync (world);
  assert_drafts (world, " two[SD]");
  sync_world_free (world);
}

static void
assert_here (SyncWorld *world, const char *expected)
{
  g_autofree char *here = sync_world_describe (world);
  g_autofree char *there = loft_fake_server_describe (world->server);
  g_autofree char *line = g_strdup_printf ("Local Drafts:%s\n", expected);

  g_test_message ("here %s there %s", here, there);
  g_assert_nonnull (strstr (here, line));
  g_assert_null (strstr (there, "one"));
  g_assert_null (strstr (there, "two"));
  g_assert_null (strstr (there, "Local"));
  g_assert_nonnull (strstr (there, "Drafts: other[SD]\n"));
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  g_assert_cmpuint (sync_world_count_problems (world), ==, 0);
}

/* Under the first name that is free, and at the top. */
static void
test_name_here (void)
{
  SyncWorld *world = new_world ();
  gint64 id = keep (world, 0, "one");
  g_autofree char *here = NULL;

  loft_fake_server_add_folder (world->server, LOFT_DRAFT_COPY_HERE);
  sync_world_must_sync (world);
  write_here (world, id);
  here = sync_world_describe (world);
  g_assert_nonnull (strstr (here, "Local Drafts:\nLocal Drafts (2): one[SD]\n"));
  sync_world_free (world);
}

/* Where the server takes none: nobody there hears of it, whatever is in its own folder. */
static void
test_only_here (void)
{
  SyncWorld *world = new_world ();
  gint64 id = keep (world, 0, "one");

  sync_world_do (world, "mkdir Drafts; new Drafts other SD");
  sync_world_must_sync (world);
  write_here (world, id);
  sync_world_must_sync (world);
  assert_here (world, " one[SD]");
  keep (world, id, "two");
  write_here (world, id);
  sync_world_must_sync (world);
  assert_here (world, " two[SD]");
  discard (world, id);
  sync_world_must_sync (world);
  assert_here (world, "");
  sync_world_free (world);
}

static void
test_offline (void)
{
  SyncWorld *world = new_world ();
  gint64 id = write_draft (world, 0, "one");

  write_draft (world, id, "two");
  write_draft (world, id, "three");
  sync_world_must_sync (world);
  assert_drafts (world, " three[SD]");
  sync_world_free (world);
}

/* By another device: neither is lost. */
static void
test_edited_elsewhere (void)
{
  SyncWorld *world = new_world ();
  gint64 id = write_draft (world, 0, "one");

  sync_world_must_sync (world);
  sync_world_do (world, "del Drafts one; new Drafts other SD");
  write_draft (world, id, "two");
  sync_world_must_sync (world);
  sync_world_must_sync (world);
  assert_drafts (world, " other[SD] two[SD]");
  sync_world_free (world);
}

static void
test_discarded (void)
{
  SyncWorld *world = new_world ();
  gint64 id = write_draft (world, 0, "one");
  gint64 other = write_draft (world, 0, "other");

  sync_world_must_sync (world);
  discard (world, id);
  sync_world_must_sync (world);
  assert_drafts (world, " other[SD]");
  /* Before the server knew of it. */
  write_draft (world, other, "more");
  discard (world, other);
  sync_world_must_sync (world);
  assert_drafts (world, "");
  sync_world_free (world);
}

/* The process ends at each step of sending it. */
static void
test_killed (void)
{
  gboolean burnt = TRUE;

  for (guint nth = 1; burnt && nth < 200; nth++)
    {
      SyncWorld *world = new_world ();
      gint64 id = write_draft (world, 0, "one");

      sync_world_must_sync (world);
      write_draft (world, id, "two");
      sync_fuse_set (nth);
      burnt = !sync_world_sync (world, NULL);
      sync_fuse_set (0);
      sync_world_close (world);
      sync_world_open (world);
      sync_world_must_sync (world);
      g_test_message ("step %u", nth);
      assert_drafts (world, " two[SD]");
      sync_world_free (world);
    }
  g_assert_false (burnt);
}

/* Which message is whose. */
static void
test_known (void)
{
  SyncWorld *world = new_world ();
  gint64 id = write_draft (world, 0, "one");
  gint64 message_id = 0;
  gint64 outgoing_id = 0;

  g_assert_true (loft_draft_store_get (world->local, id, &message_id, NULL));
  g_assert_cmpint (message_id, ==, sync_world_find (world, "Drafts", "one"));
  g_assert_true (loft_draft_store_find (world->local, message_id, &outgoing_id, NULL));
  g_assert_cmpint (outgoing_id, ==, id);
  g_assert_true (loft_draft_store_find (world->local, message_id + 1, &outgoing_id, NULL));
  g_assert_cmpint (outgoing_id, ==, 0);
  sync_world_free (world);
}

/* ---- the store is lost -------------------------------------------------------------------- */

static void
lose_store (SyncWorld *world)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm" };
  g_autoptr (LoftOutgoingQueue) queue = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changed = 0;

  sync_world_close (world);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (world->directory, names[i], NULL);

      g_unlink (path);
    }
  loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_BRIEF, NULL, NULL, &error);
  g_assert_no_error (error);
  sync_world_open (world);
  queue = loft_outgoing_queue_open (world->directory, &error);
  g_assert_no_error (error);
  g_assert_true (loft_outgoing_queue_recover (queue, &n_changed, NULL));
  g_assert_cmpuint (n_changed, >, 0);
}

static gint64
only_draft (SyncWorld *world)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (world->directory, NULL);
  g_autoptr (GPtrArray) list = loft_outgoing_queue_list (queue, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  return ((LoftOutgoing *) g_ptr_array_index (list, 0))->id;
}

static void
test_lost (void)
{
  SyncWorld *world = new_world ();

  write_draft (world, 0, "one");
  sync_world_must_sync (world);
  lose_store (world);
  sync_world_must_sync (world);
  assert_drafts (world, " one[SD]");
  write_draft (world, only_draft (world), "two");
  sync_world_must_sync (world);
  assert_drafts (world, " two[SD]");
  discard (world, only_draft (world));
  sync_world_must_sync (world);
  assert_drafts (world, "");
  sync_world_free (world);
}

/* What is written on before the server was listed again. */
static void
test_lost_and_written_on (void)
{
  SyncWorld *world = new_world ();

  write_draft (world, 0, "one");
  sync_world_must_sync (world);
  lose_store (world);
  write_draft (world, only_draft (world), "two");
  sync_world_must_sync (world);
  sync_world_must_sync (world);
  assert_drafts (world, " two[SD]");
  sync_world_free (world);
}

/* ---- before the server was listed --------------------------------------------------------- */

/* It has no inbox yet, but that does not make it an account of this computer alone. */
static void
test_before_listing (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  sync_world_do (world, "new INBOX a; mkdir Drafts; new Drafts other SD");
  write_draft (world, 0, "one");
  sync_world_must_sync (world);
  assert_drafts (world, " one[SD] other[SD]");
  sync_world_free (world);
}

/* The server calls it otherwise, and nobody knew before it was asked. */
static void
test_before_listing_other_name (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  sync_world_do (world, "new INBOX a; mkdir Entwürfe; new Entwürfe other SD");
  write_draft (world, 0, "one");
  sync_world_must_sync (world);
  here = sync_world_describe (world);
  there = loft_fake_server_describe (world->server);
  g_assert_cmpstr (there, ==, "Entwürfe: one[SD] other[SD]\nINBOX: a[]\n");
  g_assert_cmpstr (here, ==, there);
  sync_world_check (world);
  sync_world_free (world);
}

static void
assert_mark (const char *text, gsize length, gboolean fits)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, length);

  g_assert_cmpint (loft_draft_mark_fits ("u-1", raw), ==, fits);
}

static void
test_mark (void)
{
  static const char text[] = "Subject: s\r\n\r\nwords\r\n";
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) marked = loft_draft_mark_add ("u-1", raw);
  gsize size;
  const char *bytes = g_bytes_get_data (marked, &size);
  g_autofree char *whole = g_strndup (bytes, size);
  g_auto (GStrv) lines = g_strsplit (whole, "\r\n", -1);
  g_autofree char *with_lf = g_strjoinv ("\n", lines);
  g_autofree char *changed = g_strdup (whole);

  g_assert_false (loft_draft_mark_fits ("u-2", marked));
  g_assert_false (loft_draft_mark_fits ("u-1", raw));
  assert_mark (whole, size, TRUE);
  assert_mark (with_lf, strlen (with_lf), TRUE);
  changed[size - 3] = 'x';
  assert_mark (changed, size, FALSE);
  for (gsize length = 0; length < size - 2; length++)
    assert_mark (whole, length, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafts/takes-place", test_takes_place);
  g_test_add_func ("/drafts/only-here", test_only_here);
  g_test_add_func ("/drafts/name-here", test_name_here);
  g_test_add_func ("/drafts/offline", test_offline);
  g_test_add_func ("/drafts/edited-elsewhere", test_edited_elsewhere);
  g_test_add_func ("/drafts/discarded", test_discarded);
  g_test_add_func ("/drafts/killed", test_killed);
  g_test_add_func ("/drafts/known", test_known);
  g_test_add_func ("/drafts/lost", test_lost);
  g_test_add_func ("/drafts/lost-and-written-on", test_lost_and_written_on);
  g_test_add_func ("/drafts/before-listing", test_before_listing);
  g_test_add_func ("/drafts/before-listing-other-name", test_before_listing_other_name);
  g_test_add_func ("/drafts/mark", test_mark);
  return g_test_run ();
}
