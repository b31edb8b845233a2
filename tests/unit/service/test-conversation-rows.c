/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-account-settings.h"
#include "loft-conversation-store.h"
#include "loft-folder-store.h"
#include "loft-message-list-private.h"
#include "loft-mail-account-private.h"
#include "loft-subject-text.h"

/* What a row tells of its conversation, and what is done to it. */

enum { INBOX, SENT, ALL, TRASH, N_FOLDERS };

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *account;
  LoftMailStore *store;
  gint64 folders[N_FOLDERS];
  LoftMessageList *list;
} Fixture;

/* ---- the profile -------------------------------------------------------------------------- */

static void
save_settings (const char *profile, const char *name)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_free (account->id);
  account->id = g_strdup (name);
  g_free (account->name);
  account->name = g_strdup (name);
  g_free (account->address);
  account->address = g_strdup ("Me@example.org");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  g_assert_true (loft_account_settings_save (profile, account, NULL));
}

static LoftMailStore *
open_store (LoftMailAccount *account)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  LoftMailStore *store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, NULL);

  g_assert_nonnull (store);
  return store;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    LoftFolderRole role;
  } folders[N_FOLDERS] = { { "INBOX", LOFT_FOLDER_ROLE_INBOX },
                           { "Sent", LOFT_FOLDER_ROLE_SENT },
                           { "All", LOFT_FOLDER_ROLE_ALL },
                           { "Trash", LOFT_FOLDER_ROLE_TRASH } };

  fixture->profile = g_dir_make_tmp ("loft-rows-XXXXXX", NULL);
  save_settings (fixture->profile, "one");
  save_settings (fixture->profile, "two");
  fixture->service = loft_service_open (fixture->profile, NULL);
  g_assert_nonnull (fixture->service);
  fixture->account = loft_service_find_account (fixture->service, "one");
  fixture->store = open_store (fixture->account);
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      LoftFolderFacts facts = { .remote_id = folders[i].path,
                                .path = folders[i].path,
                                .role = folders[i].role,
                                .selectable = TRUE };

      g_assert_true (
        loft_folder_store_put (fixture->store, &facts, &fixture->folders[i], NULL, NULL));
    }
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_clear_object (&fixture->list);
  loft_service_stop (fixture->service);
  loft_mail_store_close (fixture->store);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

static gint64
insert (LoftMailStore *store, gint64 folder_id, gint64 conversation, gint64 date,
        const char *message_id, const char *sender, LoftFlags flags)
{
  LoftNewMessage message = {
    .folder_id = folder_id,
    .date = date,
    .size = 100,
    .flags = flags,
    .server_keywords = "",
    .keywords = "",
    .conversation_id = conversation,
    .message_id = message_id,
    .subject = "Plan",
    .sender = sender,
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  g_assert_true (loft_mail_store_insert (store, &message, &id, NULL));
  return id;
}

/* Eva writes, I answer (a copy in All), Adam answers unread (a copy too), something is thrown away. */
typedef struct {
  gint64 eva;
  gint64 mine;
  gint64 mine_again;
  gint64 adam;
  gint64 adam_again;
  gint64 thrown;
} Talk;

#define EVA                                                                                        \
  "Eva\x1f"                                                                                        \
  "eva@example.org"
#define ME                                                                                         \
  "Me Myself\x1f"                                                                                  \
  "me@Example.org"
#define ADAM                                                                                       \
  "Adam\x1f"                                                                                       \
  "adam@example.org"

static Talk
make_talk (Fixture *fixture)
{
  gint64 *folders = fixture->folders;
  Talk talk;

  talk.eva =
    insert (fixture->store, folders[INBOX], 1, 100, "a", EVA, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED);
  talk.mine_again = insert (fixture->store, folders[ALL], 1, 200, "b", ME, LOFT_FLAG_SEEN);
  talk.mine = insert (fixture->store, folders[SENT], 1, 200, "b", ME, LOFT_FLAG_SEEN);
  talk.adam_again = insert (fixture->store, folders[ALL], 1, 300, "c", ADAM, 0);
  talk.adam = insert (fixture->store, folders[INBOX], 1, 300, "c", ADAM, 0);
  talk.thrown = insert (fixture->store, folders[TRASH], 1, 400, "d", EVA, 0);
  return talk;
}

/* ---- waiting ------------------------------------------------------------------------------ */

static gboolean
on_timeout (gpointer user_data)
{
  g_assert_not_reached ();
}

static gboolean
is_at_rest (LoftMessageList *list)
{
  return !loft_message_list_get_loading (list) && !list->loading && !list->load_again;
}

static void
wait_for_list (LoftMessageList *list)
{
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);

  while (!is_at_rest (list))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
open_folder (Fixture *fixture, guint folder)
{
  g_clear_object (&fixture->list);
  fixture->list = loft_message_list_new (fixture->account, fixture->folders[folder]);
  wait_for_list (fixture->list);
}

static void
tell_changed (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->account, "messages-changed", G_GINT64_CONSTANT (0));
  wait_for_list (fixture->list);
}

static LoftMessageRow *
row_at (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
assert_conversation (Fixture *fixture, guint folder, const gint64 *ids, guint n_ids)
{
  LoftMailReader *reader = loft_mail_account_get_reader (fixture->account, NULL);
  g_autoptr (GArray) messages =
    loft_mail_reader_list_conversation (reader, 1, fixture->folders[folder], NULL);

  g_assert_cmpuint (messages->len, ==, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_assert_cmpint (g_array_index (messages, LoftConversationMessage, i).id, ==, ids[i]);
}

static void
test_reading_order (Fixture *fixture, gconstpointer data)
{
  Talk talk = make_talk (fixture);
  const gint64 in_inbox[] = { talk.eva, talk.mine, talk.adam };
  const gint64 in_all[] = { talk.eva, talk.mine_again, talk.adam_again };
  const gint64 in_trash[] = { talk.eva, talk.mine, talk.adam, talk.thrown };

  assert_conversation (fixture, INBOX, in_inbox, G_N_ELEMENTS (in_inbox));
  assert_conversation (fixture, ALL, in_all, G_N_ELEMENTS (in_all));
  assert_conversation (fixture, TRASH, in_trash, G_N_ELEMENTS (in_trash));
}

static void
assert_participant (const LoftConversationSummary *summary, guint i, const char *email,
                    gboolean is_me, gboolean unread)
{
  const LoftParticipant *participant = g_ptr_array_index (summary->participants, i);

  g_assert_cmpstr (participant->address->email, ==, email);
  g_assert_cmpint (participant->is_me, ==, is_me);
  g_assert_cmpint (participant->unread, ==, unread);
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  const LoftMessageArrangement flat = { .conversations = FALSE };
  Talk talk = make_talk (fixture);
  g_autoptr (LoftMessageRow) row = NULL;
  g_autoptr (LoftMessageRow) single = NULL;
  const LoftConversationSummary *summary;

  open_folder (fixture, INBOX);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
  row = row_at (fixture, 0);
  g_assert_cmpint (loft_message_row_get_id (row), ==, talk.adam);
  g_assert_cmpint (loft_message_row_get_conversation_id (row), ==, 1);
  summary = loft_message_row_get_summary (row);
  g_assert_cmpuint (summary->n_messages, ==, 3);
  g_assert_cmpuint (summary->n_unread, ==, 1);
  g_assert_true (summary->flagged);
  g_assert_false (summary->attached);
  g_assert_cmpuint (summary->participants->len, ==, 3);
  assert_participant (summary, 0, "adam@example.org", FALSE, TRUE);
  assert_participant (summary, 1, "me@Example.org", TRUE, FALSE);
  assert_participant (summary, 2, "eva@example.org", FALSE, FALSE);

  loft_message_list_set_arrangement (fixture->list, &flat);
  wait_for_list (fixture->list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2);
  single = row_at (fixture, 1);
  g_assert_cmpint (loft_message_row_get_id (single), ==, talk.eva);
  g_assert_cmpint (loft_message_row_get_conversation_id (single), ==, 0);
  g_assert_cmpuint (loft_message_row_get_summary (single)->n_messages, ==, 1);
  g_assert_true (loft_message_row_get_summary (single)->flagged);
}

static void
count (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
wait_until_counted (const guint *counter, guint n)
{
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);

  while (*counter < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  g_assert_cmpuint (*counter, ==, n);
}

/* The row of a conversation is the same one when it goes on, wherever. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  Talk talk = make_talk (fixture);
  g_autoptr (LoftMessageRow) row = NULL;
  g_autoptr (LoftMessageRow) moved = NULL;
  guint n_notified = 0;
  gint64 newest;

  insert (fixture->store, fixture->folders[INBOX], 2, 350, "x", EVA, 0);
  open_folder (fixture, INBOX);
  row = row_at (fixture, 1);
  g_assert_cmpint (loft_message_row_get_id (row), ==, talk.adam);
  loft_message_row_get_summary (row);
  g_signal_connect_swapped (row, "notify::message", G_CALLBACK (count), &n_notified);

  /* My own answer, in another folder: told with that folder's name. */
  insert (fixture->store, fixture->folders[SENT], 1, 500, "e", ME, LOFT_FLAG_SEEN);
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folders[SENT]);
  wait_until_counted (&n_notified, 1);
  g_assert_cmpuint (loft_message_row_get_summary (row)->n_messages, ==, 4);
  g_assert_cmpint (loft_message_row_get_id (row), ==, talk.adam);

  newest = insert (fixture->store, fixture->folders[INBOX], 1, 600, "f", EVA, 0);
  tell_changed (fixture);
  moved = row_at (fixture, 0);
  g_assert_true (moved == row);
  g_assert_cmpint (loft_message_row_get_id (row), ==, newest);
  g_assert_cmpint (loft_message_row_get_message (row)->id, ==, newest);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_true (loft_mail_store_remove (fixture->store, newest, NULL));
  tell_changed (fixture);
  g_assert_cmpint (loft_message_row_get_message (row)->id, ==, talk.adam);

  /* In a window of its own, when another folder is shown by now. */
  g_clear_object (&moved);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  g_assert_true (loft_mail_store_set_shown (fixture->store, talk.adam, LOFT_FLAG_SEEN, "", NULL));
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folders[INBOX]);
  g_assert_cmpint (loft_message_row_get_message (row)->flags, ==, LOFT_FLAG_SEEN);
  g_assert_cmpuint (loft_message_row_get_summary (row)->n_unread, ==, 0);
}

/* A list that is closed in the middle of a load lets its rows go at once. */
static void
test_closed_while_loading (Fixture *fixture, gconstpointer data)
{
  const LoftMessageArrangement flat = { .conversations = FALSE };
  Talk talk = make_talk (fixture);
  g_autoptr (LoftMessageRow) row = NULL;

  open_folder (fixture, INBOX);
  row = row_at (fixture, 0);
  loft_message_row_get_summary (row);
  loft_message_list_set_arrangement (fixture->list, &flat);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  g_assert_true (loft_mail_store_set_shown (fixture->store, talk.adam, LOFT_FLAG_SEEN, "", NULL));
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folders[INBOX]);
  g_assert_cmpint (loft_message_row_get_message (row)->flags, ==, LOFT_FLAG_SEEN);
}

/* A message in another folder joins two conversations of this one. */
static void
test_joined (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) references = g_ptr_array_new ();
  g_autoptr (LoftMessageRow) first = NULL;
  g_autoptr (LoftMessageRow) second = NULL;
  g_autoptr (LoftMessageRow) joined = NULL;
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);
  gint64 one = 0;
  gint64 other = 0;
  gint64 both = 0;

  g_assert_true (loft_conversation_store_join (fixture->store, "a", NULL, &one, NULL));
  insert (fixture->store, fixture->folders[INBOX], one, 100, "a", EVA, 0);
  g_assert_true (loft_conversation_store_join (fixture->store, "b", NULL, &other, NULL));
  insert (fixture->store, fixture->folders[INBOX], other, 200, "b", EVA, 0);
  open_folder (fixture, INBOX);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2);
  first = row_at (fixture, 0);
  second = row_at (fixture, 1);
  loft_message_row_get_summary (first);
  loft_message_row_get_summary (second);

  g_ptr_array_add (references, (char *) "b");
  g_ptr_array_add (references, (char *) "a");
  g_assert_true (loft_conversation_store_join (fixture->store, "c", references, &both, NULL));
  insert (fixture->store, fixture->folders[SENT], both, 300, "c", ME, LOFT_FLAG_SEEN);
  g_signal_emit_by_name (fixture->account, "messages-changed", fixture->folders[SENT]);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) != 1)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  wait_for_list (fixture->list);
  joined = row_at (fixture, 0);
  g_assert_cmpint (loft_message_row_get_conversation_id (joined), ==, both);
  g_assert_cmpuint (loft_message_row_get_summary (joined)->n_messages, ==, 3);
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer groups)
{
  g_autoptr (GError) error = NULL;

  *(GPtrArray **) groups =
    loft_message_list_gather_finish (LOFT_MESSAGE_LIST (source), result, &error);
  g_assert_no_error (error);
}

static GArray *
gather (Fixture *fixture, LoftGatherScope scope)
{
  gint64 key = loft_message_list_get_key (fixture->list, 0);
  g_autoptr (GPtrArray) groups = NULL;
  guint timeout = g_timeout_add_seconds (120, on_timeout, NULL);
  LoftMessageGroup *group;

  loft_message_list_gather_async (fixture->list, &key, 1, scope, NULL, on_gathered, &groups);
  while (groups == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  g_assert_cmpuint (groups->len, ==, 1);
  group = g_ptr_array_index (groups, 0);
  g_assert_true (group->account == fixture->account);
  return g_array_ref (group->ids);
}

static gboolean
has_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static void
test_gather (Fixture *fixture, gconstpointer data)
{
  Talk talk = make_talk (fixture);
  g_autoptr (GArray) newest = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) here = NULL;

  open_folder (fixture, INBOX);
  newest = gather (fixture, LOFT_GATHER_ROWS);
  g_assert_cmpuint (newest->len, ==, 1);
  g_assert_true (has_id (newest, talk.adam));
  all = gather (fixture, LOFT_GATHER_CONVERSATIONS);
  g_assert_cmpuint (all->len, ==, 5);
  g_assert_true (has_id (all, talk.adam) && has_id (all, talk.adam_again));
  g_assert_false (has_id (all, talk.thrown));
  here = gather (fixture, LOFT_GATHER_HERE);
  g_assert_cmpuint (here->len, ==, 2);
  g_assert_true (has_id (here, talk.adam) && has_id (here, talk.eva));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer done)
{
  g_assert_true (loft_service_remove_account_finish (LOFT_SERVICE (source), result, NULL));
  *(gboolean *) done = TRUE;
}

static void
add_inbox (LoftMailAccount *account)
{
  g_autoptr (LoftMailStore) store = open_store (account);
  LoftFolderFacts facts = {
    .remote_id = "INBOX", .path = "INBOX", .role = LOFT_FOLDER_ROLE_INBOX, .selectable = TRUE
  };
  gint64 inbox = 0;

  g_assert_true (loft_folder_store_put (store, &facts, &inbox, NULL, NULL));
  insert (store, inbox, 1, 250, "z", EVA, 0);
}

/* An account that goes takes its rows along; the keys of the others stay. */
static void
test_account_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMailAccount) other =
    g_object_ref (loft_service_find_account (fixture->service, "two"));
  gboolean done = FALSE;
  gint64 key;

  make_talk (fixture);
  add_inbox (other);
  fixture->list = loft_message_list_new_unified (fixture->service, LOFT_UNIFIED_INBOX);
  wait_for_list (fixture->list);
  g_assert_null (loft_message_list_get_account (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2);
  key = loft_message_list_get_key (fixture->list, 0);
  g_assert_cmpint (loft_message_list_get_key (fixture->list, 1), !=, key);
  loft_service_remove_account_async (fixture->service, other, NULL, on_removed, &done);
  while (!done || !is_at_rest (fixture->list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
  g_assert_cmpint (loft_message_list_get_key (fixture->list, 0), ==, key);
}

/* Whatever is asked while it loads, the last arrangement is what is shown. */
static void
test_impatience (Fixture *fixture, gconstpointer data)
{
  LoftMessageArrangement arrangement = LOFT_MESSAGE_ARRANGEMENT_DEFAULT;
  g_autoptr (LoftMessageRow) row = NULL;

  for (guint i = 0; i < 2000; i++)
    insert (fixture->store, fixture->folders[INBOX], i + 1, i, "", EVA, 0);
  fixture->list = loft_message_list_new (fixture->account, fixture->folders[INBOX]);
  for (guint i = 0; i < 60; i++)
    {
      arrangement.sort = i % 5;
      arrangement.ascending = i % 2 == 0;
      arrangement.conversations = i % 3 == 0;
      loft_message_list_set_arrangement (fixture->list, &arrangement);
      for (guint k = 0; k < i % 7; k++)
        g_main_context_iteration (NULL, FALSE);
    }
  arrangement =
    (LoftMessageArrangement){ .conversations = FALSE, .sort = LOFT_SORT_DATE, .ascending = TRUE };
  loft_message_list_set_arrangement (fixture->list, &arrangement);
  wait_for_list (fixture->list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2000);
  row = row_at (fixture, 0);
  g_assert_cmpint (loft_message_row_get_message (row)->date, ==, 0);
}

static void
test_subjects (void)
{
  static const char *const table[][2] = {
    { "Plan", "Plan" },
    { "Re: Plan", "Plan" },
    { "RE:Plan", "Plan" },
    { "re[2]: AW:  Fwd: Plan", "Plan" },
    { "Re (3): Plan", "Plan" },
    { "Re\xef\xbc\x9aPlan", "Plan" },
    { "\xe5\x9b\x9e\xe5\xa4\x8d: Plan", "Plan" },
    { "\xd0\x9e\xd1\x82\xd0\xb2: Plan", "Plan" },
    { "Report", "Report" },
    { "Re", "Re" },
    { "Re:", "Re:" },
    { "Re[: Plan", "Re[: Plan" },
    { "", "" },
  };
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpstr (loft_subject_text_without_prefixes (table[i][0]), ==, table[i][1]);
  for (guint i = 0; i < 200000; i++)
    g_string_append (many, "Re: ");
  g_string_append (many, "end");
  g_assert_cmpstr (loft_subject_text_without_prefixes (many->str), ==, "end");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/conversation-rows/reading-order", test_reading_order);
  ADD ("/conversation-rows/summary", test_summary);
  ADD ("/conversation-rows/goes-on", test_goes_on);
  ADD ("/conversation-rows/closed-while-loading", test_closed_while_loading);
  ADD ("/conversation-rows/joined", test_joined);
  ADD ("/conversation-rows/gather", test_gather);
  ADD ("/conversation-rows/account-goes", test_account_goes);
  ADD ("/conversation-rows/impatience", test_impatience);
  g_test_add_func ("/conversation-rows/subjects", test_subjects);
  return g_test_run ();
}
