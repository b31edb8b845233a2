/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The window around the assistant that adds another account; closes itself when one was added. Closed,
 * it is gone from the screen, but never freed: AdwEntryRow does not end well while a screen reader
 * holds its text (libadwaita 1.2). It cannot be presented again either: GTK 4.8 gives a window that was
 * hidden no place on the accessibility bus, and ends with a fault when it is asked for it. Main thread
 * only. */
#define LOFT_TYPE_ACCOUNT_WINDOW (loft_account_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountWindow, loft_account_window, LOFT, ACCOUNT_WINDOW, AdwWindow)

GtkWidget *loft_account_window_new (GtkWindow *parent, LoftService *service);

G_END_DECLS
