/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the events of a day stand beside each other. Those that overlap, also through others, make a
 * group; a group has columns, and an event spans those to its end side that are free. Pure. */
typedef struct {
  int start; /* in: of any unit, in order; of those that start together the longer first */
  int end; /* in: exclusive, after start */
  guint column;
  guint n_columns; /* of its group */
  guint span;
  gboolean hidden; /* no column was left */
  guint group;
} LoftDayPlace;

/* What says that there are hidden ones, in the last column of a group, where nothing else stands then. */
typedef struct {
  int start; /* of the first */
  int end; /* of the last; exclusive */
  guint column;
  guint n_columns;
  guint n_hidden; /* each is hidden in just one of these */
} LoftDayMore;

/* max_columns: at least 2. more: of LoftDayMore, added to. Gives the number of groups. Time is of the
 * order of places × columns. */
guint loft_day_layout (LoftDayPlace *places, guint n_places, guint max_columns, GArray *more);

G_END_DECLS
