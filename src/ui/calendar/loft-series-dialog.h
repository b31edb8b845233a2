/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

typedef void (*LoftSeriesChosen) (LoftCalendarScope scope, gpointer data);

/* Asks which times of a series a change is for. chosen is not called where the person cancels; destroy is
 * in any case. Main thread only. */
void loft_series_dialog_ask (GtkWidget *parent, gboolean removing, LoftSeriesChosen chosen,
                             gpointer data, GDestroyNotify destroy);

G_END_DECLS
