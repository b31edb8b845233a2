/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What goes on and what waits, account by account: running work with its progress and a way to end
 * it, changes that the server has not yet, trouble, what could not be had; and whether the network is
 * used at all. Main thread only. */
#define LOFT_TYPE_ACTIVITY_WINDOW (loft_activity_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftActivityWindow, loft_activity_window, LOFT, ACTIVITY_WINDOW, AdwWindow)

/* One for each parent: shown again when it is there already. */
void loft_activity_window_show (GtkWindow *parent, LoftService *service);

G_END_DECLS
