/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-dav-backend-private.h"
#include "loft-dav-failure.h"
#include "loft-dav-href.h"
#include "loft-error.h"
#include "loft-text.h"

#define MAX_FOLDERS 2000
#define N_ATTEMPTS  3 /* at another address for a new folder */

/* ---- listing ------------------------------------------------------------------------------ */

typedef struct {
  LoftDavBackend *backend;
  const LoftDavHome *home;
  GPtrArray *found; /* (borrowed) LoftDavCollection, in the server's order */
} Listing;

static gboolean
is_wanted (const Listing *listing, const LoftDavCollection *collection)
{
  LoftDavServices service =
    (collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? LOFT_DAV_CONTACTS : LOFT_DAV_CALENDARS;

  return (listing->home->services & service) != 0 && collection->url != NULL;
}

static gboolean
on_collection (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  Listing *listing = user_data;
  g_autoptr (LoftDavCollection) collection =
    loft_dav_collection_read (listing->home->url, response);

  if (collection == NULL || !is_wanted (listing, collection) ||
      g_hash_table_contains (listing->backend->collections, collection->path) ||
      listing->found->len >= MAX_FOLDERS)
    return TRUE;
  g_ptr_array_add (listing->found, collection);
  g_hash_table_insert (listing->backend->collections, collection->path, collection);
  g_steal_pointer (&collection);
  return TRUE;
}

/* A time that is not over yet may still be given to other changes. */
static void
doubt_times (GPtrArray *found, guint first, gint64 now)
{
  for (guint i = first; i < found->len; i++)
    {
      LoftDavCollection *collection = g_ptr_array_index (found, i);
      const char *told = collection->sync_token != NULL ? collection->sync_token : collection->ctag;
      gint64 time = told != NULL ? g_ascii_strtoll (told, NULL, 10) : 0;

      if (time > 0 && now - time > 2)
        continue;
      g_clear_pointer (&collection->sync_token, g_free);
      g_clear_pointer (&collection->ctag, g_free);
    }
}

static gboolean
list_home (LoftDavBackend *self, const LoftDavHome *home, GPtrArray *found,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_propfind (loft_dav_collection_get_names ());
  LoftHttpCall call = { .method = "PROPFIND", .url = home->url, .body = body };
  Listing listing = { self, home, found };
  g_auto (LoftDavAnswer) answer = { 0 };
  guint first = found->len;

  if (!loft_dav_query (self->client, &call, home->single ? 0 : 1, "The list of calendars",
                       on_collection, &listing, &answer, cancellable, error))
    return FALSE;
  if (home->quirks->counts_seconds)
    doubt_times (found, first, answer.date);
  return TRUE;
}

/* (transfer container) of LoftDavCollection (borrowed). Homes that went (404) are looked for again at
 * the next connect(). */
static GPtrArray *
list_all (LoftDavBackend *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GError *failure = NULL;

  g_hash_table_remove_all (self->collections);
  for (guint i = 0; i < self->homes->len && failure == NULL; i++)
    list_home (self, g_ptr_array_index (self->homes, i), found, cancellable, &failure);
  if (failure == NULL)
    return g_steal_pointer (&found);
  g_hash_table_remove_all (self->collections);
  if (loft_error_class (failure) == LOFT_ERROR_GONE)
    g_ptr_array_set_size (self->homes, 0);
  g_propagate_error (error, failure);
  return NULL;
}

const LoftDavCollection *
loft_dav_backend_find (LoftDavBackend *self, const char *folder_id, GCancellable *cancellable,
                       GError **error)
{
  const LoftDavCollection *collection = g_hash_table_lookup (self->collections, folder_id);

  if (collection == NULL)
    {
      g_autoptr (GPtrArray) found = list_all (self, cancellable, error);

      if (found == NULL)
        return NULL;
      collection = g_hash_table_lookup (self->collections, folder_id);
    }
  if (collection == NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "The folder %s is not there any more",
                 folder_id);
  return collection;
}

/* (transfer full) No level of a path, and no two the same. */
static char *
choose_path (const char *name, GHashTable *taken)
{
  g_autofree char *flat = g_strdelimit (g_strdup (name), "/", '-');
  char *path = g_strdup (flat);

  for (guint i = 2; g_hash_table_contains (taken, path); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s (%u)", flat, i);
    }
  g_hash_table_add (taken, g_strdup (path));
  return path;
}

static LoftRemoteFolder *
new_folder (const LoftDavCollection *collection, GHashTable *taken)
{
  g_autofree char *path = choose_path (collection->name, taken);
  LoftRemoteFolder *folder = loft_remote_folder_new (collection->path, path);
  const char *status = collection->sync_token != NULL ? collection->sync_token : collection->ctag;

  folder->kinds = collection->kinds;
  folder->writable = collection->writable;
  folder->color = g_strdup (collection->color);
  folder->selectable = TRUE;
  folder->subscribed = TRUE;
  folder->identity = g_strdup (collection->path);
  if (status != NULL)
    folder->status = g_bytes_new (status, strlen (status));
  return folder;
}

GPtrArray *
loft_dav_backend_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  g_autoptr (GPtrArray) found = list_all (self, cancellable, error);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *folders;

  if (found == NULL)
    return NULL;
  folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (folders, new_folder (g_ptr_array_index (found, i), taken));
  return folders;
}

/* ---- properties --------------------------------------------------------------------------- */

typedef struct {
  guint failure;
  char *condition;
} Patch;

static gboolean
on_patched (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  Patch *patch = user_data;
  guint status = response->failure != 0 ? response->failure : response->status;

  if (status < 300 || patch->failure != 0)
    return TRUE;
  patch->failure = status;
  patch->condition = g_strdup (response->condition);
  return TRUE;
}

static gboolean
set_property (LoftDavBackend *self, const LoftDavCollection *collection, const char *space,
              const char *name, const char *value, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_set_property (space, name, value);
  LoftHttpCall call = { .method = "PROPPATCH", .url = collection->url, .body = body };
  g_autofree char *what = g_strdup_printf ("“%s”", collection->name);
  Patch patch = { 0, NULL };
  gboolean done =
    loft_dav_query (self->client, &call, 0, what, on_patched, &patch, NULL, cancellable, error);

  if (done && patch.failure != 0)
    loft_dav_failure_set (error, what, patch.failure, patch.condition, 0);
  g_free (patch.condition);
  return done && patch.failure == 0;
}

/* ---- making ------------------------------------------------------------------------------- */

static const LoftDavHome *
find_home (LoftDavBackend *self, LoftDavServices service, GError **error)
{
  for (guint i = 0; i < self->homes->len; i++)
    {
      const LoftDavHome *home = g_ptr_array_index (self->homes, i);

      if ((home->services & service) != 0 && !home->single && !home->quirks->keeps_one_home)
        return home;
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Nothing of this kind can be made on this server");
  return NULL;
}

/* The same each time for the same name, so that a lost answer makes no second one. */
static char *
choose_level (LoftFolderKinds kinds, const char *name, guint attempt)
{
  g_autofree char *seed = g_strdup_printf ("%u %u %s", kinds, attempt, name);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  digest[20] = '\0';
  return g_steal_pointer (&digest);
}

/* What is to be made, and where. */
typedef struct {
  LoftFolderKinds kinds;
  const char *name;
  const char *color;
  char *level; /* of the path */
  char *url;
  char *path;
} Making;

static void
making_clear (Making *making)
{
  g_free (making->level);
  g_free (making->url);
  g_free (making->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static void
making_place (Making *making, const char *home, guint attempt)
{
  making->level = choose_level (making->kinds, making->name, attempt);
  making->url =
    g_strconcat (home, g_str_has_suffix (home, "/") ? "" : "/", making->level, "/", NULL);
  making->path = loft_dav_href_to_path (home, making->url);
}

static LoftHttpReply *
send_make (LoftDavBackend *self, const Making *making, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body =
    loft_dav_request_make_collection (making->kinds, making->name, making->color);
  LoftHttpCall call = {
    .method = (making->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? "MKCOL" : "MKCALENDAR",
    .url = making->url,
    .content_type = LOFT_DAV_XML,
    .body = body,
  };

  return loft_http_client_send (self->client, &call, cancellable, error);
}

/* Whether what is there is what was to be made: made just now, or before and the answer lost. Without a
 * name of its own it bears that of its address (SOGo 5.8 reads no body of MKCOL), and gets it now; where
 * that is refused it is there all the same. */
static gboolean
settle (LoftDavBackend *self, const Making *making, gboolean *made, GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GPtrArray) found = list_all (self, cancellable, error);
  const LoftDavCollection *there =
    found != NULL ? g_hash_table_lookup (self->collections, making->path) : NULL;
  gboolean named = there != NULL && strcmp (there->name, making->name) == 0;
  g_autoptr (GError) failure = NULL;

  if (found == NULL)
    return FALSE;
  *made = there != NULL && (there->kinds & making->kinds) != 0 &&
          (named || strcmp (there->name, making->level) == 0);
  if (!*made || named ||
      set_property (self, there, LOFT_DAV_NS_DAV, "displayname", making->name, cancellable,
                    &failure) ||
      loft_error_class (failure) == LOFT_ERROR_REFUSED)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* done: FALSE where something else is. */
static gboolean
make_at (LoftDavBackend *self, const Making *making, gboolean last, gboolean *done,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpReply) reply = send_make (self, making, cancellable, error);
  gboolean taken;

  if (reply == NULL)
    return FALSE;
  /* 405: there is something; Radicale says 409 or 403 with resource-must-be-null. */
  taken = reply->status == 405 || reply->status == 409 || reply->status == 403;
  if ((!taken && !loft_dav_failure_check (reply, "The new folder", error)) ||
      !settle (self, making, done, cancellable, error))
    return FALSE;
  *done |= !taken;
  return *done || !last || loft_dav_failure_check (reply, "The new folder", error);
}

gboolean
loft_dav_backend_create_collection (LoftBackend *backend, LoftFolderKinds kinds, const char *name,
                                    const char *color, char **folder_id, GCancellable *cancellable,
                                    GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  gboolean contacts = (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0;
  const LoftDavHome *home =
    find_home (self, contacts ? LOFT_DAV_CONTACTS : LOFT_DAV_CALENDARS, error);
  gboolean done = FALSE;

  if (home == NULL)
    return FALSE;
  for (guint attempt = 0; !done && attempt < N_ATTEMPTS; attempt++)
    {
      g_auto (Making) making = { kinds, name, color };

      making_place (&making, home->url, attempt);
      if (!make_at (self, &making, attempt == N_ATTEMPTS - 1, &done, cancellable, error))
        return FALSE;
      if (done)
        *folder_id = g_strdup (making.path);
    }
  g_hash_table_remove_all (self->collections);
  return TRUE;
}

gboolean
loft_dav_backend_create_folder (LoftBackend *backend, const char *parent_id, const char *name,
                                LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                                GError **error)
{
  return loft_dav_backend_create_collection (backend, LOFT_FOLDER_KIND_EVENTS, name, "", folder_id,
                                             cancellable, error);
}

/* ---- changing ----------------------------------------------------------------------------- */

gboolean
loft_dav_backend_rename_folder (LoftBackend *backend, const char *folder_id, const char *parent_id,
                                const char *name, char **new_id, GCancellable *cancellable,
                                GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  const LoftDavCollection *collection = loft_dav_backend_find (self, folder_id, cancellable, error);

  if (collection == NULL ||
      !set_property (self, collection, LOFT_DAV_NS_DAV, "displayname", name, cancellable, error))
    return FALSE;
  *new_id = g_strdup (folder_id);
  g_hash_table_remove_all (self->collections);
  return TRUE;
}

gboolean
loft_dav_backend_color_collection (LoftBackend *backend, const char *folder_id, const char *color,
                                   GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  const LoftDavCollection *collection = loft_dav_backend_find (self, folder_id, cancellable, error);
  g_autofree char *value = loft_dav_request_dup_color (color);

  if (collection == NULL)
    return FALSE;
  if ((collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0)
    return set_property (self, collection, LOFT_DAV_NS_INFIT, "addressbook-color", value,
                         cancellable, error);
  return set_property (self, collection, LOFT_DAV_NS_APPLE, "calendar-color", value, cancellable,
                       error);
}

gboolean
loft_dav_backend_delete_folder (LoftBackend *backend, const char *folder_id,
                                GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  g_autoptr (GError) failure = NULL;
  const LoftDavCollection *collection =
    loft_dav_backend_find (self, folder_id, cancellable, &failure);
  g_autoptr (LoftHttpReply) reply = NULL;
  LoftHttpCall call = { .method = "DELETE" };

  if (collection == NULL && loft_error_class (failure) == LOFT_ERROR_GONE)
    return TRUE;
  if (collection == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  call.url = collection->url;
  reply = loft_http_client_send (self->client, &call, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->status != 404 && reply->status != 410 &&
      !loft_dav_failure_check (reply, collection->name, error))
    return FALSE;
  g_hash_table_remove_all (self->collections);
  return TRUE;
}
