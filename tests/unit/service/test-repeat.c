/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-repeat.h"

#include <string.h>

#define START 1795424400 /* 2026-11-23 09:00, a Monday */

/* Rules that are read and written the same; kind OTHER: that are left as they are. */
static const struct {
  const char *rule;
  LoftRepeatKind kind;
} rules[] = {
  { "", LOFT_REPEAT_NEVER },
  { "FREQ=DAILY", LOFT_REPEAT_DAILY },
  { "FREQ=DAILY;INTERVAL=3;COUNT=10", LOFT_REPEAT_DAILY },
  { "FREQ=WEEKLY", LOFT_REPEAT_WEEKLY },
  { "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", LOFT_REPEAT_WEEKLY },
  { "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", LOFT_REPEAT_WEEKLY },
  { "FREQ=MONTHLY", LOFT_REPEAT_MONTHLY },
  { "FREQ=MONTHLY;BYDAY=-1FR", LOFT_REPEAT_MONTHLY_NTH },
  { "FREQ=MONTHLY;BYDAY=2TU", LOFT_REPEAT_MONTHLY_NTH },
  { "FREQ=YEARLY", LOFT_REPEAT_YEARLY },
  { "FREQ=MONTHLY;BYDAY=MO,TU", LOFT_REPEAT_OTHER },
  { "FREQ=MONTHLY;BYDAY=MO", LOFT_REPEAT_OTHER },
  { "FREQ=MONTHLY;BYMONTHDAY=15", LOFT_REPEAT_OTHER },
  { "FREQ=YEARLY;BYMONTH=1;BYDAY=SU", LOFT_REPEAT_OTHER },
  { "FREQ=HOURLY", LOFT_REPEAT_OTHER },
  { "nonsense", LOFT_REPEAT_OTHER },
};

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      LoftRepeat repeat;
      g_autofree char *written = NULL;

      loft_repeat_read (&repeat, rules[i].rule);
      g_test_message ("%s", rules[i].rule);
      g_assert_cmpint (repeat.kind, ==, rules[i].kind);
      written = loft_repeat_write (&repeat, FALSE, 0);
      if (repeat.kind != LOFT_REPEAT_OTHER)
        g_assert_cmpstr (written, ==, rules[i].rule);
    }
}

static void
test_until (void)
{
  LoftRepeat repeat;
  g_autofree char *date = NULL;
  g_autofree char *instant = NULL;

  loft_repeat_read (&repeat, "FREQ=DAILY;UNTIL=20261201");
  g_assert_true (repeat.has_until);
  g_assert_cmpint (repeat.until, ==, 20788);
  date = loft_repeat_write (&repeat, TRUE, 0);
  g_assert_cmpstr (date, ==, "FREQ=DAILY;UNTIL=20261201");
  instant = loft_repeat_write (&repeat, FALSE, 20788 * G_GINT64_CONSTANT (86400) + 82799);
  g_assert_cmpstr (instant, ==, "FREQ=DAILY;UNTIL=20261201T225959Z");
}

static void
test_list (void)
{
  g_autoptr (GArray) weekly = loft_repeat_list ("FREQ=WEEKLY;BYDAY=MO,WE", START, 4);
  g_autoptr (GArray) few = loft_repeat_list ("FREQ=DAILY;COUNT=2", START, 5);
  g_autoptr (GArray) none = loft_repeat_list ("", START, 5);
  g_autoptr (GArray) never = loft_repeat_list ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", START, 5);
  static const int days[] = { 0, 2, 7, 9 };

  g_assert_cmpuint (weekly->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (g_array_index (weekly, gint64, i), ==, START + days[i] * 86400);
  g_assert_cmpuint (few->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 1);
  g_assert_cmpuint (never->len, <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repeat/rules", test_rules);
  g_test_add_func ("/repeat/until", test_until);
  g_test_add_func ("/repeat/list", test_list);
  return g_test_run ();
}
