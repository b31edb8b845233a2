/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* The commands of ActiveSync with their codes (MS-ASHTTP 2.2.1.1.1.1.2). */
typedef enum {
  LOFT_EAS_COMMAND_SYNC = 0,
  LOFT_EAS_COMMAND_SEND_MAIL = 1,
  LOFT_EAS_COMMAND_SMART_FORWARD = 2,
  LOFT_EAS_COMMAND_SMART_REPLY = 3,
  LOFT_EAS_COMMAND_GET_ATTACHMENT = 4,
  LOFT_EAS_COMMAND_FOLDER_SYNC = 9,
  LOFT_EAS_COMMAND_FOLDER_CREATE = 10,
  LOFT_EAS_COMMAND_FOLDER_DELETE = 11,
  LOFT_EAS_COMMAND_FOLDER_UPDATE = 12,
  LOFT_EAS_COMMAND_MOVE_ITEMS = 13,
  LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE = 14,
  LOFT_EAS_COMMAND_MEETING_RESPONSE = 15,
  LOFT_EAS_COMMAND_SEARCH = 16,
  LOFT_EAS_COMMAND_SETTINGS = 17,
  LOFT_EAS_COMMAND_PING = 18,
  LOFT_EAS_COMMAND_ITEM_OPERATIONS = 19,
  LOFT_EAS_COMMAND_PROVISION = 20,
  LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS = 21,
  LOFT_EAS_COMMAND_VALIDATE_CERT = 22,
  LOFT_EAS_COMMAND_FIND = 23, /* 16.1 */
} LoftEasCommand;

#define LOFT_EAS_N_COMMANDS 24

/* (transfer none) (nullable) "FolderSync"; NULL: there is no such command. */
const char *loft_eas_command_get_name (guint command);

/* Whether the same request may reach the server twice without anybody's knowing: it asks, and changes
 * nothing. A Ping may not: that its connection was cut tells for how long one may be silent. request:
 * (nullable) */
gboolean loft_eas_command_may_repeat (guint command, const LoftWbxmlElement *request);

G_END_DECLS
