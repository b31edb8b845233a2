/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-favourites.h"

#include "config.h"
#include "loft-settings.h"
#include "loft-sidebar-heading.h"
#include "loft-sidebar-lines.h"

#include <glib/gi18n.h>

#define KEY "/favourites"

typedef struct {
  char *key; /* "ACCOUNT/PATH" */
  LoftSidebarItem *line; /* (nullable) its folder is not there (yet) */
} Favourite;

struct _LoftSidebarFavourites {
  GListModel *accounts;
  GListStore *lines; /* of LoftSidebarItem, as shown */
  LoftSidebarItem *heading;
  GPtrArray *favourites; /* of Favourite */
  GPtrArray *followed; /* of GObject: lists of folders, and the folders */
  guint rebuild_source;
};

static void
favourite_free (Favourite *favourite)
{
  g_free (favourite->key);
  g_clear_object (&favourite->line);
  g_free (favourite);
}

static char *
folder_key (LoftMailAccount *account, LoftMailFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (account)->id, "/",
                      loft_mail_folder_get (folder)->path, NULL);
}

static void
append (LoftSidebarFavourites *self, const char *key)
{
  Favourite *favourite = g_new0 (Favourite, 1);

  favourite->key = g_strdup (key);
  g_ptr_array_add (self->favourites, favourite);
}

static void
keep (LoftSidebarFavourites *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i < self->favourites->len; i++)
    g_ptr_array_add (keys, ((Favourite *) g_ptr_array_index (self->favourites, i))->key);
  g_ptr_array_add (keys, NULL);
  loft_settings_set_strings (LOFT_SETTING_FAVOURITES, (const char *const *) keys->pdata);
}

static guint
find (LoftSidebarFavourites *self, LoftMailFolder *folder)
{
  for (guint i = 0; i < self->favourites->len; i++)
    {
      Favourite *each = g_ptr_array_index (self->favourites, i);

      if (each->line != NULL && loft_sidebar_item_get_folder (each->line) == folder)
        return i;
    }
  return G_MAXUINT;
}

/* Favourites and folders */

static void queue_rebuild (LoftSidebarFavourites *self);

/* Only a new name matters here. */
static void
on_folder_changed (LoftMailFolder *folder, GParamSpec *pspec, LoftSidebarFavourites *self)
{
  guint position = find (self, folder);
  Favourite *favourite =
    position == G_MAXUINT ? NULL : g_ptr_array_index (self->favourites, position);

  if (favourite != NULL && !g_str_has_suffix (favourite->key, loft_mail_folder_get (folder)->path))
    queue_rebuild (self);
}

/* Takes a folder for the favourite that it is, by object (it may be renamed) or by path. */
static gboolean
meet (LoftSidebarFavourites *self, LoftMailAccount *account, LoftMailFolder *folder,
      GHashTable *alive)
{
  g_autofree char *key = folder_key (account, folder);
  guint position = find (self, folder);
  Favourite *favourite = NULL;

  for (guint i = 0; position == G_MAXUINT && i < self->favourites->len; i++)
    {
      Favourite *each = g_ptr_array_index (self->favourites, i);

      if (each->line == NULL && g_str_equal (each->key, key))
        position = i;
    }
  if (position == G_MAXUINT)
    return FALSE;
  favourite = g_ptr_array_index (self->favourites, position);
  if (favourite->line == NULL)
    favourite->line = loft_sidebar_item_new (LOFT_SIDEBAR_FAVOURITE, account, folder);
  g_hash_table_add (alive, favourite);
  g_signal_connect (folder, "notify::folder", G_CALLBACK (on_folder_changed), self);
  g_ptr_array_add (self->followed, g_object_ref (folder));
  if (g_str_equal (favourite->key, key))
    return FALSE;
  g_free (favourite->key);
  favourite->key = g_steal_pointer (&key);
  return TRUE;
}

static void
unfollow (gpointer object, gpointer self)
{
  g_signal_handlers_disconnect_by_data (object, self);
}

static gboolean
meet_all (LoftSidebarFavourites *self, LoftMailAccount *account, GHashTable *alive)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  guint n = g_list_model_get_n_items (folders);
  gboolean renamed = FALSE;

  g_signal_connect_swapped (folders, "items-changed", G_CALLBACK (queue_rebuild), self);
  g_ptr_array_add (self->followed, g_object_ref (folders));
  for (guint i = 0; self->favourites->len > 0 && i < n; i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      renamed = meet (self, account, folder, alive) || renamed;
    }
  return renamed;
}

static void
show (LoftSidebarFavourites *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  g_ptr_array_add (lines, self->heading);
  for (guint i = 0; i < self->favourites->len; i++)
    {
      Favourite *each = g_ptr_array_index (self->favourites, i);

      if (each->line != NULL)
        g_ptr_array_add (lines, each->line);
    }
  if (lines->len == 1)
    g_ptr_array_set_size (lines, 0);
  else if (!loft_sidebar_item_get_expanded (self->heading))
    g_ptr_array_set_size (lines, 1);
  loft_sidebar_lines_replace (self->lines, lines);
}

static void
rebuild (LoftSidebarFavourites *self)
{
  g_autoptr (GHashTable) alive = g_hash_table_new (NULL, NULL);
  gboolean renamed = FALSE;

  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      renamed = meet_all (self, account, alive) || renamed;
    }
  /* What is gone may come again: an account that is set up anew, a folder that is made anew. */
  for (guint i = 0; i < self->favourites->len; i++)
    {
      Favourite *each = g_ptr_array_index (self->favourites, i);

      if (!g_hash_table_contains (alive, each))
        g_clear_object (&each->line);
    }
  if (renamed)
    keep (self);
  show (self);
}

static gboolean
rebuild_later (gpointer data)
{
  LoftSidebarFavourites *self = data;

  self->rebuild_source = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

static void
queue_rebuild (LoftSidebarFavourites *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add (rebuild_later, self);
}

static void
on_expand (LoftSidebarFavourites *self, gboolean expanded)
{
  loft_sidebar_heading_set_expanded (self->heading, KEY, expanded);
  show (self);
}

/* What people do */

gboolean
loft_sidebar_favourites_contains (LoftSidebarFavourites *self, LoftMailFolder *folder)
{
  return find (self, folder) != G_MAXUINT;
}

void
loft_sidebar_favourites_add (LoftSidebarFavourites *self, LoftMailAccount *account,
                             LoftMailFolder *folder)
{
  g_autofree char *key = folder_key (account, folder);

  if (loft_sidebar_favourites_contains (self, folder))
    return;
  append (self, key);
  loft_sidebar_heading_set_expanded (self->heading, KEY, TRUE);
  keep (self);
  rebuild (self);
}

void
loft_sidebar_favourites_remove (LoftSidebarFavourites *self, LoftMailFolder *folder)
{
  guint position = find (self, folder);

  if (position == G_MAXUINT)
    return;
  g_ptr_array_remove_index (self->favourites, position);
  keep (self);
  show (self);
}

gboolean
loft_sidebar_favourites_move (LoftSidebarFavourites *self, LoftMailFolder *folder, int direction)
{
  guint from = find (self, folder);
  guint to = from;
  Favourite *favourite = NULL;

  if (from == G_MAXUINT)
    return FALSE;
  do
    {
      to += (guint) direction; /* below 0 is beyond the end too */
      if (to >= self->favourites->len)
        return FALSE;
    }
  while (((Favourite *) g_ptr_array_index (self->favourites, to))->line == NULL);
  favourite = g_ptr_array_steal_index (self->favourites, from);
  g_ptr_array_insert (self->favourites, (int) to, favourite);
  keep (self);
  show (self);
  return TRUE;
}

GListModel *
loft_sidebar_favourites_get_lines (LoftSidebarFavourites *self)
{
  return G_LIST_MODEL (self->lines);
}

void
loft_sidebar_favourites_free (LoftSidebarFavourites *self)
{
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_signal_handlers_disconnect_by_data (self->heading, self);
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_unref (self->followed);
  g_ptr_array_unref (self->favourites);
  g_object_unref (self->heading);
  g_object_unref (self->lines);
  g_object_unref (self->accounts);
  g_free (self);
}

LoftSidebarFavourites *
loft_sidebar_favourites_new (GListModel *accounts)
{
  LoftSidebarFavourites *self = g_new0 (LoftSidebarFavourites, 1);
  g_auto (GStrv) keys = loft_settings_get_strings (LOFT_SETTING_FAVOURITES);

  self->accounts = g_object_ref (accounts);
  self->lines = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  self->heading = loft_sidebar_heading_new (KEY, _ ("Favourites"));
  self->favourites = g_ptr_array_new_with_free_func ((GDestroyNotify) favourite_free);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; keys[i] != NULL; i++)
    append (self, keys[i]);
  g_signal_connect_swapped (self->heading, "expand", G_CALLBACK (on_expand), self);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (queue_rebuild), self);
  rebuild (self);
  return self;
}
