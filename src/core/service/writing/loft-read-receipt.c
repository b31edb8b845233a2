/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-read-receipt.h"

#include "loft-mail-folder.h"
#include "loft-mime-receipt.h"
#include "loft-outbox.h"
#include "loft-recipient-text.h"
#include "loft-reply-recipients.h"

#define DECIDED "$MDNSent"

/* (transfer full) of LoftAddress */
static GPtrArray *
list_own (LoftMailAccount *account)
{
  g_autoptr (GPtrArray) identities =
    loft_account_list_identities (loft_mail_account_get_account (account));
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < identities->len; i++)
    {
      const LoftIdentity *each = g_ptr_array_index (identities, i);

      g_ptr_array_add (own, loft_address_new (each->name, each->address));
    }
  return own;
}

static LoftFolderRole
role_of (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return loft_mail_folder_get (folder)->role;
    }
  return LOFT_FOLDER_ROLE_NONE;
}

static gboolean
is_from (GPtrArray *own, const LoftMessage *message)
{
  for (guint i = 0; i < message->from->len; i++)
    {
      const LoftAddress *from = g_ptr_array_index (message->from, i);

      if (loft_recipient_text_find (own, from->email) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
loft_read_receipt_is_asked (LoftMailAccount *account, LoftMessageBody *body)
{
  const LoftMessage *message = body->message;
  g_autoptr (GPtrArray) own = NULL;
  LoftFolderRole role;

  if (body->receipt_to == NULL || message->id == 0 ||
      loft_keywords_contain (message->keywords, DECIDED))
    return FALSE;
  own = list_own (account);
  role = role_of (account, message->folder_id);
  return role != LOFT_FOLDER_ROLE_SENT && role != LOFT_FOLDER_ROLE_DRAFTS &&
         role != LOFT_FOLDER_ROLE_JUNK && !is_from (own, message);
}

/* Sending */

typedef struct {
  GTask *client;
  gint64 message_id;
} Sending;

static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) client = data;
  GError *error = NULL;

  if (loft_mail_account_change_flags_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

/* client: (transfer full) */
static void
decide (LoftMailAccount *account, gint64 message_id, GTask *client)
{
  loft_mail_account_change_flags_async (account, &message_id, 1, LOFT_FLAG_NONE, LOFT_FLAG_NONE,
                                        DECIDED, NULL, NULL, on_decided, client);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autofree Sending *sending = data;
  GError *error = NULL;

  if (loft_mail_account_send_finish (account, result, &error) > 0)
    {
      decide (account, sending->message_id, sending->client);
      return;
    }
  g_task_return_error (sending->client, error);
  g_object_unref (sending->client);
}

static GBytes *
write_receipt (LoftMailAccount *account, LoftMessageBody *body, const char *subject,
               const char *text, GError **error)
{
  g_autoptr (GPtrArray) own = list_own (account);
  g_autoptr (LoftDraft) words = loft_draft_new (loft_reply_recipients_from (body, own));
  const LoftMimeReceipt receipt = { words, body->message->message_id };

  g_ptr_array_add (words->to, loft_address_new (body->receipt_to->name, body->receipt_to->email));
  g_free (words->subject);
  words->subject = g_strdup (subject);
  g_free (words->text);
  words->text = g_strdup (text);
  words->in_reply_to =
    body->message->message_id[0] != '\0' ? g_strdup (body->message->message_id) : NULL;
  return loft_mime_write_receipt (&receipt, error);
}

void
loft_read_receipt_send_async (LoftMailAccount *account, LoftMessageBody *body, const char *subject,
                              const char *text, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (account, cancellable, callback, user_data);
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;
  Sending *sending = NULL;

  raw = write_receipt (account, body, subject, text, &error);
  if (raw == NULL)
    {
      g_task_return_error (client, error);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->client = g_steal_pointer (&client);
  sending->message_id = body->message->id;
  loft_mail_account_send_report_async (account, raw, NULL, on_sent, sending);
}

void
loft_read_receipt_refuse_async (LoftMailAccount *account, LoftMessageBody *body,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  decide (account, body->message->id, g_task_new (account, cancellable, callback, user_data));
}

gboolean
loft_read_receipt_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
