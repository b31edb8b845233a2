/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

#include "loft-clock.h"

#include <string.h>

struct _LoftMessageRow {
  GObject parent_instance;

  LoftMailAccount *account;
  gint64 id;
  LoftMessage *message; /* of a number, made when asked */
  LoftConversationSummary summary;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (LoftMessageRow, loft_message_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (LoftMessageList, loft_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Rows */

LoftMessage *
fake_message_new (void)
{
  LoftMessage *message = loft_message_new ();

  message->keywords = g_strdup ("");
  message->subject = g_strdup ("");
  message->preview = g_strdup ("");
  message->message_id = g_strdup ("");
  message->from = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->cc = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  return message;
}

static LoftMessage *
message_of_number (gint64 id)
{
  LoftMessage *message = fake_message_new ();
  guint n = id % FAKE_FIRST_ROW_ID;

  message->id = id;
  message->date = loft_clock_now () - (gint64) n * 600;
  g_free (message->subject);
  message->subject = g_strdup_printf ("Message %u", n);
  g_free (message->preview);
  message->preview = g_strdup ("What it says in its first words");
  g_ptr_array_add (message->from, loft_address_new ("Some Sender", "sender@example.org"));
  message->flags = n % 3 == 0 ? LOFT_FLAG_NONE : LOFT_FLAG_SEEN;
  return message;
}

gint64
loft_message_row_get_id (LoftMessageRow *self)
{
  return self->id;
}

LoftMessage *
loft_message_row_get_message (LoftMessageRow *self)
{
  FakeStored *stored = g_hash_table_lookup (self->account->messages, &self->id);

  if (stored != NULL)
    return stored->message;
  if (self->id < FAKE_FIRST_ROW_ID)
    return NULL;
  if (self->message == NULL)
    self->message = message_of_number (self->id);
  return self->message;
}

gint64
loft_message_row_get_key (LoftMessageRow *self)
{
  return self->id;
}

LoftMailAccount *
loft_message_row_get_account (LoftMessageRow *self)
{
  return self->account;
}

gint64
loft_message_row_get_conversation_id (LoftMessageRow *self)
{
  FakeStored *stored = g_hash_table_lookup (self->account->messages, &self->id);

  return stored == NULL ? 0 : stored->message->conversation_id;
}

static void
participant_free (gpointer data)
{
  LoftParticipant *participant = data;

  loft_address_free (participant->address);
  g_free (participant);
}

/* Of a message: this list knows no conversations. */
const LoftConversationSummary *
loft_message_row_get_summary (LoftMessageRow *self)
{
  LoftConversationSummary *summary = &self->summary;
  LoftMessage *message = loft_message_row_get_message (self);

  g_clear_pointer (&summary->participants, g_ptr_array_unref);
  summary->participants = g_ptr_array_new_with_free_func (participant_free);
  summary->keywords = message != NULL ? message->keywords : (char *) "";
  summary->n_messages = message != NULL;
  summary->n_unread = message != NULL && (message->flags & LOFT_FLAG_SEEN) == 0;
  summary->flagged = message != NULL && (message->flags & LOFT_FLAG_FLAGGED) != 0;
  for (guint i = 0; message != NULL && i < message->attachments->len; i++)
    summary->attached |=
      !((LoftAttachment *) g_ptr_array_index (message->attachments, i))->is_inline;
  if (message != NULL && message->from->len > 0)
    {
      const LoftAddress *from = g_ptr_array_index (message->from, 0);
      LoftParticipant *participant = g_new0 (LoftParticipant, 1);

      participant->address = loft_address_new (from->name, from->email);
      participant->unread = summary->n_unread > 0;
      g_ptr_array_add (summary->participants, participant);
    }
  return summary;
}

static void
loft_message_row_finalize (GObject *object)
{
  LoftMessageRow *self = LOFT_MESSAGE_ROW (object);

  g_hash_table_remove (self->account->rows, &self->id);
  g_clear_pointer (&self->message, loft_message_unref);
  g_clear_pointer (&self->summary.participants, g_ptr_array_unref);
  g_object_unref (self->account);
  G_OBJECT_CLASS (loft_message_row_parent_class)->finalize (object);
}

static void
loft_message_row_class_init (LoftMessageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_message_row_finalize;
  fake_install_properties (G_OBJECT_CLASS (klass), (const char *const[]){ "message", NULL });
}

static void
loft_message_row_init (LoftMessageRow *self)
{
}

static LoftMessageRow *
row_for (LoftMailAccount *account, gint64 id)
{
  LoftMessageRow *row = g_hash_table_lookup (account->rows, &id);

  if (row != NULL)
    return g_object_ref (row);
  row = g_object_new (LOFT_TYPE_MESSAGE_ROW, NULL);
  row->account = g_object_ref (account);
  row->id = id;
  g_hash_table_insert (account->rows, g_memdup2 (&id, sizeof id), row);
  return row;
}

/* Lists */

static GType
list_item_type (GListModel *list)
{
  return LOFT_TYPE_MESSAGE_ROW;
}

static guint
list_n_items (GListModel *list)
{
  return LOFT_MESSAGE_LIST (list)->ids->len;
}

static gpointer
list_item (GListModel *list, guint position)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (list);

  if (position >= self->ids->len)
    return NULL;
  return row_for (self->account, g_array_index (self->ids, gint64, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_item_type;
  iface->get_n_items = list_n_items;
  iface->get_item = list_item;
}

static gboolean
matches (LoftMessageList *self, LoftMessage *message)
{
  g_autofree char *subject = g_utf8_casefold (message->subject, -1);
  g_autofree char *query = g_utf8_casefold (self->query, -1);

  return strstr (subject, query) != NULL;
}

static void
find_matches (LoftMessageList *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->account->messages);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FakeStored *stored = value;

      if (matches (self, stored->message))
        g_array_append_val (self->ids, stored->message->id);
    }
}

/* As the real one: empty at first, the ids from a thread. */
static gboolean
load (gpointer data)
{
  LoftMessageList *self = data;
  GArray *ids = g_hash_table_lookup (self->account->ids, &self->folder_id);

  self->loading = FALSE;
  if (self->query != NULL)
    find_matches (self);
  else if (ids != NULL)
    g_array_append_vals (self->ids, ids->data, ids->len);
  if (self->ids->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->ids->len);
  g_object_notify (G_OBJECT (self), "loading");
  return G_SOURCE_REMOVE;
}

static LoftMessageList *
list_new (LoftMailAccount *account, gint64 folder_id, const char *query)
{
  LoftMessageList *self = g_object_new (LOFT_TYPE_MESSAGE_LIST, NULL);

  self->account = g_object_ref (account);
  self->folder_id = folder_id;
  self->query = g_strdup (query);
  self->loading = TRUE;
  g_ptr_array_add (account->lists, self);
  if (g_object_get_data (G_OBJECT (account), "slow-lists") == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, load, g_object_ref (self), g_object_unref);
  return self;
}

LoftMessageList *
loft_message_list_new (LoftMailAccount *account, gint64 folder_id)
{
  return list_new (account, folder_id, NULL);
}

LoftMessageList *
loft_message_list_new_search (LoftService *service, LoftMailAccount *account, const char *query,
                              gint64 folder_id)
{
  g_autoptr (LoftMailAccount) first =
    account != NULL ? g_object_ref (account)
                    : g_list_model_get_item (loft_service_get_accounts (service), 0);
  g_autofree char *words = g_strdup (query);

  /* The word that is being typed goes on. */
  if (g_str_has_suffix (words, "*"))
    words[strlen (words) - 1] = '\0';
  return list_new (first, folder_id, words);
}

/* Rows stay in the order they were given. */
void
loft_message_list_set_arrangement (LoftMessageList *self, const LoftMessageArrangement *arrangement)
{
  self->arrangement = *arrangement;
}

const LoftMessageArrangement *
loft_message_list_get_arrangement (LoftMessageList *self)
{
  return &self->arrangement;
}

gboolean
loft_message_list_is_search (LoftMessageList *self)
{
  return self->query != NULL;
}

gboolean
loft_message_list_get_loading (LoftMessageList *self)
{
  return self->loading;
}

LoftMailAccount *
loft_message_list_get_account (LoftMessageList *self)
{
  return self->account;
}

gint64
loft_message_list_get_folder_id (LoftMessageList *self)
{
  return self->folder_id;
}

gint64
loft_message_list_get_key (LoftMessageList *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gboolean
loft_message_list_find (LoftMessageList *self, gint64 message_id, guint *position)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      if (g_array_index (self->ids, gint64, i) != message_id)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

gboolean
loft_message_list_find_message (LoftMessageList *self, LoftMailAccount *account, gint64 message_id,
                                guint *position)
{
  return account == self->account && loft_message_list_find (self, message_id, position);
}

gboolean
loft_message_list_find_unread (LoftMessageList *self, guint from, guint *position)
{
  for (guint i = from; i < self->ids->len; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (self), i);
      LoftMessage *message = loft_message_row_get_message (row);

      if (message == NULL || (message->flags & LOFT_FLAG_SEEN) != 0)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

void
loft_message_group_free (LoftMessageGroup *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->account);
  g_array_unref (self->ids);
  g_free (self);
}

/* A row is a message, but what is done to a conversation is done to all of it. */
static void
take_key (LoftMessageList *self, gint64 key, LoftGatherScope scope, GArray *ids)
{
  FakeStored *stored = g_hash_table_lookup (self->account->messages, &key);
  gint64 conversation_id = stored == NULL ? 0 : stored->message->conversation_id;
  GHashTableIter iter;
  gpointer value = NULL;

  if (scope == LOFT_GATHER_ROWS || conversation_id == 0)
    {
      g_array_append_val (ids, key);
      return;
    }
  g_hash_table_iter_init (&iter, self->account->messages);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      LoftMessage *message = ((FakeStored *) value)->message;

      if (message->conversation_id == conversation_id &&
          (scope != LOFT_GATHER_HERE || self->folder_id == 0 ||
           message->folder_id == self->folder_id))
        g_array_append_val (ids, message->id);
    }
}

void
loft_message_list_gather_async (LoftMessageList *self, const gint64 *keys, guint n_keys,
                                LoftGatherScope scope, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_group_free);
  LoftMessageGroup *group = g_new0 (LoftMessageGroup, 1);

  group->account = g_object_ref (self->account);
  group->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_keys; i++)
    take_key (self, keys[i], scope, group->ids);
  g_ptr_array_add (groups, group);
  g_task_return_pointer (task, groups, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
loft_message_list_gather_finish (LoftMessageList *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
loft_message_list_finalize (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_ptr_array_remove (self->account->lists, self);
  g_array_unref (self->ids);
  g_free (self->query);
  g_object_unref (self->account);
  G_OBJECT_CLASS (loft_message_list_parent_class)->finalize (object);
}

static void
loft_message_list_class_init (LoftMessageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_message_list_finalize;
  fake_install_properties (G_OBJECT_CLASS (klass), (const char *const[]){ "loading", NULL });
}

static void
loft_message_list_init (LoftMessageList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->arrangement = LOFT_MESSAGE_ARRANGEMENT_DEFAULT;
}

/* That of the first account: enough to see that one is asked for. */
LoftMessageList *
loft_message_list_new_unified (LoftService *service, LoftUnifiedKind kind)
{
  static const LoftFolderRole roles[] = { LOFT_FOLDER_ROLE_INBOX, LOFT_FOLDER_ROLE_FLAGGED,
                                          LOFT_FOLDER_ROLE_DRAFTS, LOFT_FOLDER_ROLE_SENT };
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (service), 0);
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->role == roles[kind])
        return loft_message_list_new (account, loft_mail_folder_get (folder)->id);
    }
  return loft_message_list_new (account, 0);
}
