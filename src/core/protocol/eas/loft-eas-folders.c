/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-folders.h"

#include <string.h>

#include "loft-eas-failure.h"
#include "loft-error.h"

#define MOST_FOLDERS 20000

void
loft_eas_folder_free (LoftEasFolder *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->parent_id);
  g_free (self->name);
  g_free (self);
}

/* ---- what replies have in common ---------------------------------------------------------- */

static gboolean
check (const LoftWbxmlElement *root, LoftEasCommand command, GError **error)
{
  return loft_eas_failure_check (command,
                                 loft_wbxml_element_get_int (root, LOFT_EAS_FOLDER_HIERARCHY_STATUS,
                                                             0),
                                 "The server's folders", error);
}

/* (transfer full) (nullable) */
static char *
dup_key (const LoftWbxmlElement *root)
{
  return g_strdup (loft_wbxml_element_get_text (root, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY));
}

static gboolean
check_whole (const LoftWbxmlElement *root, guint tag, GError **error)
{
  if (root != NULL && (tag == 0 || root->tag == tag))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server's answer about folders is none");
  return FALSE;
}

/* ---- listing ------------------------------------------------------------------------------ */

LoftWbxmlElement *
loft_eas_folder_sync_request (const char *key)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_FOLDER_HIERARCHY_FOLDER_SYNC);

  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY, key);
  return root;
}

static void
take_folder (const LoftWbxmlElement *element, GHashTable *folders)
{
  const char *id = loft_wbxml_element_get_text (element, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID);
  const char *parent = loft_wbxml_element_get_text (element, LOFT_EAS_FOLDER_HIERARCHY_PARENT_ID);
  const char *name = loft_wbxml_element_get_text (element, LOFT_EAS_FOLDER_HIERARCHY_DISPLAY_NAME);
  LoftEasFolder *before = id != NULL ? g_hash_table_lookup (folders, id) : NULL;
  LoftEasFolder *folder;

  if (id == NULL || *id == '\0' || g_hash_table_size (folders) >= MOST_FOLDERS)
    return;
  folder = g_new0 (LoftEasFolder, 1);
  folder->id = g_strdup (id);
  folder->parent_id = g_strdup (parent != NULL   ? parent
                                : before != NULL ? before->parent_id
                                                 : LOFT_EAS_ROOT);
  folder->name = g_strdup (name != NULL ? name : before != NULL ? before->name : id);
  folder->type = (guint) loft_wbxml_element_get_int (element, LOFT_EAS_FOLDER_HIERARCHY_TYPE,
                                                     before != NULL ? before->type : 0);
  g_hash_table_replace (folders, folder->id, folder);
}

static void
take_change (const LoftWbxmlElement *element, GHashTable *folders)
{
  const char *id = loft_wbxml_element_get_text (element, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID);

  if (element->tag == LOFT_EAS_FOLDER_HIERARCHY_ADD ||
      element->tag == LOFT_EAS_FOLDER_HIERARCHY_UPDATE)
    take_folder (element, folders);
  else if (element->tag == LOFT_EAS_FOLDER_HIERARCHY_DELETE && id != NULL)
    g_hash_table_remove (folders, id);
}

gboolean
loft_eas_folder_sync_reply (const LoftWbxmlElement *root, GHashTable *folders, char **key,
                            GError **error)
{
  const LoftWbxmlElement *changes;

  *key = NULL;
  if (!check_whole (root, LOFT_EAS_FOLDER_HIERARCHY_FOLDER_SYNC, error) ||
      !check (root, LOFT_EAS_COMMAND_FOLDER_SYNC, error))
    return FALSE;
  changes = loft_wbxml_element_find (root, LOFT_EAS_FOLDER_HIERARCHY_CHANGES);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (changes); i++)
    take_change (loft_wbxml_element_get_child (changes, i), folders);
  *key = dup_key (root);
  return *key != NULL || check_whole (NULL, 0, error);
}

/* ---- keeping ------------------------------------------------------------------------------ */

static void
append_text (GVariantBuilder *builder, const LoftEasFolder *folder)
{
  g_variant_builder_add (builder, "(sssu)", folder->id, folder->parent_id, folder->name,
                         folder->type);
}

char *
loft_eas_folders_to_text (GHashTable *folders, const char *key)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sssu)"));
  g_autoptr (GVariant) variant = NULL;
  GHashTableIter iter;
  gpointer folder;

  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    append_text (&builder, folder);
  variant = g_variant_ref_sink (g_variant_new ("(sa(sssu))", key, &builder));
  return g_variant_print (variant, FALSE);
}

gboolean
loft_eas_folders_from_text (const char *text, GHashTable *folders, char **key)
{
  g_autoptr (GVariant) variant =
    g_variant_parse (G_VARIANT_TYPE ("(sa(sssu))"), text, NULL, NULL, NULL);
  g_autoptr (GVariantIter) iter = NULL;
  LoftEasFolder folder;

  g_hash_table_remove_all (folders);
  *key = NULL;
  if (variant == NULL)
    return FALSE;
  g_variant_get (variant, "(sa(sssu))", key, &iter);
  while (
    g_variant_iter_next (iter, "(sssu)", &folder.id, &folder.parent_id, &folder.name, &folder.type))
    {
      LoftEasFolder *copy = g_memdup2 (&folder, sizeof folder);

      g_hash_table_replace (folders, copy->id, copy);
    }
  return TRUE;
}

/* ---- changing ----------------------------------------------------------------------------- */

LoftWbxmlElement *
loft_eas_folder_create_request (const char *key, const char *parent_id, const char *name,
                                guint type)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_FOLDER_HIERARCHY_FOLDER_CREATE);

  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY, key);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_PARENT_ID, parent_id);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_DISPLAY_NAME, name);
  loft_wbxml_element_add_int (root, LOFT_EAS_FOLDER_HIERARCHY_TYPE, type);
  return root;
}

LoftWbxmlElement *
loft_eas_folder_update_request (const char *key, const char *id, const char *parent_id,
                                const char *name)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_FOLDER_HIERARCHY_FOLDER_UPDATE);

  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY, key);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID, id);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_PARENT_ID, parent_id);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_DISPLAY_NAME, name);
  return root;
}

LoftWbxmlElement *
loft_eas_folder_delete_request (const char *key, const char *id)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_FOLDER_HIERARCHY_FOLDER_DELETE);

  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY, key);
  loft_wbxml_element_add_text (root, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID, id);
  return root;
}

gboolean
loft_eas_folder_change_reply (const LoftWbxmlElement *root, LoftEasCommand command, char **key,
                              char **id, gboolean *exists, GError **error)
{
  *key = NULL;
  if (id != NULL)
    *id = NULL;
  if (exists != NULL)
    *exists = loft_wbxml_element_get_int (root, LOFT_EAS_FOLDER_HIERARCHY_STATUS, 0) == 2;
  if (!check_whole (root, 0, error) || !check (root, command, error))
    return FALSE;
  *key = dup_key (root);
  if (id != NULL)
    *id = g_strdup (loft_wbxml_element_get_text (root, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID));
  return *key != NULL || check_whole (NULL, 0, error);
}
