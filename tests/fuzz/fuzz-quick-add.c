/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quick-add.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* Any line has a title and a place in UTF-8 and a time with an end behind its start. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_auto (LoftQuickAdd) taken = { 0 };

  loft_quick_add_read (&taken, text, &loft_quick_add_english, 20779);
  g_assert_true (g_utf8_validate (taken.title, -1, NULL));
  g_assert_true (g_utf8_validate (taken.location, -1, NULL));
  if (taken.has_time)
    {
      g_assert_cmpint (taken.start, >=, 0);
      g_assert_cmpint (taken.start, <, 86400);
      g_assert_cmpint (taken.end, >, taken.start);
      g_assert_cmpint (taken.end, <=, 2 * 86400);
    }
  return 0;
}
