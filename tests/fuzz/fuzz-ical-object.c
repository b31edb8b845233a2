/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-object.h"
#include "loft-ical-split.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* Occurrences have an end that is not before their start and lie in the bounds; what can be read can
 * be split. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, NULL);
  g_autoptr (GPtrArray) damages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_damage_free);
  g_autoptr (GPtrArray) parts = loft_ical_split_file (raw, damages, NULL, NULL);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  gint64 first, last;

  if (object == NULL)
    return 0;
  loft_ical_object_get_bounds (object, &first, &last);
  loft_ical_object_expand (object, 0, 4102444800, 200, NULL, found);
  for (guint i = 0; i < found->len; i++)
    {
      const LoftOccurrence *one = g_ptr_array_index (found, i);

      g_assert_cmpint (one->start, <=, one->end);
      g_assert_cmpint (one->start, >=, first);
      g_assert_cmpint (one->end, <=, last);
      g_assert_true (g_utf8_validate (one->summary, -1, NULL));
    }
  g_assert_nonnull (parts);
  return 0;
}
