/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-wide-result.h"

G_BEGIN_DECLS

/* A line of what a search over everything has found. Main thread only. */
#define LOFT_TYPE_WIDE_ROW (loft_wide_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftWideRow, loft_wide_row, LOFT, WIDE_ROW, GtkListBoxRow)

/* result: kept. */
GtkWidget *loft_wide_row_new (LoftWideResult *result);

/* (transfer none) */
LoftWideResult *loft_wide_row_get_result (LoftWideRow *self);

G_END_DECLS
