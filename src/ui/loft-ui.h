/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where the bundled templates, icons and style live. */
#define LOFT_UI_RESOURCE_ROOT  "/org/loftmail/Loft"
#define LOFT_UI_RESOURCE(path) LOFT_UI_RESOURCE_ROOT "/ui/" path

/* The column that a message is read in: about 80 characters a line at 100 %, and with its margins.
 * The templates have the same number. */
#define LOFT_READING_TEXT_WIDTH 604
#define LOFT_READING_WIDTH      640

/* 1.0 at 100 % text; a person's larger text makes the column wider. Main thread only. */
double loft_ui_text_scale (GtkWidget *widget);

/* Makes resources and every class of the templates known, and loads style and icons for the
 * display. After gtk_init, before the first window; idempotent. */
void loft_ui_init (void);

G_END_DECLS
