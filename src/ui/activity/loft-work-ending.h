/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What still runs (LoftWork) when the program is to end: it is stopped where it can be, and the end waits
 * until what it has done is safe.
 *
 * Calls end once nothing runs any more, at once where nothing does; after some seconds in any case. ask: a
 * person is asked first, and may rather wait: then end is not called. Asked again meanwhile, only the first
 * call counts. parent: (nullable). Main thread. */
void loft_work_ending_begin (GtkWindow *parent, gboolean ask, GSourceOnceFunc end,
                             gpointer user_data);

G_END_DECLS
