/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-list-header.h"

G_BEGIN_DECLS

/* What the files of the header share: the titles, dragging them, their menu. */

/* Lines begin with this much before their first column: the dot. */
#define LOFT_LIST_HEADER_BEFORE 14

struct _LoftListHeader {
  GtkWidget parent_instance;

  LoftListColumns *columns;
  GtkWidget *titles[LOFT_N_LIST_COLUMNS]; /* GtkButton */
  GtkWidget *labels[LOFT_N_LIST_COLUMNS];
  GtkWidget *arrows[LOFT_N_LIST_COLUMNS];
  LoftMessageSort sort;
  gboolean ascending;

  /* Dragging */
  LoftListColumn dragged;
  gboolean resizing;
  gboolean moving;
  double drag_from; /* along the line, from its start */
  int width_before;

  /* Menu */
  GtkPopover *menu;
  GSimpleActionGroup *actions;
  LoftListColumn menu_column;
};

/* From the start of the header; FALSE where no column is. at_edge: (out) whether it is the end edge
 * of a column that can be resized. */
gboolean loft_list_header_find (LoftListHeader *self, double x, LoftListColumn *column,
                                gboolean *at_edge);
double   loft_list_header_from_start (LoftListHeader *self, double x);

/* loft-list-header-drag.c */
void loft_list_header_add_drag (LoftListHeader *self);

/* loft-list-header-menu.c */
void loft_list_header_add_menu    (LoftListHeader *self);
void loft_list_header_update_menu (LoftListHeader *self);
void loft_list_header_popup       (LoftListHeader *self, LoftListColumn column);
void loft_list_header_bind_keys   (GtkWidgetClass *widget_class);

G_END_DECLS
