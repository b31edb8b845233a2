/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-list-columns.h"
#include "loft-message-list.h"

G_BEGIN_DECLS

/* The middle column: the messages of a folder or of a search, made for 1,000,000 rows. It keeps
 * selection, focus and place while the list changes below it.
 *
 * Signals: "selection-changed"; "activate" (a row was opened by Return); "open-window" (by a double
 * click, or by a click in one column); "sort" (LoftListColumn as uint, of a title); "swiped"
 * (LoftMessageRow, detailed action: what a finger did to a row); "clear-search" (the way out of an
 * empty search); "menu-opening" (its actions must be up to date). Main thread only. */
#define LOFT_TYPE_MESSAGE_LIST_VIEW (loft_message_list_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageListView, loft_message_list_view, LOFT, MESSAGE_LIST_VIEW,
                      GtkWidget)

typedef enum {
  LOFT_LIST_PLAIN = 0,
  LOFT_LIST_SENT = 1 << 0, /* recipients in the place of senders */
  LOFT_LIST_SEARCH = 1 << 1,
  LOFT_LIST_INBOX = 1 << 2,
} LoftListKind;

/* Whether the folder was never downloaded: then that it is empty says nothing. */
void loft_message_list_view_set_never_synced (LoftMessageListView *self, gboolean never_synced);

/* Why what people look for may not be in the folder: below its last row, and where it is empty. remark:
 * (nullable) none. Not shown for what a search found. */
void loft_message_list_view_set_remark (LoftMessageListView *self, const char *remark);

/* list: (nullable) nothing to show */
void loft_message_list_view_set_list (LoftMessageListView *self, LoftMessageList *list,
                                      LoftListKind kind);
LoftMessageList *loft_message_list_view_get_list (LoftMessageListView *self);

guint loft_message_list_view_get_n_selected (LoftMessageListView *self);

/* (transfer full) (nullable) the row when exactly one is selected. */
LoftMessageRow *loft_message_list_view_get_only (LoftMessageListView *self);

/* (transfer full) of gint64, at most max keys of rows. */
GArray *loft_message_list_view_get_selected_keys (LoftMessageListView *self, guint max);

/* Whether any of the first max selected messages lacks flag. */
gboolean loft_message_list_view_selection_lacks (LoftMessageListView *self, LoftFlags flag,
                                                 guint max);

/* (transfer full) the keywords that all selected rows have (of a conversation: any message), looking
 * at no more than max of them. */
char *loft_message_list_view_join_common_keywords (LoftMessageListView *self, guint max);

/* Whether all of the first max selected messages are of accounts whose flags can have days. */
gboolean loft_message_list_view_selection_keeps_follow_ups (LoftMessageListView *self, guint max);

/* Rows say what is known now, as when a category was renamed. */
void loft_message_list_view_refresh_rows (LoftMessageListView *self);

/* Selects the row that many places further and brings it on screen; FALSE at the ends. */
gboolean loft_message_list_view_move (LoftMessageListView *self, int step);

/* Selects the next unread message below, if there is one. */
gboolean loft_message_list_view_move_to_unread (LoftMessageListView *self);

/* What is selected is on its way out: selects the first row behind it, else the last before. */
void loft_message_list_view_leave_selected (LoftMessageListView *self);

/* The same with nothing selected then: only the keyboard focus goes there. */
void loft_message_list_view_unselect_moved (LoftMessageListView *self);

void loft_message_list_view_unselect_all (LoftMessageListView *self);

/* Puts the keyboard focus on the selected row, else on the first. */
void loft_message_list_view_focus_list (LoftMessageListView *self);

/* The row that the person is at, 0 for none; and back to it, as soon as the list is loaded. */
gint64 loft_message_list_view_get_current_key (LoftMessageListView *self);
void loft_message_list_view_show_key (LoftMessageListView *self, gint64 key);

/* menu: of the context menu */
void loft_message_list_view_set_menu (LoftMessageListView *self, GMenuModel *menu);

/* Rows of one line under titles, as columns says, instead of cards; columns are set once. */
void loft_message_list_view_set_columns (LoftMessageListView *self, LoftListColumns *columns);
void loft_message_list_view_set_as_table (LoftMessageListView *self, gboolean as_table);

/* How the list is sorted, for titles and date headings; what is shown changes by the list. */
void loft_message_list_view_set_sort (LoftMessageListView *self, LoftMessageSort sort,
                                      gboolean ascending);

/* The list was given another order or filter by the person: begins at the top, unless a row is
 * selected. */
void loft_message_list_view_arranged (LoftMessageListView *self);

/* accounts: of LoftMailAccount: where a list mixes several, rows bear the colours of theirs. */
void loft_message_list_view_set_accounts (LoftMessageListView *self, GListModel *accounts);

/* Whether a tap chooses rows instead of opening them; begun by a long press too. */
void loft_message_list_view_set_checks (LoftMessageListView *self, gboolean checks);
gboolean loft_message_list_view_get_checks (LoftMessageListView *self);

/* Whether one click opens, as with one column on screen. */
void loft_message_list_view_set_click_opens (LoftMessageListView *self, gboolean click_opens);

/* Rows of two lines, without the first words of the message. */
void loft_message_list_view_set_compact (LoftMessageListView *self, gboolean compact);

/* What was searched for: other panes are offered for it where nothing was found. words: "" for none. */
void loft_message_list_view_set_searched (LoftMessageListView *self, const char *words);

G_END_DECLS
