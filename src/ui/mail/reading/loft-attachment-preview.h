/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"
#include "loft-message-content.h"

G_BEGIN_DECLS

/* An attachment in the place of its message: a picture or HTML (both in the web process behind its
 * walls), a text, or an attached message, whose attachments open on top of it. A way back leads
 * through all of them to where one came from.
 *
 * Signals: "left" (the way back ended); "changed" (something else is shown); "link-hovered" as
 * LoftMessageContent has it. Main thread only. */
#define LOFT_TYPE_ATTACHMENT_PREVIEW (loft_attachment_preview_get_type ())
G_DECLARE_FINAL_TYPE (LoftAttachmentPreview, loft_attachment_preview, LOFT, ATTACHMENT_PREVIEW,
                      GtkWidget)

/* Shows attachment n of body, on top of what is shown already. own_address: (nullable) of the
 * account, for the recipients of an attached message. */
void loft_attachment_preview_open (LoftAttachmentPreview *self, LoftMessageBody *body, guint n,
                                   const char *own_address);

/* One step back. */
void loft_attachment_preview_go_back (LoftAttachmentPreview *self);

/* Forgets everything, without a signal. */
void loft_attachment_preview_close (LoftAttachmentPreview *self);

/* (transfer none) (nullable) of the attached message or page that is on screen. */
LoftMessageContent *loft_attachment_preview_get_content (LoftAttachmentPreview *self);

/* Whether what is shown is a message: source, saving and printing are about it then. */
gboolean loft_attachment_preview_is_message (LoftAttachmentPreview *self);

/* (transfer none) (nullable) the view of a text that is on screen. */
GtkWidget *loft_attachment_preview_get_text (LoftAttachmentPreview *self);

void loft_attachment_preview_set_zoom (LoftAttachmentPreview *self, double zoom);

G_END_DECLS
