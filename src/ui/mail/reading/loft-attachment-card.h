/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message.h"

G_BEGIN_DECLS

/* One attachment: what it is and how large, as a button that shows it; Open and Save. Signals
 * "show-attachment", "open", "save". Main thread. */
#define LOFT_TYPE_ATTACHMENT_CARD (loft_attachment_card_get_type ())
G_DECLARE_FINAL_TYPE (LoftAttachmentCard, loft_attachment_card, LOFT, ATTACHMENT_CARD, GtkWidget)

GtkWidget *loft_attachment_card_new (const LoftAttachment *attachment);

/* As in the message, from 1. */
guint       loft_attachment_card_get_n    (LoftAttachmentCard *self);
/* (transfer none) safe as a file name */
const char *loft_attachment_card_get_name (LoftAttachmentCard *self);

G_END_DECLS
