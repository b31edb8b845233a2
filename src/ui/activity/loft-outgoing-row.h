/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-outbox.h"

G_BEGIN_DECLS

/* A message on its way out: what it is, what became of it, by whom it was refused and why, and what a
 * person can do. Main thread only. */
GtkWidget *loft_outgoing_row_new (LoftMailAccount *account, const LoftOutgoing *outgoing);

G_END_DECLS
