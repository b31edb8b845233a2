/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-document-private.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"

#define PRODUCT "-//Loft//Loft//EN"

static LoftIcalDocument *
take_root (LoftContentComponent *root)
{
  LoftIcalDocument *self = g_new0 (LoftIcalDocument, 1);

  self->root = root;
  self->calendar = loft_content_component_get_component (root, "VCALENDAR");
  self->zones = loft_ical_zones_new (self->calendar);
  self->reading = (LoftIcalReading){ .zones = self->zones, .warning = "" };
  return self;
}

LoftIcalDocument *
loft_ical_document_open (GBytes *raw, GError **error)
{
  /* The same gate as for reading: what cannot be shown is not changed. */
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, error);
  LoftContentComponent *root = NULL;

  if (object != NULL)
    root = loft_content_component_read (raw, error);
  return root != NULL ? take_root (root) : NULL;
}

LoftIcalDocument *
loft_ical_document_new (void)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:" PRODUCT "\r\nEND:VCALENDAR\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return take_root (loft_content_component_read (bytes, NULL));
}

void
loft_ical_document_free (LoftIcalDocument *self)
{
  loft_ical_zones_free (self->zones);
  loft_content_component_free (self->root);
  g_free (self);
}

static GHashTable *
find_defined (LoftIcalDocument *self)
{
  GHashTable *defined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftContentComponent *zone;
  guint position = 0;

  while ((zone = loft_content_component_next_component (self->calendar, &position, "VTIMEZONE")) !=
         NULL)
    {
      LoftContentProperty *tzid = loft_content_component_get_property (zone, "TZID");

      if (tzid != NULL)
        g_hash_table_add (defined, loft_content_property_dup_text (tzid));
    }
  return defined;
}

/* Needs of a component: TZID → the earliest start, in seconds. */
static void
find_needed (LoftContentComponent *component, GHashTable *defined, GHashTable *needed)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    {
      g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");

      if (tzid != NULL && !g_hash_table_contains (defined, tzid))
        g_hash_table_add (needed, g_steal_pointer (&tzid));
    }
}

static gint64
find_first (LoftIcalDocument *self)
{
  LoftContentComponent *component;
  guint position = 0;
  gint64 first = G_MAXINT64;

  while ((component = loft_content_component_next_component (self->calendar, &position, NULL)) !=
         NULL)
    {
      LoftContentProperty *start = loft_content_component_get_property (component, "DTSTART");
      LoftIcalTime time;

      if (start != NULL && !loft_content_component_is (component, "VTIMEZONE") &&
          loft_ical_time_read (loft_content_property_get_value (start), &time))
        first = MIN (first, loft_ical_time_get_seconds (&time));
    }
  return first < G_MAXINT64 ? first : loft_clock_now ();
}

/* Servers refuse objects that name a zone without its VTIMEZONE (RFC 4791 4.1). */
static void
add_zones (LoftIcalDocument *self)
{
  g_autoptr (GHashTable) defined = find_defined (self);
  g_autoptr (GHashTable) needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftContentComponent *component;
  GHashTableIter iter;
  gpointer tzid;
  guint position = 0;

  while ((component = loft_content_component_next_component (self->calendar, &position, NULL)) !=
         NULL)
    find_needed (component, defined, needed);
  g_hash_table_iter_init (&iter, needed);
  while (g_hash_table_iter_next (&iter, &tzid, NULL))
    {
      g_autoptr (LoftIcalZone) zone = loft_ical_zone_find (tzid, NULL);

      if (zone != NULL)
        loft_content_component_insert_component (
          self->calendar, loft_ical_vtimezone_new (zone, tzid, find_first (self)),
          loft_content_component_get_component (self->calendar, "VTODO") != NULL ? "VTODO"
                                                                                 : "VEVENT");
    }
}

GBytes *
loft_ical_document_write (LoftIcalDocument *self)
{
  add_zones (self);
  return loft_content_component_write (self->root);
}

LoftContentComponent *
loft_ical_document_find_master (LoftIcalDocument *self, const char *kind)
{
  LoftContentComponent *component;
  guint position = 0;

  while ((component = loft_content_component_next_component (self->calendar, &position, kind)) !=
         NULL)
    if (loft_content_component_get_property (component, "RECURRENCE-ID") == NULL)
      return component;
  return NULL;
}

LoftIcalSeries *
loft_ical_document_read_series (LoftIcalDocument *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ical_entry_free);
  LoftContentComponent *master = loft_ical_document_find_master (self, "VEVENT");
  LoftContentComponent *component;
  guint position = 0;

  if (master != NULL)
    g_ptr_array_add (entries, loft_ical_entry_read (master, &self->reading));
  while ((component =
            loft_content_component_next_component (self->calendar, &position, "VEVENT")) != NULL)
    if (loft_content_component_get_property (component, "RECURRENCE-ID") != NULL)
      g_ptr_array_add (entries, loft_ical_entry_read (component, &self->reading));
  return loft_ical_series_new (entries);
}

gboolean
loft_ical_document_get_recurrence_id (LoftIcalDocument *self, LoftContentComponent *component,
                                      LoftEventTime *id)
{
  LoftContentProperty *property = loft_content_component_get_property (component, "RECURRENCE-ID");
  LoftIcalZone *zone;

  return property != NULL && loft_ical_read_time (property, &self->reading, id, &zone);
}

LoftContentComponent *
loft_ical_document_find_exception (LoftIcalDocument *self, LoftIcalSeries *series,
                                   const LoftEventTime *id)
{
  LoftContentComponent *component;
  LoftEventTime other;
  guint position = 0;
  gint64 key, other_key;

  loft_ical_series_get_key (series, id, &key);
  while ((component =
            loft_content_component_next_component (self->calendar, &position, "VEVENT")) != NULL)
    {
      if (!loft_ical_document_get_recurrence_id (self, component, &other))
        continue;
      /* One that is named by its day only. */
      if (loft_ical_series_get_key (series, &other, &other_key)
            ? loft_ical_time_from_seconds (id->wall).day ==
                  loft_ical_time_from_seconds (other.wall).day &&
                ABS (id->wall - other.wall) < 24 * 60 * 60
            : other_key == key)
        return component;
    }
  return NULL;
}

char *
loft_ical_document_write_stamp (gint64 seconds)
{
  LoftIcalTime time = loft_ical_time_from_seconds (seconds);

  time.is_utc = TRUE;
  return loft_ical_time_write (&time);
}

void
loft_ical_document_stamp (LoftContentComponent *component, gboolean raise)
{
  g_autofree char *now = loft_ical_document_write_stamp (loft_clock_now ());
  LoftContentProperty *sequence = loft_content_component_get_property (component, "SEQUENCE");
  guint number = sequence != NULL ? loft_ical_read_number (sequence, G_MAXINT - 1) : 0;

  loft_content_component_set_value (component, "DTSTAMP", now);
  loft_content_component_set_value (component, "LAST-MODIFIED", now);
  if (raise)
    loft_ical_document_set_number (component, "SEQUENCE", number + 1);
}
