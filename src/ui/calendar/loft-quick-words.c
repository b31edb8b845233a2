/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quick-words.h"

#include "config.h"
#include "loft-wall.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

#define A_MONDAY 4 /* 1970-01-05 */

/* "Monday|Mon", without the points that some languages write. */
static char *
make_names (gint64 day, const char *full, const char *other, const char *brief)
{
  g_autofree char *first = loft_wall_format (day * LOFT_WALL_DAY, full);
  g_autofree char *second = loft_wall_format (day * LOFT_WALL_DAY, other);
  g_autofree char *third = loft_wall_format (day * LOFT_WALL_DAY, brief);

  if (g_str_has_suffix (third, "."))
    third[strlen (third) - 1] = '\0';
  return g_strjoin ("|", first, second, third, NULL);
}

static void
fill (LoftQuickAddWords *words)
{
  for (int i = 0; i < 7; i++)
    words->weekdays[i] = make_names (A_MONDAY + i, "%A", "%A", "%a");
  for (int i = 0; i < 12; i++)
    words->months[i] = make_names (loft_wall_day_new (1970, i + 1, 1), "%OB", "%B", "%b");
  /* Translators: words that are typed to make an event in one line. Several with "|" between them; small
   * letters. */
  words->today = C_ ("quick add", "today");
  words->tomorrow = C_ ("quick add", "tomorrow");
  /* Translators: one word of your language for the day after tomorrow, or as it is here. */
  words->day_after_tomorrow = C_ ("quick add", "overmorrow");
  /* Translators: as in "next Friday". */
  words->next = C_ ("quick add", "next");
  words->noon = C_ ("quick add", "noon");
  words->midnight = C_ ("quick add", "midnight");
  /* Translators: words before a day or time, as in "on Friday at 9". */
  words->before = C_ ("quick add", "on|at|from");
  /* Translators: words between two times, as in "9 to 10". */
  words->until = C_ ("quick add", "to|until|till");
  words->am = nl_langinfo (AM_STR);
  words->pm = nl_langinfo (PM_STR);
  words->month_first = strstr (nl_langinfo (D_FMT), "%m") == nl_langinfo (D_FMT);
}

const LoftQuickAddWords *
loft_quick_words_get (void)
{
  static LoftQuickAddWords words;
  static gboolean filled = FALSE;

  if (!filled)
    fill (&words);
  filled = TRUE;
  return &words;
}
