/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The adaptive shell: a sidebar (what), a middle column (which) and a main column (one).
 *
 * wide    all three side by side, column edges can be dragged
 * medium  middle and main; the sidebar slides over them on demand
 * narrow  one column at a time
 *
 * The limits grow with the size of text, so that 200 % text on a small screen gets one column.
 * In wide and medium the main column can also lie below the middle one, or be away; in narrow it
 * is always a column of its own.
 *
 * Properties: "sidebar", "middle", "main" (GtkWidget); "mode", "column", "sidebar-open" (notified
 * after the allocation that changed them); "main-place" (where it was asked for); "sidebar-width",
 * "middle-width", "middle-height" (as dragged).
 * Main thread only. */
#define LOFT_TYPE_COLUMNS (loft_columns_get_type ())
G_DECLARE_FINAL_TYPE (LoftColumns, loft_columns, LOFT, COLUMNS, GtkWidget)

typedef enum {
  LOFT_COLUMNS_NARROW,
  LOFT_COLUMNS_MEDIUM,
  LOFT_COLUMNS_WIDE,
} LoftColumnsMode;

typedef enum {
  LOFT_COLUMN_SIDEBAR,
  LOFT_COLUMN_MIDDLE,
  LOFT_COLUMN_MAIN,
} LoftColumn;

#define LOFT_N_COLUMNS 3

/* Where the main column is, seen from the middle one. */
typedef enum {
  LOFT_MAIN_BESIDE,
  LOFT_MAIN_BELOW,
  LOFT_MAIN_OFF,
} LoftMainPlace;

LoftColumnsMode loft_columns_get_mode (LoftColumns *self);

/* Where it is now: beside, too, in narrow and where the window is too low for both. */
LoftMainPlace loft_columns_get_main_place (LoftColumns *self);
void          loft_columns_set_main_place (LoftColumns *self, LoftMainPlace place);

/* The column that is used now: in narrow the one on screen, else remembered for narrow. */
LoftColumn loft_columns_get_column (LoftColumns *self);

/* Brings a column on screen: slides in narrow, opens or closes the sidebar in medium. */
void loft_columns_show (LoftColumns *self, LoftColumn column);

/* One column back in narrow, the sidebar closed in medium; FALSE when there is nothing to do. */
gboolean loft_columns_go_back (LoftColumns *self);

gboolean loft_columns_get_sidebar_open (LoftColumns *self);

/* Whether a person sees the column. */
gboolean loft_columns_is_shown (LoftColumns *self, LoftColumn column);

G_END_DECLS
