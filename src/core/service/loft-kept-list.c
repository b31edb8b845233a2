/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-kept-list.h"

#include "loft-error.h"

typedef struct {
  char *path;
  GPtrArray *items;
} LoftKeptListPrivate;

static void loft_kept_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (LoftKeptList, loft_kept_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (LoftKeptList)
                                    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                           loft_kept_list_model_init))

static LoftKeptListPrivate *
private_of (gpointer self)
{
  return loft_kept_list_get_instance_private (self);
}

GPtrArray *
loft_kept_list_get_items (LoftKeptList *self)
{
  return private_of (self)->items;
}

void
loft_kept_list_set_items (LoftKeptList *self, GPtrArray *items)
{
  LoftKeptListPrivate *private = private_of (self);

  g_ptr_array_unref (private->items);
  private->items = items;
}

void
loft_kept_list_set_path (LoftKeptList *self, const char *profile_dir, const char *name)
{
  LoftKeptListPrivate *private = private_of (self);

  g_free (private->path);
  private->path = g_build_filename (profile_dir, name, NULL);
}

GKeyFile *
loft_kept_list_load (LoftKeptList *self, gsize max_bytes)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (private_of (self)->path, &text, &length, NULL) || length > max_bytes ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_steal_pointer (&file);
}

gboolean
loft_kept_list_save (LoftKeptList *self, GKeyFile *file, GError **error)
{
  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GError) failure = NULL;

  if (g_file_set_contents_full (private_of (self)->path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", failure->message);
  return FALSE;
}

/* ---- model -------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return LOFT_KEPT_LIST_GET_CLASS (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return private_of (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = private_of (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
loft_kept_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
loft_kept_list_finalize (GObject *object)
{
  g_free (private_of (object)->path);
  g_ptr_array_unref (private_of (object)->items);
  G_OBJECT_CLASS (loft_kept_list_parent_class)->finalize (object);
}

static void
loft_kept_list_class_init (LoftKeptListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_kept_list_finalize;
  klass->item_type = G_TYPE_OBJECT;
}

static void
loft_kept_list_init (LoftKeptList *self)
{
  private_of (self)->items = g_ptr_array_new_with_free_func (g_object_unref);
}
