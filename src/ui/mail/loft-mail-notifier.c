/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-notifier.h"

#include "loft-local-account.h"
#include "loft-mail-folder.h"
#include "loft-mail-notification.h"
#include "loft-mail-reader.h"

/* How many of a folder's newest messages are looked at: more come at once only when somebody was away for
 * long, and then the number is what matters. */
#define MAX_LOOKED_AT 50

/* One folder that is told of. */
typedef struct {
  gint64 last_id; /* what has a higher one has come since */
  gint64 last_date; /* and is not older than what was there */
  gboolean was_synced;
  GArray *told; /* of gint64: unread, on the desktop */
} Folder;

/* One account. */
typedef struct {
  LoftMailNotifier *notifier; /* (borrowed) */
  LoftMailAccount *account; /* (owned) */
  GHashTable *folders; /* folder id (gint64) -> Folder */
  gulong handler;
} Follower;

struct _LoftMailNotifier {
  GApplication *application; /* (borrowed) */
  LoftService *service;
  LoftMailSeenFunc is_seen;
  gpointer user_data;
  GPtrArray *followers; /* of Follower */
};

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_array_unref (folder->told);
  g_free (folder);
}

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  g_signal_handler_disconnect (follower->account, follower->handler);
  g_object_unref (follower->account);
  g_hash_table_unref (follower->folders);
  g_free (follower);
}

/* ---- which folders ------------------------------------------------------------------------ */

static gboolean
is_told_of (const LoftAccount *account, const LoftFolder *folder)
{
  if (account->notify == LOFT_NOTIFY_NEVER || loft_local_account_is (account))
    return FALSE;
  if (account->notify == LOFT_NOTIFY_INBOX)
    return folder->role == LOFT_FOLDER_ROLE_INBOX;
  return folder->role == LOFT_FOLDER_ROLE_INBOX || folder->role == LOFT_FOLDER_ROLE_NONE;
}

static char *
id_of (Follower *follower, gint64 folder_id)
{
  return g_strdup_printf ("mail-%s-%" G_GINT64_FORMAT,
                          loft_mail_account_get_account (follower->account)->id, folder_id);
}

static void
withdraw (Follower *follower, gint64 folder_id, Folder *folder)
{
  g_autofree char *id = id_of (follower, folder_id);

  if (folder->told->len == 0)
    return;
  g_array_set_size (folder->told, 0);
  g_application_withdraw_notification (follower->notifier->application, id);
}

/* ---- telling ------------------------------------------------------------------------------ */

static gint64
received_of (const LoftMessage *message)
{
  return message->received != 0 ? message->received : message->date;
}

/* (transfer full) of LoftMessage: the newest. */
static GPtrArray *
read_newest (LoftMailReader *reader, gint64 folder_id)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_unref);
  g_autoptr (GArray) ids =
    loft_mail_reader_list_ids (reader, folder_id, MAX_LOOKED_AT, 0, NULL, NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      LoftMessage *message =
        loft_mail_reader_get_message (reader, g_array_index (ids, gint64, i), NULL);

      if (message != NULL)
        g_ptr_array_add (messages, message);
    }
  return messages;
}

static gboolean
contains (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* (transfer container) of those, borrowed: to be told of, new ones and earlier ones that nobody read. */
static GPtrArray *
list_unread (Folder *folder, GPtrArray *messages, gboolean *any_new)
{
  GPtrArray *unread = g_ptr_array_new ();

  *any_new = FALSE;
  for (guint i = 0; i < messages->len; i++)
    {
      LoftMessage *message = g_ptr_array_index (messages, i);
      gboolean is_new = message->id > folder->last_id && received_of (message) >= folder->last_date;

      if ((message->flags & (LOFT_FLAG_SEEN | LOFT_FLAG_DELETED)) != 0 ||
          !(is_new || contains (folder->told, message->id)))
        continue;
      *any_new = *any_new || is_new;
      g_ptr_array_add (unread, message);
    }
  return unread;
}

static void
send (Follower *follower, gint64 folder_id, Folder *folder, GPtrArray *unread)
{
  LoftMailNotifier *self = follower->notifier;
  const LoftAccount *account = loft_mail_account_get_account (follower->account);
  gboolean several = loft_local_account_count_mail (loft_service_get_accounts (self->service)) > 1;
  const LoftMessage *first = g_ptr_array_index (unread, 0);
  g_autoptr (GNotification) notification =
    loft_mail_notification_new (unread, unread->len, several ? account->name : "");
  g_autofree char *id = id_of (follower, folder_id);

  g_notification_set_default_action_and_target (notification, "app.show-mail", "(sxx)", account->id,
                                                folder_id,
                                                unread->len == 1 ? first->id : (gint64) 0);
  g_application_send_notification (self->application, id, notification);
  g_array_set_size (folder->told, 0);
  for (guint i = 0; i < unread->len; i++)
    g_array_append_val (folder->told, ((LoftMessage *) g_ptr_array_index (unread, i))->id);
}

static void
remember (Folder *folder, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    {
      const LoftMessage *message = g_ptr_array_index (messages, i);

      folder->last_id = MAX (folder->last_id, message->id);
      folder->last_date = MAX (folder->last_date, received_of (message));
    }
}

/* ---- looking ------------------------------------------------------------------------------ */

static Folder *
get_folder (Follower *follower, gint64 id)
{
  Folder *folder = g_hash_table_lookup (follower->folders, &id);

  if (folder != NULL)
    return folder;
  folder = g_new0 (Folder, 1);
  folder->told = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_insert (follower->folders, g_memdup2 (&id, sizeof id), folder);
  return folder;
}

static void
look (Follower *follower, LoftMailReader *reader, const LoftFolder *shown)
{
  LoftMailNotifier *self = follower->notifier;
  Folder *folder = get_folder (follower, shown->id);
  g_autoptr (GPtrArray) messages = read_newest (reader, shown->id);
  gboolean any_new = FALSE;
  g_autoptr (GPtrArray) unread = list_unread (folder, messages, &any_new);
  gboolean is_seen = self->is_seen (follower->account, shown->id, self->user_data);

  if (is_seen || unread->len == 0)
    withdraw (follower, shown->id, folder);
  else if (any_new && folder->was_synced)
    send (follower, shown->id, folder, unread);
  remember (folder, messages);
  folder->was_synced = folder->was_synced || shown->synced_at > 0;
}

static void
on_messages_changed (LoftMailAccount *account, gint64 folder_id, Follower *follower)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; reader != NULL && i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      const LoftFolder *folder = loft_mail_folder_get (row);

      if ((folder_id == 0 || folder_id == folder->id) &&
          is_told_of (loft_mail_account_get_account (account), folder))
        look (follower, reader, folder);
    }
}

/* ---- accounts ----------------------------------------------------------------------------- */

static void
follow (LoftMailNotifier *self, LoftMailAccount *account)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->notifier = self;
  follower->account = g_object_ref (account);
  follower->folders = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, folder_free);
  follower->handler =
    g_signal_connect (account, "messages-changed", G_CALLBACK (on_messages_changed), follower);
  g_ptr_array_add (self->followers, follower);
  /* What is there now is not new. */
  on_messages_changed (account, 0, follower);
}

static Follower *
find_follower (LoftMailNotifier *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->followers->len; i++)
    if (((Follower *) g_ptr_array_index (self->followers, i))->account == account)
      return g_ptr_array_index (self->followers, i);
  return NULL;
}

static gboolean
is_there (GListModel *accounts, LoftMailAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (each == account)
        return TRUE;
    }
  return FALSE;
}

static void
on_accounts_changed (LoftMailNotifier *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = self->followers->len; i > 0; i--)
    if (!is_there (accounts, ((Follower *) g_ptr_array_index (self->followers, i - 1))->account))
      g_ptr_array_remove_index (self->followers, i - 1);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (find_follower (self, account) == NULL)
        follow (self, account);
    }
}

LoftMailNotifier *
loft_mail_notifier_new (GApplication *application, LoftService *service, LoftMailSeenFunc is_seen,
                        gpointer user_data)
{
  LoftMailNotifier *self = g_new0 (LoftMailNotifier, 1);

  self->application = application;
  self->service = g_object_ref (service);
  self->is_seen = is_seen;
  self->user_data = user_data;
  self->followers = g_ptr_array_new_with_free_func (follower_free);
  g_signal_connect_swapped (loft_service_get_accounts (service), "items-changed",
                            G_CALLBACK (on_accounts_changed), self);
  on_accounts_changed (self);
  return self;
}

void
loft_mail_notifier_free (LoftMailNotifier *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (loft_service_get_accounts (self->service), self);
  g_ptr_array_unref (self->followers);
  g_object_unref (self->service);
  g_free (self);
}
