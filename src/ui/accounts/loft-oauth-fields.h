/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* The rows for signing in by the browser: the client id that the person or their organisation has
 * registered, and where the provider is none that Loft knows, its addresses.
 *
 * Signals "changed", "activated". Main thread only. */
#define LOFT_TYPE_OAUTH_FIELDS (loft_oauth_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftOauthFields, loft_oauth_fields, LOFT, OAUTH_FIELDS, GtkWidget)

void loft_oauth_fields_show (LoftOauthFields *self, LoftAccount *account);

/* Puts what the rows say into the settings; FALSE with a sentence (transfer full) when something is
 * missing. */
gboolean loft_oauth_fields_read (LoftOauthFields *self, LoftAccount *account, char **complaint);

/* (transfer full) (nullable) what some providers give with the client id. */
char *loft_oauth_fields_dup_client_secret (LoftOauthFields *self);

void loft_oauth_fields_focus (LoftOauthFields *self);

G_END_DECLS
