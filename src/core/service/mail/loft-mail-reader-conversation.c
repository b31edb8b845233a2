/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-reading.h"
#include "loft-mail-reader-private.h"
#include "loft-message-source.h"

GArray *
loft_mail_reader_list_conversation (LoftMailReader *self, gint64 conversation_id, gint64 folder_id,
                                    GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (self)->mail;
  g_autoptr (GArray) parts =
    loft_conversation_reading_load (store, conversation_id, folder_id, FALSE, error);
  GArray *messages;

  if (parts == NULL)
    return NULL;
  messages = g_array_sized_new (FALSE, FALSE, sizeof (LoftConversationMessage), parts->len);
  for (guint i = parts->len; i > 0; i--)
    {
      const LoftConversationPart *part = &g_array_index (parts, LoftConversationPart, i - 1);
      LoftConversationMessage message = { part->id, part->folder_id, part->date, part->flags,
                                          g_str_hash (part->keywords) };

      g_array_append_val (messages, message);
    }
  return messages;
}

static gboolean
read_line (LoftMailReader *self, gint64 folder_id, const LoftListEntry *entry,
           LoftConversation *line, GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (self)->mail;
  g_autoptr (GArray) parts = NULL;

  line->conversation_id = loft_list_key_get_id (entry->key);
  line->newest_id = entry->message_id;
  line->total = line->unread = 0;
  parts = loft_conversation_reading_load (store, line->conversation_id, folder_id, FALSE, error);
  if (parts == NULL)
    return FALSE;
  line->total = parts->len;
  for (guint i = 0; i < parts->len; i++)
    line->unread += (g_array_index (parts, LoftConversationPart, i).flags & LOFT_FLAG_SEEN) == 0;
  return TRUE;
}

/* As the window's list has them. */
GArray *
loft_mail_reader_list_conversations (LoftMailReader *self, gint64 folder_id, guint limit,
                                     guint offset, GCancellable *cancellable, GError **error)
{
  const LoftMessageSource source = { .kind = LOFT_SOURCE_FOLDER, .folder_id = folder_id };
  gboolean more = FALSE;
  g_autoptr (LoftMessageOrder) order =
    loft_message_source_load (&source, self, 0, &LOFT_MESSAGE_ARRANGEMENT_DEFAULT, NULL, &more,
                              cancellable, error);
  g_autoptr (GArray) conversations = g_array_new (FALSE, FALSE, sizeof (LoftConversation));
  g_autoptr (GArray) entries = NULL;

  if (order == NULL)
    return NULL;
  entries = loft_message_order_merge (&order, 1);
  for (guint i = offset; i < entries->len && i - offset < limit; i++)
    {
      LoftConversation line;

      if (!read_line (self, folder_id, &g_array_index (entries, LoftListEntry, i), &line, error) ||
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_array_append_val (conversations, line);
    }
  return g_steal_pointer (&conversations);
}
