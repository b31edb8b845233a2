/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-odd-link.h"

G_BEGIN_DECLS

/* Hands a link that was clicked in widget to the desktop, if its kind may be; one that does not lead
 * where it seems to is asked about first. odd: (nullable). Main thread only. */
void loft_link_opener_open (GtkWidget *widget, const char *uri, const LoftOddLink *odd);

/* (transfer full) a link as it is shown while the pointer is over it: on one line, not endless, and
 * where it really leads first when that is not plain. */
char *loft_link_opener_describe (const char *uri, const LoftOddLink *odd);

G_END_DECLS
