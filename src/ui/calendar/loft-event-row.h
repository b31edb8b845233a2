/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* (transfer floating) An event as a row of a list: a button; day: of which its times are said. */
GtkWidget *loft_event_row_new (const LoftCalendarEntry *entry, gint64 day, gint64 today);

/* (transfer none) */
LoftOccurrenceItem *loft_event_row_get_item (GtkWidget *row);

G_END_DECLS
