/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* A line of the agenda: the name of a day, an event of it, or a way back. Main thread only. */
#define LOFT_TYPE_AGENDA_ROW (loft_agenda_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftAgendaRow, loft_agenda_row, LOFT, AGENDA_ROW, GObject)

typedef enum {
  LOFT_AGENDA_EARLIER,
  LOFT_AGENDA_DAY,
  LOFT_AGENDA_EVENT,
  LOFT_AGENDA_NOTHING,
} LoftAgendaKind;

/* entry: (nullable) of an event. */
LoftAgendaRow *loft_agenda_row_new (LoftAgendaKind kind, gint64 day,
                                    const LoftCalendarEntry *entry);

LoftAgendaKind loft_agenda_row_get_kind (LoftAgendaRow *self);
gint64 loft_agenda_row_get_day (LoftAgendaRow *self);
const LoftCalendarEntry *loft_agenda_row_get_entry (LoftAgendaRow *self);

/* Whether both would look the same. */
gboolean loft_agenda_row_equal (LoftAgendaRow *self, LoftAgendaRow *other);

G_END_DECLS
