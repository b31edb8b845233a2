/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row with the colours that an account can have, one of them chosen. Signal "changed" (by the
 * person). Main thread only. */
#define LOFT_TYPE_COLOR_ROW (loft_color_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftColorRow, loft_color_row, LOFT, COLOR_ROW, AdwPreferencesRow)

/* color: "#rrggbb"; one that is none of them is shown beside them. */
void loft_color_row_set_color (LoftColorRow *self, const char *color);

/* (transfer none) "#rrggbb" */
const char *loft_color_row_get_color (LoftColorRow *self);

G_END_DECLS
