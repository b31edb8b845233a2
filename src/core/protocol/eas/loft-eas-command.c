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
