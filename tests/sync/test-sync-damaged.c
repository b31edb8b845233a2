/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage to each file of an account, and what is shown, kept and fetched again after it. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "loft-damage.h"
#include "loft-operation-queue.h"
#include "loft-page-checksum.h"
#include "loft-test-dictionary.h"
#include "sync-world.h"

#define SEED          20261122
#define N_EACH        12 /* every kind of damage once */
#define N_EACH_SOAK   100
#define MOST_ATTEMPTS 6

static const char before[] =
  "mkdir Work; mkdir Archive;"
  "new INBOX a S; new INBOX b; new INBOX c F; new INBOX d; new INBOX e; big INBOX f;"
  "new Work g; new Work h S; twin Work i; twin Work j; plain Work k; plain Work l;"
  "many Archive 20; new Archive m @400";
/* Bodies of these lie in the logs when the damage is done, with the operations. */
static const char later[] =
  "new INBOX o; new INBOX p S; del INBOX b; flag Work g +F; flag INBOX d +S";
static const char offline[] =
  "here INBOX a +F; here INBOX d +$Work; here Work h -S; here Archive n00007 +S; here INBOX o +A";

/* ---- an owner as the service is one ------------------------------------------------------- */

static LoftJournal *
open_journal (SyncWorld *world, GError **error)
{
  g_autofree char *path = g_build_filename (world->directory, "operations.journal", NULL);

  return loft_journal_open (path, error);
}

static gboolean
open_world (SyncWorld *world, LoftDatabaseLook look, GPtrArray *told, GError **error)
{
  g_autofree char *path = g_build_filename (world->directory, "store.db", NULL);

  if (!loft_account_store_prepare (world->directory, error) ||
      !loft_account_store_repair (world->directory, look, told, NULL, error))
    return FALSE;
  world->store = loft_account_store_open (world->directory, LOFT_DATABASE_WRITE, error);
  if (world->store == NULL)
    return FALSE;
  world->local = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);
  world->journal = world->local != NULL ? open_journal (world, error) : NULL;
  world->local_journal = world->journal != NULL ? open_journal (world, error) : NULL;
  if (world->local_journal == NULL)
    return FALSE;
  world->sync = loft_account_sync_new (world->store, world->journal, LOFT_BACKEND (world->backend),
                                       world->window_days, NULL, NULL);
  return TRUE;
}

static gboolean
open_and_sync (SyncWorld *world, LoftDatabaseLook look, GPtrArray *told, GError **error)
{
  guint64 n_bad = 0;

  return open_world (world, look, told, error) &&
         loft_operation_queue_recover (world->store, world->journal, NULL, error) &&
         (look == LOFT_DATABASE_LOOK_BRIEF ||
          loft_account_store_check_contents (world->store, &n_bad, NULL, error)) &&
         sync_world_sync (world, error);
}

/* Whatever can be read of a message is what the server has. */
static void
assert_nothing_wrong_shown (SyncWorld *world)
{
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (world->directory, LOFT_DATABASE_READ_ONLY, NULL);

  for (gint64 id = 1; store != NULL && id < 200; id++)
    {
      g_autoptr (LoftMessage) message = loft_mail_store_get (store->mail, id, NULL);
      g_autoptr (LoftFolder) folder =
        message != NULL ? loft_folder_store_get (store->mail, message->folder_id, NULL) : NULL;
      g_autoptr (GBytes) raw =
        folder != NULL ? loft_account_store_get_content (store, id, NULL) : NULL;
      LoftFakeFolder *remote =
        folder != NULL ? loft_fake_server_find_folder (world->server, folder->path) : NULL;
      LoftFakeMessage *original =
        remote != NULL ? loft_fake_folder_find (remote, message->subject) : NULL;

      if (raw == NULL || strcmp (message->subject, "b") == 0)
        continue;
      if (original == NULL)
        g_error ("message %" G_GINT64_FORMAT " \"%s\" in %s is nobody's", id, message->subject,
                 folder->path);
      g_assert_true (g_bytes_equal (raw, original->raw));
    }
}

static void
assert_all_cached (SyncWorld *world)
{
  for (guint i = 0; i < world->server->folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (world->server->folders, i);

      for (guint j = 0; j < folder->messages->len; j++)
        {
          LoftFakeMessage *message = g_ptr_array_index (folder->messages, j);
          gint64 id = sync_world_find (world, folder->path, message->name);
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) raw = loft_account_store_get_content (world->store, id, &error);
          guint extent = 0;

          g_assert_no_error (error);
          g_assert_true (g_bytes_equal (raw, message->raw));
          g_assert_true (loft_search_index_get_extent (world->store->search, id, &extent, NULL));
          g_assert_cmpuint (extent, ==, 2);
        }
    }
}

static gboolean
count_hit (gint64 message_id, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
assert_found (SyncWorld *world, const char *word, guint n)
{
  guint hits = 0;

  g_assert_true (
    loft_search_index_match (world->store->search, word, G_MININT64, count_hit, &hits, NULL, NULL));
  g_assert_cmpuint (hits, ==, n);
}

/* ---- one damage --------------------------------------------------------------------------- */

/* As if a thousand messages had been here: a dictionary stays when its messages go. */
static void
give_dictionary (SyncWorld *world)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autoptr (GBytes) raw = loft_test_dictionary_message (1);
  g_autoptr (LoftEncodedContent) content = loft_content_encode_with (raw, dictionary);
  LoftContentStore *store = world->store->content;

  g_assert_true (loft_content_store_begin (store, NULL));
  g_assert_true (loft_content_store_put (store, 1, content, NULL));
  g_assert_true (loft_content_store_remove (store, 1, NULL));
  g_assert_true (loft_content_store_commit (store, NULL));
}

static SyncWorld *
new_world (LoftFakeStyle style)
{
  SyncWorld *world = sync_world_new (style);

  give_dictionary (world);
  sync_world_do (world, before);
  sync_world_must_sync (world);
  sync_world_do (world, later);
  sync_world_must_sync (world);
  sync_world_do (world, offline);
  return world;
}

/* What the server has in the end when nothing is damaged. */
static char *
undisturbed_end (LoftFakeStyle style)
{
  SyncWorld *world = new_world (style);
  char *end;

  sync_world_must_sync (world);
  end = loft_fake_server_describe (world->server);
  sync_world_free (world);
  return end;
}

static gboolean
has_aside (SyncWorld *world, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) folder = g_dir_open (world->directory, 0, NULL);
  const char *entry;

  while ((entry = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      return TRUE;
  return FALSE;
}

/* What was said to be set aside is there. */
static void
assert_kept (SyncWorld *world, GPtrArray *told)
{
  static const char *const files[] = { "store.db", "content.db", "search.db" };

  for (guint i = 0; i < told->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (files); j++)
      if (g_str_has_prefix (g_ptr_array_index (told, i), files[j]) &&
          strstr (g_ptr_array_index (told, i), "set aside") != NULL)
        g_assert_true (has_aside (world, files[j]));
}

static void
print_told (GPtrArray *told)
{
  for (guint i = 0; i < told->len; i++)
    g_test_message ("  %s", (char *) g_ptr_array_index (told, i));
}

/* As the service does: what fails by damage is repaired and tried again; in the end doctor. */
static void
come_back (SyncWorld *world, GPtrArray *told)
{
  for (guint attempt = 0;; attempt++)
    {
      LoftDatabaseLook look = attempt > 0 ? LOFT_DATABASE_LOOK_WHOLE : LOFT_DATABASE_LOOK_BRIEF;
      g_autoptr (GError) error = NULL;
      gboolean done = open_and_sync (world, look, told, &error);

      if (done && look == LOFT_DATABASE_LOOK_WHOLE)
        return;
      if (!done)
        g_test_message ("  attempt %u: %s", attempt, error->message);
      if (attempt == MOST_ATTEMPTS)
        {
          print_told (told);
          g_assert_no_error (error);
        }
      sync_world_close (world);
      assert_nothing_wrong_shown (world);
    }
}

static void
run_damage (LoftFakeStyle style, const char *name, LoftDamage damage, GRand *random,
            const char *expected)
{
  SyncWorld *world = new_world (style);
  g_autofree char *path = g_build_filename (world->directory, name, NULL);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *words = NULL;
  g_autofree char *on_server = NULL;
  g_autofree char *shown = NULL;

  sync_world_close (world);
  words = loft_damage_do (damage, path, random);
  g_test_message ("%s: %s", name, words);
  assert_nothing_wrong_shown (world);
  come_back (world, told);
  print_told (told);

  on_server = loft_fake_server_describe (world->server);
  shown = sync_world_describe (world);
  g_assert_cmpstr (on_server, ==, expected);
  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  sync_world_check (world);
  assert_all_cached (world);
  assert_found (world, "n00012", 1);
  assert_found (world, "body", 34);
  assert_kept (world, told);
  sync_world_free (world);
}

static guint
count_damages (void)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? N_EACH_SOAK : N_EACH;
}

static void
test_damages (gconstpointer name)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED + g_str_hash (name) % 1000);
  g_autofree char *deltas = undisturbed_end (LOFT_FAKE_DELTAS);
  g_autofree char *listing = undisturbed_end (LOFT_FAKE_LISTING);

  g_test_message ("seed %d", SEED);
  for (guint i = 0; i < count_damages (); i++)
    {
      LoftFakeStyle style = i / LOFT_N_DAMAGES % 2 == 0 ? LOFT_FAKE_DELTAS : LOFT_FAKE_LISTING;

      run_damage (style, name, (LoftDamage) (i % LOFT_N_DAMAGES), random,
                  style == LOFT_FAKE_DELTAS ? deltas : listing);
    }
}

static gint64
execute (SyncWorld *world, const char *sql)
{
  g_autofree char *path = g_build_filename (world->directory, "content.db", NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value = 0;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  sqlite3_close (handle);
  return value;
}

/* One copy of a dictionary mends the other; without either the messages are fetched again. */
static void
test_dictionary (gconstpointer n_lost)
{
  SyncWorld *world = new_world (LOFT_FAKE_DELTAS);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  guint64 n_bad = 77;

  sync_world_must_sync (world);
  g_assert_cmpint (execute (world, "SELECT count (*) FROM chunk WHERE data >= x'02'"), >, 30);
  sync_world_close (world);
  execute (world, "UPDATE dictionary SET data = x'00'");
  if (GPOINTER_TO_UINT (n_lost) > 1)
    execute (world, "UPDATE dictionary_copy SET checksum = checksum + 1");
  assert_nothing_wrong_shown (world);
  g_assert_true (open_world (world, LOFT_DATABASE_LOOK_WHOLE, told, NULL));
  g_assert_true (loft_account_store_check_contents (world->store, &n_bad, NULL, NULL));
  g_assert_cmpint (n_bad > 0, ==, GPOINTER_TO_UINT (n_lost) > 1);
  g_assert_cmpint (execute (world, "SELECT count (*) FROM dictionary JOIN dictionary_copy"
                                   " USING (id, checksum, data)"),
                   ==, GPOINTER_TO_UINT (n_lost) > 1 ? 0 : 1);
  sync_world_must_sync (world);
  sync_world_check (world);
  assert_all_cached (world);
  sync_world_free (world);
}

/* A crash between the two commits of an eviction: the row says that the content is gone. */
static void
test_evicted (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  gboolean more = FALSE;
  gint64 id;

  sync_world_do (world, "new INBOX a; new INBOX b @400");
  sync_world_must_sync (world);
  id = sync_world_find (world, "INBOX", "b");
  g_assert_true (loft_content_store_has (world->store->content, id));
  g_assert_true (
    loft_mail_store_set_content (world->store->mail, id, LOFT_CONTENT_NONE, NULL, NULL));
  sync_world_close (world);
  sync_world_open (world);
  g_assert_true (loft_account_store_collect (world->store, 10, &more, NULL));
  g_assert_false (loft_content_store_has (world->store->content, id));
  g_assert_true (
    loft_content_store_has (world->store->content, sync_world_find (world, "INBOX", "a")));
  sync_world_free (world);
}

/* Another file's ids and a store that was put back from an older copy: nothing foreign is shown. */
static void
test_older_store (void)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);
  g_autofree char *path = g_build_filename (world->directory, "store.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *old = NULL;
  gsize length = 0;
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *on_server = NULL;
  g_autofree char *shown = NULL;

  sync_world_do (world, "new INBOX a; new INBOX b");
  sync_world_must_sync (world);
  sync_world_close (world);
  g_assert_true (g_file_get_contents (path, &old, &length, NULL));
  sync_world_open (world);
  sync_world_do (world, "new INBOX c; new INBOX d; del INBOX a");
  sync_world_must_sync (world);
  sync_world_close (world);

  g_assert_true (g_file_set_contents (path, old, (gssize) length, NULL));
  g_unlink (log);
  /* What would have got the ids of c and d. */
  sync_world_do (world, "del INBOX c; new INBOX e; new INBOX f");
  come_back (world, told);
  g_assert_cmpuint (told->len, >, 0);
  on_server = loft_fake_server_describe (world->server);
  shown = sync_world_describe (world);
  g_assert_cmpstr (shown, ==, on_server);
  sync_world_check (world);
  assert_all_cached (world);
  sync_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_fatal_mask (NULL, G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_data_func ("/damaged/store", "store.db", test_damages);
  g_test_add_data_func ("/damaged/content", "content.db", test_damages);
  g_test_add_data_func ("/damaged/search", "search.db", test_damages);
  g_test_add_data_func ("/damaged/journal", "operations.journal", test_damages);
  g_test_add_data_func ("/damaged/dictionary/one-copy", GUINT_TO_POINTER (1), test_dictionary);
  g_test_add_data_func ("/damaged/dictionary/both-copies", GUINT_TO_POINTER (2), test_dictionary);
  g_test_add_func ("/damaged/evicted", test_evicted);
  g_test_add_func ("/damaged/older-store", test_older_store);
  return g_test_run ();
}
