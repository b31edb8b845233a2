/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-reading.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-message-list-private.h"

/* From rows to the messages that they stand for. */

void
loft_message_group_free (LoftMessageGroup *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->account);
  g_array_unref (self->ids);
  g_free (self);
}

typedef struct {
  GPtrArray *groups; /* (owned) of LoftMessageGroup */
  guint n_waiting;
  GError *error; /* (owned) (nullable) the first */
} Gathering;

static void
gathering_free (Gathering *gathering)
{
  g_ptr_array_unref (gathering->groups);
  g_clear_error (&gathering->error);
  g_free (gathering);
}

/* ---- in the reader's thread --------------------------------------------------------------- */

typedef struct {
  LoftMessageGroup *group; /* of gathering */
  GArray *conversations; /* (owned) of gint64 */
  LoftMessageSource source; /* of the list, without its words */
  LoftGatherScope scope;
} Expansion;

static void
expansion_free (Expansion *expansion)
{
  g_array_unref (expansion->conversations);
  g_free (expansion);
}

static gboolean
stands_here (const LoftMessageSource *source, const LoftConversationPart *part)
{
  static const LoftFolderRole roles[] = {
    [LOFT_UNIFIED_INBOX] = LOFT_FOLDER_ROLE_INBOX,
    [LOFT_UNIFIED_FLAGGED] = LOFT_FOLDER_ROLE_NONE,
    [LOFT_UNIFIED_DRAFTS] = LOFT_FOLDER_ROLE_DRAFTS,
    [LOFT_UNIFIED_SENT] = LOFT_FOLDER_ROLE_SENT,
  };

  if (source->kind == LOFT_SOURCE_UNIFIED && source->unified == LOFT_UNIFIED_FLAGGED)
    return (part->flags & LOFT_FLAG_FLAGGED) != 0;
  if (source->kind == LOFT_SOURCE_UNIFIED)
    return part->role == roles[source->unified];
  return source->folder_id == 0 || part->folder_id == source->folder_id;
}

static gboolean
expand_one (const Expansion *expansion, LoftMailReader *reader, gint64 conversation_id, GArray *ids,
            GError **error)
{
  g_autoptr (GArray) parts =
    loft_conversation_reading_load (loft_mail_reader_current_store (reader)->mail, conversation_id,
                                    expansion->source.folder_id, TRUE, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      LoftConversationPart *part = &g_array_index (parts, LoftConversationPart, i);

      if (expansion->scope != LOFT_GATHER_HERE || stands_here (&expansion->source, part))
        g_array_append_val (ids, part->id);
    }
  return parts != NULL;
}

static void
expand_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Expansion *expansion = g_task_get_task_data (task);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  for (guint i = 0; i < expansion->conversations->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
        !expand_one (expansion, reader, g_array_index (expansion->conversations, gint64, i), ids,
                     &error))
      {
        g_task_return_error (task, error);
        return;
      }
  g_task_return_pointer (task, g_steal_pointer (&ids), (GDestroyNotify) g_array_unref);
}

/* ---- in the main thread ------------------------------------------------------------------- */

static void
return_groups (GTask *client)
{
  Gathering *gathering = g_task_get_task_data (client);

  if (gathering->error != NULL)
    {
      g_task_return_error (client, g_steal_pointer (&gathering->error));
      return;
    }
  for (guint i = gathering->groups->len; i > 0; i--)
    if (((LoftMessageGroup *) g_ptr_array_index (gathering->groups, i - 1))->ids->len == 0)
      g_ptr_array_remove_index (gathering->groups, i - 1);
  g_task_return_pointer (client, g_ptr_array_ref (gathering->groups),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
on_expanded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Gathering *gathering = g_task_get_task_data (client);
  Expansion *expansion = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_task_propagate_pointer (G_TASK (result), &error);

  if (ids != NULL)
    g_array_append_vals (expansion->group->ids, ids->data, ids->len);
  else if (gathering->error == NULL)
    gathering->error = g_steal_pointer (&error);
  if (--gathering->n_waiting == 0)
    return_groups (client);
}

static LoftMessageGroup *
group_of (Gathering *gathering, LoftMailAccount *account)
{
  LoftMessageGroup *group;

  for (guint i = 0; i < gathering->groups->len; i++)
    {
      group = g_ptr_array_index (gathering->groups, i);
      if (group->account == account)
        return group;
    }
  group = g_new0 (LoftMessageGroup, 1);
  group->account = g_object_ref (account);
  group->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (gathering->groups, group);
  return group;
}

/* The newest messages of conversations, by one walk over the list. */
static void
take_rows (LoftMessageList *self, Gathering *gathering, const gint64 *keys, guint n_keys)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n_keys; i++)
    g_hash_table_add (wanted, (gpointer) &keys[i]);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const LoftListEntry *entry = &g_array_index (self->entries, LoftListEntry, i);
      gint64 id = entry->message_id;

      if (g_hash_table_contains (wanted, &entry->key))
        g_array_append_val (
          group_of (gathering, loft_message_list_get_account_of (self, entry->key))->ids, id);
    }
}

/* (transfer full) of group's account: the conversations among the keys; messages go into the group. */
static GArray *
sort_keys (LoftMessageList *self, LoftMessageGroup *group, const gint64 *keys, guint n_keys)
{
  GArray *conversations = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_keys; i++)
    {
      gint64 id = loft_list_key_get_id (keys[i]);

      if (loft_message_list_get_account_of (self, keys[i]) != group->account)
        continue;
      if (loft_list_key_is_conversation (keys[i]))
        g_array_append_val (conversations, id);
      else
        g_array_append_val (group->ids, id);
    }
  return conversations;
}

static void
expand (LoftMessageList *self, GTask *client, LoftMessageGroup *group, GArray *conversations,
        LoftGatherScope scope)
{
  Gathering *gathering = g_task_get_task_data (client);
  g_autoptr (GTask) task = g_task_new (group->account, g_task_get_cancellable (client), on_expanded,
                                       g_object_ref (client));
  Expansion *expansion = g_new0 (Expansion, 1);

  expansion->group = group;
  expansion->conversations = conversations;
  expansion->source = self->source;
  expansion->source.query = NULL;
  expansion->source.from_server = NULL;
  expansion->scope = scope;
  g_task_set_task_data (task, expansion, (GDestroyNotify) expansion_free);
  gathering->n_waiting++;
  loft_mail_account_queue_read (group->account, LOFT_WORKER_URGENT, task, expand_in_worker);
}

void
loft_message_list_gather_async (LoftMessageList *self, const gint64 *keys, guint n_keys,
                                LoftGatherScope scope, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  Gathering *gathering = g_new0 (Gathering, 1);

  gathering->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_group_free);
  g_task_set_task_data (client, gathering, (GDestroyNotify) gathering_free);
  if (scope == LOFT_GATHER_ROWS)
    {
      take_rows (self, gathering, keys, n_keys);
      return_groups (client);
      return;
    }
  for (guint i = 0; i < n_keys; i++)
    if (loft_message_list_get_account_of (self, keys[i]) != NULL)
      group_of (gathering, loft_message_list_get_account_of (self, keys[i]));
  for (guint i = 0; i < gathering->groups->len; i++)
    {
      LoftMessageGroup *group = g_ptr_array_index (gathering->groups, i);
      GArray *conversations = sort_keys (self, group, keys, n_keys);

      if (conversations->len > 0)
        expand (self, client, group, conversations, scope);
      else
        g_array_unref (conversations);
    }
  if (gathering->n_waiting == 0)
    return_groups (client);
}

GPtrArray *
loft_message_list_gather_finish (LoftMessageList *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
