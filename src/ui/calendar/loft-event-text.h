/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-occurrence-item.h"

G_BEGIN_DECLS

/* Words for events and their times. Times are on the wall (loft-wall.h). (transfer full) Main thread only. */

/* "09:30", "9:30 AM". */
char *loft_event_text_clock (gint64 wall);

/* "09:30 – 10:15". */
char *loft_event_text_clocks (gint64 start, gint64 end);

/* "Tuesday, 24 November" with the year where it is not now's. */
char *loft_event_text_day (gint64 day, gint64 today);

/* All of when: "Tuesday, 24 November, 09:30 – 10:15", "24 – 26 November, all day". */
char *loft_event_text_when (gint64 start, gint64 end, gboolean all_day, gint64 today);

/* What it is called, or "(No Title)". (transfer none) */
const char *loft_event_text_title (const LoftOccurrence *occurrence);

/* What somebody wrote as markup of Pango, with web addresses as links; of more than most characters the
 * words that fit and an ellipsis, so that no link is cut. */
char *loft_event_text_markup (const char *text, glong most);

/* For screen readers: what, when, where, which calendar, and what is not as usual. */
char *loft_event_text_spoken (LoftOccurrenceItem *item, gint64 start, gint64 end, gint64 today);

G_END_DECLS
