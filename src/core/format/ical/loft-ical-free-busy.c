/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-free-busy.h"

#include "loft-busy-periods.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ical-document-private.h"
#include "loft-ical-reader-private.h"

#define PRODUCT "-//Loft//Loft//EN"

/* ---- asking ------------------------------------------------------------------------------- */

static void
set_stamp (LoftContentComponent *component, const char *name, gint64 at)
{
  g_autofree char *stamp = loft_ical_document_write_stamp (at);

  loft_content_component_set_value (component, name, stamp);
}

static void
add_person (LoftContentComponent *component, const char *name, const char *address)
{
  g_autofree char *uri = g_strconcat ("mailto:", address, NULL);

  loft_content_component_add_property (component, loft_content_property_new (name, uri));
}

GBytes *
loft_ical_free_busy_request (const char *organizer, GPtrArray *addresses, gint64 since,
                             gint64 until, const char *uid)
{
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  LoftContentComponent *asked = NULL;

  loft_content_component_set_value (calendar, "VERSION", "2.0");
  loft_content_component_set_value (calendar, "PRODID", PRODUCT);
  loft_content_component_set_value (calendar, "METHOD", "REQUEST");
  asked = loft_content_component_add_component (calendar, loft_content_component_new ("VFREEBUSY"));
  loft_content_component_set_value (asked, "UID", uid);
  set_stamp (asked, "DTSTAMP", loft_clock_now ());
  set_stamp (asked, "DTSTART", since);
  set_stamp (asked, "DTEND", until);
  add_person (asked, "ORGANIZER", organizer);
  for (guint i = 0; i < addresses->len; i++)
    add_person (asked, "ATTENDEE", g_ptr_array_index (addresses, i));
  return loft_content_component_write (calendar);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* Kinds that nobody knows are BUSY (RFC 5545 3.2.9). */
static LoftBusyKind
read_kind (LoftContentProperty *property)
{
  g_autofree char *type = loft_content_property_dup_parameter (property, "FBTYPE");

  if (type == NULL)
    return LOFT_BUSY_BUSY;
  if (g_ascii_strcasecmp (type, "FREE") == 0)
    return LOFT_BUSY_FREE;
  if (g_ascii_strcasecmp (type, "BUSY-TENTATIVE") == 0)
    return LOFT_BUSY_TENTATIVE;
  return g_ascii_strcasecmp (type, "BUSY-UNAVAILABLE") == 0 ? LOFT_BUSY_AWAY : LOFT_BUSY_BUSY;
}

static void
read_line (LoftContentProperty *property, LoftIcalReading *reading, GArray *periods)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (LoftIcalPeriodDate));
  LoftBusyKind kind = read_kind (property);

  loft_ical_read_times (property, reading, times, read);
  for (guint i = 0; i < read->len; i++)
    {
      const LoftIcalPeriodDate *date = &g_array_index (read, LoftIcalPeriodDate, i);

      loft_busy_periods_add (periods, date->start.at, date->start.at + date->seconds, kind);
    }
}

static gboolean
read_calendar (LoftContentComponent *calendar, GArray *periods)
{
  g_autoptr (LoftIcalZones) zones = loft_ical_zones_new (calendar);
  LoftIcalReading reading = { zones, "", 0 };
  LoftContentComponent *told;
  LoftContentProperty *property;
  gboolean found = FALSE;
  guint position = 0, line;

  while ((told = loft_content_component_next_component (calendar, &position, "VFREEBUSY")) != NULL)
    {
      found = TRUE;
      line = 0;
      while ((property = loft_content_component_next_property (told, &line, "FREEBUSY")) != NULL)
        read_line (property, &reading, periods);
    }
  return found;
}

gboolean
loft_ical_free_busy_read (GBytes *text, gint64 since, gint64 until, GArray *periods, GError **error)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (text, error);
  LoftContentComponent *calendar =
    root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;

  if (root == NULL)
    return FALSE;
  if (calendar != NULL && read_calendar (calendar, periods))
    {
      loft_busy_periods_settle (periods, since, until);
      return TRUE;
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The answer tells of nobody's time");
  return FALSE;
}
