/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-kept-drafts.h"

#include <string.h>

#include "loft-account-limits.h"
#include "loft-draft-copy.h"
#include "loft-draft-store.h"
#include "loft-folder-store.h"
#include "loft-mail-actions-private.h"
#include "loft-mail-reader-private.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-outbox.h"
#include "loft-outgoing-maker.h"

#define TEMPLATES      "Templates"
#define TEMPLATES_HERE "Local Templates" /* where the server takes none; perhaps with a number */

gboolean
loft_kept_drafts_is_template_path (const char *path)
{
  const char *level = strrchr (path, '/');

  return g_ascii_strcasecmp (level != NULL ? level + 1 : path, TEMPLATES) == 0 ||
         strcmp (path, TEMPLATES_HERE) == 0 || g_str_has_prefix (path, TEMPLATES_HERE " (");
}

typedef struct {
  gint64 outgoing_id;
  gint64 message_id;
  gboolean changed;
  gboolean shelves;
  gboolean only_here; /* the account has no server for folders */
  gboolean apart; /* its server takes no messages */
  LoftDraft *draft; /* (owned) (nullable) */
  gint64 edited; /* what came of it */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  loft_draft_free (wish->draft);
  g_free (wish);
}

/* ---- in the writer ------------------------------------------------------------------------ */

static gboolean
upload (LoftOutgoingQueue *queue, LoftJournal *journal, const char *directory, const Wish *wish,
        LoftUndo *undo, GError **error)
{
  gint64 id = wish->outgoing_id;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (queue, id, &raw, error);
  g_autoptr (LoftAccountStore) all =
    outgoing != NULL ? loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error) : NULL;

  if (all == NULL)
    return FALSE;
  /* It was sent or discarded meanwhile. */
  if (outgoing->state != LOFT_OUTGOING_DRAFT)
    return TRUE;
  return wish->apart ? loft_draft_copy_keep_apart (all, journal, id, raw, undo, error)
                     : loft_draft_copy_upload (all, journal, id, raw, undo, error);
}

/* Its copy is no copy any more, but the draft itself. */
static gboolean
take_off (LoftOutgoingQueue *queue, gint64 id, GError **error)
{
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (queue, id, NULL, error);

  if (outgoing == NULL)
    return FALSE;
  return outgoing->state != LOFT_OUTGOING_DRAFT ||
         (loft_draft_store_set (queue->mail, id, 0, error) &&
          loft_outgoing_queue_change (queue, id, LOFT_OUTGOING_DISCARD, NULL, error));
}

static gboolean
act_upload (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  Wish *wish = user_data;
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (directory, error);
  gint64 copy = 0;

  if (queue == NULL || !loft_draft_store_get (store, wish->outgoing_id, &copy, error))
    return FALSE;
  if ((wish->changed || copy == 0) && !upload (queue, journal, directory, wish, undo, error))
    return FALSE;
  return !wish->shelves || take_off (queue, wish->outgoing_id, error);
}

static gboolean
act_edit (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  Wish *wish = user_data;
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (directory, error);
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (queue == NULL || !loft_draft_store_find (store, wish->message_id, &wish->edited, error))
    return FALSE;
  if (wish->edited != 0)
    return TRUE;
  outgoing = loft_outgoing_maker_make_draft (wish->draft, &raw, error);
  if (outgoing == NULL || !loft_outgoing_queue_save (queue, outgoing, raw, error) ||
      !loft_draft_store_set (store, outgoing->id, wish->message_id, error))
    return FALSE;
  wish->edited = outgoing->id;
  return TRUE;
}

static gboolean
find_template_folder (LoftMailStore *store, gboolean apart, gint64 *folder_id, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (store, error);

  *folder_id = 0;
  for (guint i = 0; folders != NULL && i < folders->len && *folder_id == 0; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (loft_kept_drafts_is_template_path (folder->path) &&
          (!apart || loft_folder_is_only_here (folder)))
        *folder_id = folder->id;
    }
  return folders != NULL;
}

static gboolean
make_template_folder (LoftMailStore *store, LoftJournal *journal, const Wish *wish,
                      gint64 *folder_id, LoftUndo *undo, GError **error)
{
  if (wish->apart)
    return loft_operation_create_folder_here (store, journal, TEMPLATES_HERE, LOFT_FOLDER_ROLE_NONE,
                                              folder_id, undo, error);
  return loft_operation_create_folder (store, journal, TEMPLATES, LOFT_FOLDER_ROLE_NONE,
                                       wish->only_here, folder_id, undo, error);
}

static gboolean
act_template (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
              gpointer user_data, GError **error)
{
  Wish *wish = user_data;
  g_autoptr (LoftAccountStore) all =
    loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  LoftNewContent content = { NULL, LOFT_FLAG_DRAFT | LOFT_FLAG_SEEN, "", 0, uuid };
  gint64 folder_id = 0;
  gint64 message_id = 0;

  if (all == NULL || !find_template_folder (store, wish->apart, &folder_id, error))
    return FALSE;
  if (folder_id == 0 && !make_template_folder (store, journal, wish, &folder_id, undo, error))
    return FALSE;
  outgoing = loft_outgoing_maker_make_draft (wish->draft, &raw, error);
  content.raw = raw;
  return outgoing != NULL &&
         loft_operation_append (all, journal, folder_id, &content, &message_id, undo, error);
}

static gboolean
act_sweep (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
           gpointer user_data, GError **error)
{
  return loft_draft_copy_sweep (store, journal, undo, error);
}

/* ---- asking ------------------------------------------------------------------------------- */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  const Wish *wish = g_task_get_task_data (client);
  g_autoptr (LoftMailUndo) undo = NULL;
  GError *error = NULL;

  undo = loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  loft_mail_account_load_outgoing_rows (LOFT_MAIL_ACCOUNT (source));
  if (undo == NULL)
    g_task_return_error (client, error);
  else
    g_task_return_int (client, (gssize) wish->edited);
}

/* wish: (transfer full), of the client's task, which outlives the writer's use of it. */
static void
start (LoftMailAccount *self, LoftActFunc func, Wish *wish, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);

  wish->only_here = loft_account_kind_is_local (self->account->kind);
  wish->apart = !loft_account_kind_takes_messages (self->account->kind);
  g_task_set_check_cancellable (client, FALSE);
  g_task_set_task_data (client, wish, wish_free);
  loft_mail_account_act (self, func, wish, NULL, on_done, client);
}

void
loft_mail_account_upload_draft_async (LoftMailAccount *self, gint64 outgoing_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->outgoing_id = outgoing_id;
  wish->changed = TRUE;
  start (self, act_upload, wish, cancellable, callback, user_data);
}

void
loft_mail_account_shelve_draft_async (LoftMailAccount *self, gint64 outgoing_id, gboolean changed,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->outgoing_id = outgoing_id;
  wish->changed = changed;
  wish->shelves = TRUE;
  start (self, act_upload, wish, cancellable, callback, user_data);
}

gboolean
loft_mail_account_upload_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) != -1;
}

void
loft_mail_account_edit_draft_async (LoftMailAccount *self, gint64 message_id,
                                    const LoftDraft *draft, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->message_id = message_id;
  wish->draft = loft_draft_copy (draft);
  start (self, act_edit, wish, cancellable, callback, user_data);
}

gint64
loft_mail_account_edit_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Each is a message of its own, also when the draft is kept on. */
void
loft_mail_account_save_template_async (LoftMailAccount *self, const LoftDraft *draft,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->draft = loft_draft_copy (draft);
  wish->draft->message_id[0] = '\0';
  start (self, act_template, wish, cancellable, callback, user_data);
}

gboolean
loft_mail_account_save_template_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) != -1;
}

/* Nearly always there is nothing to do. */
void
loft_mail_account_sweep_drafts (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  g_autoptr (GArray) ended =
    reader != NULL
      ? loft_draft_store_list_ended (loft_mail_reader_current_store (reader)->mail, NULL)
      : NULL;

  if (ended == NULL || ended->len == 0)
    return;
  loft_mail_account_act (self, act_sweep, NULL, NULL, NULL, NULL);
}
