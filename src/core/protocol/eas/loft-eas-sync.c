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

  loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_FILTER_TYPE, wish->filter);
  body = loft_wbxml_element_add (options, LOFT_EAS_AIRSYNCBASE_BODY_PREFERENCE);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, wish->body_type);
  if (wish->body_size > 0)
    loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATION_SIZE, wish->body_size);
  loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_CONFLICT, 1);
  if (wish->body_type == 4)
    loft_wbxml_element_add_int (options, LOFT_EAS_AIRSYNC_MIME_SUPPORT, 2);
}

LoftWbxmlElement *
loft_eas_sync_add_collection (LoftWbxmlElement *root, const LoftEasSyncWish *wish)
{
  LoftWbxmlElement *all = loft_wbxml_element_find (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  LoftWbxmlElement *one = loft_wbxml_element_add (all, LOFT_EAS_AIRSYNC_COLLECTION);

  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_SYNC_KEY, wish->key);
  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_COLLECTION_ID, wish->collection_id);
  if (strcmp (wish->key, LOFT_EAS_FIRST_KEY) == 0)
    return one;
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_DELETES_AS_MOVES, wish->keep_deleted);
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_GET_CHANGES, wish->get_changes);
  if (wish->window > 0)
    loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_WINDOW_SIZE, wish->window);
  if (wish->body_type > 0)
    add_options (one, wish);
  return one;
}

LoftWbxmlElement *
loft_eas_sync_request_new (void)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);

  loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  return root;
}

LoftWbxmlElement *
loft_eas_sync_request (const LoftEasSyncWish *wish, LoftWbxmlElement **collection)
{
  LoftWbxmlElement *root = loft_eas_sync_request_new ();
  LoftWbxmlElement *one = loft_eas_sync_add_collection (root, wish);
  if (collection != NULL)
    *collection = one;
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

const char *
loft_eas_sync_get_collection_id (GPtrArray *ancestors)
{
  for (guint i = 0; i < ancestors->len; i++)
    {
      const LoftWbxmlElement *element = g_ptr_array_index (ancestors, i);

      if (element->tag == LOFT_EAS_AIRSYNC_COLLECTION)
        return loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNC_COLLECTION_ID);
    }
  return NULL;
}

/* element: (nullable) */
static gboolean
check (const LoftWbxmlElement *element, GError **error)
{
  return loft_eas_failure_check (LOFT_EAS_COMMAND_SYNC,
                                 loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNC_STATUS, 1),
                                 "The folder", error);
}

static gboolean
has_more (const LoftWbxmlElement *collection)
{
  return loft_wbxml_element_find (collection, LOFT_EAS_AIRSYNC_MORE_AVAILABLE) != NULL;
}

/* collection: (nullable) */
static gboolean
read_reply (const LoftWbxmlElement *root, const LoftWbxmlElement *collection,
            LoftEasSyncReply *reply, GError **error)
{
  *reply = (LoftEasSyncReply){ NULL, FALSE };
  if (root == NULL)
    return TRUE;
  if (!check (root, error) || !check (collection, error))
    return FALSE;
  reply->key = g_strdup (loft_wbxml_element_get_text (collection, LOFT_EAS_AIRSYNC_SYNC_KEY));
  reply->more = has_more (collection);
  return TRUE;
}

gboolean
loft_eas_sync_reply (const LoftWbxmlElement *root, LoftEasSyncReply *reply, GError **error)
{
  return read_reply (root,
                     loft_wbxml_element_find_path (root, LOFT_EAS_AIRSYNC_COLLECTIONS,
                                                   LOFT_EAS_AIRSYNC_COLLECTION, 0),
                     reply, error);
}

gboolean
loft_eas_sync_reply_of (const LoftWbxmlElement *root, const char *collection_id,
                        LoftEasSyncReply *reply, GError **error)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  const LoftWbxmlElement *found = NULL;
  gboolean stopped = FALSE;
  guint n_found = 0;

  for (guint i = 0; i < loft_wbxml_element_get_n_children (all); i++)
    {
      const LoftWbxmlElement *each = loft_wbxml_element_get_child (all, i);

      stopped |= has_more (each) || !check (each, NULL);
      if (g_strcmp0 (loft_wbxml_element_get_text (each, LOFT_EAS_AIRSYNC_COLLECTION_ID),
                     collection_id) != 0)
        continue;
      found = each;
      n_found++;
    }
  if (n_found == 1 || (n_found == 0 && !stopped))
    return read_reply (root, found, reply, error);
  *reply = (LoftEasSyncReply){ NULL, FALSE };
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "The answer does not say what became of the folder");
  return FALSE;
}

void
loft_eas_sync_reply_clear (LoftEasSyncReply *self)
{
  g_clear_pointer (&self->key, g_free);
}
