/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-row.h"

#include "loft-color-dot.h"

G_BEGIN_DECLS

/* What the files of a line share: the line itself (folders, searches, headings), and those of
 * accounts. */
struct _LoftSidebarRow {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkWidget *folder_box;
  GtkButton *expander;
  GtkImage *icon;
  GtkLabel *name;
  LoftColorDot *folder_dot;
  GtkLabel *unread;
  GtkWidget *account_box;
  GtkButton *account_expander;
  LoftColorDot *account_dot;
  GtkLabel *account_unread;
  GtkLabel *account_name;
  GtkLabel *account_state;
  GtkSpinner *spinner;
  GtkMenuButton *account_menu;
  GtkLabel *problem_title;
  GtkLabel *problem_text;
  GtkButton *remedy;

  GListModel *accounts;
  LoftSidebarItem *item;
};

/* loft-sidebar-row.c */

/* For screen readers, whole; place: (nullable) whose it is, where several are alike. */
void loft_sidebar_row_describe (LoftSidebarRow *self, const char *name, const char *place,
                                guint count, gboolean all);
void loft_sidebar_row_show_dot (LoftSidebarRow *self, LoftColorDot *dot, gboolean shown);
void loft_sidebar_row_update_expander (GtkButton *expander, LoftSidebarItem *item);
void loft_sidebar_row_tell_expanded (LoftSidebarRow *self);
gboolean loft_sidebar_row_has_several_accounts (LoftSidebarRow *self);

/* loft-sidebar-row-account.c */
void loft_sidebar_row_update_account (LoftSidebarRow *self);
void loft_sidebar_row_update_problem (LoftSidebarRow *self);
/* Of a GtkMenuButton whose menu is made when it is asked for: what it offers depends on the state. */
void loft_sidebar_row_on_menu (GtkMenuButton *button, gpointer data);

G_END_DECLS
