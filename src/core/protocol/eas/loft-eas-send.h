/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* SendMail from 14.0 on (MS-ASCMD 2.2.1.17). Pure. */

/* (transfer full) client_id: at most 40 characters; the same one is not sent twice. mime: with CRLF. */
LoftWbxmlElement *loft_eas_send_request (const char *client_id, gboolean save, GBytes *mime);

G_END_DECLS
