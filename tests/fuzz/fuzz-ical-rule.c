/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-recurrence.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* "START RULE": the rule is written and read the same, its first times go forward. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  char *blank = strchr (text, ' ');
  g_autoptr (LoftIcalRule) rule = NULL;
  g_autoptr (LoftIcalRule) again = NULL;
  g_autoptr (LoftIcalRecurrence) recurrence = NULL;
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;
  LoftIcalTime start, time;
  LoftIcalDuration duration;
  gint64 last = G_MININT64;

  loft_ical_duration_read (text, &duration);
  if (blank == NULL)
    return 0;
  *blank = '\0';
  rule = loft_ical_rule_read (blank + 1, NULL);
  if (rule == NULL || !loft_ical_time_read (text, &start))
    return 0;
  written = loft_ical_rule_write (rule);
  again = loft_ical_rule_read (written, NULL);
  g_assert_nonnull (again);
  rewritten = loft_ical_rule_write (again);
  g_assert_cmpstr (written, ==, rewritten);
  recurrence = loft_ical_recurrence_new (rule, &start);
  for (guint i = 0; i < 20 && loft_ical_recurrence_next (recurrence, &time); i++)
    {
      g_assert_cmpint (loft_ical_time_get_seconds (&time), >, last);
      last = loft_ical_time_get_seconds (&time);
    }
  return 0;
}
