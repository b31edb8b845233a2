/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates in the words people use, in their time zone and language. Seconds since the epoch, now
 * too, so that tests can choose it. (transfer full) Main thread only. */

/* For a list under day headings: "14:02", "Mon", "12 Mar", "12.03.24". */
char *loft_date_text_short (gint64 date, gint64 now);

/* For a header: "Today 14:02", "Yesterday 14:02", "Monday 14:02", "12 March 14:02",
 * "12 March 2024". */
char *loft_date_text_medium (gint64 date, gint64 now);

/* Everything: "Tuesday, 12 March 2024, 14:02:33 +0100". */
char *loft_date_text_full (gint64 date);

/* For g_date_time_format(): "%H:%M", or with AM and PM where the person has it so. (transfer none) */
const char *loft_date_text_clock_format (void);

/* What weeks begin with: 1 Monday to 7 Sunday. */
int loft_date_first_weekday (void);

/* "just now", "5 minutes ago", "14:02", "yesterday", … for "Updated %s". */
char *loft_date_text_ago (gint64 date, gint64 now);

/* The group of days a list puts a date in. Two dates with the same key have the same heading. */
gint64 loft_date_group_key (gint64 date, gint64 now);

/* "Today", "Yesterday", "This Week", "Last Week", "March", "December 2024". */
char *loft_date_group_heading (gint64 date, gint64 now);

G_END_DECLS
