/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-data.h"

#include <stdarg.h>

LoftWbxmlElement *
loft_eas_data_new (guint tag, ...)
{
  LoftWbxmlElement *data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  va_list pairs;

  va_start (pairs, tag);
  for (; tag != 0; tag = va_arg (pairs, guint))
    loft_wbxml_element_add_text (data, tag, va_arg (pairs, const char *));
  va_end (pairs);
  return data;
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Children as texts, sorted. */
static char *
describe (const LoftWbxmlElement *data)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (data); i++)
    g_ptr_array_add (lines, loft_wbxml_element_to_string (loft_wbxml_element_get_child (data, i)));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("", (char **) lines->pdata);
}

void
loft_eas_data_assert_equal (const LoftWbxmlElement *a, const LoftWbxmlElement *b)
{
  g_autofree char *of_a = describe (a);
  g_autofree char *of_b = describe (b);

  g_assert_cmpstr (of_a, ==, of_b);
}

static LoftWbxmlElement *
without (const LoftWbxmlElement *data, const guint *tags)
{
  LoftWbxmlElement *rest = loft_wbxml_element_new (data->tag);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (data); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (data, i);
      gboolean is_left_out = FALSE;

      for (guint k = 0; tags[k] != 0; k++)
        is_left_out = is_left_out || tags[k] == child->tag;
      if (!is_left_out)
        loft_wbxml_element_take (rest, loft_wbxml_element_copy (child));
    }
  return rest;
}

void
loft_eas_data_assert_only (const LoftWbxmlElement *before, const LoftWbxmlElement *after,
                           const guint *tags)
{
  g_autoptr (LoftWbxmlElement) a = without (before, tags);
  g_autoptr (LoftWbxmlElement) b = without (after, tags);
  g_autofree char *whole_a = describe (before);
  g_autofree char *whole_b = describe (after);

  loft_eas_data_assert_equal (a, b);
  g_assert_cmpstr (whole_a, !=, whole_b);
}
