/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Lunch with Eva Fri 12:30-13:30 @Canteen": what a line says of an event. Pure; any thread. */

/* The words of the person's language, each of several with "|" between them, in any case. */
typedef struct {
  const char *weekdays[7]; /* from Monday: "Monday|Mon" */
  const char *months[12]; /* "January|Jan" */
  const char *today;
  const char *tomorrow;
  const char *day_after_tomorrow; /* one word, or "" */
  const char *next; /* "next": of weekdays, the one of the week after */
  const char *noon;
  const char *midnight;
  const char *before; /* said before a day or time and then not of the title: "on|at|from" */
  const char *until; /* between two times, beside "-": "to|until" */
  const char *am;
  const char *pm;
  gboolean month_first; /* 3/4 is the fourth of March */
} LoftQuickAddWords;

typedef struct {
  char *title;
  char *location;
  gboolean has_day;
  gint64 day; /* from 1970-01-01 on */
  gboolean has_time;
  int start; /* seconds of the day */
  int end; /* exclusive, after start: perhaps on the next day */
  gboolean has_end; /* was said; else an hour */
} LoftQuickAdd;

/* today: as day. What is not understood is of the title. */
void loft_quick_add_read (LoftQuickAdd *self, const char *text, const LoftQuickAddWords *words,
                          gint64 today);
void loft_quick_add_clear (LoftQuickAdd *self);

/* English; what a language has is looked for in addition. */
extern const LoftQuickAddWords loft_quick_add_english;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftQuickAdd, loft_quick_add_clear)

G_END_DECLS
