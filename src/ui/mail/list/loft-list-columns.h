/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* Which columns the message list has when its rows are single lines, in which order and how wide.
 * The subject is always there and takes what the others leave.
 *
 * Signal "changed". Main thread only. */
#define LOFT_TYPE_LIST_COLUMNS (loft_list_columns_get_type ())
G_DECLARE_FINAL_TYPE (LoftListColumns, loft_list_columns, LOFT, LIST_COLUMNS, GObject)

typedef enum {
  LOFT_LIST_COLUMN_FROM,
  LOFT_LIST_COLUMN_SUBJECT,
  LOFT_LIST_COLUMN_DATE,
  LOFT_LIST_COLUMN_SIZE,
  LOFT_LIST_COLUMN_ACCOUNT,
  LOFT_LIST_COLUMN_FOLDER,
  LOFT_LIST_COLUMN_CATEGORIES,
  LOFT_N_LIST_COLUMNS,
} LoftListColumn;

/* Where a column is, from the start of the line; width 0: it is not shown. */
typedef struct {
  int x;
  int width;
} LoftListColumnPlace;

LoftListColumns *loft_list_columns_new (void);

/* As the settings keep them: "from:180", in order; what is not named is not shown. Names that are
 * unknown, twice or without a number are left out; an empty list means the usual columns. */
void   loft_list_columns_load (LoftListColumns *self, const char *const *saved);
char **loft_list_columns_save (LoftListColumns *self);

/* "from" and so on. (transfer none) */
const char *loft_list_column_get_name (LoftListColumn column);
/* What a person reads; its sort, FALSE when the list cannot be sorted by it. */
const char *loft_list_column_get_title (LoftListColumn column);
gboolean    loft_list_column_get_sort  (LoftListColumn column, LoftMessageSort *sort);

gboolean loft_list_columns_get_shown (LoftListColumns *self, LoftListColumn column);
void     loft_list_columns_set_shown (LoftListColumns *self, LoftListColumn column,
                                      gboolean shown);
int      loft_list_columns_get_width (LoftListColumns *self, LoftListColumn column);
/* Within limits; of the subject nothing happens. */
void     loft_list_columns_set_width (LoftListColumns *self, LoftListColumn column, int width);

/* The column shown at that place in order; FALSE behind the last. */
gboolean loft_list_columns_get_nth (LoftListColumns *self, guint n, LoftListColumn *column);
/* Swaps it with its neighbour among those shown: step 1 towards the end, -1 the start; FALSE at the
 * ends. */
gboolean loft_list_columns_move (LoftListColumns *self, LoftListColumn column, int step);

/* For a line of that width. All places fit into it, in order, without overlapping. */
void loft_list_columns_place (LoftListColumns     *self,
                              int                  width,
                              LoftListColumnPlace  places[LOFT_N_LIST_COLUMNS]);

G_END_DECLS
