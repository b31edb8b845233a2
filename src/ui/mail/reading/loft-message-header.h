/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* The card above a message: subject, who wrote it with the true address always beside the name,
 * when, and to whom (unfolded on demand; thousands of recipients, and all header fields, on a second
 * demand). What is too long for anybody is cut.
 *
 * Signal "fold": in a card of a conversation, it is to be folded. Main thread only. */
#define LOFT_TYPE_MESSAGE_HEADER (loft_message_header_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageHeader, loft_message_header, LOFT, MESSAGE_HEADER, GtkWidget)

/* Without the subject, which the conversation shows, and with a button to fold it. */
void loft_message_header_set_in_card (LoftMessageHeader *self, gboolean in_card);

/* own_address: of the account, said as "me". body: (nullable) once it was opened. */
void loft_message_header_set_message (LoftMessageHeader *self,
                                      LoftMessage       *message,
                                      const char        *own_address,
                                      LoftMessageBody   *body);

/* Its categories and when it is to be followed up, which may change while it is read. keywords: in the form
 * of loft-flags.h. */
void loft_message_header_set_state (LoftMessageHeader *self, LoftFlags flags, const char *keywords);

G_END_DECLS
