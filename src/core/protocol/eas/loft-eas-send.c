/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-send.h"

LoftWbxmlElement *
loft_eas_send_request (const char *client_id, gboolean save, GBytes *mime)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_COMPOSE_MAIL_SEND_MAIL);

  loft_wbxml_element_add_text (root, LOFT_EAS_COMPOSE_MAIL_CLIENT_ID, client_id);
  if (save)
    loft_wbxml_element_add (root, LOFT_EAS_COMPOSE_MAIL_SAVE_IN_SENT_ITEMS);
  loft_wbxml_element_add_bytes (root, LOFT_EAS_COMPOSE_MAIL_MIME, mime);
  return root;
}
