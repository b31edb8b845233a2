/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* What the list shows of one message, in three lines, with the heading of its group of days above
 * when it is the first of it. Made once and bound to many rows. Main thread only. */
#define LOFT_TYPE_MESSAGE_LIST_ROW (loft_message_list_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageListRow, loft_message_list_row, LOFT, MESSAGE_LIST_ROW, GtkWidget)

GtkWidget *loft_message_list_row_new (void);

/* row: (nullable) */
void            loft_message_list_row_set_row (LoftMessageListRow *self, LoftMessageRow *row);
LoftMessageRow *loft_message_list_row_get_row (LoftMessageListRow *self);

/* heading: (nullable) none */
void loft_message_list_row_set_heading (LoftMessageListRow *self, const char *heading);

/* Whether people look for whom it went to (Sent, Drafts) rather than who wrote it. */
void loft_message_list_row_set_shows_recipients (LoftMessageListRow *self, gboolean recipients);

/* Dates are relative: called for what is on screen when the day changes. */
void loft_message_list_row_update_date (LoftMessageListRow *self);

/* Two lines instead of three. */
void loft_message_list_row_set_compact (LoftMessageListRow *self, gboolean compact);

G_END_DECLS
