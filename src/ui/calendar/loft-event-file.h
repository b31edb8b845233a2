/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-event.h"

G_BEGIN_DECLS

/* One attachment of an event: a file in it, a link, or the name of a file that is on the server alone. Main
 * thread only. */

gboolean loft_event_file_is_link (const LoftEventAttachment *self);

/* (transfer full) */
char *loft_event_file_dup_title (const LoftEventAttachment *self);
/* (transfer full) Its size, where a link leads, or why there is no more of it; may be "". */
char *loft_event_file_dup_subtitle (const LoftEventAttachment *self);

/* In the program that the desktop has for it, never one that is a program itself; a link in the browser. How
 * it failed is said by a toast in the window of widget. */
void loft_event_file_open (GtkWidget *widget, const LoftEventAttachment *self);

/* Of a file that is in the event: asks for a place and writes it there. */
void loft_event_file_save (GtkWidget *widget, const LoftEventAttachment *self);

G_END_DECLS
