/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Sets up an account of calendars and address books, or of a directory: asks for the server (or a mail
 * address whose server is looked for), tries it, shows what was found, adds it. Signals "added"
 * (LoftMailAccount) and "back". Main thread only. */
#define LOFT_TYPE_DAV_ASSISTANT (loft_dav_assistant_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavAssistant, loft_dav_assistant, LOFT, DAV_ASSISTANT, GtkWidget)

/* Begins anew. address: a mail address that is known already, or "". service: kept. */
void loft_dav_assistant_begin (LoftDavAssistant *self, LoftService *service, const char *address);

/* What runs is given up, and the password forgotten. */
void loft_dav_assistant_end (LoftDavAssistant *self);

G_END_DECLS
