/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Asks for the address of a calendar that somebody publishes, looks whether there is one, and adds it. */
#define LOFT_TYPE_SUBSCRIBE_WINDOW (loft_subscribe_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftSubscribeWindow, loft_subscribe_window, LOFT, SUBSCRIBE_WINDOW, AdwWindow)

/* address: (nullable) of a link that was followed. */
void loft_subscribe_window_present (GtkWindow *parent, LoftService *service, const char *address);

/* (transfer full) (nullable) https address of what a person wrote, pasted or followed; NULL: it is none.
 * *is_plain: it is http, which anybody on the way can read and change. Pure. */
char *loft_subscribe_window_read_address (const char *text, gboolean *is_plain);

/* (transfer full) What it may be called: by its file, else its server. Pure. */
char *loft_subscribe_window_guess_name (const char *address);

G_END_DECLS
