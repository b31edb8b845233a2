/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-columns.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the files of the columns share: the widget (state, animation), its edges, its layout. */

#define LOFT_SIDEBAR_MIN_WIDTH   180
#define LOFT_SIDEBAR_MAX_WIDTH   400
#define LOFT_MIDDLE_MIN_WIDTH    280
#define LOFT_MIDDLE_MAX_WIDTH    640
#define LOFT_MIDDLE_MIN_HEIGHT   160
#define LOFT_MIDDLE_MAX_HEIGHT   4096
#define LOFT_MAIN_MIN_HEIGHT     180
#define LOFT_COLUMNS_EDGE_REACH  5   /* pixels on each side of an edge where it can be grabbed */

struct _LoftColumns {
  GtkWidget parent_instance;

  GtkWidget *columns[LOFT_N_COLUMNS];
  GtkWidget *scrim;    /* over the columns that the open sidebar covers */
  GtkWidget *edges[2]; /* after the sidebar, after the middle column */
  int edge_at[2]; /* from the start; the second from the top with the main column below */

  LoftColumnsMode mode;
  LoftColumnsMode notified_mode;
  LoftMainPlace wanted_place;
  LoftMainPlace place; /* as the last allocation had it */
  LoftMainPlace notified_place;
  guint notify_source;
  LoftColumn column;
  gboolean sidebar_open;

  int sidebar_width;
  int middle_width;
  int middle_height;

  /* Narrow: which column is on screen, between whole numbers while it slides.
   * Medium: 0 with the sidebar away, 1 with it open. */
  double position;
  double open_amount;
  AdwAnimation *slide;
  AdwAnimation *open;

  GtkGesture *drag;
  int dragged_edge;
  int drag_start_size;
};

/* loft-columns.c: what hangs on the mode follows later, since it changes other widgets. */
void loft_columns_set_layout (LoftColumns *self, LoftColumnsMode mode, LoftMainPlace place);

/* loft-columns-drag.c */
void loft_columns_add_edges (LoftColumns *self);

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
