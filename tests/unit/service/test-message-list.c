/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-account-opening.h"
#include "loft-folder-store.h"
#include "loft-mail-account-private.h"
#include "loft-message-list.h"

/* A list over a real store, of an account that was not started: what its signals say is replayed on
 * a shadow, which must be equal to the list at every signal. */
typedef struct {
  char *profile;
  LoftOnline *online;
  LoftMailAccount *account;
  LoftMailStore *store; /* the test's own connection: another process, as it were */
  gint64 folder_id;
  LoftMessageList *list;
  GArray *shadow;       /* of gint64 */
  guint n_signals;
  guint n_inserted;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  LoftFolderFacts facts = { .remote_id = "INBOX", .path = "INBOX", .selectable = TRUE };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-list-XXXXXX", NULL);
  fixture->online = loft_online_new ();
  g_free (account->id);
  account->id = g_strdup ("test");
  loft_account_opening_prepare (fixture->profile, account, &error);
  g_assert_no_error (error);
  fixture->account = loft_mail_account_new (fixture->profile, account, fixture->online, 0, NULL);
  path = g_build_filename (loft_mail_account_get_directory (fixture->account), "store.db", NULL);
  fixture->store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  loft_folder_store_put (fixture->store, &facts, &fixture->folder_id, NULL, &error);
  g_assert_no_error (error);
  fixture->shadow = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  /* A load that is under way keeps it for a while. */
  if (fixture->list != NULL)
    g_signal_handlers_disconnect_by_data (fixture->list, fixture);
  g_clear_object (&fixture->list);
  loft_mail_account_stop (fixture->account);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->online);
  loft_mail_store_close (fixture->store);
  g_array_unref (fixture->shadow);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ---- the store ---------------------------------------------------------------------------- */

static gint64
insert (Fixture *fixture, gint64 date)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", ++fixture->n_inserted);
  g_autofree char *subject = g_strdup_printf ("Message %u", fixture->n_inserted);
  g_autoptr (GError) error = NULL;
  LoftNewMessage message = {
    .folder_id = fixture->folder_id,
    .remote_id = remote_id,
    .date = date,
    .server_keywords = "",
    .keywords = "",
    .conversation_id = 1,
    .message_id = "",
    .subject = subject,
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  loft_mail_store_insert (fixture->store, &message, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
insert_many (Fixture *fixture, guint n)
{
  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 0; i < n; i++)
    insert (fixture, 1000 + 10 * (gint64) i);
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
}

static GArray *
stored_ids (Fixture *fixture)
{
  return loft_mail_store_list_ids (fixture->store, fixture->folder_id, G_MAXINT, 0, NULL, NULL);
}

/* ---- the shadow --------------------------------------------------------------------------- */

static void
assert_shadow_equals_list (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));

  g_assert_cmpuint (n, ==, fixture->shadow->len);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (loft_message_list_get_key (fixture->list, i), ==,
                     g_array_index (fixture->shadow, gint64, i));
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added,
                  gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_signals++;
  g_assert_cmpuint (removed + added, >, 0);
  g_assert_cmpuint (position + removed, <=, fixture->shadow->len);
  /* GTK looks every row up for this one. */
  g_assert_false (position == 0 && removed > 1 && removed == added &&
                  removed == fixture->shadow->len);
  if (removed > 0)
    g_array_remove_range (fixture->shadow, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gint64 id = loft_message_list_get_key (fixture->list, position + i);

      g_assert_cmpint (id, !=, 0);
      g_array_insert_val (fixture->shadow, position + i, id);
    }
  assert_shadow_equals_list (fixture);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_test_message ("The list does not come to agree with the store");
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

static gboolean
agrees_with_store (Fixture *fixture)
{
  g_autoptr (GArray) ids = stored_ids (fixture);

  return !loft_message_list_get_loading (fixture->list) && ids->len == fixture->shadow->len &&
         (ids->len == 0 ||
          memcmp (ids->data, fixture->shadow->data, ids->len * sizeof (gint64)) == 0);
}

static void
wait_until_it_agrees (Fixture *fixture)
{
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);

  while (!agrees_with_store (fixture))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
tell_changed (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folder_id);
}

static void
open_list (Fixture *fixture)
{
  const LoftMessageArrangement flat = { .conversations = FALSE };

  fixture->list = loft_message_list_new (fixture->account, fixture->folder_id);
  loft_message_list_set_arrangement (fixture->list, &flat);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture);
  wait_until_it_agrees (fixture);
}

/* ------------------------------------------------------------------------------------------- */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  guint position;

  open_list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), 0));
  g_assert_cmpint (loft_message_list_get_key (fixture->list, 0), ==, 0);
  g_assert_false (loft_message_list_find (fixture->list, 1, &position));
  g_assert_cmpuint (fixture->n_signals, ==, 0);
}

static void
change_at_random (Fixture *fixture, guint n_changes)
{
  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 0; i < n_changes; i++)
    {
      g_autoptr (GArray) ids = stored_ids (fixture);
      guint what = g_test_rand_int_range (0, 3);

      if (what == 0 || ids->len == 0)
        insert (fixture, g_test_rand_int_range (0, 2000));
      else
        {
          gint64 id = g_array_index (ids, gint64, g_test_rand_int_range (0, ids->len));

          if (what == 1)
            g_assert_true (loft_mail_store_remove (fixture->store, id, NULL));
          else
            g_assert_true (loft_mail_store_set_shown (fixture->store, id, LOFT_FLAG_SEEN, "", NULL));
        }
    }
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  insert_many (fixture, 100);
  open_list (fixture);
  for (guint round = 0; round < 200; round++)
    {
      change_at_random (fixture, g_test_rand_int_range (0, 12));
      tell_changed (fixture);
      /* Sometimes more happens while the list is loading. */
      if (round % 3 == 0)
        {
          change_at_random (fixture, 3);
          tell_changed (fixture);
        }
      wait_until_it_agrees (fixture);
    }
}

static void
test_replaces_everything (Fixture *fixture, gconstpointer data)
{
  insert_many (fixture, 3000);
  open_list (fixture);
  fixture->n_signals = 0;
  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 0; i < fixture->shadow->len; i += 2)
    loft_mail_store_remove (fixture->store, g_array_index (fixture->shadow, gint64, i), NULL);
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  tell_changed (fixture);
  wait_until_it_agrees (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
}

static void
count_notify (GObject *object, GParamSpec *spec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
wait_for (guint *count, guint n)
{
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);

  while (*count < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageRow) row = NULL;
  g_autoptr (LoftMessageRow) again = NULL;
  g_autoptr (LoftMessageRow) moved = NULL;
  guint n_notified = 0;
  guint position = 0;
  gint64 id;

  insert_many (fixture, 5);
  open_list (fixture);
  row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  again = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  g_assert_true (row == again);
  id = loft_message_row_get_id (row);
  g_assert_cmpstr (loft_message_row_get_message (row)->subject, ==, "Message 4");
  g_signal_connect (row, "notify::message", G_CALLBACK (count_notify), &n_notified);

  g_assert_true (loft_mail_store_set_shown (fixture->store, id, LOFT_FLAG_SEEN, "", NULL));
  tell_changed (fixture);
  wait_for (&n_notified, 1);
  g_assert_cmpint (loft_message_row_get_message (row)->flags, ==, LOFT_FLAG_SEEN);

  insert (fixture, 100000);
  tell_changed (fixture);
  wait_until_it_agrees (fixture);
  g_assert_true (loft_message_list_find (fixture->list, id, &position));
  g_assert_cmpuint (position, ==, 2);
  moved = g_list_model_get_item (G_LIST_MODEL (fixture->list), 2);
  g_assert_true (moved == row);

  g_assert_true (loft_mail_store_remove (fixture->store, id, NULL));
  tell_changed (fixture);
  wait_until_it_agrees (fixture);
  g_assert_cmpstr (loft_message_row_get_message (row)->subject, ==, "Message 4");
  g_assert_cmpuint (n_notified, ==, 1);
  /* A row may outlive its list. */
  g_clear_object (&fixture->list);
  g_assert_cmpint (loft_message_row_get_id (row), ==, id);
}

static void
test_other_folder_is_quiet (Fixture *fixture, gconstpointer data)
{
  insert_many (fixture, 3);
  open_list (fixture);
  fixture->n_signals = 0;
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folder_id + 1);
  tell_changed (fixture);
  insert (fixture, 5);
  tell_changed (fixture);
  wait_until_it_agrees (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
}

static void
test_closed_while_loading (Fixture *fixture, gconstpointer data)
{
  insert_many (fixture, 1000);
  for (guint i = 0; i < 50; i++)
    {
      LoftMessageList *list = loft_message_list_new (fixture->account, fixture->folder_id);

      if (i % 2 == 0)
        g_main_context_iteration (NULL, FALSE);
      g_object_run_dispose (G_OBJECT (list));
      g_object_unref (list);
    }
  open_list (fixture);
}

static void
test_hundred_thousand (Fixture *fixture, gconstpointer data)
{
  gint64 began;
  gint64 oldest;

  insert_many (fixture, 100000);
  began = g_get_monotonic_time ();
  open_list (fixture);
  g_test_message ("opened in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  oldest = loft_message_list_get_key (fixture->list, 99999);
  insert (fixture, 10000000);
  g_assert_true (loft_mail_store_remove (fixture->store, oldest, NULL));
  began = g_get_monotonic_time ();
  tell_changed (fixture);
  wait_until_it_agrees (fixture);
  g_test_message ("followed in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpuint (fixture->n_signals, ==, 3);
}

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/message-list/empty", test_empty);
  ADD ("/message-list/follows", test_follows);
  ADD ("/message-list/replaces-everything", test_replaces_everything);
  ADD ("/message-list/rows", test_rows);
  ADD ("/message-list/other-folder", test_other_folder_is_quiet);
  ADD ("/message-list/closed-while-loading", test_closed_while_loading);
  ADD ("/message-list/hundred-thousand", test_hundred_thousand);
  return g_test_run ();
}
