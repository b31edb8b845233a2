/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resource-server.h"

#include <string.h>

#include "loft-error.h"

typedef struct {
  GBytes *raw; /* (nullable) removed */
  guint version;
} Entry;

typedef struct {
  LoftFolderKinds kinds;
  gboolean read_only;
  char *color; /* (nullable) */
  GHashTable *entries; /* name -> Entry */
} Folder;

struct _ResourceServer {
  GObject parent;

  LoftFakeStepFunc step;
  GHashTable *folders; /* remote id -> Folder */
  GHashTable *refused; /* names */
  GHashTable *unreadable; /* names */
  guint version; /* of the last change */
  guint tokens_since; /* older ones mean nothing */
  gboolean normalises;
  gboolean leaves_out;
  gboolean tells_etags;
  guint n_writes;
};

static void backend_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ResourceServer, resource_server, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND, backend_init))

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->raw, g_bytes_unref);
  g_free (entry);
}

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_hash_table_unref (folder->entries);
  g_free (folder->color);
  g_free (folder);
}

/* ---- by others ---------------------------------------------------------------------------- */

static Folder *
find_folder (ResourceServer *self, const char *remote_id)
{
  Folder *folder = g_hash_table_lookup (self->folders, remote_id);

  g_assert_nonnull (folder);
  return folder;
}

static Entry *
find (ResourceServer *self, const char *folder_id, const char *name)
{
  Entry *entry = g_hash_table_lookup (find_folder (self, folder_id)->entries, name);

  return entry != NULL && entry->raw != NULL ? entry : NULL;
}

void
resource_server_add_folder (ResourceServer *self, const char *remote_id, LoftFolderKinds kinds)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->kinds = kinds;
  folder->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  g_hash_table_insert (self->folders, g_strdup (remote_id), folder);
}

void
resource_server_set_read_only (ResourceServer *self, const char *remote_id)
{
  find_folder (self, remote_id)->read_only = TRUE;
}

GBytes *
resource_server_get (ResourceServer *self, const char *folder_id, const char *name)
{
  Entry *entry = find (self, folder_id, name);

  return entry != NULL ? entry->raw : NULL;
}

void
resource_server_set (ResourceServer *self, const char *folder_id, const char *name, GBytes *raw)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->raw = raw != NULL ? g_bytes_ref (raw) : NULL;
  entry->version = ++self->version;
  g_hash_table_insert (find_folder (self, folder_id)->entries, g_strdup (name), entry);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

GList *
resource_server_list (ResourceServer *self, const char *folder_id)
{
  GList *names = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer entry;

  g_hash_table_iter_init (&iter, find_folder (self, folder_id)->entries);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    if (((Entry *) entry)->raw != NULL)
      names = g_list_insert_sorted (names, name, compare_names);
  return names;
}

void
resource_server_forget_token (ResourceServer *self)
{
  self->tokens_since = ++self->version;
}

void
resource_server_refuse (ResourceServer *self, const char *name)
{
  g_hash_table_add (self->refused, g_strdup (name));
}

void
resource_server_set_unreadable (ResourceServer *self, const char *name, gboolean unreadable)
{
  if (unreadable)
    g_hash_table_add (self->unreadable, g_strdup (name));
  else
    g_hash_table_remove (self->unreadable, name);
}

void
resource_server_leave_out (ResourceServer *self)
{
  self->leaves_out = TRUE;
}

void
resource_server_set_normalises (ResourceServer *self, gboolean tells_etags)
{
  self->normalises = TRUE;
  self->tells_etags = tells_etags;
}

guint
resource_server_count_writes (ResourceServer *self)
{
  return self->n_writes;
}

/* ---- as a backend ------------------------------------------------------------------------- */

static gboolean
step (ResourceServer *self, const char *name, GError **error)
{
  return self->step == NULL || self->step (name, NULL, error);
}

static gboolean
fail (GError **error, LoftError class, const char *words)
{
  g_set_error_literal (error, LOFT_ERROR, class, words);
  return FALSE;
}

static char *
etag_of (const Entry *entry)
{
  return g_strdup_printf ("\"%u\"", entry->version);
}

static gboolean
server_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return step (RESOURCE_SERVER (backend), "connect", error);
}

static void
server_disconnect (LoftBackend *backend)
{
}

static LoftBackendCapabilities
server_get_capabilities (LoftBackend *backend)
{
  return LOFT_BACKEND_HAS_RESOURCES | LOFT_BACKEND_CAN_MAKE_COLLECTIONS;
}

static gboolean
server_color_collection (LoftBackend *backend, const char *folder_id, const char *color,
                         GCancellable *cancellable, GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  Folder *folder = find_folder (self, folder_id);

  self->n_writes++;
  if (folder->read_only)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "This is not yours");
      return FALSE;
    }
  g_free (folder->color);
  folder->color = g_strdup (color);
  return TRUE;
}

void
resource_server_set_color (ResourceServer *self, const char *remote_id, const char *color)
{
  Folder *folder = find_folder (self, remote_id);

  g_free (folder->color);
  folder->color = g_strdup (color);
}

const char *
resource_server_get_color (ResourceServer *self, const char *remote_id)
{
  return find_folder (self, remote_id)->color;
}

static GPtrArray *
server_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  GPtrArray *folders;
  GHashTableIter iter;
  gpointer remote_id;
  gpointer folder;

  if (!step (self, "list-folders", error))
    return NULL;
  folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, &remote_id, &folder))
    {
      LoftRemoteFolder *listed = loft_remote_folder_new (remote_id, remote_id);

      listed->kinds = ((Folder *) folder)->kinds;
      listed->writable = !((Folder *) folder)->read_only;
      listed->color = g_strdup (((Folder *) folder)->color);
      g_ptr_array_add (folders, listed);
    }
  return folders;
}

static void
tell (ResourceServer *self, LoftResourceBatch *batch, const char *name, const Entry *entry,
      const char *known)
{
  g_autofree char *etag = etag_of (entry);

  if (entry->raw == NULL)
    g_ptr_array_add (batch->removed, g_strdup (name));
  else if (g_hash_table_contains (self->unreadable, name) && g_strcmp0 (known, etag) != 0)
    g_ptr_array_add (batch->failures, loft_resource_failure_new (name, "Out of order"));
  else if (g_strcmp0 (known, etag) != 0)
    g_ptr_array_add (batch->resources, loft_remote_resource_new (name, etag, entry->raw));
}

static gboolean
server_resource_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                         GHashTable *known, LoftResourceFunc func, gpointer user_data,
                         GCancellable *cancellable, GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  g_autoptr (LoftResourceBatch) batch = loft_resource_batch_new ();
  guint since = 0;
  GHashTableIter iter;
  gpointer name;
  gpointer entry;

  if (!step (self, "changes", error))
    return FALSE;
  if (token != NULL)
    memcpy (&since, g_bytes_get_data (token, NULL), sizeof since);
  if (since < self->tokens_since)
    since = 0;
  if (since == 0)
    batch->present = loft_remote_ids_new ();
  g_hash_table_iter_init (&iter, find_folder (self, folder_id)->entries);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    {
      const char *etag = g_hash_table_lookup (known, name);

      if (((Entry *) entry)->version > since || (etag == NULL && ((Entry *) entry)->raw != NULL))
        tell (self, batch, name, entry, etag);
      if (batch->present != NULL && ((Entry *) entry)->raw != NULL)
        loft_remote_ids_add (batch->present, name);
    }
  batch->token_after = g_bytes_new (&self->version, sizeof self->version);
  return step (self, "batch", error) && func (batch, user_data, error);
}

static LoftRemoteResource *
server_read_resource (LoftBackend *backend, const char *folder_id, const char *remote_id,
                      GCancellable *cancellable, GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  Entry *entry = find (self, folder_id, remote_id);
  g_autofree char *etag = NULL;

  if (!step (self, "read", error))
    return NULL;
  if (entry == NULL)
    {
      fail (error, LOFT_ERROR_GONE, "Not found");
      return NULL;
    }
  etag = etag_of (entry);
  return loft_remote_resource_new (remote_id, etag, entry->raw);
}

/* A line of its own, as servers do that keep what they understand. */
static GBytes *
normalise (GBytes *raw)
{
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  g_autofree char *text = g_strndup (bytes, size);
  const char *end = g_strrstr (text, "END:V");
  GString *changed;

  if (strstr (text, "X-SERVER:1") != NULL)
    return g_bytes_ref (raw);
  if (strstr (text, "END:VEVENT") != NULL)
    end = strstr (text, "END:VEVENT");
  changed = g_string_new_len (text, end - text);
  g_string_append_printf (changed, "X-SERVER:1\r\n%s", end);
  return g_string_free_to_bytes (changed);
}

static gboolean
check_put (ResourceServer *self, const char *folder_id, const char *name,
           const LoftResourcePut *put, GError **error)
{
  Entry *entry = find (self, folder_id, name);
  g_autofree char *etag = entry != NULL ? etag_of (entry) : NULL;

  if (g_hash_table_contains (self->refused, name))
    return fail (error, LOFT_ERROR_REFUSED, "Forbidden");
  if (put->etag == NULL && entry != NULL)
    return fail (error, LOFT_ERROR_CONFLICT, "There is one already");
  if (put->etag != NULL && entry == NULL)
    return fail (error, LOFT_ERROR_GONE, "It was removed");
  if (put->etag != NULL && g_strcmp0 (put->etag, etag) != 0)
    return fail (error, LOFT_ERROR_CONFLICT, "There is another version");
  return TRUE;
}

/* (transfer full) (nullable) What is kept. */
static GBytes *
leave_out (const LoftResourcePut *put, GError **error)
{
  g_autofree char *text =
    g_strndup (g_bytes_get_data (put->raw, NULL), g_bytes_get_size (put->raw));
  char *line = strstr (text, "LOCATION:");
  const char *end = line != NULL ? strstr (line, "\r\n") : NULL;

  if (end == NULL)
    return g_bytes_ref (put->raw);
  if (put->left_out == NULL)
    {
      fail (error, LOFT_ERROR_REFUSED, "No places here");
      return NULL;
    }
  g_ptr_array_add (put->left_out, g_strdup ("There are no places here"));
  memmove (line, end + 2, strlen (end + 2) + 1);
  return g_bytes_new (text, strlen (text));
}

static gboolean
server_put_resource (LoftBackend *backend, const char *folder_id, const LoftResourcePut *put,
                     char **remote_id, char **etag, GCancellable *cancellable, GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  const char *name = put->remote_id != NULL ? put->remote_id : put->uid;
  g_autoptr (GBytes) kept = NULL;

  if (!step (self, "put", error))
    return FALSE;
  *remote_id = g_strdup (name);
  if (!check_put (self, folder_id, name, put, error))
    return FALSE;
  kept = self->normalises   ? normalise (put->raw)
         : self->leaves_out ? leave_out (put, error)
                            : g_bytes_ref (put->raw);
  if (kept == NULL)
    return FALSE;
  resource_server_set (self, folder_id, name, kept);
  self->n_writes++;
  if (!step (self, "put-answer", error))
    return FALSE;
  *etag = self->leaves_out || (self->normalises && !self->tells_etags)
            ? g_strdup ("")
            : etag_of (find (self, folder_id, name));
  return TRUE;
}

static gboolean
server_remove_resource (LoftBackend *backend, const char *folder_id, GBytes *token,
                        const char *remote_id, const char *etag, GCancellable *cancellable,
                        GError **error)
{
  ResourceServer *self = RESOURCE_SERVER (backend);
  Entry *entry = find (self, folder_id, remote_id);
  g_autofree char *now = entry != NULL ? etag_of (entry) : NULL;

  if (!step (self, "remove", error))
    return FALSE;
  if (g_hash_table_contains (self->refused, remote_id))
    return fail (error, LOFT_ERROR_REFUSED, "Forbidden");
  if (now != NULL && etag != NULL && !g_str_equal (now, etag))
    return fail (error, LOFT_ERROR_CONFLICT, "There is another version");
  if (entry != NULL)
    {
      resource_server_set (self, folder_id, remote_id, NULL);
      self->n_writes++;
    }
  return step (self, "remove-answer", error);
}

static void
backend_init (LoftBackendInterface *iface)
{
  iface->connect = server_connect;
  iface->disconnect = server_disconnect;
  iface->get_capabilities = server_get_capabilities;
  iface->list_folders = server_list_folders;
  iface->resource_changes = server_resource_changes;
  iface->read_resource = server_read_resource;
  iface->put_resource = server_put_resource;
  iface->remove_resource = server_remove_resource;
  iface->color_collection = server_color_collection;
}

/* ------------------------------------------------------------------------------------------- */

static void
resource_server_finalize (GObject *object)
{
  ResourceServer *self = RESOURCE_SERVER (object);

  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->refused);
  g_hash_table_unref (self->unreadable);
  G_OBJECT_CLASS (resource_server_parent_class)->finalize (object);
}

static void
resource_server_class_init (ResourceServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = resource_server_finalize;
}

static void
resource_server_init (ResourceServer *self)
{
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, folder_free);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unreadable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->tells_etags = TRUE;
}

ResourceServer *
resource_server_new (LoftFakeStepFunc step_func)
{
  ResourceServer *self = g_object_new (RESOURCE_TYPE_SERVER, NULL);

  self->step = step_func;
  return self;
}
