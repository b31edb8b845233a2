/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-clock.h"
#include "loft-draft-copy.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-id-block.h"
#include "loft-left-out.h"
#include "loft-operation-replay.h"
#include "loft-resource-ingest.h"

#define COLLECT_STEP 500
/* Most headers need no place of their own in the index, because their body follows at once. Where
 * bodies take longer, what is listed must be found meanwhile. */
#define BODIES_ALONE_SECONDS 10
#define MAX_STUMBLES      3
#define ARRIVING_INTERVAL (G_USEC_PER_SEC / 10)
/* The other folders are listed later by so much at most. */
#define CONTENT_SECONDS 30

G_DEFINE_FINAL_TYPE (LoftAccountSync, loft_account_sync, G_TYPE_OBJECT)

static void
loft_account_sync_finalize (GObject *object)
{
  LoftAccountSync *self = LOFT_ACCOUNT_SYNC (object);

  g_clear_object (&self->backend);
  g_clear_error (&self->left_out_because);
  g_clear_pointer (&self->mistaken, g_hash_table_unref);
  g_ptr_array_unref (self->left_out);
  G_OBJECT_CLASS (loft_account_sync_parent_class)->finalize (object);
}

static void
loft_account_sync_class_init (LoftAccountSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_account_sync_finalize;
}

static void
loft_account_sync_init (LoftAccountSync *self)
{
  self->left_out = loft_left_out_list_new ();
}

LoftAccountSync *
loft_account_sync_new (LoftAccountStore *store, LoftJournal *journal, LoftBackend *backend,
                       gint window_days, const LoftSyncObserver *observer, gpointer user_data)
{
  LoftAccountSync *self = g_object_new (LOFT_TYPE_ACCOUNT_SYNC, NULL);

  self->store = store;
  self->journal = journal;
  self->backend = g_object_ref (backend);
  self->window_days = window_days;
  if (observer != NULL)
    self->observer = *observer;
  self->user_data = user_data;
  return self;
}

void
loft_account_sync_set_window (LoftAccountSync *self, gint window_days)
{
  self->window_days = window_days;
}

void
loft_account_sync_set_download_terms (LoftAccountSync *self, const LoftDownloadTerms *terms)
{
  self->downloads = *terms;
}

void
loft_account_sync_tell_progress (LoftAccountSync *self, LoftSyncStep step, const char *folder,
                                 guint64 done, guint64 total)
{
  if (self->observer.progress != NULL)
    self->observer.progress (step, folder, done, total, self->user_data);
}

void
loft_account_sync_tell_changed (LoftAccountSync *self, gint64 folder_id)
{
  if (self->observer.changed != NULL)
    self->observer.changed (folder_id, self->user_data);
}

void
loft_account_sync_tell_arriving (LoftAccountSync *self, gint64 message_id, guint64 done,
                                 guint64 total)
{
  gint64 now = loft_clock_monotonic ();

  if (self->observer.arriving == NULL || now - self->arriving_told < ARRIVING_INTERVAL)
    return;
  self->arriving_told = now;
  self->observer.arriving (message_id, done, total, self->user_data);
}

void
loft_account_sync_breathe (LoftAccountSync *self)
{
  if (self->observer.breathe != NULL)
    self->observer.breathe (self->user_data);
}

gboolean
loft_account_sync_wants_short_steps (LoftAccountSync *self)
{
  return self->observer.short_steps != NULL && self->observer.short_steps (self->user_data);
}

gboolean
loft_account_sync_wants_headers_only (LoftAccountSync *self)
{
  return self->observer.headers_only != NULL && self->observer.headers_only (self->user_data);
}

gboolean
loft_account_sync_replay (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  guint n_done = 0;

  /* Nothing that is done to what was brought concerns its server. */
  if (!loft_account_sync_downloads (self) &&
      !loft_backend_connect (self->backend, cancellable, error))
    return FALSE;
  if (!loft_operation_replay (self->store, self->journal, self->backend, &n_done, cancellable,
                              error))
    return FALSE;
  if (n_done > 0)
    {
      loft_account_sync_tell_progress (self, LOFT_SYNC_STEP_CHANGES, "", n_done, n_done);
      loft_account_sync_tell_changed (self, 0);
    }
  return TRUE;
}

/* ---- one folder, all folders -------------------------------------------------------------- */

/* What concerns the folder alone must not stop the others. The server may stumble over a few (a
 * damaged index, garbage in one mailbox); over many, and it is the server's trouble. */
static gboolean
is_folder_problem (LoftAccountSync *self, const GError *error)
{
  if (loft_error_is_cancelled (error))
    return FALSE;
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_GONE:
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_CONFLICT:
    case LOFT_ERROR_LIMIT:
      return TRUE;
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_PROTOCOL:
      return ++self->n_stumbles <= MAX_STUMBLES;
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_UNTRUSTED:
    case LOFT_ERROR_STORE:
      break;
    }
  return FALSE;
}

typedef gboolean (*FolderStep) (LoftAccountSync *self, LoftFolder *folder,
                                GCancellable *cancellable, GError **error);

/* Garbled answers may be an accident of the line. */
static gboolean
step_with_second_try (LoftAccountSync *self, LoftFolder *folder, FolderStep step,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (step (self, folder, cancellable, &failure))
    return TRUE;
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return loft_backend_connect (self->backend, cancellable, error) &&
         step (self, folder, cancellable, error);
}

void
loft_account_sync_leave_out (LoftAccountSync *self, LoftFolder *folder, gint64 message_id,
                             const GError *reason)
{
  g_autoptr (LoftMessage) message =
    message_id != 0 ? loft_mail_store_get (self->store->mail, message_id, NULL) : NULL;

  self->n_folders_left_out += message_id == 0;
  g_ptr_array_add (self->left_out,
                   loft_left_out_new (folder->id, folder->path, message_id,
                                      message != NULL ? message->subject : "", reason));
}

/* TRUE when the folder is done or set aside; FALSE for what concerns the account. */
static gboolean
try_step (LoftAccountSync *self, LoftFolder *folder, FolderStep step, gboolean *done,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *done = step_with_second_try (self, folder, step, cancellable, &failure);
  if (*done)
    return TRUE;
  if (!is_folder_problem (self, failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_message ("Folder %s was left out: %s", folder->path, failure->message);
  /* Its ids name other messages: the next run lists it, whatever the server's status says. */
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT) &&
      !loft_folder_store_set_synced (self->store->mail, folder->id, NULL, loft_clock_now (), error))
    return FALSE;
  loft_account_sync_leave_out (self, folder, 0, failure);
  g_clear_error (&self->left_out_because);
  self->left_out_because = g_steal_pointer (&failure);
  return loft_backend_connect (self->backend, cancellable, error);
}

static LoftRemoteFolder *
find_remote (GPtrArray *remote_folders, const char *remote_id)
{
  for (guint i = 0; remote_folders != NULL && i < remote_folders->len; i++)
    {
      LoftRemoteFolder *remote = g_ptr_array_index (remote_folders, i);

      if (g_strcmp0 (remote->remote_id, remote_id) == 0)
        return remote;
    }
  return NULL;
}

/* The server's own word that nothing happened since the last complete sync. */
static gboolean
is_untouched (LoftAccountSync *self, LoftFolder *folder, LoftRemoteFolder *remote)
{
  g_autoptr (GBytes) status = NULL;

  if (remote == NULL || remote->status == NULL ||
      loft_account_sync_has_unread_resources (self, folder) ||
      !loft_folder_store_get_sync (self->store->mail, folder->id, NULL, &status, NULL))
    return FALSE;
  return status != NULL && g_bytes_equal (status, remote->status);
}

static int
compare_by_urgency (gconstpointer a, gconstpointer b)
{
  return loft_folder_compare (*(LoftFolder *const *) a, *(LoftFolder *const *) b);
}

static GPtrArray *
folders_to_sync (LoftAccountSync *self, gint64 folder_id, GError **error)
{
  GPtrArray *folders = loft_folder_store_list_kinds (self->store->mail, -1, error);

  if (folders == NULL)
    return NULL;
  for (guint i = folders->len; i > 0; i--)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i - 1);

      if (!folder->selectable || folder->remote_id == NULL ||
          (folder->waits & LOFT_FOLDER_WAITS_DELETION) ||
          (folder_id != 0 && folder->id != folder_id))
        g_ptr_array_remove_index (folders, i - 1);
    }
  g_ptr_array_sort (folders, compare_by_urgency);
  return folders;
}

static gboolean
has_mail (const LoftFolder *folder)
{
  return (folder->kinds & LOFT_FOLDER_KIND_MAIL) != 0;
}

static gboolean
list_all_messages (LoftAccountSync *self, GPtrArray *folders, GPtrArray *remote_folders,
                   GCancellable *cancellable, GError **error)
{
  guint n_done = 0;

  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      LoftRemoteFolder *remote = find_remote (remote_folders, folder->remote_id);
      gint64 now = loft_clock_now ();
      gboolean done = TRUE;

      loft_account_sync_breathe (self);
      if (!is_untouched (self, folder, remote) &&
          !try_step (self, folder,
                     has_mail (folder) ? loft_account_sync_messages : loft_account_sync_resources,
                     &done, cancellable, error))
        return FALSE;
      if (done &&
          !loft_folder_store_set_synced (self->store->mail, folder->id,
                                         remote != NULL ? remote->status : NULL, now, error))
        return FALSE;
      n_done += done;
    }
  if (n_done > 0 || folders->len == 0)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->left_out_because));
  return FALSE;
}

/* A look at one folder in the midst of a sync is for its headers alone. */
static gboolean
sync_all_messages (LoftAccountSync *self, GPtrArray *folders, GPtrArray *remote_folders,
                   GCancellable *cancellable, GError **error)
{
  gboolean listed;

  self->content_seconds = CONTENT_SECONDS;
  loft_account_sync_look_ahead (self, folders, cancellable);
  listed = list_all_messages (self, folders, remote_folders, cancellable, error);
  loft_account_sync_forget_ahead (self);
  self->content_seconds = 0;
  return listed;
}

static gboolean
sync_all_bodies (LoftAccountSync *self, GPtrArray *folders, GCancellable *cancellable,
                 GError **error)
{
  self->headers_due = g_get_monotonic_time () + (gint64) BODIES_ALONE_SECONDS * G_USEC_PER_SEC;
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      gboolean done;

      if (!has_mail (folder))
        continue;
      loft_account_sync_breathe (self);
      if (!try_step (self, folder, loft_account_sync_bodies, &done, cancellable, error) ||
          !loft_account_sync_evict (self, folder, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
give_back (LoftAccountSync *self, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!loft_search_index_vacuum_step (self->store->search, &more, error))
      return FALSE;
  return loft_content_store_vacuum_step (self->store->content, &more, error);
}

gboolean
loft_account_sync_keep_house (LoftAccountSync *self, gint64 folder_id, GCancellable *cancellable,
                              GError **error)
{
  gboolean is_complete = folder_id == 0 && self->n_folders_left_out == 0;
  gboolean more = TRUE;

  if (is_complete && loft_account_store_is_incomplete (self->store->mail) &&
      !loft_draft_copy_adopt (self->store, self->journal, error))
    return FALSE;
  if (is_complete && !loft_account_store_settle (self->store, error))
    return FALSE;
  while (more)
    if (!loft_ingest_short_resources (self->store->mail, &more, error))
      return FALSE;
  more = TRUE;
  while (more)
    if (!loft_account_store_collect (self->store, COLLECT_STEP, &more, error))
      return FALSE;
  if (!give_back (self, error) ||
      (is_complete && !loft_account_store_purge (self->store, cancellable, error)))
    return FALSE;
  return loft_account_store_checkpoint (self->store, LOFT_CHECKPOINT_IDLE, error);
}

static void
note_listed (gint64 folder_id, const char *remote_id, const char *identity, const char *path,
             gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* What was done before the server was ever listed waits for that: a folder that was wished for may be
 * there, under another name. */
static gboolean
replay_known (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  gboolean listed = FALSE;

  if (!loft_folder_store_foreach_key (self->store->mail, note_listed, &listed, error))
    return FALSE;
  return listed ? loft_account_sync_replay (self, cancellable, error)
                : loft_backend_connect (self->backend, cancellable, error);
}

static gboolean
run_once (LoftAccountSync *self, gint64 folder_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) remote_folders = NULL;
  g_autoptr (GPtrArray) folders = NULL;

  if (loft_account_sync_downloads (self))
    return loft_account_sync_download (self, cancellable, error);
  if (!loft_id_block_settle (self->store->mail, error) ||
      !loft_account_store_reindex (self->store, cancellable, error) ||
      !loft_account_sync_hurry_unanswered (self, error) || !replay_known (self, cancellable, error))
    return FALSE;
  /* One folder alone is synced at each new mail: no listing of hundreds of others for it. */
  if (folder_id == 0)
    {
      loft_account_sync_tell_progress (self, LOFT_SYNC_STEP_FOLDERS, "", 0, 0);
      if (!loft_account_sync_folders (self, &remote_folders, cancellable, error))
        return FALSE;
    }
  folders = folders_to_sync (self, folder_id, error);
  return folders != NULL && sync_all_messages (self, folders, remote_folders, cancellable, error) &&
         loft_account_sync_replay (self, cancellable, error) &&
         loft_account_store_adopt (self->store, cancellable, error) &&
         loft_account_sync_index_opened (self, cancellable, error) &&
         sync_all_bodies (self, folders, cancellable, error) &&
         loft_account_sync_index_headers (self, cancellable, error) &&
         loft_account_sync_keep_house (self, folder_id, cancellable, error);
}

gboolean
loft_account_sync_run (LoftAccountSync *self, gint64 folder_id, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->n_folders_left_out = self->n_stumbles = 0;
  g_ptr_array_unref (self->left_out);
  self->left_out = loft_left_out_list_new ();
  if (run_once (self, folder_id, cancellable, &failure))
    return TRUE;
  if (self->n_folders_left_out > 0 || !g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_message ("The server is asked once more: %s", failure->message);
  return run_once (self, folder_id, cancellable, error);
}

GPtrArray *
loft_account_sync_get_left_out (LoftAccountSync *self)
{
  return self->left_out;
}

gboolean
loft_account_sync_look (LoftAccountSync *self, gint64 folder_id, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->store->mail, folder_id, error);

  if (loft_account_sync_downloads (self))
    return folder != NULL;
  return folder != NULL && loft_backend_connect (self->backend, cancellable, error) &&
         (has_mail (folder) ? loft_account_sync_messages (self, folder, cancellable, error)
                            : loft_account_sync_resources (self, folder, cancellable, error));
}

gboolean
loft_account_sync_watch (LoftAccountSync *self, gint64 folder_id, guint seconds, gboolean *changed,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->store->mail, folder_id, error);

  *changed = FALSE;
  return folder != NULL && loft_backend_connect (self->backend, cancellable, error) &&
         loft_backend_watch (self->backend, folder->remote_id, seconds, changed, cancellable,
                             error);
}
