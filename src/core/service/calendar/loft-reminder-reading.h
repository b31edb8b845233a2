/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-reader.h"
#include "loft-reminder.h"

G_BEGIN_DECLS

/* What an account's calendars and task lists remind of. Texts that did not change are not read again,
 * so a look after a change costs little. One thread at a time. */
typedef struct _LoftReminderReading LoftReminderReading;

LoftReminderReading *loft_reminder_reading_new (const char *account_id);
void loft_reminder_reading_free (LoftReminderReading *self);

/* (transfer full) of LoftReminder, due in [from, to), in no order. In a worker; reader's thread. */
GPtrArray *loft_reminder_reading_list (LoftReminderReading *self, LoftMailReader *reader,
                                       gint64 from, gint64 to, GTimeZone *zone,
                                       GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftReminderReading, loft_reminder_reading_free)

G_END_DECLS
