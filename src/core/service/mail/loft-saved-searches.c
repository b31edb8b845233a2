/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-saved-searches.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_RECENT     10
#define MAX_NAME_CHARS 100
#define MAX_FILE_BYTES (1024 * 1024)
#define RECENT_GROUP   "recent"
#define SAVED_PREFIX   "saved "

struct _LoftSavedSearch {
  GObject parent;

  char *id;
  char *name;
  char *query;
  char *account;
  char *folder;
};

G_DEFINE_FINAL_TYPE (LoftSavedSearch, loft_saved_search, G_TYPE_OBJECT)

struct _LoftSavedSearches {
  LoftKeptList parent;

  char **recent; /* never NULL */
};

G_DEFINE_FINAL_TYPE (LoftSavedSearches, loft_saved_searches, LOFT_TYPE_KEPT_LIST)

static GPtrArray *
items_of (LoftSavedSearches *self)
{
  return loft_kept_list_get_items (LOFT_KEPT_LIST (self));
}

/* ---- one ---------------------------------------------------------------------------------- */

const char *
loft_saved_search_get_id (LoftSavedSearch *self)
{
  return self->id;
}

const char *
loft_saved_search_get_name (LoftSavedSearch *self)
{
  return self->name;
}

const char *
loft_saved_search_get_query (LoftSavedSearch *self)
{
  return self->query;
}

const char *
loft_saved_search_get_account (LoftSavedSearch *self)
{
  return self->account;
}

const char *
loft_saved_search_get_folder (LoftSavedSearch *self)
{
  return self->folder;
}

static LoftSavedSearch *
new_search (const char *id, const char *name, const char *query, const char *account,
            const char *folder)
{
  LoftSavedSearch *self = g_object_new (LOFT_TYPE_SAVED_SEARCH, NULL);

  self->id = g_strdup (id);
  self->name = loft_text_one_line (name, MAX_NAME_CHARS);
  self->query = g_strdup (query);
  self->account = g_strdup (account != NULL ? account : "");
  self->folder = g_strdup (folder != NULL ? folder : "");
  return self;
}

static void
loft_saved_search_finalize (GObject *object)
{
  LoftSavedSearch *self = LOFT_SAVED_SEARCH (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->query);
  g_free (self->account);
  g_free (self->folder);
  G_OBJECT_CLASS (loft_saved_search_parent_class)->finalize (object);
}

static void
loft_saved_search_class_init (LoftSavedSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_saved_search_finalize;
}

static void
loft_saved_search_init (LoftSavedSearch *self)
{
}

/* ---- the file ----------------------------------------------------------------------------- */

static gboolean
write_file (LoftSavedSearches *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string_list (file, RECENT_GROUP, "queries", (const char *const *) self->recent,
                              g_strv_length (self->recent));
  for (guint i = 0; i < items_of (self)->len; i++)
    {
      LoftSavedSearch *search = g_ptr_array_index (items_of (self), i);
      g_autofree char *group = g_strconcat (SAVED_PREFIX, search->id, NULL);

      g_key_file_set_string (file, group, "name", search->name);
      g_key_file_set_string (file, group, "query", search->query);
      g_key_file_set_string (file, group, "account", search->account);
      g_key_file_set_string (file, group, "folder", search->folder);
    }
  return loft_kept_list_save (LOFT_KEPT_LIST (self), file, error);
}

static void
read_search (LoftSavedSearches *self, GKeyFile *file, const char *group)
{
  g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
  g_autofree char *query = g_key_file_get_string (file, group, "query", NULL);
  g_autofree char *account = g_key_file_get_string (file, group, "account", NULL);
  g_autofree char *folder = g_key_file_get_string (file, group, "folder", NULL);

  if (name != NULL && query != NULL && items_of (self)->len < LOFT_SAVED_SEARCHES_MAX)
    g_ptr_array_add (items_of (self),
                     new_search (group + strlen (SAVED_PREFIX), name, query, account, folder));
}

static int
compare_searches (gconstpointer a, gconstpointer b)
{
  LoftSavedSearch *left = *(LoftSavedSearch *const *) a;
  LoftSavedSearch *right = *(LoftSavedSearch *const *) b;

  return g_utf8_collate (left->name, right->name);
}

/* A file that cannot be read is as one that is not there; it is not written before something is
 * saved. */
static void
read_file (LoftSavedSearches *self)
{
  g_autoptr (GKeyFile) file = loft_kept_list_load (LOFT_KEPT_LIST (self), MAX_FILE_BYTES);
  g_auto (GStrv) groups = NULL;
  g_auto (GStrv) recent = NULL;

  if (file == NULL)
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], SAVED_PREFIX))
      read_search (self, file, groups[i]);
  g_ptr_array_sort (items_of (self), compare_searches);
  recent = g_key_file_get_string_list (file, RECENT_GROUP, "queries", NULL, NULL);
  if (recent == NULL)
    return;
  g_strfreev (self->recent);
  self->recent = g_steal_pointer (&recent);
}

/* ---- changes ------------------------------------------------------------------------------ */

static gboolean
find (LoftSavedSearches *self, const char *name, guint *position)
{
  for (*position = 0; *position < items_of (self)->len; ++*position)
    {
      LoftSavedSearch *search = g_ptr_array_index (items_of (self), *position);

      if (g_utf8_collate (search->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
take_out (LoftSavedSearches *self, guint position)
{
  g_ptr_array_remove_index (items_of (self), position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
put_in (LoftSavedSearches *self, LoftSavedSearch *search)
{
  guint position = 0;

  while (position < items_of (self)->len &&
         g_utf8_collate (((LoftSavedSearch *) g_ptr_array_index (items_of (self), position))->name,
                         search->name) < 0)
    position++;
  g_ptr_array_insert (items_of (self), (gint) position, g_object_ref (search));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, why);
  return FALSE;
}

static gboolean
check (LoftSavedSearches *self, LoftSavedSearch *search, GError **error)
{
  if (search->name[0] == '\0')
    return refuse (error, "A saved search needs a name");
  if (search->query[0] == '\0')
    return refuse (error, "There is nothing to search for");
  if (items_of (self)->len >= LOFT_SAVED_SEARCHES_MAX)
    return refuse (error, "There are too many saved searches");
  return TRUE;
}

LoftSavedSearch *
loft_saved_searches_add (LoftSavedSearches *self, const char *name, const char *query,
                         const char *account, const char *folder, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (LoftSavedSearch) search = new_search (id, name, query, account, folder);
  guint position;

  if (!check (self, search, error))
    return NULL;
  if (find (self, search->name, &position))
    take_out (self, position);
  put_in (self, search);
  if (write_file (self, error))
    return search;
  find (self, search->name, &position);
  take_out (self, position);
  return NULL;
}

static void
replace (LoftSavedSearches *self, LoftSavedSearch *search, LoftSavedSearch *changed)
{
  guint position;

  if (g_ptr_array_find (items_of (self), search, &position))
    take_out (self, position);
  if (find (self, changed->name, &position))
    take_out (self, position);
  put_in (self, changed);
}

gboolean
loft_saved_searches_change (LoftSavedSearches *self, LoftSavedSearch *search, const char *name,
                            const char *query, const char *account, const char *folder,
                            GError **error)
{
  g_autoptr (LoftSavedSearch) changed = new_search (search->id, name, query, account, folder);

  if (changed->name[0] == '\0')
    return refuse (error, "A saved search needs a name");
  if (changed->query[0] == '\0')
    return refuse (error, "There is nothing to search for");
  replace (self, search, changed);
  return write_file (self, error);
}

LoftSavedSearch *
loft_saved_searches_find (LoftSavedSearches *self, const char *id)
{
  for (guint i = 0; i < items_of (self)->len; i++)
    {
      LoftSavedSearch *search = g_ptr_array_index (items_of (self), i);

      if (strcmp (search->id, id) == 0)
        return search;
    }
  return NULL;
}

LoftSavedSearch *
loft_saved_searches_find_name (LoftSavedSearches *self, const char *name)
{
  guint position;

  return find (self, name, &position) ? g_ptr_array_index (items_of (self), position) : NULL;
}

gboolean
loft_saved_searches_remove (LoftSavedSearches *self, LoftSavedSearch *search, GError **error)
{
  guint position;

  if (g_ptr_array_find (items_of (self), search, &position))
    take_out (self, position);
  return write_file (self, error);
}

const char *const *
loft_saved_searches_get_recent (LoftSavedSearches *self)
{
  return (const char *const *) self->recent;
}

void
loft_saved_searches_add_recent (LoftSavedSearches *self, const char *query)
{
  g_autoptr (GPtrArray) recent = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (*query == '\0' || g_strcmp0 (self->recent[0], query) == 0)
    return;
  g_ptr_array_add (recent, g_strdup (query));
  for (guint i = 0; self->recent[i] != NULL && recent->len < MAX_RECENT; i++)
    if (strcmp (self->recent[i], query) != 0)
      g_ptr_array_add (recent, g_strdup (self->recent[i]));
  g_ptr_array_add (recent, NULL);
  g_strfreev (self->recent);
  self->recent = (char **) g_ptr_array_free (g_steal_pointer (&recent), FALSE);
  if (!write_file (self, &error))
    g_warning ("The search is not remembered: %s", error->message);
}

void
loft_saved_searches_clear_recent (LoftSavedSearches *self)
{
  g_strfreev (self->recent);
  self->recent = g_new0 (char *, 1);
  write_file (self, NULL);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_saved_searches_finalize (GObject *object)
{
  LoftSavedSearches *self = LOFT_SAVED_SEARCHES (object);

  g_strfreev (self->recent);
  G_OBJECT_CLASS (loft_saved_searches_parent_class)->finalize (object);
}

static void
loft_saved_searches_class_init (LoftSavedSearchesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_saved_searches_finalize;
  LOFT_KEPT_LIST_CLASS (klass)->item_type = LOFT_TYPE_SAVED_SEARCH;
}

static void
loft_saved_searches_init (LoftSavedSearches *self)
{
  self->recent = g_new0 (char *, 1);
}

LoftSavedSearches *
loft_saved_searches_new (const char *profile_dir)
{
  LoftSavedSearches *self = g_object_new (LOFT_TYPE_SAVED_SEARCHES, NULL);

  loft_kept_list_set_path (LOFT_KEPT_LIST (self), profile_dir, "searches.ini");
  read_file (self);
  return self;
}
