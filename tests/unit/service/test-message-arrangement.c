/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-account-settings.h"
#include "loft-folder-store.h"
#include "loft-mail-account-private.h"
#include "loft-message-list-private.h"

/* Lists over three real stores that nobody syncs, in every arrangement and while messages change at
 * random, against a model that knows no index, no merging and no hash table. */

#define N_ACCOUNTS      3
#define N_CONVERSATIONS 12
#define N_MESSAGES      40 /* an account, at first */
#define N_FOUND         1000 /* of an account at most: the newest */
#define N_ROUNDS        160
#define N_ROUNDS_SOAK   5000

enum { INBOX, SENT, OLD_SENT, TRASH, N_FOLDERS };

typedef struct {
  guint account;
  guint folder;
  gint64 id;
  gint64 conversation;
  gint64 date;
  guint64 size;
  LoftFlags flags;
  gboolean attached;
  guint message_id; /* 0 none */
  const char *sender; /* as it is sorted */
  const char *subject; /* as it is sorted */
  gboolean gone;
} Message;

/* A row, of a message or of several. */
typedef struct {
  guint account;
  gint64 conversation; /* 0: of a message */
  const Message *newest;
  guint has; /* LoftMessageFilter */
  gboolean unread; /* where it stands */
} Row;

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *accounts[N_ACCOUNTS];
  LoftMailStore *stores[N_ACCOUNTS];
  gint64 folders[N_ACCOUNTS][N_FOLDERS];
  GPtrArray *messages; /* of Message */
  LoftMessageList *list;
  GArray *shadow; /* of gint64 keys: what the signals said */
  GArray *before; /* of Row: what was expected last, when that matters */
} Fixture;

/* ---- the stores --------------------------------------------------------------------------- */

static void
add_account (Fixture *fixture, guint i)
{
  static const LoftFolderRole roles[] = { LOFT_FOLDER_ROLE_INBOX, LOFT_FOLDER_ROLE_SENT,
                                          LOFT_FOLDER_ROLE_SENT, LOFT_FOLDER_ROLE_TRASH };
  static const char *const paths[] = { "INBOX", "Sent", "Sent before", "Trash" };
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (fixture->accounts[i]), "store.db", NULL);
  g_autoptr (GError) error = NULL;

  fixture->stores[i] = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  for (guint k = 0; k < N_FOLDERS; k++)
    {
      LoftFolderFacts facts = {
        .remote_id = paths[k], .path = paths[k], .role = roles[k], .selectable = TRUE
      };

      loft_folder_store_put (fixture->stores[i], &facts, &fixture->folders[i][k], NULL, &error);
      g_assert_no_error (error);
    }
}

static void
save_settings (const char *profile, guint i)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_free (account->id);
  account->id = g_strdup_printf ("account%u", i);
  g_free (account->name);
  account->name = g_strdup_printf ("Account %u", i);
  g_free (account->address);
  account->address = g_strdup ("me@example.org");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  g_assert_true (loft_account_settings_save (profile, account, NULL));
}

static void
insert (Fixture *fixture, guint account)
{
  static const char *const senders[][2] = { { "eva", "Eva\x1f"
                                                     "x@example.org" },
                                            { "adam", "ADAM\x1f"
                                                      "y@example.org" },
                                            { "z@example.org", "\x1f"
                                                               "Z@example.org" },
                                            { "", "" } };
  static const char *const subjects[][2] = { { "lunch", "Re: lunch" },
                                             { "lunch", "Lunch" },
                                             { "budget", "AW: Fwd: Budget" },
                                             { "report 2", "Re[2]: report 2" } };
  Message *message = g_new0 (Message, 1);
  guint sender = g_test_rand_int_range (0, G_N_ELEMENTS (senders));
  guint subject = g_test_rand_int_range (0, G_N_ELEMENTS (subjects));
  g_autofree char *name = NULL;
  LoftNewMessage row = { .server_keywords = "", .keywords = "", .recipients = "", .copies = "" };

  message->account = account;
  message->folder = g_test_rand_int_range (0, 6) % N_FOLDERS;
  message->conversation = g_test_rand_int_range (1, N_CONVERSATIONS);
  message->date = g_test_rand_int_range (0, 30);
  message->size = g_test_rand_int_range (0, 10);
  message->flags = g_test_rand_int_range (0, 8);
  message->message_id = g_test_rand_int_range (0, 20);
  message->sender = senders[sender][0];
  message->subject = subjects[subject][0];
  name = message->message_id != 0 ? g_strdup_printf ("%u@example.org", message->message_id)
                                  : g_strdup ("");
  row.folder_id = fixture->folders[account][message->folder];
  row.date = message->date;
  row.size = message->size;
  row.flags = message->flags;
  row.conversation_id = message->conversation;
  row.message_id = name;
  row.sender = senders[sender][1];
  row.subject = subjects[subject][1];
  g_assert_true (loft_mail_store_insert (fixture->stores[account], &row, &message->id, NULL));
  g_ptr_array_add (fixture->messages, message);
}

static void
attach (Fixture *fixture, Message *message)
{
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  g_autofree char *packed = NULL;
  LoftCachedBody body = { .size = message->size, .preview = "" };

  g_ptr_array_add (attachments, loft_attachment_new (1, "a.pdf", "application/pdf", 5, FALSE));
  packed = loft_attachments_pack (attachments);
  body.attachments = packed;
  message->attached = TRUE;
  g_assert_true (
    loft_mail_store_set_cached (fixture->stores[message->account], message->id, &body, NULL));
}

/* (nullable) any message of the account that is there. */
static Message *
pick (Fixture *fixture, guint account)
{
  guint first = g_test_rand_int_range (0, (gint) fixture->messages->len);

  for (guint i = 0; i < fixture->messages->len; i++)
    {
      Message *message =
        g_ptr_array_index (fixture->messages, (first + i) % fixture->messages->len);

      if (message->account == account && !message->gone)
        return message;
    }
  return NULL;
}

static void
change (Fixture *fixture, guint account)
{
  Message *message = g_test_rand_int_range (0, 4) == 0 ? NULL : pick (fixture, account);
  LoftMailStore *store = fixture->stores[account];

  if (message == NULL)
    {
      insert (fixture, account);
      return;
    }
  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      message->gone = TRUE;
      g_assert_true (loft_mail_store_remove (store, message->id, NULL));
      break;
    case 1:
      attach (fixture, message);
      break;
    default:
      message->flags = g_test_rand_int_range (0, 8);
      g_assert_true (loft_mail_store_set_shown (store, message->id, message->flags, "", NULL));
      break;
    }
}

/* One transaction for each account, told as another process's would be. */
static void
change_some (Fixture *fixture)
{
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      guint n_changes = g_test_rand_int_range (0, 5);

      if (n_changes == 0)
        continue;
      g_assert_true (loft_mail_store_begin (fixture->stores[i], NULL));
      for (guint k = 0; k < n_changes; k++)
        change (fixture, i);
      g_assert_true (loft_mail_store_commit (fixture->stores[i], NULL));
      g_signal_emit_by_name (fixture->accounts[i], "messages-changed", G_GINT64_CONSTANT (0));
    }
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-arrangement-XXXXXX", NULL);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    save_settings (fixture->profile, i);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  fixture->messages = g_ptr_array_new_with_free_func (g_free);
  fixture->shadow = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      fixture->accounts[i] =
        g_list_model_get_item (loft_service_get_accounts (fixture->service), i);
      add_account (fixture, i);
      g_assert_true (loft_mail_store_begin (fixture->stores[i], NULL));
      for (guint k = 0; k < N_MESSAGES; k++)
        insert (fixture, i);
      g_assert_true (loft_mail_store_commit (fixture->stores[i], NULL));
    }
}

/* A load that is under way keeps a list for a while. */
static void
close_list (Fixture *fixture)
{
  if (fixture->list != NULL)
    g_signal_handlers_disconnect_by_data (fixture->list, fixture);
  g_clear_object (&fixture->list);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  close_list (fixture);
  loft_service_stop (fixture->service);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      g_clear_object (&fixture->accounts[i]);
      loft_mail_store_close (fixture->stores[i]);
    }
  g_object_unref (fixture->service);
  g_ptr_array_unref (fixture->messages);
  g_array_unref (fixture->shadow);
  g_clear_pointer (&fixture->before, g_array_unref);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ---- the model ---------------------------------------------------------------------------- */

typedef enum { ONE_FOLDER, ALL_INBOXES, ALL_SENT, ALL_FLAGGED, FOUND_FLAGGED, N_SOURCES } Source;

static const LoftMessageArrangement *sorted_by;

static int
compare_dates (const Row *a, const Row *b)
{
  if (a->newest->date != b->newest->date)
    return a->newest->date > b->newest->date ? -1 : 1;
  if (a->account != b->account)
    return a->account < b->account ? -1 : 1;
  return a->newest->id > b->newest->id ? -1 : a->newest->id < b->newest->id;
}

static int
compare_rows (gconstpointer one, gconstpointer other)
{
  const Row *a = one;
  const Row *b = other;
  int sign = sorted_by->ascending ? 1 : -1;
  int order = 0;

  if (sorted_by->sort == LOFT_SORT_SENDER)
    order = sign * strcmp (a->newest->sender, b->newest->sender);
  else if (sorted_by->sort == LOFT_SORT_SUBJECT)
    order = sign * strcmp (a->newest->subject, b->newest->subject);
  else if (sorted_by->sort == LOFT_SORT_SIZE && a->newest->size != b->newest->size)
    order = a->newest->size < b->newest->size ? -sign : sign;
  else if (sorted_by->sort == LOFT_SORT_UNREAD_FIRST && a->unread != b->unread)
    order = a->unread ? -1 : 1;
  else if (sorted_by->sort == LOFT_SORT_DATE || sorted_by->sort == LOFT_SORT_UNREAD_FIRST)
    order = -sign * compare_dates (a, b);
  return order != 0 ? order : compare_dates (a, b);
}

static Row *
find_row (GArray *rows, guint account, gint64 conversation, const Message *message)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i);

      if (row->account == account && row->conversation == conversation &&
          (conversation != 0 || row->newest == message))
        return row;
    }
  return NULL;
}

static gboolean
is_newer (const Message *a, const Message *b)
{
  return a->date > b->date || (a->date == b->date && a->id > b->id);
}

static void
add_to_rows (GArray *rows, const Message *message, gboolean conversations)
{
  gint64 conversation = conversations ? message->conversation : 0;
  Row *row = find_row (rows, message->account, conversation, message);
  Row new_row = { message->account, conversation, message, 0, FALSE };

  if (row == NULL)
    {
      g_array_append_val (rows, new_row);
      row = &g_array_index (rows, Row, rows->len - 1);
    }
  if (is_newer (message, row->newest))
    row->newest = message;
  row->has |= (message->flags & LOFT_FLAG_SEEN) == 0 ? LOFT_FILTER_UNREAD : 0;
  row->has |= (message->flags & LOFT_FLAG_FLAGGED) != 0 ? LOFT_FILTER_FLAGGED : 0;
  row->has |= message->attached ? LOFT_FILTER_ATTACHMENT : 0;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  return is_newer (*(Message *const *) a, *(Message *const *) b) ? -1 : 1;
}

static gboolean
belongs (const Message *message, Source source)
{
  if (message->gone)
    return FALSE;
  switch (source)
    {
    case ONE_FOLDER:
      return message->account == 0 && message->folder == INBOX;
    case ALL_INBOXES:
      return message->folder == INBOX;
    case ALL_SENT:
      return message->folder == SENT || message->folder == OLD_SENT;
    case ALL_FLAGGED:
      return message->folder != TRASH && (message->flags & LOFT_FLAG_FLAGGED) != 0;
    case FOUND_FLAGGED:
      return (message->flags & LOFT_FLAG_FLAGGED) != 0;
    default:
      return FALSE;
    }
}

static gboolean
is_copy (GPtrArray *taken, const Message *message)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const Message *other = g_ptr_array_index (taken, i);

      if (other->message_id != 0 && other->message_id == message->message_id &&
          other->account == message->account)
        return TRUE;
    }
  return FALSE;
}

static void
take (GPtrArray *taken, Message *message, Source source)
{
  if (!g_ptr_array_find (taken, message, NULL) &&
      (source != ALL_FLAGGED || !is_copy (taken, message)))
    g_ptr_array_add (taken, message);
}

/* (transfer container) what belongs, and what stays although it does so no longer. */
static GPtrArray *
choose (Fixture *fixture, Source source)
{
  GPtrArray *all = g_ptr_array_copy (fixture->messages, NULL, NULL);
  GPtrArray *taken = g_ptr_array_new ();
  guint n_found[N_ACCOUNTS] = { 0 };

  g_ptr_array_set_free_func (all, NULL);
  g_ptr_array_sort (all, compare_newest);
  for (guint i = 0; i < all->len; i++)
    {
      Message *message = g_ptr_array_index (all, i);

      if (belongs (message, source) &&
          (source != FOUND_FLAGGED || n_found[message->account]++ < N_FOUND))
        take (taken, message, source);
    }
  for (guint i = 0; fixture->before != NULL && i < fixture->before->len; i++)
    {
      Message *message = (Message *) g_array_index (fixture->before, Row, i).newest;

      if (!message->gone && message->folder != TRASH &&
          (source == ALL_FLAGGED || source == FOUND_FLAGGED))
        take (taken, message, source);
    }
  g_ptr_array_unref (all);
  return taken;
}

/* (transfer full) of Row */
static GArray *
expect (Fixture *fixture, Source source, const LoftMessageArrangement *arrangement)
{
  g_autoptr (GPtrArray) taken = choose (fixture, source);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < taken->len; i++)
    add_to_rows (rows, g_ptr_array_index (taken, i), arrangement->conversations);
  for (guint i = rows->len; i > 0; i--)
    {
      Row *row = &g_array_index (rows, Row, i - 1);
      const Row *old = find_row (fixture->before, row->account, row->conversation, row->newest);

      row->unread = (row->has & LOFT_FILTER_UNREAD) != 0 || (old != NULL && old->unread);
      if (old == NULL && (row->has & arrangement->filter) != arrangement->filter)
        g_array_remove_index (rows, i - 1);
    }
  sorted_by = arrangement;
  g_array_sort (rows, compare_rows);
  return rows;
}

/* ---- list against model ------------------------------------------------------------------- */

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Fixture *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->shadow->len);
  g_assert_cmpuint (removed + added, >, 0);
  if (removed > 0)
    g_array_remove_range (fixture->shadow, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      gint64 key = loft_message_list_get_key (fixture->list, i);

      g_array_insert_val (fixture->shadow, i, key);
    }
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->shadow->len);
  for (guint i = 0; i < fixture->shadow->len; i++)
    g_assert_cmpint (loft_message_list_get_key (fixture->list, i), ==,
                     g_array_index (fixture->shadow, gint64, i));
}

static gboolean
row_is (Fixture *fixture, guint position, const Row *expected)
{
  g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  return loft_message_row_get_account (row) == fixture->accounts[expected->account] &&
         loft_message_row_get_id (row) == expected->newest->id &&
         loft_message_row_get_conversation_id (row) == expected->conversation;
}

static gboolean
agrees (Fixture *fixture, GArray *expected)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));

  /* The rows may look right before they were loaded in the new arrangement. */
  if (n_items != expected->len || fixture->list->loading || fixture->list->load_again)
    return FALSE;
  for (guint i = 0; i < n_items; i++)
    if (!row_is (fixture, i, &g_array_index (expected, Row, i)))
      return FALSE;
  return TRUE;
}

static void
check_next_unread (Fixture *fixture, GArray *expected)
{
  guint next = G_MAXUINT;

  for (guint i = expected->len; i > 0; i--)
    {
      guint found = G_MAXUINT;

      if ((g_array_index (expected, Row, i - 1).has & LOFT_FILTER_UNREAD) != 0)
        next = i - 1;
      g_assert_cmpint (loft_message_list_find_unread (fixture->list, i - 1, &found), ==,
                       next != G_MAXUINT);
      g_assert_cmpuint (found, ==, next);
    }
}

static void
describe (Fixture *fixture, GArray *expected)
{
  g_autoptr (GString) text = g_string_new ("expected");
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));

  for (guint i = 0; i < expected->len; i++)
    {
      const Row *row = &g_array_index (expected, Row, i);

      g_string_append_printf (text, " %u/%d/%d%s", row->account, (int) row->conversation,
                              (int) row->newest->id, row->unread ? "u" : "");
    }
  g_string_append (text, "\nfound");
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);
      guint account = 0;

      while (loft_message_row_get_account (row) != fixture->accounts[account])
        account++;
      g_string_append_printf (text, " %u/%d/%d", account,
                              (int) loft_message_row_get_conversation_id (row),
                              (int) loft_message_row_get_id (row));
    }
  g_test_message ("%s", text->str);
}

static gboolean
on_timeout (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_rows (Fixture *fixture, GArray *expected)
{
  gboolean timed_out = FALSE;
  guint timeout = g_timeout_add_seconds (120, on_timeout, &timed_out);

  while (!agrees (fixture, expected) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  if (timed_out)
    describe (fixture, expected);
  g_assert_false (timed_out);
}

static LoftMessageList *
new_list (Fixture *fixture, Source source)
{
  switch (source)
    {
    case ALL_INBOXES:
      return loft_message_list_new_unified (fixture->service, LOFT_UNIFIED_INBOX);
    case ALL_SENT:
      return loft_message_list_new_unified (fixture->service, LOFT_UNIFIED_SENT);
    case ALL_FLAGGED:
      return loft_message_list_new_unified (fixture->service, LOFT_UNIFIED_FLAGGED);
    case FOUND_FLAGGED:
      return loft_message_list_new_search (fixture->service, NULL, "is:flagged", 0);
    case ONE_FOLDER:
    default:
      return loft_message_list_new (fixture->accounts[0], fixture->folders[0][INBOX]);
    }
}

static void
open_list (Fixture *fixture, Source source)
{
  close_list (fixture);
  g_array_set_size (fixture->shadow, 0);
  fixture->list = new_list (fixture, source);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

static gboolean
remembers (Source source, const LoftMessageArrangement *arrangement)
{
  return source == ALL_FLAGGED || source == FOUND_FLAGGED ||
         arrangement->filter != LOFT_FILTER_NONE || arrangement->sort == LOFT_SORT_UNREAD_FIRST;
}

static void
check_now (Fixture *fixture, Source source, const LoftMessageArrangement *arrangement)
{
  GArray *expected = expect (fixture, source, arrangement);

  wait_for_rows (fixture, expected);
  check_next_unread (fixture, expected);
  g_clear_pointer (&fixture->before, g_array_unref);
  if (remembers (source, arrangement))
    fixture->before = expected;
  else
    g_array_unref (expected);
}

static void
check_arrangement (Fixture *fixture, Source source)
{
  LoftMessageArrangement arrangement = {
    .conversations = g_test_rand_int_range (0, 2),
    .sort = g_test_rand_int_range (LOFT_SORT_DATE, LOFT_SORT_UNREAD_FIRST + 1),
    .ascending = g_test_rand_int_range (0, 2),
    .filter = g_test_rand_int_range (0, 3) == 0 ? g_test_rand_int_range (0, 8) : 0,
  };

  g_test_message ("source %d, conversations %d, sort %d, ascending %d, filter %d", source,
                  arrangement.conversations, arrangement.sort, arrangement.ascending,
                  arrangement.filter);
  g_clear_pointer (&fixture->before, g_array_unref);
  loft_message_list_set_arrangement (fixture->list, &arrangement);
  check_now (fixture, source, &arrangement);
  for (guint i = 0; i < 2; i++)
    {
      change_some (fixture);
      check_now (fixture, source, &arrangement);
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  guint n_rounds = g_getenv ("LOFT_TEST_SOAK") != NULL ? N_ROUNDS_SOAK : N_ROUNDS;

  for (guint i = 0; i < n_rounds; i++)
    {
      if (i % (n_rounds / N_SOURCES) == 0)
        open_list (fixture, MIN (i / (n_rounds / N_SOURCES), N_SOURCES - 1));
      check_arrangement (fixture, MIN (i / (n_rounds / N_SOURCES), N_SOURCES - 1));
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/message-arrangement/random", test_random);
  return g_test_run ();
}
