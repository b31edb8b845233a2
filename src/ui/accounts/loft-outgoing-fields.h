/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* The rows that say how an account sends: server (may be empty: it does not), security, port, user's
 * name, who keeps the copy of what was sent.
 *
 * Signals "changed" (by the person), "activated" (Return in a row). Main thread only. */
#define LOFT_TYPE_OUTGOING_FIELDS (loft_outgoing_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutgoingFields, loft_outgoing_fields, LOFT, OUTGOING_FIELDS, GtkWidget)

/* Shows the settings; port 0 is the usual one. */
void loft_outgoing_fields_show (LoftOutgoingFields *self, LoftAccount *account);

/* As loft_server_fields_read(). */
gboolean loft_outgoing_fields_read (LoftOutgoingFields *self, LoftAccount *account,
                                    char **complaint);

/* As loft_server_fields_mark(). */
gboolean loft_outgoing_fields_mark (LoftOutgoingFields *self, const GError *error);

G_END_DECLS
