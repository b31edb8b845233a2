/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-quick-add.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* (transfer full) "Pay rent Fri 9:00 ! #home @bank": what a line says of a task. Days and times as
 * loft-quick-add.h knows them are when it is due; a time without a day is the next such. "!" is the highest
 * priority, "!5" that one; "#" begins a category. What is not understood is of the summary. now: seconds
 * since 1970-01-01 00:00 on the wall of zone; the at of due is missing. Pure; any thread. */
LoftTask *loft_task_quick_add_read (const char *text, const LoftQuickAddWords *words, gint64 now,
                                    const char *zone);

G_END_DECLS
