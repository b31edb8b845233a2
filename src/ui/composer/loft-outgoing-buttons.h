/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-outbox.h"

G_BEGIN_DECLS

/* What a person can decide about a message on its way out, as buttons. Main thread only. */

/* Puts the buttons of the state it is in into box, which is emptied first. account, outgoing: only
 * looked at. style: CSS class of each; discards: whether it can be thrown away here. */
void loft_outgoing_buttons_fill (GtkBox *box, LoftMailAccount *account, const LoftOutgoing *outgoing,
                                 const char *style, gboolean discards);

G_END_DECLS
