/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-connection.h"
#include "loft-error.h"

#define MAX_DEPTH 100

/* ---- what they are ------------------------------------------------------------------------ */

typedef struct {
  guint type;
  LoftFolderKinds kinds;
  LoftFolderRole role;
} FolderType;

static const FolderType types[] = {
  { LOFT_EAS_FOLDER_GENERIC, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_INBOX, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_INBOX },
  { LOFT_EAS_FOLDER_DRAFTS, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_DRAFTS },
  { LOFT_EAS_FOLDER_DELETED, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_TRASH },
  { LOFT_EAS_FOLDER_SENT, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_SENT },
  { LOFT_EAS_FOLDER_TASKS, LOFT_FOLDER_KIND_TASKS, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_CALENDAR, LOFT_FOLDER_KIND_EVENTS, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_CONTACTS, LOFT_FOLDER_KIND_CONTACTS, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_USER_MAIL, LOFT_FOLDER_KIND_MAIL, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_USER_CALENDAR, LOFT_FOLDER_KIND_EVENTS, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_USER_CONTACTS, LOFT_FOLDER_KIND_CONTACTS, LOFT_FOLDER_ROLE_NONE },
  { LOFT_EAS_FOLDER_USER_TASKS, LOFT_FOLDER_KIND_TASKS, LOFT_FOLDER_ROLE_NONE },
};

/* (nullable) nothing that Loft shows (outbox, journal, notes, recently used people). */
static const FolderType *
find_type (guint type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return &types[i];
  return NULL;
}

static LoftFolderKinds
kinds_of_type (guint number)
{
  const FolderType *type = find_type (number);

  return type != NULL ? type->kinds : 0;
}

LoftFolderKinds
loft_eas_backend_kinds_of (const LoftEasFolder *folder)
{
  return kinds_of_type (folder->type);
}

static LoftFolderRole
role_of (const LoftEasFolder *folder)
{
  const FolderType *type = find_type (folder->type);

  return type != NULL ? type->role : LOFT_FOLDER_ROLE_NONE;
}

/* ---- what is kept of them ----------------------------------------------------------------- */

/* Asked for its folders from the start, a server may forget what it knows of all collections; so the key
 * and what was listed are kept from one connection to the next. */
#define FOLDERS "folders"

static void
recall_folders (LoftEasBackend *self)
{
  g_autofree char *text = loft_eas_connection_get_note (self->memory, FOLDERS, self->user_data);

  if (text != NULL)
    loft_eas_folders_from_text (text, self->folders, &self->folder_key);
}

static void
keep_folders (LoftEasBackend *self)
{
  g_autofree char *text = loft_eas_folders_to_text (self->folders, self->folder_key);

  loft_eas_connection_set_note (self->memory, FOLDERS, text, self->user_data);
}

/* ---- listing ------------------------------------------------------------------------------ */

static gboolean
list_once (LoftEasBackend *self, GCancellable *cancellable, GError **error)
{
  const char *key = self->folder_key != NULL ? self->folder_key : LOFT_EAS_FIRST_KEY;
  g_autoptr (LoftWbxmlElement) request = loft_eas_folder_sync_request (key);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_FOLDER_SYNC, .request = request };
  char *next = NULL;

  if (!loft_eas_client_call (self->client, &call, &root, cancellable, error) ||
      !loft_eas_folder_sync_reply (root, self->folders, &next, error))
    return FALSE;
  if (g_strcmp0 (next, self->folder_key) != 0)
    {
      g_free (self->folder_key);
      self->folder_key = g_steal_pointer (&next);
      keep_folders (self);
    }
  g_free (next);
  return TRUE;
}

static void
forget_folders (LoftEasBackend *self)
{
  g_hash_table_remove_all (self->folders);
  g_clear_pointer (&self->folder_key, g_free);
}

void
loft_eas_backend_know_folders (LoftEasBackend *self)
{
  if (self->folder_key == NULL)
    recall_folders (self);
}

gboolean
loft_eas_backend_list (LoftEasBackend *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  loft_eas_backend_know_folders (self);
  if (list_once (self, cancellable, &failure))
    return TRUE;
  if (self->folder_key == NULL || !g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  forget_folders (self);
  return list_once (self, cancellable, error);
}

const LoftEasFolder *
loft_eas_backend_find (LoftEasBackend *self, const char *folder_id, GCancellable *cancellable,
                       GError **error)
{
  const LoftEasFolder *folder;

  loft_eas_backend_know_folders (self);
  folder = g_hash_table_lookup (self->folders, folder_id);
  if (folder != NULL)
    return folder;
  if (self->folder_key == NULL && !loft_eas_backend_list (self, cancellable, error))
    return NULL;
  folder = g_hash_table_lookup (self->folders, folder_id);
  if (folder == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The server has no such folder");
  return folder;
}

/* "/" parts levels; names with one would look like two. */
static char *
dup_level (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  return g_strjoinv ("\xe2\x88\x95", parts);
}

/* (transfer full) Folders whose parents are missing, or in a circle, stand at the top. */
static char *
path_of (LoftEasBackend *self, const LoftEasFolder *folder)
{
  g_autofree char *name = dup_level (folder->name);
  char *path =
    role_of (folder) == LOFT_FOLDER_ROLE_INBOX ? g_strdup ("INBOX") : g_steal_pointer (&name);
  const LoftEasFolder *above = g_hash_table_lookup (self->folders, folder->parent_id);

  for (guint i = 0; above != NULL && above != folder && i < MAX_DEPTH; i++)
    {
      g_autofree char *level = dup_level (above->name);
      char *longer =
        g_strconcat (role_of (above) == LOFT_FOLDER_ROLE_INBOX ? "INBOX" : level, "/", path, NULL);

      g_free (path);
      path = longer;
      above = g_hash_table_lookup (self->folders, above->parent_id);
    }
  return path;
}

/* (nullable) What a folder is called whose own name another one has: SOGo 5.8 gives that of a calendar to
 * its tasks, too. */
static const char *
name_of_kind (const LoftEasFolder *folder)
{
  switch (folder->type)
    {
    case LOFT_EAS_FOLDER_TASKS:
      return "Tasks";
    case LOFT_EAS_FOLDER_CALENDAR:
      return "Calendar";
    case LOFT_EAS_FOLDER_CONTACTS:
      return "Contacts";
    default:
      return NULL;
    }
}

/* (transfer full) Each has a path of its own. */
static char *
free_path_of (LoftEasBackend *self, const LoftEasFolder *folder, GHashTable *paths)
{
  g_autofree char *path = path_of (self, folder);
  const char *name = g_hash_table_contains (paths, path) ? name_of_kind (folder) : NULL;
  const char *base = name != NULL ? name : path;
  char *free_path = g_strdup (base);

  for (guint i = 2; g_hash_table_contains (paths, free_path); i++)
    {
      g_free (free_path);
      free_path = g_strdup_printf ("%s (%u)", base, i);
    }
  return free_path;
}

static LoftRemoteFolder *
new_remote (LoftEasBackend *self, const LoftEasFolder *folder, GHashTable *paths)
{
  g_autofree char *path = free_path_of (self, folder, paths);
  LoftRemoteFolder *remote = loft_remote_folder_new (folder->id, path);

  g_hash_table_add (paths, g_strdup (remote->path));
  remote->kinds = loft_eas_backend_kinds_of (folder);
  remote->role = role_of (folder);
  remote->selectable = remote->subscribed = remote->writable = TRUE;
  remote->identity = g_strdup (folder->id);
  return remote;
}

/* Tasks last: where two have one name, they are called something else. */
static int
compare_folders (gconstpointer a, gconstpointer b)
{
  const LoftEasFolder *first = *(LoftEasFolder *const *) a;
  const LoftEasFolder *second = *(LoftEasFolder *const *) b;
  int later = (loft_eas_backend_kinds_of (first) == LOFT_FOLDER_KIND_TASKS) -
              (loft_eas_backend_kinds_of (second) == LOFT_FOLDER_KIND_TASKS);

  return later != 0 ? later : strcmp (first->id, second->id);
}

GPtrArray *
loft_eas_backend_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GPtrArray *list;
  GHashTableIter iter;
  gpointer folder;

  if (!loft_eas_backend_list (self, cancellable, error))
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    if (loft_eas_backend_kinds_of (folder) != 0)
      g_ptr_array_add (all, folder);
  g_ptr_array_sort (all, compare_folders);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (list, new_remote (self, g_ptr_array_index (all, i), paths));
  return list;
}

/* ---- changing ----------------------------------------------------------------------------- */

typedef LoftWbxmlElement *(*MakeRequest) (const char *key, gpointer data);

typedef struct {
  const char *id;
  const char *parent_id;
  const char *name;
  guint type;
} Change;

static LoftWbxmlElement *
make_creation (const char *key, gpointer data)
{
  const Change *change = data;

  return loft_eas_folder_create_request (key, change->parent_id, change->name, change->type);
}

static LoftWbxmlElement *
make_update (const char *key, gpointer data)
{
  const Change *change = data;

  return loft_eas_folder_update_request (key, change->id, change->parent_id, change->name);
}

static LoftWbxmlElement *
make_deletion (const char *key, gpointer data)
{
  const Change *change = data;

  return loft_eas_folder_delete_request (key, change->id);
}

static LoftEasFolder *
copy_folder (const LoftEasFolder *folder)
{
  LoftEasFolder *copy = g_memdup2 (folder, sizeof *folder);

  copy->id = g_strdup (folder->id);
  copy->parent_id = g_strdup (folder->parent_id);
  copy->name = g_strdup (folder->name);
  return copy;
}

/* By the key that it leads to, a server takes for granted that we know what we asked for: no listing tells of
 * it. id: (nullable) of what was made. */
static void
note_change (LoftEasBackend *self, LoftEasCommand command, const Change *change, const char *id)
{
  const LoftEasFolder *before =
    change->id != NULL ? g_hash_table_lookup (self->folders, change->id) : NULL;
  const LoftEasFolder now = { (char *) (change->id != NULL ? change->id : id),
                              (char *) change->parent_id, (char *) change->name,
                              before != NULL ? before->type : change->type };
  LoftEasFolder *folder;

  if (command == LOFT_EAS_COMMAND_FOLDER_DELETE)
    g_hash_table_remove (self->folders, change->id);
  else if (now.id != NULL && (before != NULL || change->id == NULL))
    {
      folder = copy_folder (&now);
      g_hash_table_replace (self->folders, folder->id, folder);
    }
}

static gboolean
change_once (LoftEasBackend *self, LoftEasCommand command, MakeRequest make, const Change *change,
             char **id, gboolean *exists, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) request = make (self->folder_key, (gpointer) change);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = command, .request = request };
  char *key = NULL;

  if (!loft_eas_client_call (self->client, &call, &root, cancellable, error) ||
      !loft_eas_folder_change_reply (root, command, &key, id, exists, error))
    return FALSE;
  g_free (self->folder_key);
  self->folder_key = key;
  note_change (self, command, change, id != NULL ? *id : NULL);
  keep_folders (self);
  return TRUE;
}

/* The key of a folder change is that of their listing, which then tells what others did. */
static gboolean
change (LoftEasBackend *self, LoftEasCommand command, MakeRequest make, const Change *wanted,
        char **id, gboolean *exists, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *exists = FALSE;
  if (self->folder_key == NULL && !loft_eas_backend_list (self, cancellable, error))
    return FALSE;
  if (change_once (self, command, make, wanted, id, exists, cancellable, &failure))
    return loft_eas_backend_list (self, cancellable, error);
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  forget_folders (self);
  return loft_eas_backend_list (self, cancellable, error) &&
         change_once (self, command, make, wanted, id, exists, cancellable, error) &&
         loft_eas_backend_list (self, cancellable, error);
}

/* (transfer full) (nullable) One of that name and kind is there: as good as made. */
static char *
find_named (LoftEasBackend *self, const Change *wanted)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const LoftEasFolder *folder = value;

      if (strcmp (folder->name, wanted->name) == 0 &&
          strcmp (folder->parent_id, wanted->parent_id) == 0 &&
          loft_eas_backend_kinds_of (folder) == kinds_of_type (wanted->type))
        return g_strdup (folder->id);
    }
  return NULL;
}

static gboolean
create (LoftEasBackend *self, const Change *wanted, char **folder_id, GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean exists;

  *folder_id = NULL;
  if (change (self, LOFT_EAS_COMMAND_FOLDER_CREATE, make_creation, wanted, folder_id, &exists,
              cancellable, &failure) &&
      *folder_id != NULL)
    return TRUE;
  if ((failure == NULL || exists) && loft_eas_backend_list (self, cancellable, NULL))
    *folder_id = find_named (self, wanted);
  if (*folder_id != NULL)
    return TRUE;
  if (failure == NULL)
    g_set_error_literal (&failure, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                         "The server does not tell of the folder that it made");
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_eas_backend_create_folder (LoftBackend *backend, const char *parent_id, const char *name,
                                LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                                GError **error)
{
  Change wanted = { NULL, parent_id != NULL ? parent_id : LOFT_EAS_ROOT, name,
                    LOFT_EAS_FOLDER_USER_MAIL };

  return create (LOFT_EAS_BACKEND (backend), &wanted, folder_id, cancellable, error);
}

/* No colour goes to the server. */
gboolean
loft_eas_backend_create_collection (LoftBackend *backend, LoftFolderKinds kinds, const char *name,
                                    const char *color, char **folder_id, GCancellable *cancellable,
                                    GError **error)
{
  Change wanted = { NULL, LOFT_EAS_ROOT, name,
                    (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? LOFT_EAS_FOLDER_USER_CONTACTS
                    : (kinds & LOFT_FOLDER_KIND_EVENTS) != 0 ? LOFT_EAS_FOLDER_USER_CALENDAR
                                                             : LOFT_EAS_FOLDER_USER_TASKS };

  return create (LOFT_EAS_BACKEND (backend), &wanted, folder_id, cancellable, error);
}

gboolean
loft_eas_backend_rename_folder (LoftBackend *backend, const char *folder_id, const char *parent_id,
                                const char *name, char **new_id, GCancellable *cancellable,
                                GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  Change wanted = { folder_id, parent_id != NULL ? parent_id : LOFT_EAS_ROOT, name, 0 };
  gboolean exists;

  *new_id = NULL;
  if (!change (self, LOFT_EAS_COMMAND_FOLDER_UPDATE, make_update, &wanted, NULL, &exists,
               cancellable, error))
    return FALSE;
  *new_id = g_strdup (folder_id);
  return TRUE;
}

gboolean
loft_eas_backend_delete_folder (LoftBackend *backend, const char *folder_id,
                                GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  Change wanted = { .id = folder_id };
  g_autoptr (GError) failure = NULL;
  gboolean exists;

  if (change (self, LOFT_EAS_COMMAND_FOLDER_DELETE, make_deletion, &wanted, NULL, &exists,
              cancellable, &failure) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
