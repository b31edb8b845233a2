/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* Events under the days they are on, from the chosen day; goes on by itself at the end, and further back when
 * asked to. Main thread only. */
#define LOFT_TYPE_AGENDA_VIEW (loft_agenda_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftAgendaView, loft_agenda_view, LOFT, AGENDA_VIEW, LoftCalendarView)

GtkWidget *loft_agenda_view_new (void);

G_END_DECLS
