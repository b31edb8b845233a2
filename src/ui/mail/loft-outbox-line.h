/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* "Outbox" with how much is on its way out, below the folders; not there while nothing is. Marked
 * when something waits for a person: refused, perhaps not arrived, or a server that lets nobody in.
 * Opens the outbox ("mail.outbox"). Main thread only. */
#define LOFT_TYPE_OUTBOX_LINE (loft_outbox_line_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutboxLine, loft_outbox_line, LOFT, OUTBOX_LINE, GtkWidget)

/* Once. */
void loft_outbox_line_set_service (LoftOutboxLine *self, LoftService *service);

G_END_DECLS
