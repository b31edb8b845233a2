/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message.h"

G_BEGIN_DECLS

/* The card above a message: subject, who wrote it with the true address always beside the name,
 * when, and to whom (unfolded on demand). Main thread only. */
#define LOFT_TYPE_MESSAGE_HEADER (loft_message_header_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageHeader, loft_message_header, LOFT, MESSAGE_HEADER, GtkWidget)

/* own_address: of the account, said as "me". reply_to: (nullable) of LoftAddress. */
void loft_message_header_set_message (LoftMessageHeader *self,
                                      LoftMessage       *message,
                                      const char        *own_address,
                                      GPtrArray         *reply_to);

G_END_DECLS
