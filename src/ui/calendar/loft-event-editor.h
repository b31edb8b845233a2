/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-calendar-actions.h"
#include "loft-people-index.h"

G_BEGIN_DECLS

/* All of an event to be written: a window that tells "save" when it is complete, and asks before it gives
 * up what was changed. What it has no field for stays as it is. Main thread only. */
#define LOFT_TYPE_EVENT_EDITOR (loft_event_editor_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventEditor, loft_event_editor, LOFT, EVENT_EDITOR, AdwWindow)

/* calendar: (nullable). with_repeat: FALSE where only one time of a series is edited. */
LoftEventEditor *loft_event_editor_new (GListModel *calendars, LoftEvent *event,
                                        LoftCalendarItem *calendar, gboolean with_repeat);

/* Whom to suggest as guests. */
void loft_event_editor_set_people (LoftEventEditor *self, LoftPeopleIndex *people);
/* Whom else to ask for guests; kept. */
void loft_event_editor_set_directories (LoftEventEditor *self, LoftDirectories *directories);

/* By which it is asked when guests have time; without it nothing is offered. */
void loft_event_editor_set_actions (LoftEventEditor *self, LoftCalendarActions *actions);

/* (transfer full) */
LoftEvent *loft_event_editor_make_event (LoftEventEditor *self);

/* (transfer none) (nullable) */
LoftCalendarItem *loft_event_editor_get_calendar (LoftEventEditor *self);

/* Whether closing it would lose something. */
gboolean loft_event_editor_is_changed (LoftEventEditor *self);

/* (transfer full) (nullable) Why it cannot be saved, in a sentence. */
char *loft_event_editor_find_mistake (LoftEventEditor *self);

/* What "save" came to: it is closed, or (text: why not) goes on with everything in it. */
void loft_event_editor_end_saving (LoftEventEditor *self, const char *text);

G_END_DECLS
