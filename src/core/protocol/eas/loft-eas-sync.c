/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-sync.h"

#include <string.h>

#include "loft-eas-failure.h"
#include "loft-eas-folders.h"
#include "loft-error.h"

const guint loft_eas_sync_tags[] = { LOFT_EAS_AIRSYNC_ADD,    LOFT_EAS_AIRSYNC_CHANGE,
                                     LOFT_EAS_AIRSYNC_DELETE, LOFT_EAS_AIRSYNC_SOFT_DELETE,
                                     LOFT_EAS_AIRSYNC_FETCH,  0 };

/* ---- requests ----------------------------------------------------------------------------- */

/* Servers check the order of what is in a collection. */
static void
add_options (LoftWbxmlElement *collection, const LoftEasSyncWish *wish)
{
  LoftWbxmlElement *options = loft_wbxml_element_add (collection, LOFT_EAS_AIRSYNC_OPTIONS);
  LoftWbxmlElement *body;

  loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_FILTER_TYPE, 0);
  body = loft_wbxml_element_add (options, LOFT_EAS_AIRSYNCBASE_BODY_PREFERENCE);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, wish->body_type);
  if (wish->body_size > 0)
    loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATION_SIZE, wish->body_size);
  loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_CONFLICT, 1);
  if (wish->body_type == 4)
    loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_MIME_SUPPORT, 2);
}

LoftWbxmlElement *
loft_eas_sync_request (const LoftEasSyncWish *wish, LoftWbxmlElement **collection)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *all = loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  LoftWbxmlElement *one = loft_wbxml_element_add (all, LOFT_EAS_AIRSYNC_COLLECTION);

  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_SYNC_KEY, wish->key);
  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_COLLECTION_ID, wish->collection_id);
  if (collection != NULL)
    *collection = one;
  if (strcmp (wish->key, LOFT_EAS_FIRST_KEY) == 0)
    return root;
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_DELETES_AS_MOVES, wish->keep_deleted);
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_GET_CHANGES, wish->get_changes);
  if (wish->window > 0)
    loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_WINDOW_SIZE, wish->window);
  if (wish->body_type > 0)
    add_options (one, wish);
  return root;
}

static LoftWbxmlElement *
add_command (LoftWbxmlElement *collection, guint tag, guint id_tag, const char *id)
{
  LoftWbxmlElement *commands = loft_wbxml_element_find (collection, LOFT_EAS_AIRSYNC_COMMANDS);
  LoftWbxmlElement *command;

  if (commands == NULL)
    commands = loft_wbxml_element_add (collection, LOFT_EAS_AIRSYNC_COMMANDS);
  command = loft_wbxml_element_add (commands, tag);
  loft_wbxml_element_add_text (command, id_tag, id);
  return command;
}

void
loft_eas_sync_add (LoftWbxmlElement *collection, const char *client_id, LoftWbxmlElement *data)
{
  LoftWbxmlElement *command =
    add_command (collection, LOFT_EAS_AIRSYNC_ADD, LOFT_EAS_AIRSYNC_CLIENT_ID, client_id);

  loft_wbxml_element_take (command, data);
}

void
loft_eas_sync_change (LoftWbxmlElement *collection, const char *server_id, LoftWbxmlElement *data)
{
  LoftWbxmlElement *command =
    add_command (collection, LOFT_EAS_AIRSYNC_CHANGE, LOFT_EAS_AIRSYNC_SERVER_ID, server_id);

  loft_wbxml_element_take (command, data);
}

void
loft_eas_sync_delete (LoftWbxmlElement *collection, const char *server_id)
{
  add_command (collection, LOFT_EAS_AIRSYNC_DELETE, LOFT_EAS_AIRSYNC_SERVER_ID, server_id);
}

void
loft_eas_sync_change_instance (LoftWbxmlElement *collection, const char *server_id,
                               const char *instance_id, LoftWbxmlElement *data)
{
  LoftWbxmlElement *command =
    add_command (collection, data != NULL ? LOFT_EAS_AIRSYNC_CHANGE : LOFT_EAS_AIRSYNC_DELETE,
                 LOFT_EAS_AIRSYNC_SERVER_ID, server_id);

  loft_wbxml_element_add_text (command, LOFT_EAS_AIRSYNCBASE_INSTANCE_ID, instance_id);
  if (data != NULL)
    loft_wbxml_element_take (command, data);
}

void
loft_eas_sync_fetch (LoftWbxmlElement *collection, const char *server_id)
{
  add_command (collection, LOFT_EAS_AIRSYNC_FETCH, LOFT_EAS_AIRSYNC_SERVER_ID, server_id);
}

/* ---- replies ------------------------------------------------------------------------------ */

gboolean
loft_eas_sync_check_item (gint64 status, GError **error)
{
  return loft_eas_failure_check (LOFT_EAS_COMMAND_SYNC, status, "The item", error);
}

gboolean
loft_eas_sync_is_response (GPtrArray *ancestors)
{
  const LoftWbxmlElement *parent =
    ancestors->len > 0 ? g_ptr_array_index (ancestors, ancestors->len - 1) : NULL;

  return parent != NULL && parent->tag == LOFT_EAS_AIRSYNC_RESPONSES;
}

/* element: (nullable) */
static gboolean
check (const LoftWbxmlElement *element, GError **error)
{
  return loft_eas_failure_check (LOFT_EAS_COMMAND_SYNC,
                                 loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNC_STATUS, 1),
                                 "The folder", error);
}

gboolean
loft_eas_sync_reply (const LoftWbxmlElement *root, LoftEasSyncReply *reply, GError **error)
{
  const LoftWbxmlElement *collection =
    loft_wbxml_element_find_path (root, LOFT_EAS_AIRSYNC_COLLECTIONS, LOFT_EAS_AIRSYNC_COLLECTION,
                                  0);

  *reply = (LoftEasSyncReply){ NULL, FALSE };
  if (root == NULL)
    return TRUE;
  if (!check (root, error) || !check (collection, error))
    return FALSE;
  reply->key = g_strdup (loft_wbxml_element_get_text (collection, LOFT_EAS_AIRSYNC_SYNC_KEY));
  reply->more = loft_wbxml_element_find (collection, LOFT_EAS_AIRSYNC_MORE_AVAILABLE) != NULL;
  return TRUE;
}

void
loft_eas_sync_reply_clear (LoftEasSyncReply *self)
{
  g_clear_pointer (&self->key, g_free);
}
