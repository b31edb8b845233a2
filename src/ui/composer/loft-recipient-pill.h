/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-address.h"

G_BEGIN_DECLS

/* One recipient of a message that is written: its name, else its address, and a button to take it
 * out. What is no address is marked as such, in words for screen readers too.
 *
 * Signals "remove" (gboolean: by a key that takes what is before it, so that the focus goes there),
 * "edit" (back to text), "leave" (int: -1 or 1, to the neighbour). Main thread only. */
#define LOFT_TYPE_RECIPIENT_PILL (loft_recipient_pill_get_type ())
G_DECLARE_FINAL_TYPE (LoftRecipientPill, loft_recipient_pill, LOFT, RECIPIENT_PILL, GtkWidget)

GtkWidget *loft_recipient_pill_new (const LoftAddress *address);

/* (transfer none) */
const LoftAddress *loft_recipient_pill_get_address (LoftRecipientPill *self);
gboolean loft_recipient_pill_is_malformed (LoftRecipientPill *self);

G_END_DECLS
