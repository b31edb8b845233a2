/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-send.h"

static guint
tag_of (LoftEasCommand command)
{
  switch (command)
    {
    case LOFT_EAS_COMMAND_SMART_REPLY:
      return LOFT_EAS_COMPOSE_MAIL_SMART_REPLY;
    case LOFT_EAS_COMMAND_SMART_FORWARD:
      return LOFT_EAS_COMPOSE_MAIL_SMART_FORWARD;
    default:
      return LOFT_EAS_COMPOSE_MAIL_SEND_MAIL;
    }
}

static void
add_source (LoftWbxmlElement *root, const LoftEasSending *sending)
{
  LoftWbxmlElement *source = loft_wbxml_element_add (root, LOFT_EAS_COMPOSE_MAIL_SOURCE);

  loft_wbxml_element_add_text (source, LOFT_EAS_COMPOSE_MAIL_FOLDER_ID, sending->folder_id);
  loft_wbxml_element_add_text (source, LOFT_EAS_COMPOSE_MAIL_ITEM_ID, sending->item_id);
}

LoftWbxmlElement *
loft_eas_send_request (const LoftEasSending *sending)
{
  gboolean is_smart = sending->command != LOFT_EAS_COMMAND_SEND_MAIL;
  LoftWbxmlElement *root = loft_wbxml_element_new (tag_of (sending->command));

  loft_wbxml_element_add_text (root, LOFT_EAS_COMPOSE_MAIL_CLIENT_ID, sending->client_id);
  if (is_smart)
    add_source (root, sending);
  loft_wbxml_element_add (root, LOFT_EAS_COMPOSE_MAIL_SAVE_IN_SENT_ITEMS);
  if (is_smart)
    loft_wbxml_element_add (root, LOFT_EAS_COMPOSE_MAIL_REPLACE_MIME);
  loft_wbxml_element_add_bytes (root, LOFT_EAS_COMPOSE_MAIL_MIME, sending->mime);
  return root;
}
