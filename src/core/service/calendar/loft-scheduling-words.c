/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-words.h"

static LoftSchedulingWords words_of_person;

void
loft_scheduling_words_set (LoftSchedulingWords words)
{
  words_of_person = words;
}

static const char *
english_of (const LoftSchedulingSaying *saying)
{
  if (g_str_equal (saying->method, "REQUEST"))
    return saying->event->sequence > 0 ? "Updated invitation" : "Invitation";
  if (g_str_equal (saying->method, "CANCEL"))
    return "Cancelled";
  if (g_str_equal (saying->method, "COUNTER"))
    return "New time proposed";
  if (g_str_equal (saying->method, "DECLINECOUNTER"))
    return "The time stays";
  if (saying->partstat == LOFT_PARTSTAT_DECLINED)
    return "Declined";
  return saying->partstat == LOFT_PARTSTAT_TENTATIVE ? "Tentative" : "Accepted";
}

void
loft_scheduling_words_make (const LoftSchedulingSaying *saying, char **subject, char **text)
{
  gboolean has_comment = *saying->comment != '\0';

  if (words_of_person != NULL)
    {
      words_of_person (saying, subject, text);
      return;
    }
  *subject = g_strdup_printf ("%s: %s", english_of (saying), saying->event->summary);
  *text = g_strdup_printf ("%s\n%s%s%s", *subject, has_comment ? "\n" : "", saying->comment,
                           has_comment ? "\n" : "");
}
