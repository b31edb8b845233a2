/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-object.h"
#include "loft-reminder.h"

G_BEGIN_DECLS

/* Which alarms of an object are due in [from, to), instants: of each occurrence those that are relative
 * to it, absolute ones once, each as often as it is repeated (RFC 5545 3.6.6). Days count on the wall:
 * all-day and floating ones on that of zone, the reader's; others on that of the event. Left out: what
 * was acknowledged since it was first due (RFC 9074 6.1), what was cancelled, declined or done. Appends
 * LoftReminder in no order, at most max; account and store are the caller's matter. own_addresses
 * (nullable): who the person is. Pure; any thread. */
void loft_ical_reminders_list (LoftIcalObject *object, gint64 from, gint64 to, GTimeZone *zone,
                               const char *const *own_addresses, guint max, GPtrArray *reminders);

/* (transfer full) raw with the alarm of a reminder acknowledged then (RFC 9074 6.1), which others read:
 * that of the exception where the occurrence is one, else that of the series. LOFT_ERROR_GONE: it is no
 * longer there; others as of loft_ical_object_read (). */
GBytes *loft_ical_reminders_acknowledge (GBytes *raw, const LoftReminder *reminder, gint64 at,
                                         GError **error);

G_END_DECLS
