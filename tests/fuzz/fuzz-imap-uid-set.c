/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-uid-set.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_order (const LoftImapUidSet *set)
{
  guint n = 0;
  const LoftImapUidRange *ranges = loft_imap_uid_set_ranges (set, &n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (ranges[i].first != 0 && ranges[i].first <= ranges[i].last);
      g_assert_true (i == 0 || ranges[i].first > ranges[i - 1].last + 1);
    }
}

/* The first byte cuts the rest in two sets; one is taken from the other, and what was taken and
 * what is left make the whole again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize cut = size > 1 ? MIN (data[0], size - 1) : 0;
  const char *text = (const char *) data + (size > 0);
  gsize length = size > 0 ? size - 1 : 0;
  g_autoptr (LoftImapUidSet) one = loft_imap_uid_set_parse (text, (gssize) cut, 7);
  g_autoptr (LoftImapUidSet) other = loft_imap_uid_set_parse (text + cut,
                                                              (gssize) (length - cut), 0);
  g_autoptr (LoftImapUidSet) highest = NULL;
  guint64 count;

  if (other == NULL)
    return 0;
  check_order (other);
  if (one != NULL)
    loft_imap_uid_set_remove (other, one);
  check_order (other);
  count = loft_imap_uid_set_count (other);
  highest = loft_imap_uid_set_take_highest (other, data[0]);
  check_order (highest);
  check_order (other);
  g_assert_cmpuint (loft_imap_uid_set_count (highest), ==, MIN (count, data[0]));
  g_assert_cmpuint (loft_imap_uid_set_count (highest) + loft_imap_uid_set_count (other), ==, count);
  return 0;
}
