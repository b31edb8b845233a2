/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Asks for a place and writes attachment n of a message there, or with n 0 the whole message as it
 * came. How it went is said by a toast in the window of widget. name: a safe one, to begin with.
 * Main thread only. */
void loft_save_dialog_open (GtkWidget       *widget,
                            LoftMessageBody *body,
                            guint            n,
                            const char      *name);

/* The same with an attachment that was decoded already. */
void loft_save_dialog_open_bytes (GtkWidget *widget, GBytes *bytes, const char *name);

G_END_DECLS
