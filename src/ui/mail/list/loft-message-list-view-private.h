/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-elsewhere.h"
#include "loft-message-list-view.h"

#include <adwaita.h>

#include "loft-list-header.h"
#include "loft-message-list-row.h"
#include "loft-selection.h"

G_BEGIN_DECLS

/* What the files of the list share: the list itself (its pages, what happens when it changes),
 * its rows with their date headings, its selection, its context menu. */
struct _LoftMessageListView {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  LoftListHeader *header;
  GtkScrolledWindow *scroller;
  GtkListView *list_view;
  AdwStatusPage *empty;
  GtkBox *no_results;
  LoftSearchElsewhere *elsewhere; /* (nullable) in it */
  GtkPopover *menu;

  LoftMessageList *list;
  LoftListKind kind;
  gboolean never_synced;
  char *remark; /* (nullable) */
  gboolean compact;
  gboolean as_table;
  LoftListColumns *columns;
  LoftMessageSort sort;
  GListModel *accounts; /* (nullable) whose colours mark the rows */
  LoftSelection *selection;

  /* The message a person is at, so that it is found again after a list was made anew. */
  gint64 current_key;
  gboolean selecting;
  gboolean had_focus; /* before the rows went that come again */
  gboolean double_click;
  gboolean click_opens;

  /* Touch */
  gboolean checks; /* a tap chooses */
  LoftMessageListRow *swiped; /* weak */
  gboolean swiping;

  guint spinner_source;
  guint day_source;
  guint top_tick; /* 0: none */
  guint top_frames; /* left of it */
  guint restore_source;
  guint fill_source; /* while rows have no text yet */
  guint near_source;
  gint64 shown_day;
};

/* loft-message-list-view-rows.c */
void loft_message_list_view_make_rows (LoftMessageListView *self);
void loft_message_list_view_refresh_headings (LoftMessageListView *self);
void loft_message_list_view_refresh_checks (LoftMessageListView *self);
/* (transfer none) (nullable) the widget that shows a position now; NULL for an invalid one. */
GtkWidget *loft_message_list_view_find_widget (LoftMessageListView *self, guint position);
/* (transfer none) (nullable) */
GtkListItem *loft_message_list_view_find_item (LoftMessageListView *self, double x, double y);

/* What a row shows, from its item. */
void loft_message_list_view_fill_row (LoftMessageListView *self, GtkListItem *item);

/* loft-message-list-view-fill.c: rows far from the screen are filled later. */
gboolean loft_message_list_view_is_near (LoftMessageListView *self, guint position);
void loft_message_list_view_fill_later (LoftMessageListView *self);
void loft_message_list_view_follow_place (LoftMessageListView *self);

/* loft-message-list-view-selection.c */
void loft_message_list_view_scroll_to (LoftMessageListView *self, guint position);

/* loft-message-list-view.c */
void loft_message_list_view_selection_changed (LoftMessageListView *self);
/* After the rows were made anew: what was selected is brought back on screen. */
void loft_message_list_view_keep_place (LoftMessageListView *self);

/* loft-message-list-view-touch.c */
void loft_message_list_view_add_touch_gestures (LoftMessageListView *self);
void loft_message_list_view_toggle_at (LoftMessageListView *self, guint position);
/* Pushes the row that a finger is on; ends it, acting when it was pushed far enough. */
void loft_message_list_view_swipe (LoftMessageListView *self, double offset);
void loft_message_list_view_end_swipe (LoftMessageListView *self, double offset);

/* loft-message-list-view-drag.c */
void loft_message_list_view_add_drag_source (LoftMessageListView *self);

/* loft-message-list-view-menu.c */
void loft_message_list_view_add_menu_gesture (LoftMessageListView *self);
void loft_message_list_view_bind_menu_keys (GtkWidgetClass *widget_class);
/* Tells that the menu opens, so that its actions are up to date. */
void loft_message_list_view_menu_opens (LoftMessageListView *self);

G_END_DECLS
