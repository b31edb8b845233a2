/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Drafts, and what waits to be sent or is stuck, of all accounts. Main thread only. */
#define LOFT_TYPE_OUTBOX_WINDOW (loft_outbox_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutboxWindow, loft_outbox_window, LOFT, OUTBOX_WINDOW, AdwWindow)

/* Presents the one of parent. */
void loft_outbox_window_present (GtkWindow *parent, LoftService *service);

G_END_DECLS
