/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft-attachments.h"

G_BEGIN_DECLS

/* Asks how large the attached pictures shall be, with what each choice weighs, and makes them so. The
 * originals stay until the message is sent: asked again, they can be had back. Main thread only. */
void loft_picture_dialog_present (LoftDraftAttachments *attachments);

G_END_DECLS
