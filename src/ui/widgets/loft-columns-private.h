/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-columns.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the files of the columns share: the widget (state, animation, dragging) and its layout. */

#define LOFT_SIDEBAR_MIN_WIDTH   180
#define LOFT_MIDDLE_MIN_WIDTH    280
#define LOFT_COLUMNS_EDGE_REACH  5   /* pixels on each side of an edge where it can be grabbed */

struct _LoftColumns {
  GtkWidget parent_instance;

  GtkWidget *columns[LOFT_N_COLUMNS];
  GtkWidget *scrim;    /* over the columns that the open sidebar covers */
  GtkWidget *edges[2]; /* after the sidebar, after the middle column */
  int edge_x[2];

  LoftColumnsMode mode;
  LoftColumnsMode notified_mode;
  guint notify_source;
  LoftColumn column;
  gboolean sidebar_open;

  int sidebar_width;
  int middle_width;

  /* Narrow: which column is on screen, between whole numbers while it slides.
   * Medium: 0 with the sidebar away, 1 with it open. */
  double position;
  double open_amount;
  AdwAnimation *slide;
  AdwAnimation *open;

  GtkGesture *drag;
  int dragged_edge;
  int drag_start_width;
};

/* loft-columns.c: what hangs on the mode follows later, since it changes other widgets. */
void loft_columns_set_mode (LoftColumns *self, LoftColumnsMode mode);

/* loft-columns-layout.c */
void loft_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline);
void loft_columns_measure       (GtkWidget     *widget,
                                 GtkOrientation orientation,
                                 int            for_size,
                                 int           *minimum,
                                 int           *natural,
                                 int           *minimum_baseline,
                                 int           *natural_baseline);
void loft_columns_snapshot      (GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
