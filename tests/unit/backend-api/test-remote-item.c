/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-remote-item.h"

static gboolean
is_no_label (const char *keyword)
{
  return keyword[0] != '$';
}

/* What the server tells, and what it knows nothing of. */
static void
test_keywords (void)
{
  static const struct {
    const char *told;
    gboolean knows_all;
    const char *before;
    const char *after;
  } cases[] = {
    { NULL, FALSE, "$x a", "$x a" },
    { NULL, TRUE, "$x a", "$x a" },
    { "", FALSE, "", "" },
    { "a b", FALSE, "", "a b" },
    { "", FALSE, "$x a", "$x" },
    { "", TRUE, "$x a", "" },
    { "b", FALSE, "$x a", "$x b" },
    { "b", TRUE, "$x a", "b" },
    { "$x", FALSE, "$X $y", "$x $y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LoftRemoteItem *item = loft_remote_item_new ("1", 0, cases[i].told);
      g_autofree char *after = NULL;

      if (cases[i].told == NULL)
        g_clear_pointer (&item->keywords, g_free);
      item->knows_keyword = cases[i].knows_all ? NULL : is_no_label;
      after = loft_remote_item_dup_keywords (item, cases[i].before);
      g_assert_cmpstr (after, ==, cases[i].after);
      loft_remote_item_free (item);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-item/keywords", test_keywords);
  return g_test_run ();
}
