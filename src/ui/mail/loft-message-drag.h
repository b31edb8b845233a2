/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* Rows of a list on their way to a folder, by mouse. */
typedef struct {
  LoftMessageList *list; /* (owned) */
  GArray *keys;          /* (owned) of gint64 */
} LoftMessageDrag;

#define LOFT_TYPE_MESSAGE_DRAG (loft_message_drag_get_type ())
GType loft_message_drag_get_type (void);

/* keys: (transfer none) */
LoftMessageDrag *loft_message_drag_new  (LoftMessageList *list, GArray *keys);
LoftMessageDrag *loft_message_drag_copy (LoftMessageDrag *self);
void             loft_message_drag_free (LoftMessageDrag *self);

/* (transfer full) of char*: what a GDK_TYPE_FILE_LIST holds of this computer's files. */
GPtrArray *loft_message_drag_list_paths (const GValue *files);

/* (transfer full) what is seen below the pointer. */
GtkWidget *loft_message_drag_new_icon (LoftMessageDrag *self);

G_END_DECLS
