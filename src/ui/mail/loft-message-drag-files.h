/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-drag.h"

G_BEGIN_DECLS

/* Rows of a list as .eml files for other programs: they are written when a program asks for them, into a
 * folder of our own that only this user can read, and go some time after the drag has ended. Programs in a
 * sandbox get them through the portal (GDK does that for lists of files). */
#define LOFT_TYPE_MESSAGE_DRAG_FILES (loft_message_drag_files_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageDragFiles, loft_message_drag_files, LOFT, MESSAGE_DRAG_FILES,
                      GdkContentProvider)

GdkContentProvider *loft_message_drag_files_new (LoftMessageDrag *drag);

/* Below this folder; NULL: in the user's cache. The tests name one. */
void loft_message_drag_files_set_place (const char *directory);

/* Whether a drop comes from one of our own lists: its files are messages that are here already. */
gboolean loft_message_drag_files_is_own (GdkDrop *drop);

G_END_DECLS
