/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* The raw bytes of a message as text. Main thread only. */
#define LOFT_TYPE_SOURCE_WINDOW (loft_source_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftSourceWindow, loft_source_window, LOFT, SOURCE_WINDOW, AdwWindow)

GtkWidget *loft_source_window_new (GtkWindow *parent, LoftMessageBody *body);

G_END_DECLS
