/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* As whom a person writes with an account: the list of its identities, each with a window of its
 * own. Signal "changed" (by the person). Main thread only. */
#define LOFT_TYPE_IDENTITY_FIELDS (loft_identity_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftIdentityFields, loft_identity_fields, LOFT, IDENTITY_FIELDS, GtkWidget)

void loft_identity_fields_show (LoftIdentityFields *self, LoftAccount *account);

/* Into an account whose person and address are already what they shall be: an identity that had the
 * account's own name and address goes on to have them. */
void loft_identity_fields_read (LoftIdentityFields *self, LoftAccount *account);

G_END_DECLS
