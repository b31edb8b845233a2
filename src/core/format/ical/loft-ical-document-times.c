/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-document-private.h"

static char *
write_value (const LoftEventTime *time)
{
  LoftIcalTime value = loft_ical_event_time_get_time (time);

  return loft_ical_time_write (&value);
}

static gboolean
means_zone (LoftIcalDocument *self, LoftContentProperty *property, const char *zone)
{
  g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");
  LoftIcalZone *found = tzid != NULL ? loft_ical_zones_find (self->zones, tzid) : NULL;

  return found != NULL && strcmp (loft_ical_zone_get_name (found), zone) == 0;
}

static void
set_parameters (LoftIcalDocument *self, LoftContentProperty *property, const LoftEventTime *time)
{
  gboolean has_zone = !time->is_date && *time->zone != '\0' && strcmp (time->zone, "UTC") != 0;

  if (!has_zone || !means_zone (self, property, time->zone))
    loft_content_property_set_parameter (property, "TZID", has_zone ? time->zone : NULL);
  loft_content_property_set_parameter (property, "VALUE", time->is_date ? "DATE" : NULL);
}

static gboolean
says_already (LoftIcalDocument *self, LoftContentProperty *property, const LoftEventTime *time)
{
  LoftEventTime present;
  LoftIcalZone *zone;

  return loft_ical_read_time (property, &self->reading, &present, &zone) &&
         loft_event_time_equal (&present, time);
}

void
loft_ical_document_set_time (LoftIcalDocument *self, LoftContentComponent *component,
                             const char *name, const LoftEventTime *time)
{
  LoftContentProperty *property = loft_content_component_get_property (component, name);
  g_autofree char *value = write_value (time);

  if (!time->is_set)
    {
      loft_content_component_remove_properties (component, name);
      return;
    }
  if (property != NULL && says_already (self, property, time))
    return;
  if (property == NULL)
    property =
      loft_content_component_add_property (component, loft_content_property_new (name, value));
  set_parameters (self, property, time);
  loft_content_property_set_value (property, value);
}

/* Keys of times, for lists of many thousands. */
static GHashTable *
hash_times (GArray *times)
{
  GHashTable *hash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < times->len; i++)
    g_hash_table_add (hash,
                      loft_ical_event_time_write_id (&g_array_index (times, LoftEventTime, i)));
  return hash;
}

static gboolean
is_in (GHashTable *hash, const LoftEventTime *time)
{
  g_autofree char *id = loft_ical_event_time_write_id (time);

  return g_hash_table_contains (hash, id);
}

/* The values of a property that stay; FALSE: all of them. */
static gboolean
filter_values (LoftIcalDocument *self, LoftContentProperty *property, GHashTable *wanted,
               GString *kept)
{
  g_auto (GStrv) values = g_strsplit (loft_content_property_get_value (property), ",", -1);
  gboolean dropped = FALSE;

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autoptr (LoftContentProperty) one = loft_content_property_copy (property);
      g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));
      g_autoptr (GArray) periods = g_array_new (FALSE, FALSE, sizeof (LoftIcalPeriodDate));

      loft_content_property_set_value (one, values[i]);
      loft_ical_read_times (one, &self->reading, times, periods);
      /* What cannot be read is not ours to drop. */
      if (times->len == 1 && !is_in (wanted, &g_array_index (times, LoftEventTime, 0)))
        {
          dropped = TRUE;
          continue;
        }
      g_string_append_printf (kept, "%s%s", kept->len > 0 ? "," : "", values[i]);
    }
  return dropped;
}

static void
drop_times (LoftIcalDocument *self, LoftContentComponent *component, const char *name,
            GHashTable *wanted)
{
  g_autoptr (GPtrArray) empty = g_ptr_array_new ();
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, name)) != NULL)
    {
      g_autoptr (GString) kept = g_string_new (NULL);

      if (!filter_values (self, property, wanted, kept))
        continue;
      if (kept->len == 0)
        g_ptr_array_add (empty, property);
      else
        loft_content_property_set_value (property, kept->str);
    }
  for (guint i = 0; i < empty->len; i++)
    loft_content_component_remove_property (component, g_ptr_array_index (empty, i));
}

static GArray *
read_present (LoftIcalDocument *self, LoftContentComponent *component, const char *name)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));
  g_autoptr (GArray) periods = g_array_new (FALSE, FALSE, sizeof (LoftIcalPeriodDate));
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, name)) != NULL)
    loft_ical_read_times (property, &self->reading, times, periods);
  return times;
}

void
loft_ical_document_set_times (LoftIcalDocument *self, LoftContentComponent *component,
                              const char *name, GArray *times)
{
  g_autoptr (GHashTable) wanted = hash_times (times);
  g_autoptr (GArray) before = read_present (self, component, name);
  g_autoptr (GHashTable) present = hash_times (before);

  drop_times (self, component, name, wanted);
  for (guint i = 0; i < times->len; i++)
    {
      const LoftEventTime *time = &g_array_index (times, LoftEventTime, i);
      g_autofree char *value = write_value (time);
      LoftContentProperty *property;

      if (is_in (present, time))
        continue;
      property =
        loft_content_component_add_property (component, loft_content_property_new (name, value));
      set_parameters (self, property, time);
    }
}
