/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-account.h"
#include "loft-found-account.h"

G_BEGIN_DECLS

/* The rows that say where an account's mail is: kind (where there are several), server, port,
 * security, user's name; of kind "eas" one address instead of server, port and security.
 *
 * Signals "changed" (by the person), "activated" (Return in a row). Main thread only. */
#define LOFT_TYPE_SERVER_FIELDS (loft_server_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftServerFields, loft_server_fields, LOFT, SERVER_FIELDS, GtkWidget)

/* Shows the settings; port 0 is the usual one. */
void loft_server_fields_show (LoftServerFields *self, LoftAccount *account);

/* found (nullable): what is proposed where another kind of account is chosen. */
void loft_server_fields_set_found (LoftServerFields *self, LoftFoundAccount *found);

/* (transfer none) of account, as chosen. */
const char *loft_server_fields_get_kind (LoftServerFields *self);

/* The account exists: it stays of its kind. */
void loft_server_fields_fix_kind (LoftServerFields *self);

/* Puts what the rows say into the settings. FALSE when they make no sense: then *complaint is a
 * sentence (transfer full), and the row is marked and has the focus. Another server than before is
 * not trusted any more. */
gboolean loft_server_fields_read (LoftServerFields *self, LoftAccount *account, char **complaint);

/* Marks the row where such an error is mended, if it is one of these; TRUE then. */
gboolean loft_server_fields_mark (LoftServerFields *self, const GError *error);
void loft_server_fields_unmark (LoftServerFields *self);

void loft_server_fields_focus (LoftServerFields *self);

G_END_DECLS
