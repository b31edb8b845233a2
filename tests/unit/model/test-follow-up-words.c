/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-follow-up.h"

static void
test_values (void)
{
  static const struct {
    const char *keywords;
    const char *written; /* what of it means something */
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "$label1 $MDNSent", "" },
    { "$due:2026-11-27", "$due:2026-11-27" },
    { "$Due:2026-11-27 b", "$due:2026-11-27" },
    { "$due: $start:2026-11-23", "$start:2026-11-23" },
    { "$due:2026-02-30", "" },
    { "$due:2026-11-27x", "" },
    { "$due:0000-00-00", "" },
    { "$due:Friday", "" },
    { "$remind:20261127T080000Z", "$remind:20261127T080000Z" },
    { "$remind:soon $done:20261125T101500Z", "$done:20261125T101500Z" },
    { "$start:2026-11-23 a $due:2026-11-27 $remind:20261127T080000Z",
      "$due:2026-11-27 $remind:20261127T080000Z $start:2026-11-23" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LoftFollowUp facts;
      g_autofree char *written = NULL;

      loft_follow_up_read (cases[i].keywords, &facts);
      written = loft_follow_up_write (&facts);
      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

static void
test_pick (void)
{
  const char *keywords = "$label1 $due:2026-11-27 a $done:x";
  g_autofree char *of_it = loft_follow_up_pick (keywords, TRUE);
  g_autofree char *others = loft_follow_up_pick (keywords, FALSE);
  g_autofree char *none = loft_follow_up_pick (NULL, TRUE);

  g_assert_cmpstr (of_it, ==, "$done:x $due:2026-11-27");
  g_assert_cmpstr (others, ==, "$label1 a");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpuint (loft_follow_up_get_kind_length ("$due"), ==, 0);
  g_assert_cmpuint (loft_follow_up_get_kind_length ("$due:"), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/follow-up/values", test_values);
  g_test_add_func ("/follow-up/pick", test_pick);
  return g_test_run ();
}
