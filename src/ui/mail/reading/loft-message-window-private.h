/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-window.h"

#include "loft-category-menu.h"
#include "loft-message-view.h"

G_BEGIN_DECLS

/* What the window's files share. */
struct _LoftMessageWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkButton *flag_button;
  GtkButton *read_button;
  GtkMenuButton *menu_button;
  LoftMessageView *message;

  GSimpleActionGroup *actions;
  LoftMessageList *list; /* keeps the row up to date, whatever the main window shows */
  LoftMessageRow *row;
  guint seen_source;
  LoftCategoryMenu *category_menu;
  GMenu *follow_up_menu; /* a section of the menu */
};

void loft_message_window_tell (LoftMessageWindow *self, const GError *error);
/* A GAsyncReadyCallback of loft_message_move_async () and its like; window: (transfer full) */
void loft_message_window_on_moved (GObject *source, GAsyncResult *result, gpointer window);

/* loft-message-window-categories.c */
void loft_message_window_add_categories (LoftMessageWindow *self);
void loft_message_window_update_categories (LoftMessageWindow *self);

/* loft-message-window-follow-up.c */
void loft_message_window_add_follow_ups (LoftMessageWindow *self);
void loft_message_window_update_follow_ups (LoftMessageWindow *self);

G_END_DECLS
