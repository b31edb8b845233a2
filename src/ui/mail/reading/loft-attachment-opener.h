/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Gives attachment n of a message to the program that the desktop has for it (in a sandbox by the
 * portal, which asks); never one that is a program itself. How it failed is said by a toast in the
 * window of widget. name: a safe one. Main thread only. */
void loft_attachment_opener_open (GtkWidget *widget, LoftMessageBody *body, guint n,
                                  const char *name);

/* The same with bytes that were decoded already. */
void loft_attachment_opener_open_bytes (GtkWidget *widget, GBytes *bytes, const char *name);

G_END_DECLS
