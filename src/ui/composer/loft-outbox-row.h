/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-outbox.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A draft or a message on its way out: what it is, why it is still here, and what can be done about
 * it. Follows its item. Main thread only. */
#define LOFT_TYPE_OUTBOX_ROW (loft_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutboxRow, loft_outbox_row, LOFT, OUTBOX_ROW, AdwPreferencesRow)

GtkWidget *loft_outbox_row_new (LoftMailAccount *account, LoftOutgoingItem *item);

G_END_DECLS
