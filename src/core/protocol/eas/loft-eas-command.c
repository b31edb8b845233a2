/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-command.h"

static const char *const names[LOFT_EAS_N_COMMANDS] = {
  [LOFT_EAS_COMMAND_SYNC] = "Sync",
  [LOFT_EAS_COMMAND_SEND_MAIL] = "SendMail",
  [LOFT_EAS_COMMAND_SMART_FORWARD] = "SmartForward",
  [LOFT_EAS_COMMAND_SMART_REPLY] = "SmartReply",
  [LOFT_EAS_COMMAND_GET_ATTACHMENT] = "GetAttachment",
  [LOFT_EAS_COMMAND_FOLDER_SYNC] = "FolderSync",
  [LOFT_EAS_COMMAND_FOLDER_CREATE] = "FolderCreate",
  [LOFT_EAS_COMMAND_FOLDER_DELETE] = "FolderDelete",
  [LOFT_EAS_COMMAND_FOLDER_UPDATE] = "FolderUpdate",
  [LOFT_EAS_COMMAND_MOVE_ITEMS] = "MoveItems",
  [LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE] = "GetItemEstimate",
  [LOFT_EAS_COMMAND_MEETING_RESPONSE] = "MeetingResponse",
  [LOFT_EAS_COMMAND_SEARCH] = "Search",
  [LOFT_EAS_COMMAND_SETTINGS] = "Settings",
  [LOFT_EAS_COMMAND_PING] = "Ping",
  [LOFT_EAS_COMMAND_ITEM_OPERATIONS] = "ItemOperations",
  [LOFT_EAS_COMMAND_PROVISION] = "Provision",
  [LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS] = "ResolveRecipients",
  [LOFT_EAS_COMMAND_VALIDATE_CERT] = "ValidateCert",
  [LOFT_EAS_COMMAND_FIND] = "Find",
};

const char *
loft_eas_command_get_name (guint command)
{
  return command < G_N_ELEMENTS (names) ? names[command] : NULL;
}

/* A change of ours in one of the collections: servers know one that comes again by its key, but only as long
 * as nothing else came between. */
static gboolean
has_commands (const LoftWbxmlElement *request)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (request, LOFT_EAS_AIRSYNC_COLLECTIONS);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (all); i++)
    if (loft_wbxml_element_find (loft_wbxml_element_get_child (all, i),
                                 LOFT_EAS_AIRSYNC_COMMANDS) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
only_fetches (const LoftWbxmlElement *request)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (request); i++)
    if (loft_wbxml_element_get_child (request, i)->tag != LOFT_EAS_ITEM_OPERATIONS_FETCH)
      return FALSE;
  return TRUE;
}

gboolean
loft_eas_command_may_repeat (guint command, const LoftWbxmlElement *request)
{
  switch (command)
    {
    case LOFT_EAS_COMMAND_SYNC:
      return !has_commands (request);
    case LOFT_EAS_COMMAND_ITEM_OPERATIONS:
      return only_fetches (request);
    case LOFT_EAS_COMMAND_FOLDER_SYNC:
    case LOFT_EAS_COMMAND_GET_ATTACHMENT:
    case LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE:
    case LOFT_EAS_COMMAND_SEARCH:
    case LOFT_EAS_COMMAND_FIND:
    case LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS:
    case LOFT_EAS_COMMAND_VALIDATE_CERT:
      return TRUE;
    default:
      return FALSE;
    }
}
