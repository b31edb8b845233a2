/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message.h"

G_BEGIN_DECLS

/* What of an attachment can be shown in the window. */
typedef enum {
  LOFT_ATTACHMENT_KIND_OTHER, /* only another program can */
  LOFT_ATTACHMENT_KIND_PICTURE,
  LOFT_ATTACHMENT_KIND_TEXT,
  LOFT_ATTACHMENT_KIND_PAGE, /* HTML, which is shown as that of a message is */
  LOFT_ATTACHMENT_KIND_MESSAGE,
  LOFT_ATTACHMENT_KIND_PDF, /* where there is a program to draw it */
} LoftAttachmentKind;

/* By what its name will be on disk; by what the sender says only where the name says nothing. A
 * guess: the bytes may prove it wrong. Pure. */
LoftAttachmentKind loft_attachment_kind_guess (const LoftAttachment *attachment);

/* (transfer full) (nullable) the type of a picture by its first bytes, "image/png", when it is one
 * that is small enough to be shown. Pure. */
char *loft_attachment_kind_picture_type (GBytes *bytes);

/* By its first bytes: readers look for the mark in the first kilobyte. Pure. */
gboolean loft_attachment_kind_is_pdf (GBytes *bytes);

/* (transfer full) (nullable) bytes as text to show, NULL when they are none. Linear. Pure. */
char *loft_attachment_kind_text (GBytes *bytes);

G_END_DECLS
