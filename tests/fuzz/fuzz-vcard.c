/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-object.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* What is read can be written and read again; what is split can be read. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autoptr (LoftContact) contact = loft_vcard_read (raw, NULL);
  g_autoptr (GPtrArray) cards = loft_vcard_split (raw);

  for (guint i = 0; i < cards->len; i++)
    g_assert_cmpuint (loft_vcard_version (g_ptr_array_index (cards, i)), !=, 0);
  for (guint version = 3; contact != NULL && version <= 4; version++)
    {
      g_autoptr (GBytes) written = loft_vcard_new (contact, version);
      g_autoptr (LoftContact) again = loft_vcard_read (written, NULL);

      g_autoptr (GBytes) converted = loft_vcard_convert (raw, version);
      g_autoptr (GBytes) merged = loft_vcard_change (converted, contact, again, NULL);

      g_assert_nonnull (again);
      g_assert_cmpuint (loft_vcard_version (converted), ==, version);
      g_assert_true (merged == NULL || loft_vcard_version (merged) == version);
    }
  return 0;
}
