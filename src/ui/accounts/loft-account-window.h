/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The window around the assistant that adds another account; closes itself when one was added. Closed,
 * it is only hidden, to be presented again: AdwEntryRow does not end well while a screen reader
 * holds its text (libadwaita 1.2). Main thread only. */
#define LOFT_TYPE_ACCOUNT_WINDOW (loft_account_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountWindow, loft_account_window, LOFT, ACCOUNT_WINDOW, AdwWindow)

GtkWidget *loft_account_window_new (GtkWindow *parent, LoftService *service);

G_END_DECLS
