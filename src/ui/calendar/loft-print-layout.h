/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where events stand on a printed page of days: rows of cells, in each first what takes whole days, then
 * what is among the hours. Lengths are of any unit. Pure. */

typedef struct {
  gint64 first_day; /* as in loft-wall.h */
  int n_days;
  int n_columns; /* days beside each other, 1 to 7 */
  double x; /* of all cells */
  double y;
  double width;
  double height;
  double heading; /* height of the name of each day */
  double line; /* height of a line of text */
  guint most_lines; /* of an event among the hours, where there is room for all of its row */
  gboolean mirrored;
} LoftPrintPage;

typedef struct {
  gint64 first;
  gint64 last; /* not before first */
  gboolean is_bar; /* takes whole days: one line through all of them */
} LoftPrintEvent;

typedef struct {
  double x;
  double y;
  double width;
  double height;
  guint event; /* its index */
  guint n_lines;
  guint n_more; /* not 0: it is no event, but says how many have no room */
  gboolean from_before; /* it began on a day that is not in this row */
  gboolean goes_on;
} LoftPrintPiece;

/* Gives x, y, width and height of the cell of a day, counted from the first. */
void loft_print_layout_get_cell (const LoftPrintPage *page, int day, LoftPrintPiece *cell);

/* events: in the order that they should get lines in. pieces: of LoftPrintPiece, added to. */
void loft_print_layout (const LoftPrintPage *page, const LoftPrintEvent *events, guint n_events,
                        GArray *pieces);

G_END_DECLS
