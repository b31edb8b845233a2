/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"
#include "sync-world.h"

/* Waiting operations: what they show, what survives, what the server gets and in which order. */

static void
assert_sides (SyncWorld *world, const char *here, const char *there)
{
  g_autofree char *shown = sync_world_describe (world);
  g_autofree char *server = loft_fake_server_describe (world->server);

  g_assert_cmpstr (shown, ==, here);
  g_assert_cmpstr (server, ==, there);
  sync_world_check (world);
}

static SyncWorld *
world_with (const char *script)
{
  SyncWorld *world = sync_world_new (LOFT_FAKE_DELTAS);

  sync_world_do (world, script);
  sync_world_must_sync (world);
  return world;
}

static void
reopen (SyncWorld *world)
{
  sync_world_close (world);
  sync_world_open (world);
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

/* The calls of change_flags since the last look, joined by "; ". */
static char *
take_changes (SyncWorld *world)
{
  GPtrArray *calls = loft_fake_backend_get_calls (world->backend);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < calls->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (calls, i), "change-flags "))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                              (char *) g_ptr_array_index (calls, i) + strlen ("change-flags "));
  g_ptr_array_set_size (calls, 0);
  return g_string_free (text, FALSE);
}

static void
assert_changes (SyncWorld *world, const char *expected)
{
  g_autofree char *changes = take_changes (world);

  g_assert_cmpstr (changes, ==, expected);
}

/* ---- applying ----------------------------------------------------------------------------- */

static void
test_shown_at_once (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b S");

  sync_world_do (world, "here INBOX a +S; here INBOX b +F +$Work");
  assert_sides (world, "INBOX: a[S] b[SF,$Work]\n", "INBOX: a[] b[S]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  reopen (world);
  assert_sides (world, "INBOX: a[S] b[SF,$Work]\n", "INBOX: a[] b[S]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S] b[SF,$Work]\n", "INBOX: a[S] b[SF,$Work]\n");
  sync_world_free (world);
}

static void
test_what_shows_already_is_left_out (void)
{
  SyncWorld *world = world_with ("new INBOX a S; new INBOX b");
  g_autoptr (LoftFlagChange) seen = loft_flag_change_new (LOFT_FLAG_SEEN, 0, NULL, NULL);
  gint64 ids[] = { sync_world_find (world, "INBOX", "a"), sync_world_find (world, "INBOX", "b"),
                   4242, sync_world_find (world, "INBOX", "b") };
  guint n_changed = 0;

  g_assert_true (loft_operation_queue_change_flags (world->local, world->local_journal, ids, 4,
                                                    seen, &n_changed, NULL));
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_true (loft_operation_queue_change_flags (world->local, world->local_journal, ids, 4,
                                                    seen, &n_changed, NULL));
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
  take_changes (world);
  sync_world_must_sync (world);
  assert_changes (world, "INBOX 2 +S -");
  sync_world_free (world);
}

static void
test_one_operation_many_folders (void)
{
  SyncWorld *world = world_with ("new INBOX a; mkdir Work; new Work w; new Work x");
  g_autoptr (LoftFlagChange) seen = loft_flag_change_new (LOFT_FLAG_SEEN, 0, NULL, NULL);
  gint64 ids[] = { sync_world_find (world, "INBOX", "a"), sync_world_find (world, "Work", "w"),
                   sync_world_find (world, "Work", "x") };

  g_assert_true (loft_operation_queue_change_flags (world->local, world->local_journal, ids, 3,
                                                    seen, NULL, NULL));
  g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\nWork: w[S] x[S]\n", "INBOX: a[S]\nWork: w[S] x[S]\n");
  sync_world_free (world);
}

/* ---- replaying ---------------------------------------------------------------------------- */

static void
test_replay_in_order (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S; here INBOX b +F; here INBOX a -S; here INBOX a +A");
  take_changes (world);
  sync_world_must_sync (world);
  assert_changes (world, "INBOX 1 +S -; INBOX 2 +F -; INBOX 1 + -S; INBOX 1 +A -");
  assert_sides (world, "INBOX: a[A] b[F]\n", "INBOX: a[A] b[F]\n");
  sync_world_free (world);
}

/* The first failure is the connection's; after the second the oldest due operation steps aside. */
/* The first failure may be the connection's; after the second the operation steps aside and the
 * rest goes on. */
static void
fail_until_it_steps_aside (SyncWorld *world)
{
  g_autoptr (GError) error = NULL;

  loft_fake_backend_fail (world->backend, "change-flags", 1, LOFT_ERROR_TEMPORARY);
  g_assert_false (sync_world_sync (world, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  loft_fake_backend_fail (world->backend, "change-flags", 1, LOFT_ERROR_TEMPORARY);
  sync_world_must_sync (world);
}

/* What is not due yet holds back what was done to the same message later, and nothing else. */
static void
test_a_waiting_one_holds_back_later_ones (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  sync_world_do (world, "here INBOX a -S; here INBOX b +F");
  take_changes (world);
  sync_world_must_sync (world);
  assert_changes (world, "INBOX 2 +F -");
  assert_sides (world, "INBOX: a[] b[F]\n", "INBOX: a[] b[F]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  loft_clock_set_for_test (SYNC_WORLD_NOW + 60);
  sync_world_must_sync (world);
  assert_changes (world, "INBOX 1 +S -; INBOX 1 + -S");
  assert_sides (world, "INBOX: a[] b[F]\n", "INBOX: a[] b[F]\n");
  sync_world_free (world);
}

/* A bad line for weeks is no refusal. */
static void
test_trouble_never_takes_back (void)
{
  static const LoftError classes[] = { LOFT_ERROR_OFFLINE, LOFT_ERROR_TEMPORARY, LOFT_ERROR_AUTH,
                                       LOFT_ERROR_UNTRUSTED, LOFT_ERROR_STORE };
  SyncWorld *world = world_with ("new INBOX a");

  sync_world_do (world, "here INBOX a +S");
  for (guint i = 0; i < 100; i++)
    {
      loft_clock_set_for_test (SYNC_WORLD_NOW + 3600 * (i + 1));
      loft_fake_backend_fail (world->backend, "change-flags", 1,
                              classes[i % G_N_ELEMENTS (classes)]);
      sync_world_sync (world, NULL);
      g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
    }
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[]\n");
  loft_fake_backend_fail (world->backend, NULL, 0, LOFT_ERROR_OFFLINE);
  loft_clock_set_for_test (SYNC_WORLD_NOW + 3600 * 200);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[S]\n");
  sync_world_free (world);
}

static gboolean
answer_nonsense (const char *step, gpointer user_data, GError **error)
{
  const LoftError *error_class = user_data;

  if (strcmp (step, "change-flags") != 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, *error_class, "Nonsense");
  return FALSE;
}

/* Nor are hundreds of wrong answers: it waits, is seen waiting, and stops nothing else. */
static void
test_nonsense_takes_nothing_back (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  LoftError error_class;

  sync_world_do (world, "here INBOX a +S");
  loft_fake_backend_set_step_func (world->backend, answer_nonsense, &error_class);
  for (guint i = 0; i < 200; i++)
    {
      loft_clock_set_for_test (SYNC_WORLD_NOW + 3600 * (i + 1));
      error_class = i % 2 ? LOFT_ERROR_PROTOCOL : LOFT_ERROR_GONE;
      sync_world_must_sync (world);
      g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
    }
  loft_fake_backend_set_step_func (world->backend, NULL, NULL);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[]\n");
  loft_clock_set_for_test (SYNC_WORLD_NOW + 3600 * 300);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[S]\n");
  sync_world_free (world);
}

/* One that the server stumbles over does not stand in the way of the others. */
static void
test_stumbling_is_passed_over (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  g_assert_true (loft_operation_store_end_pauses (world->local, NULL));
  sync_world_do (world, "here INBOX b +F");
  loft_fake_backend_fail (world->backend, "change-flags", 1, LOFT_ERROR_TEMPORARY);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S] b[F]\n", "INBOX: a[] b[F]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
  sync_world_free (world);
}

/* A person who asks for a sync does not wait for pauses to end. */
static void
test_end_pauses (void)
{
  SyncWorld *world = world_with ("new INBOX a");

  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[]\n");
  g_assert_true (loft_operation_store_end_pauses (world->local, NULL));
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[S]\n");
  sync_world_free (world);
}

static void
test_clock_set_back (void)
{
  SyncWorld *world = world_with ("new INBOX a");

  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  loft_clock_set_for_test (SYNC_WORLD_NOW - 10 * 365 * 24 * 3600);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[S]\n");
  sync_world_free (world);
}

static void
test_lost_reply (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S; here INBOX b +F");
  loft_fake_backend_fail (world->backend, "reply", 1, LOFT_ERROR_OFFLINE);
  g_assert_false (sync_world_sync (world, NULL));
  assert_sides (world, "INBOX: a[S] b[F]\n", "INBOX: a[S] b[]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  sync_world_do (world, "flag INBOX a +A");
  loft_clock_set_for_test (SYNC_WORLD_NOW + 60);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[SA] b[F]\n", "INBOX: a[SA] b[F]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  sync_world_free (world);
}

/* The server's word comes while the change still waits: it is not shown over it. */
static void
test_sync_keeps_what_is_shown (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b F");

  sync_world_do (world, "here INBOX b -F");
  fail_until_it_steps_aside (world);
  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  sync_world_do (world, "flag INBOX a +A; flag INBOX b +A");
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[SA] b[A]\n", "INBOX: a[A] b[AF]\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  loft_clock_set_for_test (SYNC_WORLD_NOW + 3600);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[SA] b[A]\n", "INBOX: a[SA] b[A]\n");
  sync_world_free (world);
}

/* ---- taking back -------------------------------------------------------------------------- */

static gint64
nth_operation (SyncWorld *world, guint n)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (world->local, NULL);

  g_assert_cmpuint (n, <, records->len);
  return ((LoftOperationRecord *) g_ptr_array_index (records, n))->id;
}

static void
test_discard (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  g_autoptr (GError) error = NULL;
  gint64 id;

  sync_world_do (world, "here INBOX a +S; here INBOX a +F; here INBOX a -S");
  id = nth_operation (world, 1);
  g_assert_true (loft_operation_queue_discard (world->local, world->local_journal, id, NULL));
  assert_sides (world, "INBOX: a[]\n", "INBOX: a[]\n");
  g_assert_false (loft_operation_queue_discard (world->local, world->local_journal, id, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  reopen (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 2);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[]\n", "INBOX: a[]\n");
  sync_world_free (world);
}

static void
test_retry (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  g_autoptr (LoftOperationRecord) record = NULL;

  sync_world_do (world, "here INBOX a +S");
  fail_until_it_steps_aside (world);
  record = loft_operation_store_get (world->local, nth_operation (world, 0), NULL);
  g_assert_cmpuint (record->tries, ==, 2);
  g_assert_cmpint (record->not_before, >, SYNC_WORLD_NOW);
  g_assert_cmpstr (record->error, ==, "change-flags fails");
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[]\n");
  g_assert_true (loft_operation_queue_retry (world->local, record->id, NULL));
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\n", "INBOX: a[S]\n");
  sync_world_free (world);
}

static void
test_back_off_grows (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  gint64 last_wait = 0;
  gint64 now = SYNC_WORLD_NOW;

  sync_world_do (world, "here INBOX a +S");
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (LoftOperationRecord) record = NULL;

      loft_fake_backend_fail (world->backend, "change-flags", 1, LOFT_ERROR_TEMPORARY);
      g_assert_cmpint (sync_world_sync (world, NULL), ==, i > 0);
      record = loft_operation_store_get (world->local, nth_operation (world, 0), NULL);
      g_assert_cmpint (MAX (record->not_before - now, 0), >=, last_wait);
      g_assert_cmpint (record->not_before - now, <=, 600);
      last_wait = MAX (record->not_before - now, 0);
      now = MAX (now, record->not_before);
      loft_clock_set_for_test (now);
    }
  g_assert_cmpint (last_wait, ==, 600);
  sync_world_free (world);
}

/* ---- the journal -------------------------------------------------------------------------- */

static void
test_store_lost (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b; mkdir Work; new Work w");

  sync_world_do (world, "here INBOX a +S; here Work w +F +$Home; here INBOX b +S");
  delete_store (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  /* The messages come with the first sync, and the operations with them; the next one sends. */
  sync_world_must_sync (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 3);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S] b[S]\nWork: w[F,$Home]\n",
                "INBOX: a[S] b[S]\nWork: w[F,$Home]\n");
  delete_store (world);
  sync_world_must_sync (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  sync_world_free (world);
}

/* The sync that would bring the messages back is cut off, twice. */
static void
test_store_lost_and_cut_off (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S");
  delete_store (world);
  loft_fake_backend_fail (world->backend, "changes", 1, LOFT_ERROR_OFFLINE);
  g_assert_false (sync_world_sync (world, NULL));
  reopen (world);
  loft_fake_backend_fail (world->backend, "fetched", 1, LOFT_ERROR_OFFLINE);
  g_assert_false (sync_world_sync (world, NULL));
  reopen (world);
  loft_fake_backend_fail (world->backend, NULL, 0, LOFT_ERROR_OFFLINE);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S] b[]\n", "INBOX: a[S] b[]\n");
  sync_world_free (world);
}

/* An id names another message by now: the journal's change is kept from it. */
static void
test_store_lost_and_ids_new (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b");

  sync_world_do (world, "here INBOX a +S");
  delete_store (world);
  sync_world_do (world, "validity INBOX");
  sync_world_must_sync (world);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[] b[]\n", "INBOX: a[] b[]\n");
  sync_world_free (world);
}

static void
test_finished_stay_finished (void)
{
  SyncWorld *world = world_with ("new INBOX a; new INBOX b; new INBOX c; refuse INBOX c");

  sync_world_do (world, "here INBOX a +S; here INBOX b +S; discard; here INBOX c +S");
  /* Without the recovery that would write the journal anew: only the notes in it say so. */
  g_assert_true (loft_account_sync_run (world->sync, 0, NULL, NULL));
  assert_sides (world, "INBOX: a[] b[S] c[]\n", "INBOX: a[] b[S] c[]\n");
  for (guint i = 0; i < 3; i++)
    {
      delete_store (world);
      sync_world_must_sync (world);
      sync_world_must_sync (world);
      assert_sides (world, "INBOX: a[] b[S] c[]\n", "INBOX: a[] b[S] c[]\n");
    }
  sync_world_free (world);
}

/* Done on the server and in the store, but the note in the journal was not written any more. */
static void
test_done_but_not_journaled (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  g_autoptr (LoftOperationRecord) record = NULL;

  sync_world_do (world, "here INBOX a +S");
  g_assert_true (loft_operation_store_remove (world->local, nth_operation (world, 0), NULL));
  reopen (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  reopen (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  sync_world_free (world);
}

static void
test_journal_stays_small (void)
{
  SyncWorld *world = world_with ("new INBOX a");

  for (guint i = 0; i < 50; i++)
    {
      sync_world_do (world, i % 2 ? "here INBOX a -S" : "here INBOX a +S");
      sync_world_must_sync (world);
    }
  reopen (world);
  g_assert_cmpuint (loft_journal_get_size (world->journal), ==, 0);
  sync_world_free (world);
}

/* A file full of nonsense, with sound checksums, puts nothing back and stops nothing. */
static void
test_journal_of_nonsense (void)
{
  static const char *const records[] = {
    "",
    "[operation]\n",
    "[operation]\nuuid=x\n",
    "no key file at all \xff\xfe",
    "[operation]\nuuid=y\nkind=flags\narguments=rubbish\ncreated=1\n[message 0]\nfolder=INBOX\n",
    "[operation]\nuuid=z\nkind=teleport\narguments=\ncreated=1\n[message 0]\nfolder=INBOX\n"
    "remote-id=1\nmessage-id=other@example.org\n",
    "[operation]\ndone=nobody\n",
  };
  SyncWorld *world = world_with ("new INBOX a");

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GBytes) record = g_bytes_new_static (records[i], strlen (records[i]));

      g_assert_true (loft_journal_append (world->journal, record, NULL));
    }
  reopen (world);
  sync_world_must_sync (world);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  assert_sides (world, "INBOX: a[]\n", "INBOX: a[]\n");
  sync_world_free (world);
}

/* ---- more than flags ---------------------------------------------------------------------- */

/* (transfer full) the calls that begin with word since the last look, joined by "; ". */
static char *
take_calls (SyncWorld *world, const char *word)
{
  GPtrArray *calls = loft_fake_backend_get_calls (world->backend);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < calls->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (calls, i), word))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                              (char *) g_ptr_array_index (calls, i));
  g_ptr_array_set_size (calls, 0);
  return g_string_free (text, FALSE);
}

static void
test_neighbours_are_joined (void)
{
  SyncWorld *world = world_with ("mkdir Work; new INBOX a; new INBOX b; new INBOX c; new INBOX d");
  g_autofree char *calls = NULL;

  g_free (take_calls (world, ""));
  sync_world_do (world, "move INBOX a Work; move INBOX b Work; here INBOX d +S; move INBOX c Work");
  sync_world_must_sync (world);
  calls = take_calls (world, "move");
  g_assert_cmpstr (calls, ==, "move INBOX 1,2 Work; move INBOX 3 Work");
  assert_sides (world, "INBOX: d[S]\nWork: a[] b[] c[]\n", "INBOX: d[S]\nWork: a[] b[] c[]\n");
  sync_world_free (world);
}

/* One that is refused does not take its neighbours with it. */
static void
test_refused_among_neighbours (void)
{
  SyncWorld *world = world_with ("mkdir Work; new INBOX a; new INBOX b; new INBOX c;"
                                 " refuse INBOX b");

  sync_world_do (world, "move INBOX a Work; move INBOX b Work; move INBOX c Work");
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: b[]\nWork: a[] c[]\n", "INBOX: b[]\nWork: a[] c[]\n");
  g_assert_cmpuint (sync_world_count_problems (world), ==, 1);
  sync_world_free (world);
}

static void
undo_after_sending (const char *before, const char *here, const char *between, const char *sides)
{
  SyncWorld *world = world_with (before);
  g_autoptr (GHashTable) ids = sync_world_list_local_ids (world);
  g_autoptr (GHashTable) after = NULL;
  gint64 *id;

  sync_world_do (world, here);
  sync_world_must_sync (world);
  assert_sides (world, between, between);
  sync_world_do (world, "undo");
  sync_world_must_sync (world);
  assert_sides (world, sides, sides);
  after = sync_world_list_local_ids (world);
  id = g_hash_table_lookup (ids, "a");
  if (id != NULL)
    g_assert_cmpint (*id, ==, *(gint64 *) g_hash_table_lookup (after, "a"));
  sync_world_free (world);
}

static void
test_undo_after_sending (void)
{
  undo_after_sending ("mkdir Work; new INBOX a", "move INBOX a Work", "INBOX:\nWork: a[]\n",
                      "INBOX: a[]\nWork:\n");
  undo_after_sending ("new INBOX a F", "here INBOX a +S -F", "INBOX: a[S]\n", "INBOX: a[F]\n");
  undo_after_sending ("mkdir Work; new INBOX a", "copy INBOX a Work", "INBOX: a[]\nWork: a[]\n",
                      "INBOX: a[]\nWork:\n");
  undo_after_sending ("new INBOX a", "append INBOX n", "INBOX: a[] n[S]\n", "INBOX: a[]\n");
  undo_after_sending ("new INBOX a", "create Work", "INBOX: a[]\nWork:\n", "INBOX: a[]\n");
  undo_after_sending ("mkdir Work; new Work a", "rename Work Job", "INBOX:\nJob: a[]\n",
                      "INBOX:\nWork: a[]\n");
}

static void
test_undo_of_erasing_after_sending (void)
{
  SyncWorld *world = world_with ("new INBOX a");
  g_autoptr (GError) error = NULL;

  sync_world_do (world, "erase INBOX a");
  sync_world_must_sync (world);
  g_assert_false (loft_undo_run (world->undo, world->local, world->local_journal, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  assert_sides (world, "INBOX:\n", "INBOX:\n");
  sync_world_free (world);
}

/* Messages may be on their way out of it. */
static void
test_folder_goes_last (void)
{
  SyncWorld *world = world_with ("mkdir Work; new Work w");

  sync_world_do (world, "move Work w INBOX; drop Work");
  loft_fake_backend_fail (world->backend, "move", 1, LOFT_ERROR_TEMPORARY);
  sync_world_sync (world, NULL);
  g_assert_nonnull (loft_fake_server_find_folder (world->server, "Work"));
  loft_clock_set_for_test (loft_clock_now () + 3600);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: w[]\n", "INBOX: w[]\n");
  sync_world_free (world);
}

/* The reply to a move is lost, and a listing tells of its copy before anybody looks for it. */
static void
test_listed_before_found (void)
{
  SyncWorld *world = world_with ("mkdir Work; new INBOX a; new INBOX b");
  gint64 id = sync_world_find (world, "INBOX", "a");
  gint64 work = 0;
  g_autoptr (LoftFolder) folder = loft_folder_store_find (world->store->mail, "Work", NULL);
  g_autoptr (GError) error = NULL;

  work = folder->id;
  sync_world_do (world, "move INBOX a Work");
  loft_fake_backend_fail (world->backend, "reply", 1, LOFT_ERROR_OFFLINE);
  g_assert_false (sync_world_sync (world, NULL));
  g_assert_true (loft_account_sync_look (world->sync, work, NULL, &error));
  g_assert_no_error (error);
  loft_clock_set_for_test (loft_clock_now () + 3600);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: b[]\nWork: a[]\n", "INBOX: b[]\nWork: a[]\n");
  g_assert_cmpint (sync_world_find (world, "Work", "a"), ==, id);
  sync_world_free (world);
}

/* What is only here waits for room on the server, and holds nobody up. */
static void
test_append_waits_for_room (void)
{
  SyncWorld *world = world_with ("mkdir Work; new INBOX a");

  sync_world_do (world, "full Work; append Work n; here INBOX a +S");
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\nWork: n[S]\n", "INBOX: a[S]\nWork:\n");
  g_assert_cmpuint (sync_world_count_operations (world), ==, 1);
  g_assert_cmpuint (sync_world_count_problems (world), ==, 0);
  sync_world_do (world, "room Work");
  loft_clock_set_for_test (loft_clock_now () + 3600);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX: a[S]\nWork: n[S]\n", "INBOX: a[S]\nWork: n[S]\n");
  sync_world_free (world);
}

/* The store is lost: what was moved offline is put back for messages found where the server has them. */
static void
test_store_lost_with_a_move (void)
{
  SyncWorld *world = world_with ("mkdir Work; new INBOX a; new INBOX b");

  sync_world_do (world, "move INBOX a Work; erase INBOX b");
  delete_store (world);
  sync_world_must_sync (world);
  sync_world_must_sync (world);
  assert_sides (world, "INBOX:\nWork: a[]\n", "INBOX:\nWork: a[]\n");
  sync_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operations/shown-at-once", test_shown_at_once);
  g_test_add_func ("/operations/what-shows-is-left-out", test_what_shows_already_is_left_out);
  g_test_add_func ("/operations/many-folders", test_one_operation_many_folders);
  g_test_add_func ("/operations/in-order", test_replay_in_order);
  g_test_add_func ("/operations/hold-back", test_a_waiting_one_holds_back_later_ones);
  g_test_add_func ("/operations/trouble-never-takes-back", test_trouble_never_takes_back);
  g_test_add_func ("/operations/nonsense", test_nonsense_takes_nothing_back);
  g_test_add_func ("/operations/passed-over", test_stumbling_is_passed_over);
  g_test_add_func ("/operations/end-pauses", test_end_pauses);
  g_test_add_func ("/operations/clock-set-back", test_clock_set_back);
  g_test_add_func ("/operations/lost-reply", test_lost_reply);
  g_test_add_func ("/operations/sync-keeps-shown", test_sync_keeps_what_is_shown);
  g_test_add_func ("/operations/discard", test_discard);
  g_test_add_func ("/operations/retry", test_retry);
  g_test_add_func ("/operations/back-off", test_back_off_grows);
  g_test_add_func ("/operations/store-lost", test_store_lost);
  g_test_add_func ("/operations/store-lost-and-cut-off", test_store_lost_and_cut_off);
  g_test_add_func ("/operations/store-lost-and-ids-new", test_store_lost_and_ids_new);
  g_test_add_func ("/operations/finished-stay-finished", test_finished_stay_finished);
  g_test_add_func ("/operations/done-but-not-journaled", test_done_but_not_journaled);
  g_test_add_func ("/operations/journal-stays-small", test_journal_stays_small);
  g_test_add_func ("/operations/journal-of-nonsense", test_journal_of_nonsense);
  g_test_add_func ("/operations/neighbours-joined", test_neighbours_are_joined);
  g_test_add_func ("/operations/refused-among-neighbours", test_refused_among_neighbours);
  g_test_add_func ("/operations/undo-after-sending", test_undo_after_sending);
  g_test_add_func ("/operations/undo-erasing", test_undo_of_erasing_after_sending);
  g_test_add_func ("/operations/folder-goes-last", test_folder_goes_last);
  g_test_add_func ("/operations/listed-before-found", test_listed_before_found);
  g_test_add_func ("/operations/append-waits-for-room", test_append_waits_for_room);
  g_test_add_func ("/operations/store-lost-with-a-move", test_store_lost_with_a_move);
  return g_test_run ();
}
