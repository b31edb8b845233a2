/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The calendars of a service's accounts as the calendar pane wants them; service owns it. Main
 * thread. */
#define LOFT_TYPE_CALENDAR_SERVICE (loft_calendar_service_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarService, loft_calendar_service, LOFT, CALENDAR_SERVICE, GObject)

LoftCalendarService *loft_calendar_service_new (LoftService *service);

G_END_DECLS
