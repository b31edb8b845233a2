/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for any date and time to send at, and says in words what was chosen. What is past cannot be
 * chosen. Main thread only. */

/* when: seconds since the epoch, later than now. */
typedef void (*LoftSendTimeFunc) (gint64 when, gpointer user_data);

/* parent: in the window above which it stands. begin: what is shown first; 0: tomorrow morning.
 * func is called once or never. object: (nullable) it is not called after the end of that. */
void loft_send_time_dialog_present (GtkWidget *parent, gint64 begin, LoftSendTimeFunc func,
                                    gpointer object);

G_END_DECLS
