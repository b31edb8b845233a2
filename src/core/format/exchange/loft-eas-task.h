/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* Items of class Tasks (MS-ASTASK; their body MS-ASAIRS) <-> iCalendar with one VTODO (RFC 5545
 * 3.6.2). Pure; any thread; the same data gives the same bytes.
 *
 * Exchange keeps days of tasks, other servers their times too. Its tasks are done or not done:
 * nothing between, no sub-tasks, no place, no link. Elements without a property stand in X-LOFT-EAS
 * lines and go back. */

/* (transfer full) A VCALENDAR. uid: of the task, since Exchange has none.
 * Errors: LOFT_ERROR_PROTOCOL where data is nothing of the kind; LOFT_ERROR_LIMIT. */
char *loft_eas_task_to_ical (const LoftWbxmlElement *data, const char *uid,
                             const LoftEasMapping *how, GError **error);

/* (transfer full) All of the task for an Add or a Change, as LOFT_EAS_AIRSYNC_APPLICATION_DATA. Not
 * told to the server: PERCENT-COMPLETE and STATUS but for done or not, which of four high and four
 * low priorities it is, RELATED-TO, LOCATION, URL, attachments, reminders but the first. Errors:
 * LOFT_ERROR_REFUSED, with a sentence, for what Exchange cannot hold: how it repeats, single days
 * of it that differ, a start after the end, a change of a note that came cut off;
 * LOFT_ERROR_PROTOCOL where there is no VTODO; LOFT_ERROR_LIMIT. */
LoftWbxmlElement *loft_eas_task_from_ical (const char *ical, const LoftEasMapping *how,
                                           GError **error);

G_END_DECLS
