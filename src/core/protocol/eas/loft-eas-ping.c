/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-ping.h"

#include "loft-eas-failure.h"
#include "loft-error.h"

#define LEAST_SECONDS 10

LoftWbxmlElement *
loft_eas_ping_request (guint seconds, const LoftEasPingFolder *folders, guint n)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_PING_PING);
  LoftWbxmlElement *list;

  loft_wbxml_element_add_int (root, LOFT_EAS_PING_HEARTBEAT_INTERVAL, seconds);
  list = loft_wbxml_element_add (root, LOFT_EAS_PING_FOLDERS);
  for (guint i = 0; i < n; i++)
    {
      LoftWbxmlElement *folder = loft_wbxml_element_add (list, LOFT_EAS_PING_FOLDER);

      loft_wbxml_element_add_text (folder, LOFT_EAS_PING_ID, folders[i].id);
      loft_wbxml_element_add_text (folder, LOFT_EAS_PING_CLASS, folders[i].class_name);
    }
  return root;
}

static void
take_changed (const LoftWbxmlElement *root, GPtrArray *changed)
{
  const LoftWbxmlElement *list = loft_wbxml_element_find (root, LOFT_EAS_PING_FOLDERS);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (list); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (list, i);

      if (child->tag == LOFT_EAS_PING_FOLDER && child->text != NULL)
        g_ptr_array_add (changed, g_strdup (child->text));
    }
}

static guint
get_number (const LoftWbxmlElement *root, guint tag, guint least)
{
  return (guint) CLAMP (loft_wbxml_element_get_int (root, tag, least), least, 24 * 60 * 60);
}

gboolean
loft_eas_ping_reply (const LoftWbxmlElement *root, LoftEasPingReply *reply, GError **error)
{
  gint64 status = loft_wbxml_element_get_int (root, LOFT_EAS_PING_STATUS, root != NULL ? 0 : 1);

  *reply = (LoftEasPingReply){ LOFT_EAS_PING_NOTHING, g_ptr_array_new_with_free_func (g_free) };
  switch (status)
    {
    case 1:
      return TRUE;
    case 2:
      reply->outcome = LOFT_EAS_PING_CHANGED;
      take_changed (root, reply->changed);
      return TRUE;
    case 5:
      reply->outcome = LOFT_EAS_PING_INTERVAL;
      reply->seconds = get_number (root, LOFT_EAS_PING_HEARTBEAT_INTERVAL, LEAST_SECONDS);
      return TRUE;
    case 6:
      reply->outcome = LOFT_EAS_PING_TOO_MANY;
      reply->most = get_number (root, LOFT_EAS_PING_MAX_FOLDERS, 1);
      return TRUE;
    case 7:
      reply->outcome = LOFT_EAS_PING_HIERARCHY;
      return TRUE;
    default:
      return loft_eas_failure_check (LOFT_EAS_COMMAND_PING, status, "Waiting for changes", error);
    }
}

void
loft_eas_ping_reply_clear (LoftEasPingReply *self)
{
  g_clear_pointer (&self->changed, g_ptr_array_unref);
}
