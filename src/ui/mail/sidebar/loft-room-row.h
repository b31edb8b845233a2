/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-room-look.h"

G_BEGIN_DECLS

/* Rows of the window that says what takes room: name, more about it, size. All (transfer full) floating.
 * Main thread only. */

/* most: the largest folder's bytes, for the bar. */
GtkWidget *loft_room_row_new_folder (const LoftRoomFolder *folder, guint64 most);

/* folder: its name. check: (out) (transfer none) chooses the message. */
GtkWidget *loft_room_row_new_message (const LoftMessage *message, const char *folder,
                                      GtkCheckButton **check);

GtkWidget *loft_room_row_new_attachment (const LoftRoomAttachment *attachment);

G_END_DECLS
