/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-guest-scale.h"
#include "loft-guest-time.h"

G_BEGIN_DECLS

/* A guest with their lane. Main thread only. */
#define LOFT_TYPE_GUEST_ROW (loft_guest_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestRow, loft_guest_row, LOFT, GUEST_ROW, GtkBox)

#define LOFT_GUEST_NAME_WIDTH 116

GtkWidget *loft_guest_row_new (LoftGuestScale *scale);

/* guest: (nullable) */
void loft_guest_row_set_guest (LoftGuestRow *self, LoftGuestTime *guest);

/* "Busy", "Tentative" … */
const char *loft_guest_row_name_kind (LoftBusyKind kind);

G_END_DECLS
