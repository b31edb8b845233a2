/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-list-columns.h"
#include "loft-message-list.h"

G_BEGIN_DECLS

/* What the list shows of one row of its model, as a card or as a line with columns, with the
 * heading of its group of days above when it is the first of it. Made once and bound to many rows.
 * Main thread only. */
#define LOFT_TYPE_MESSAGE_LIST_ROW (loft_message_list_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageListRow, loft_message_list_row, LOFT, MESSAGE_LIST_ROW, GtkWidget)

/* columns: (nullable) of a line; NULL for a card. */
GtkWidget *loft_message_list_row_new (LoftListColumns *columns);

/* row: (nullable) */
void loft_message_list_row_set_row (LoftMessageListRow *self, LoftMessageRow *row);
LoftMessageRow *loft_message_list_row_get_row (LoftMessageListRow *self);

/* heading: (nullable) none */
void loft_message_list_row_set_heading (LoftMessageListRow *self, const char *heading);

/* A word below it, for the last row. foot: (nullable) none */
void loft_message_list_row_set_foot (LoftMessageListRow *self, const char *foot);

/* Whether people look for whom it went to (Sent, Drafts) rather than who wrote it. */
void loft_message_list_row_set_shows_recipients (LoftMessageListRow *self, gboolean recipients);

/* Whether it is what a search found: marks what is on the server alone. */
void loft_message_list_row_set_is_found (LoftMessageListRow *self, gboolean found);

/* accounts: (nullable) of LoftMailAccount: marks the row with the colour of its account. */
void loft_message_list_row_set_accounts (LoftMessageListRow *self, GListModel *accounts);

/* Whether rows are chosen one by one with a tap, as a check mark says. */
void loft_message_list_row_set_checks (LoftMessageListRow *self, gboolean checks);
void loft_message_list_row_set_selected (LoftMessageListRow *self, gboolean selected);

/* Pushed aside by a finger: see loft-swipe.h. */
void loft_message_list_row_set_swipe (LoftMessageListRow *self, double offset, const char *icon,
                                      gboolean armed);

/* Dates are relative: called for what is on screen when the day changes. */
void loft_message_list_row_update_date (LoftMessageListRow *self);

/* Two lines instead of three; of a card only. */
void loft_message_list_row_set_compact (LoftMessageListRow *self, gboolean compact);

G_END_DECLS
