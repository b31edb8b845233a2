/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static const guint wanted[] = { LOFT_EAS_AIRSYNC_ADD, LOFT_EAS_AIRSYNC_CHANGE, 0 };

static void
check (const LoftWbxmlElement *element)
{
  g_assert_true (element->text == NULL || g_utf8_validate (element->text, -1, NULL));
  for (guint i = 0; i < loft_wbxml_element_get_n_children (element); i++)
    check (loft_wbxml_element_get_child (element, i));
}

static gboolean
touch (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  check (element);
  for (guint i = 0; i < ancestors->len; i++)
    check (g_ptr_array_index (ancestors, i));
  return TRUE;
}

static LoftWbxmlElement *
read_all (const guint8 *bytes, gsize length, gsize piece, const guint *tags)
{
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (tags, touch, NULL);

  for (gsize at = 0; at < length; at += piece)
    if (!loft_wbxml_reader_feed (reader, bytes + at, MIN (piece, length - at), NULL))
      return NULL;
  return loft_wbxml_reader_end (reader, NULL);
}

/* In how many pieces it comes makes no difference, and what was read can be written. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftWbxmlElement) whole = read_all (bytes, length, MAX (length, 1), NULL);
  g_autoptr (LoftWbxmlElement) pieces = read_all (bytes, length, 5, NULL);
  g_autoptr (LoftWbxmlElement) rest = read_all (bytes, length, 3, wanted);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) written = NULL;

  g_assert_true ((whole == NULL) == (pieces == NULL));
  g_assert_true ((whole == NULL) == (rest == NULL));
  if (whole == NULL)
    return 0;
  g_assert_true (loft_wbxml_element_equal (whole, pieces));
  check (whole);
  text = loft_wbxml_element_to_string (whole);
  written = loft_wbxml_write (whole);
  g_assert_nonnull (written);
  return 0;
}
