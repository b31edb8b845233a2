/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-trip.h"

#include <string.h>

#include "loft-eas-words.h"

char *
loft_eas_trip_to_ical (const LoftWbxmlElement *data, const LoftEasMapping *how)
{
  g_autoptr (GError) error = NULL;
  char *ical = loft_eas_event_to_ical (data, "otherwise", how, &error);

  g_assert_no_error (error);
  return ical;
}

LoftWbxmlElement *
loft_eas_trip_from_ical (const char *ical, const LoftEasMapping *how, GPtrArray **instances)
{
  g_autoptr (GError) error = NULL;
  LoftWbxmlElement *data = loft_eas_event_from_ical (ical, how, instances, &error);

  g_assert_no_error (error);
  return data;
}

LoftEasMapping
loft_eas_trip_mapping (guint version)
{
  return (LoftEasMapping){ version, "me@example.test", "Me", "Europe/Berlin" };
}

char *
loft_eas_trip_find_lines (const char *ical, const char *names)
{
  g_auto (GStrv) folded = g_strsplit (ical, "\r\n ", -1);
  g_autofree char *text = g_strjoinv ("", folded);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_auto (GStrv) wanted = g_strsplit (names, " ", -1);
  GString *found = g_string_new (NULL);
  gboolean inside = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], ":;"));

      inside |= strcmp (lines[i], "BEGIN:VEVENT") == 0;
      if (inside && g_strv_contains ((const char *const *) wanted, name))
        g_string_append_printf (found, "%s%s", found->len > 0 ? " | " : "", lines[i]);
    }
  return g_string_free (found, FALSE);
}

char *
loft_eas_trip_describe_instances (GPtrArray *instances)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < instances->len; i++)
    {
      const LoftEasInstance *one = g_ptr_array_index (instances, i);
      g_autofree char *words = one->data != NULL ? loft_eas_words_write (one->data) : NULL;

      g_string_append_printf (text, "%s%s: %s", i > 0 ? " # " : "", one->instance_id,
                              words != NULL ? words : "deleted");
    }
  return g_string_free (text, FALSE);
}
