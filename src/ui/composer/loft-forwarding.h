/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* Several messages as attachments of a new one: those of the rows with these keys, opened one after the
 * other and fetched where they must be. What could not be had is said in a toast of the window of
 * parent; when all is there, a composer opens. Main thread only. */
void loft_forwarding_start (GtkWidget *parent, LoftMessageList *list, const gint64 *keys,
                            guint n_keys);

G_END_DECLS
