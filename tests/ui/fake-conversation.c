/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

/* The pretended reader is the account itself. It takes the whole place of the real one, so what else
 * is in there has its stand-in here. */

void
loft_pending_operation_free (LoftPendingOperation *self)
{
  g_free (self->what);
  g_free (self->error);
  g_free (self);
}

void
loft_problem_free (LoftProblem *self)
{
  g_free (self->kind);
  g_free (self->folder);
  g_free (self->subject);
  g_free (self->reason);
  g_free (self);
}

LoftMailReader *
loft_mail_account_get_reader (LoftMailAccount *self, GError **error)
{
  return (LoftMailReader *) self;
}

LoftMessage *
loft_mail_reader_get_message (LoftMailReader *self, gint64 message_id, GError **error)
{
  LoftMessage *message = fake_account_get_message ((LoftMailAccount *) self, message_id);

  if (message == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "no such message");
      return NULL;
    }
  return loft_message_ref (message);
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const LoftConversationMessage *one = a, *other = b;

  return one->date < other->date ? -1 : one->date > other->date;
}

GArray *
loft_mail_reader_list_conversation (LoftMailReader *self, gint64 conversation_id, gint64 folder_id,
                                    GError **error)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (LoftConversationMessage));
  GHashTableIter iter;
  FakeStored *stored = NULL;

  g_hash_table_iter_init (&iter, ((LoftMailAccount *) self)->messages);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stored))
    {
      LoftMessage *message = stored->message;
      LoftConversationMessage part = { message->id, message->folder_id, message->date,
                                       message->flags, g_str_hash (message->keywords) };

      if (message->conversation_id == conversation_id)
        g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_dates);
  return parts;
}

void
fake_account_join (LoftMailAccount *self, gint64 conversation_id, const gint64 *ids, guint n_ids)
{
  for (guint i = 0; i < n_ids; i++)
    {
      fake_account_get_message (self, ids[i])->conversation_id = conversation_id;
      fake_account_notify (self, conversation_id);
    }
}

/* Every row of the conversation. */
void
fake_account_notify (LoftMailAccount *self, gint64 conversation_id)
{
  GHashTableIter iter;
  gpointer row = NULL;

  g_hash_table_iter_init (&iter, self->rows);
  while (conversation_id != 0 && g_hash_table_iter_next (&iter, NULL, &row))
    {
      if (loft_message_row_get_conversation_id (row) == conversation_id)
        g_object_notify (row, "message");
    }
}
