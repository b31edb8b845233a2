/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Calendars from and to iCalendar files, as loft_calendar_actions_import_async () and _export_async () say.
 * account: of the calendar. Main thread. */
void loft_calendar_files_import_async (LoftMailAccount *account, gint64 folder_id, GBytes *text,
                                       LoftCalendarProgress progress, gpointer progress_data,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean loft_calendar_files_import_finish (LoftMailAccount *account, GAsyncResult *result,
                                            LoftCalendarImported *imported, GError **error);

/* resource_id 0: all of the folder. */
void loft_calendar_files_export_async (LoftMailAccount *account, gint64 folder_id,
                                       gint64 resource_id, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
GBytes *loft_calendar_files_export_finish (LoftMailAccount *account, GAsyncResult *result,
                                           GError **error);

G_END_DECLS
