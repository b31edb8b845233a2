/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-backend-private.h"

#include <stdio.h>
#include <string.h>

/* What a server does with messages and folders. LOFT_FAKE_DELTAS moves at once and tells new ids;
 * LOFT_FAKE_LISTING copies, then removes, and tells nothing. */

static gboolean
tells_ids (LoftFakeBackend *self)
{
  return self->style == LOFT_FAKE_DELTAS;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "Not yours to change");
  return FALSE;
}

/* ---- positions ---------------------------------------------------------------------------- */

static gboolean
fake_get_position (LoftBackend *backend, const char *folder_id, GBytes *token, GBytes **position,
                   GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  LoftFakeFolder *folder;
  char *text;

  if (!loft_fake_backend_enter_step (self, "position", cancellable, error))
    return FALSE;
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL || !loft_fake_backend_check_generation (folder, token, error))
    return FALSE;
  text = g_strdup_printf ("%u %" G_GUINT64_FORMAT, folder->generation, folder->next_number);
  *position = g_bytes_new_take (text, strlen (text));
  return TRUE;
}

static LoftRemoteItem *
tell_arrival (LoftFakeMessage *message)
{
  LoftRemoteItem *item =
    loft_remote_item_new (message->remote_id, message->flags, message->keywords);

  item->is_new = TRUE;
  item->size = g_bytes_get_size (message->raw);
  item->received = message->received;
  item->header = g_bytes_ref (message->raw);
  return item;
}

static GPtrArray *
fake_list_since (LoftBackend *backend, const char *folder_id, GBytes *position,
                 GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  g_autofree char *text =
    position != NULL ? g_strndup (g_bytes_get_data (position, NULL), g_bytes_get_size (position))
                     : NULL;
  guint generation = 0;
  guint64 first = 0;
  LoftFakeFolder *folder;
  GPtrArray *items;

  if (!loft_fake_backend_enter_step (self, "list-since", cancellable, error))
    return NULL;
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL)
    return NULL;
  if (text != NULL)
    g_assert_cmpint (sscanf (text, "%u %" G_GUINT64_FORMAT, &generation, &first), ==, 2);
  if (text != NULL && generation != folder->generation)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT, "The ids of %s are new", folder->path);
      return NULL;
    }
  items = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free);
  for (guint i = 0; i < folder->messages->len; i++)
    {
      LoftFakeMessage *message = g_ptr_array_index (folder->messages, i);

      if (message->number >= first)
        g_ptr_array_add (items, tell_arrival (message));
    }
  return items;
}

static gboolean
fake_find_present (LoftBackend *backend, const char *folder_id, GBytes *token,
                   GPtrArray *remote_ids, LoftRemoteIds *present, GCancellable *cancellable,
                   GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  LoftFakeFolder *folder;

  if (!loft_fake_backend_enter_step (self, "present", cancellable, error))
    return FALSE;
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL || !loft_fake_backend_check_generation (folder, token, error))
    return FALSE;
  for (guint i = 0; i < remote_ids->len; i++)
    if (loft_fake_folder_find_remote_id (folder, g_ptr_array_index (remote_ids, i)) != NULL)
      loft_remote_ids_add (present, g_ptr_array_index (remote_ids, i));
  return TRUE;
}

/* ---- messages ----------------------------------------------------------------------------- */

typedef struct {
  LoftFakeBackend *self;
  LoftFakeFolder *from;
  LoftFakeFolder *to;
  GPtrArray *remote_ids;
  GCancellable *cancellable;
} Work;

static gboolean
begin (Work *work, const char *step, const LoftRemoteTransfer *transfer, GError **error)
{
  LoftFakeBackend *self = work->self;
  g_autofree char *ids = NULL;

  if (!loft_fake_backend_enter_step (self, step, work->cancellable, error))
    return FALSE;
  g_ptr_array_add (transfer->remote_ids, NULL);
  ids = g_strjoinv (",", (char **) transfer->remote_ids->pdata);
  g_ptr_array_set_size (transfer->remote_ids, (gint) transfer->remote_ids->len - 1);
  loft_fake_backend_record (self, "%s %s %s %s", step, transfer->folder_id, ids, transfer->to_id);
  work->remote_ids = transfer->remote_ids;
  work->from = loft_fake_backend_find_folder (self, transfer->folder_id, error);
  if (work->from == NULL ||
      !loft_fake_backend_check_generation (work->from, transfer->token, error))
    return FALSE;
  work->to = loft_fake_backend_find_folder (self, transfer->to_id, error);
  if (work->to == NULL)
    return FALSE;
  self->n_writes++;
  if (!work->to->full)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_FULL, "The mailbox is full");
  return FALSE;
}

/* All or nothing, as UID MOVE and UID COPY are for what they name. */
static gboolean
check_refusals (const Work *work, GError **error)
{
  for (guint i = 0; i < work->remote_ids->len; i++)
    {
      LoftFakeMessage *message =
        loft_fake_folder_find_remote_id (work->from, g_ptr_array_index (work->remote_ids, i));

      if (message != NULL && message->refuses)
        return refuse (error);
    }
  return TRUE;
}

/* "" for one that is gone. */
static const char *
copy_one (const Work *work, const char *remote_id)
{
  LoftFakeMessage *message = loft_fake_folder_find_remote_id (work->from, remote_id);

  if (message == NULL)
    return NULL;
  return loft_fake_server_add_message (work->self->server, work->to->path, message->name,
                                       message->raw, message->flags, message->keywords,
                                       message->received)
    ->remote_id;
}

static void
copy_all (const Work *work, LoftTransferred *copied)
{
  for (guint i = 0; i < work->remote_ids->len; i++)
    {
      const char *remote_id = g_ptr_array_index (work->remote_ids, i);
      const char *new_id = copy_one (work, remote_id);

      loft_transferred_add (copied, remote_id, tells_ids (work->self) ? new_id : NULL);
    }
}

static void
remove_all (const Work *work)
{
  for (guint i = 0; i < work->remote_ids->len; i++)
    {
      LoftFakeMessage *message =
        loft_fake_folder_find_remote_id (work->from, g_ptr_array_index (work->remote_ids, i));

      if (message != NULL)
        loft_fake_folder_remove (work->from, message);
    }
}

static void
tell (const Work *work, const LoftTransferred *done, LoftTransferred *transferred)
{
  for (guint i = 0; i < work->remote_ids->len; i++)
    {
      const char *remote_id = g_ptr_array_index (work->remote_ids, i);

      loft_transferred_add (transferred, remote_id, loft_transferred_find (done, remote_id));
    }
}

static gboolean
fake_move (LoftBackend *backend, const LoftRemoteTransfer *transfer, LoftTransferred *transferred,
           GCancellable *cancellable, GError **error)
{
  Work work = { .self = LOFT_FAKE_BACKEND (backend), .cancellable = cancellable };
  g_auto (LoftTransferred) done = { NULL };

  if (!begin (&work, "move", transfer, error) || !check_refusals (&work, error))
    return FALSE;
  loft_transferred_init (&done);
  copy_all (&work, &done);
  if (!tells_ids (work.self) &&
      !loft_fake_backend_enter_step (work.self, "copied", cancellable, error))
    return FALSE;
  remove_all (&work);
  if (!loft_fake_backend_enter_step (work.self, "reply", cancellable, error))
    return FALSE;
  tell (&work, &done, transferred);
  return TRUE;
}

static gboolean
fake_copy (LoftBackend *backend, const LoftRemoteTransfer *transfer, LoftTransferred *transferred,
           GCancellable *cancellable, GError **error)
{
  Work work = { .self = LOFT_FAKE_BACKEND (backend), .cancellable = cancellable };
  g_auto (LoftTransferred) done = { NULL };

  if (!begin (&work, "copy", transfer, error) || !check_refusals (&work, error))
    return FALSE;
  loft_transferred_init (&done);
  copy_all (&work, &done);
  if (!loft_fake_backend_enter_step (work.self, "reply", cancellable, error))
    return FALSE;
  tell (&work, &done, transferred);
  return TRUE;
}

static gboolean
fake_expunge (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
              LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  Work work = { .self = LOFT_FAKE_BACKEND (backend), .cancellable = cancellable };

  if (!loft_fake_backend_enter_step (work.self, "expunge", cancellable, error))
    return FALSE;
  loft_fake_backend_record (work.self, "expunge %s %u", folder_id, remote_ids->len);
  work.remote_ids = remote_ids;
  work.from = loft_fake_backend_find_folder (work.self, folder_id, error);
  if (work.from == NULL || !loft_fake_backend_check_generation (work.from, token, error) ||
      !check_refusals (&work, error))
    return FALSE;
  work.self->n_writes++;
  remove_all (&work);
  return loft_fake_backend_enter_step (work.self, "reply", cancellable, error);
}

/* Messages of the tests are called what their subject says. */
static char *
name_of (GBytes *raw)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  const char *subject = strstr (text, "Subject: ");

  g_assert_nonnull (subject);
  subject += strlen ("Subject: ");
  return g_strndup (subject, strcspn (subject, "\r\n"));
}

static gboolean
fake_append (LoftBackend *backend, const LoftRemoteContent *content, char **remote_id,
             GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  g_autofree char *name = name_of (content->raw);
  LoftFakeMessage *message;
  LoftFakeFolder *folder;

  if (!loft_fake_backend_enter_step (self, "append", cancellable, error))
    return FALSE;
  folder = loft_fake_backend_find_folder (self, content->to_id, error);
  if (folder == NULL)
    return FALSE;
  if (folder->full)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_FULL, "The mailbox is full");
      return FALSE;
    }
  loft_fake_backend_record (self, "append %s %s", content->to_id, name);
  self->n_writes++;
  message = loft_fake_server_add_message (self->server, folder->path, name, content->raw,
                                          content->flags, content->keywords, content->received);
  *remote_id = tells_ids (self) ? g_strdup (message->remote_id) : NULL;
  return loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

/* ---- folders ------------------------------------------------------------------------------ */

/* (transfer full) NULL when the parent is not there. */
static char *
make_path (LoftFakeBackend *self, const char *parent_id, const char *name, GError **error)
{
  LoftFakeFolder *parent;

  if (parent_id == NULL)
    return g_strdup (name);
  parent = loft_fake_backend_find_folder (self, parent_id, error);
  return parent != NULL ? g_strdup_printf ("%s/%s", parent->path, name) : NULL;
}

static gboolean
fake_create_folder (LoftBackend *backend, const char *parent_id, const char *name,
                    LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                    GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  g_autofree char *path = make_path (self, parent_id, name, error);
  LoftFakeFolder *folder;

  if (path == NULL || !loft_fake_backend_enter_step (self, "create-folder", cancellable, error))
    return FALSE;
  loft_fake_backend_record (self, "create-folder %s", path);
  if (self->server->refuses_folders)
    return refuse (error);
  folder = loft_fake_server_find_folder (self->server, path);
  self->n_writes += folder == NULL;
  if (folder == NULL)
    folder = loft_fake_server_add_folder (self->server, path);
  *folder_id = g_strdup (loft_fake_backend_folder_id (self, folder));
  return loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

static gboolean
fake_rename_folder (LoftBackend *backend, const char *folder_id, const char *parent_id,
                    const char *name, char **new_id, GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  g_autofree char *path = make_path (self, parent_id, name, error);
  LoftFakeFolder *folder;

  if (path == NULL || !loft_fake_backend_enter_step (self, "rename-folder", cancellable, error))
    return FALSE;
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL)
    return FALSE;
  loft_fake_backend_record (self, "rename-folder %s %s", folder->path, path);
  if (self->server->refuses_folders || (!g_str_equal (folder->path, path) &&
                                        loft_fake_server_find_folder (self->server, path) != NULL))
    return refuse (error);
  self->n_writes += !g_str_equal (folder->path, path);
  loft_fake_server_rename_tree (self->server, folder->path, path);
  *new_id = g_strdup (loft_fake_backend_folder_id (self, folder));
  return loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

static gboolean
fake_delete_folder (LoftBackend *backend, const char *folder_id, GCancellable *cancellable,
                    GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  LoftFakeFolder *folder;

  if (!loft_fake_backend_enter_step (self, "delete-folder", cancellable, error))
    return FALSE;
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL)
    return FALSE;
  if (self->server->refuses_folders)
    return refuse (error);
  self->n_writes++;
  loft_fake_server_remove_folder (self->server, folder->path);
  return loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

static gboolean
fake_subscribe_folder (LoftBackend *backend, const char *folder_id, gboolean subscribed,
                       GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);

  return loft_fake_backend_enter_step (self, "subscribe-folder", cancellable, error) &&
         loft_fake_backend_find_folder (self, folder_id, error) != NULL &&
         loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

void
loft_fake_backend_add_operations (LoftBackendInterface *iface)
{
  iface->get_position = fake_get_position;
  iface->list_since = fake_list_since;
  iface->find_present = fake_find_present;
  iface->move = fake_move;
  iface->copy = fake_copy;
  iface->expunge = fake_expunge;
  iface->append = fake_append;
  iface->create_folder = fake_create_folder;
  iface->rename_folder = fake_rename_folder;
  iface->delete_folder = fake_delete_folder;
  iface->subscribe_folder = fake_subscribe_folder;
}
