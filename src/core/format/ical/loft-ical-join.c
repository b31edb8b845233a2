/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-join.h"

#include "loft-content-component.h"

#define PRODUCT "-//Loft//Loft//EN"

typedef struct {
  LoftContentComponent *calendar; /* (borrowed) */
  GHashTable *zones; /* (owned) TZIDs that it has */
} Join;

static gboolean
is_wanted (Join *self, LoftContentComponent *component)
{
  LoftContentProperty *tzid;

  if (!loft_content_component_is (component, "VTIMEZONE"))
    return TRUE;
  tzid = loft_content_component_get_property (component, "TZID");
  return tzid != NULL &&
         g_hash_table_add (self->zones, g_strdup (loft_content_property_get_value (tzid)));
}

static void
add_calendar (Join *self, LoftContentComponent *from)
{
  guint position = 0;
  LoftContentComponent *component;

  while ((component = loft_content_component_next_component (from, &position, NULL)) != NULL)
    {
      if (is_wanted (self, component))
        loft_content_component_add_component (self->calendar,
                                              loft_content_component_copy (component));
    }
}

static gboolean
add (Join *self, GBytes *raw)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (raw, NULL);
  LoftContentComponent *calendar =
    root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;

  if (calendar == NULL)
    return FALSE;
  add_calendar (self, calendar);
  return TRUE;
}

GBytes *
loft_ical_join (GPtrArray *raws, guint *n_left_out)
{
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  g_autoptr (GHashTable) zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Join join = { calendar, zones };
  guint left_out = 0;

  loft_content_component_set_value (calendar, "VERSION", "2.0");
  loft_content_component_set_value (calendar, "PRODID", PRODUCT);
  for (guint i = 0; i < raws->len; i++)
    left_out += add (&join, g_ptr_array_index (raws, i)) ? 0 : 1;
  if (n_left_out != NULL)
    *n_left_out = left_out;
  return loft_content_component_write (calendar);
}
