/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* The rows that say what becomes of mail that is picked up from a server (POP3): how long it stays
 * there, and what is too large to be brought by itself.
 *
 * Signal "changed" (by the person). Main thread only. */
#define LOFT_TYPE_PICKUP_FIELDS (loft_pickup_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftPickupFields, loft_pickup_fields, LOFT, PICKUP_FIELDS, GtkWidget)

/* hold: why nothing is removed at present, said under the rows; expiry: after how many days the server
 * removes by itself, -1 never. */
void loft_pickup_fields_show (LoftPickupFields *self, LoftAccount *account, LoftRemovalHold hold,
                              gint expiry);
/* Puts what the rows say into the settings. */
void loft_pickup_fields_read (LoftPickupFields *self, LoftAccount *account);

G_END_DECLS
