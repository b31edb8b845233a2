/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-component.h"
#include "loft-eas-mapping.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* How a task repeats. Exchange says more of it than an RRULE (where the series began, whether the
 * next one counts from the day the last one was done), so the element stands in a parameter of
 * RRULE and goes back as long as the rule is the same. Pure; any thread. */

/* After DTSTART and DUE of vtodo. FALSE: iCalendar has no such rule; the element is to be kept. */
gboolean loft_eas_task_rule_read (LoftContentComponent *vtodo, const LoftWbxmlElement *recurrence,
                                  const LoftEasMapping *how);

/* LOFT_ERROR_REFUSED with a sentence about what Exchange cannot hold. */
gboolean loft_eas_task_rule_add (LoftWbxmlElement *data, const LoftTask *task,
                                 LoftContentComponent *vtodo, const LoftEasMapping *how,
                                 GError **error);

G_END_DECLS
