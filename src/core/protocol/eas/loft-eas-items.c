/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-items.h"

#include "loft-eas-failure.h"
#include "loft-error.h"

/* ---- ItemOperations ----------------------------------------------------------------------- */

const guint loft_eas_fetch_tags[] = { LOFT_EAS_ITEM_OPERATIONS_FETCH, 0 };

static void
add_fetch_options (LoftWbxmlElement *fetch, guint body_type, guint body_size)
{
  LoftWbxmlElement *options = loft_wbxml_element_add (fetch, LOFT_EAS_ITEM_OPERATIONS_OPTIONS);
  LoftWbxmlElement *body;

  if (body_type == 4)
    loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_MIME_SUPPORT, 2);
  body = loft_wbxml_element_add (options, LOFT_EAS_AIRSYNCBASE_BODY_PREFERENCE);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, body_type);
  if (body_size > 0)
    loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATION_SIZE,
                                body_size == G_MAXUINT ? 0 : body_size);
}

LoftWbxmlElement *
loft_eas_fetch_request (const char *collection_id, const char *const *server_ids, guint n,
                        guint body_type, guint body_size)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_ITEM_OPERATIONS_ITEM_OPERATIONS);

  for (guint i = 0; i < n; i++)
    {
      LoftWbxmlElement *fetch = loft_wbxml_element_add (root, LOFT_EAS_ITEM_OPERATIONS_FETCH);

      loft_wbxml_element_add_text (fetch, LOFT_EAS_ITEM_OPERATIONS_STORE, "Mailbox");
      loft_wbxml_element_add_text (fetch, LOFT_EAS_AIRSYNC_COLLECTION_ID, collection_id);
      loft_wbxml_element_add_text (fetch, LOFT_EAS_AIRSYNC_SERVER_ID, server_ids[i]);
      add_fetch_options (fetch, body_type, body_size);
    }
  return root;
}

LoftWbxmlElement *
loft_eas_empty_request (const char *collection_id, gboolean with_folders)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_ITEM_OPERATIONS_ITEM_OPERATIONS);
  LoftWbxmlElement *empty =
    loft_wbxml_element_add (root, LOFT_EAS_ITEM_OPERATIONS_EMPTY_FOLDER_CONTENTS);
  LoftWbxmlElement *options;

  loft_wbxml_element_add_text (empty, LOFT_EAS_AIRSYNC_COLLECTION_ID, collection_id);
  if (with_folders)
    {
      options = loft_wbxml_element_add (empty, LOFT_EAS_ITEM_OPERATIONS_OPTIONS);
      loft_wbxml_element_add (options, LOFT_EAS_ITEM_OPERATIONS_DELETE_SUB_FOLDERS);
    }
  return root;
}

gboolean
loft_eas_fetch_item (const LoftWbxmlElement *element, const char **server_id,
                     const LoftWbxmlElement **properties, GError **error)
{
  gint64 status = loft_wbxml_element_get_int (element, LOFT_EAS_ITEM_OPERATIONS_STATUS, 0);

  *server_id = loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNC_SERVER_ID);
  *properties = loft_wbxml_element_find (element, LOFT_EAS_ITEM_OPERATIONS_PROPERTIES);
  if (!loft_eas_failure_check (LOFT_EAS_COMMAND_ITEM_OPERATIONS, status, "The item", error))
    return FALSE;
  if (*properties != NULL)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server says that it has it, but gives nothing");
  return FALSE;
}

LoftWbxmlElement *
loft_eas_fetch_files_request (const char *const *references, guint n)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_ITEM_OPERATIONS_ITEM_OPERATIONS);

  for (guint i = 0; i < n; i++)
    {
      LoftWbxmlElement *fetch = loft_wbxml_element_add (root, LOFT_EAS_ITEM_OPERATIONS_FETCH);

      loft_wbxml_element_add_text (fetch, LOFT_EAS_ITEM_OPERATIONS_STORE, "Mailbox");
      loft_wbxml_element_add_text (fetch, LOFT_EAS_AIRSYNCBASE_FILE_REFERENCE, references[i]);
    }
  return root;
}

/* Data is text in base64 (MS-ASCMD 2.2.3.39.1); some send the bytes. An empty file has no Data. */
GBytes *
loft_eas_fetch_file (const LoftWbxmlElement *element, const char **reference, GError **error)
{
  gint64 status = loft_wbxml_element_get_int (element, LOFT_EAS_ITEM_OPERATIONS_STATUS, 0);
  const LoftWbxmlElement *data =
    loft_wbxml_element_find_path (element, LOFT_EAS_ITEM_OPERATIONS_PROPERTIES,
                                  LOFT_EAS_ITEM_OPERATIONS_DATA, 0);
  guchar *decoded;
  gsize length;

  *reference = loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNCBASE_FILE_REFERENCE);
  if (!loft_eas_failure_check (LOFT_EAS_COMMAND_ITEM_OPERATIONS, status, "The file", error))
    return NULL;
  if (data != NULL && data->bytes != NULL)
    return g_bytes_ref (data->bytes);
  if (data == NULL || data->text == NULL || *data->text == '\0')
    return g_bytes_new_static ("", 0);
  decoded = g_base64_decode (data->text, &length);
  return g_bytes_new_take (decoded, length);
}

gboolean
loft_eas_item_operations_reply (const LoftWbxmlElement *root, GError **error)
{
  const LoftWbxmlElement *emptied =
    loft_wbxml_element_find_path (root, LOFT_EAS_ITEM_OPERATIONS_RESPONSE,
                                  LOFT_EAS_ITEM_OPERATIONS_EMPTY_FOLDER_CONTENTS, 0);
  gint64 status = loft_wbxml_element_get_int (root, LOFT_EAS_ITEM_OPERATIONS_STATUS, 0);

  if (status == 1 && emptied != NULL)
    status = loft_wbxml_element_get_int (emptied, LOFT_EAS_ITEM_OPERATIONS_STATUS, 0);
  return loft_eas_failure_check (LOFT_EAS_COMMAND_ITEM_OPERATIONS, status, "The item", error);
}

/* ---- MoveItems ---------------------------------------------------------------------------- */

LoftWbxmlElement *
loft_eas_move_request (const char *from_id, const char *to_id, const char *const *server_ids,
                       guint n)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_MOVE_MOVE_ITEMS);

  for (guint i = 0; i < n; i++)
    {
      LoftWbxmlElement *move = loft_wbxml_element_add (root, LOFT_EAS_MOVE_MOVE);

      loft_wbxml_element_add_text (move, LOFT_EAS_MOVE_SRC_MSG_ID, server_ids[i]);
      loft_wbxml_element_add_text (move, LOFT_EAS_MOVE_SRC_FLD_ID, from_id);
      loft_wbxml_element_add_text (move, LOFT_EAS_MOVE_DST_FLD_ID, to_id);
    }
  return root;
}

gboolean
loft_eas_move_item (const LoftWbxmlElement *element, const char **server_id, const char **new_id,
                    GError **error)
{
  gint64 status = loft_wbxml_element_get_int (element, LOFT_EAS_MOVE_STATUS, 0);

  *server_id = loft_wbxml_element_get_text (element, LOFT_EAS_MOVE_SRC_MSG_ID);
  *new_id = loft_wbxml_element_get_text (element, LOFT_EAS_MOVE_DST_MSG_ID);
  return loft_eas_failure_check (LOFT_EAS_COMMAND_MOVE_ITEMS, status, "The message", error);
}
