/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-arrangement.h"

#include "config.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

static const char *const sort_names[] = {
  [LOFT_SORT_DATE] = "date",
  [LOFT_SORT_SENDER] = "sender",
  [LOFT_SORT_SUBJECT] = "subject",
  [LOFT_SORT_SIZE] = "size",
  [LOFT_SORT_UNREAD_FIRST] = "unread",
};

const char *
loft_list_arrangement_sort_to_name (LoftMessageSort sort)
{
  return sort_names[sort];
}

LoftMessageSort
loft_list_arrangement_sort_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sort_names); i++)
    {
      if (g_str_equal (sort_names[i], name))
        return i;
    }
  return LOFT_SORT_DATE;
}

gboolean
loft_list_arrangement_begins_ascending (LoftMessageSort sort)
{
  return sort == LOFT_SORT_SENDER || sort == LOFT_SORT_SUBJECT;
}

void
loft_list_arrangement_load (LoftMessageArrangement *arrangement)
{
  g_autofree char *sort = loft_settings_get_string (LOFT_SETTING_SORT);

  *arrangement = LOFT_MESSAGE_ARRANGEMENT_DEFAULT;
  arrangement->conversations = loft_settings_get_boolean (LOFT_SETTING_CONVERSATIONS, TRUE);
  arrangement->sort = loft_list_arrangement_sort_from_name (sort);
  arrangement->ascending = loft_settings_get_boolean (LOFT_SETTING_ASCENDING, FALSE);
}

void
loft_list_arrangement_save (const LoftMessageArrangement *arrangement)
{
  loft_settings_set_boolean (LOFT_SETTING_CONVERSATIONS, arrangement->conversations);
  loft_settings_set_string (LOFT_SETTING_SORT, sort_names[arrangement->sort]);
  loft_settings_set_boolean (LOFT_SETTING_ASCENDING, arrangement->ascending);
}

char *
loft_list_arrangement_filter_text (LoftMessageFilter filter)
{
  static const char *const names[] = { NC_ ("filter", "Unread"), NC_ ("filter", "Flagged"),
                                       NC_ ("filter", "With Attachment") };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if ((filter & (1u << i)) == 0)
        continue;
      if (text->len > 0)
        g_string_append (text, C_ ("people", ", "));
      g_string_append (text, g_dpgettext2 (NULL, "filter", names[i]));
    }
  return text->len == 0 ? NULL : g_strdup_printf (_ ("Filtered: %s"), text->str);
}
