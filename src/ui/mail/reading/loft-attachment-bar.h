/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* The attachments at the foot of a message, as cards to show, open or save, and all of them to be
 * saved together; not there when it has none. They are shown by the LoftMessageView that it is in.
 * Main thread only. */
#define LOFT_TYPE_ATTACHMENT_BAR (loft_attachment_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftAttachmentBar, loft_attachment_bar, LOFT, ATTACHMENT_BAR, GtkWidget)

/* body: (nullable) */
void loft_attachment_bar_set_body (LoftAttachmentBar *self, LoftMessageBody *body);

G_END_DECLS
