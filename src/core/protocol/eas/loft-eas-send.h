/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-command.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* SendMail, SmartReply and SmartForward from 14.0 on (MS-ASCMD 2.2.1.17 to 19). Pure. */

typedef struct {
  LoftEasCommand command; /* one of the three */
  const char *client_id; /* at most 40 characters; the same one is not sent twice */
  const char *folder_id; /* of the original, as the next; not of SendMail */
  const char *item_id;
  GBytes *mime; /* with CRLF; all of the message: the server adds nothing of the original to it */
} LoftEasSending;

/* (transfer full) The server keeps a copy. Empty is the answer to what was sent. */
LoftWbxmlElement *loft_eas_send_request (const LoftEasSending *sending);

G_END_DECLS
