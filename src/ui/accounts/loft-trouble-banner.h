/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* A LoftBanner for panes beside the mail that says what is wrong with an account of calendars and address
 * books: sign-in, certificate, a server that is not reached. Its button helps where something
 * can be done; put away, it is silent until the account was well again. Main thread only. */
GtkWidget *loft_trouble_banner_new (LoftService *service);

/* Puts one below the header of a pane's column, a vertical GtkBox. */
void loft_trouble_banner_add (GtkWidget *header, LoftService *service);

G_END_DECLS
