/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what the server has to iCalendar. */
#include "loft-eas-event.h"

#include <string.h>

#include "loft-eas-date.h"
#include "loft-eas-event-private.h"
#include "loft-error.h"
#include "loft-exchange-rule.h"
#include "loft-exchange-zone.h"
#include "loft-ical-object.h"

/* What a line costs beside its text. */
#define LINE 80

/* Of the series alone; an exception has its own or none. */
static const guint never_inherited[] = {
  LOFT_EAS_CALENDAR_TIMEZONE,   LOFT_EAS_CALENDAR_UID,
  LOFT_EAS_CALENDAR_CLIENT_UID, LOFT_EAS_CALENDAR_RECURRENCE,
  LOFT_EAS_CALENDAR_EXCEPTIONS, LOFT_EAS_CALENDAR_START_TIME,
  LOFT_EAS_CALENDAR_END_TIME,   LOFT_EAS_AIRSYNCBASE_INSTANCE_ID,
};

typedef struct {
  LoftEasWall wall;
  const LoftWbxmlElement *data;
  const char *uid;
  gint64 start;
  gint64 end; /* as start where there is none */
  gboolean is_date;
} Writing;

/* An exception with its original start. */
typedef struct {
  gint64 at;
  guint order;
  const LoftWbxmlElement *element;
} Instance;

static gboolean
get_time (const LoftWbxmlElement *element, guint tag, gint64 *at)
{
  const char *text = loft_wbxml_element_get_text (element, tag);

  return text != NULL && loft_eas_date_read (text, at);
}

/* Without a zone, as from 16.0 on whole days are, or where a server does not know: the reader's. */
static void
find_wall (LoftEasWall *wall, const LoftWbxmlElement *data, const LoftEasMapping *how,
           LoftContentComponent *calendar)
{
  const char *blob = loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_TIMEZONE);
  LoftContentComponent *vtimezone = NULL;

  wall->how = how;
  if (blob != NULL)
    wall->tzid = loft_exchange_zone_find (blob, how->zone, &vtimezone);
  if (vtimezone != NULL)
    loft_content_component_add_component (calendar, vtimezone);
  if (wall->tzid == NULL)
    wall->tzid = g_strdup (how->zone != NULL ? how->zone : "UTC");
  wall->zone = loft_eas_wall_find_zone (wall->tzid, calendar);
  if (wall->zone != NULL)
    return;
  g_free (wall->tzid);
  wall->tzid = g_strdup ("UTC");
  wall->zone = loft_ical_zone_new_utc ();
}

static void
add_time (LoftContentComponent *component, const LoftEasWall *wall, const char *name, gint64 at,
          gboolean is_date)
{
  loft_content_component_add_property (component,
                                       loft_eas_wall_make_time (wall, name, at, is_date));
}

static void
add_stamp (LoftContentComponent *vevent, const LoftWbxmlElement *data, gint64 otherwise)
{
  gint64 at = otherwise;
  g_autofree char *value = NULL;

  get_time (data, LOFT_EAS_CALENDAR_DT_STAMP, &at);
  value = loft_eas_date_write_compact (at);
  loft_content_component_set_value (vevent, "DTSTAMP", value);
}

/* An end that is not behind the start is none. */
static void
add_times (LoftContentComponent *vevent, const LoftEasWall *wall, const LoftWbxmlElement *data,
           gint64 start)
{
  gboolean is_date = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_ALL_DAY_EVENT, 0) == 1;
  gint64 end = start;

  get_time (data, LOFT_EAS_CALENDAR_END_TIME, &end);
  add_stamp (vevent, data, start);
  add_time (vevent, wall, "DTSTART", start, is_date);
  if (is_date)
    {
      LoftIcalTime first = loft_eas_wall_get_date (wall, start);
      LoftIcalTime last = loft_eas_wall_get_date (wall, end);

      if (loft_ical_time_compare (&first, &last) >= 0)
        return;
    }
  if (end > start)
    add_time (vevent, wall, "DTEND", end, is_date);
}

/* All but its times. own: what is said of this one, while data is what holds. */
static void
write_fields (Writing *self, LoftContentComponent *vevent, const LoftWbxmlElement *data,
              const LoftWbxmlElement *own)
{
  const LoftEasMapping *how = self->wall.how;
  g_autoptr (LoftWbxmlElement) made = NULL;
  gboolean has_body = loft_wbxml_element_find (own, LOFT_EAS_AIRSYNCBASE_BODY) != NULL;

  loft_eas_event_write_words (vevent, data, how);
  loft_eas_event_write_body (vevent, data, has_body);
  loft_eas_event_write_people (vevent, data, how);
  loft_eas_event_write_files (vevent, data);
  made = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  loft_eas_event_add_words (made, vevent, how, NULL);
  loft_eas_event_add_body (made, vevent);
  loft_eas_event_add_people (made, vevent, how);
  loft_eas_kept_write (vevent, own, made);
}

/* Whatever the order. */
static gboolean
say_the_same (const LoftWbxmlElement *a, const LoftWbxmlElement *b)
{
  guint n = loft_wbxml_element_get_n_children (a);

  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (a, i);
      const LoftWbxmlElement *other = loft_wbxml_element_find (b, one->tag);

      if (other == NULL || !loft_wbxml_element_equal (one, other))
        return FALSE;
    }
  return n == loft_wbxml_element_get_n_children (b);
}

/* As it would be read again: a rule that says more is kept beside it, with what it was made of. */
static void
keep_rule (Writing *self, LoftContentComponent *vevent, const LoftWbxmlElement *recurrence,
           const LoftExchangeRuleStart *start, const char *rule)
{
  LoftContentProperty *dtstart = loft_content_component_get_property (vevent, "DTSTART");
  g_autoptr (LoftWbxmlElement) made =
    rule != NULL ? loft_exchange_rule_from_ical (rule, start, LOFT_EAS_CALENDAR_RECURRENCE,
                                                 self->wall.how->version, NULL, NULL)
                 : NULL;
  g_autofree char *mark = NULL;

  if (made != NULL && say_the_same (made, recurrence))
    return;
  mark = loft_eas_rule_dup_mark (rule, loft_content_property_get_value (dtstart));
  loft_eas_kept_add (vevent, recurrence, mark);
}

/* A rule that Loft cannot follow leaves a single event; nothing of it is lost. */
static gboolean
add_rule (Writing *self, LoftContentComponent *vevent)
{
  const LoftWbxmlElement *recurrence =
    loft_wbxml_element_find (self->data, LOFT_EAS_CALENDAR_RECURRENCE);
  LoftExchangeRuleStart start;
  g_autoptr (LoftIcalZone) utc = loft_ical_zone_new_utc ();
  g_autofree char *rule = NULL;

  if (loft_wbxml_element_get_n_children (recurrence) == 0)
    return FALSE;
  loft_eas_rule_start_init (&start, &self->wall, self->start, self->is_date, utc);
  rule = loft_exchange_rule_to_ical (recurrence, &start, NULL);
  if (rule != NULL)
    loft_content_component_set_value (vevent, "RRULE", rule);
  keep_rule (self, vevent, recurrence, &start, rule);
  if (rule == NULL && loft_wbxml_element_find (self->data, LOFT_EAS_CALENDAR_EXCEPTIONS) != NULL)
    loft_eas_kept_add (vevent, loft_wbxml_element_find (self->data, LOFT_EAS_CALENDAR_EXCEPTIONS),
                       "-");
  return rule != NULL;
}

static int
compare_instances (gconstpointer a, gconstpointer b)
{
  const Instance *first = a;
  const Instance *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  return first->order < second->order ? -1 : 1;
}

/* (transfer full) Of Instance, in order; of two of one occurrence the later holds. */
static GArray *
find_instances (const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *exceptions = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_EXCEPTIONS);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Instance));
  GArray *instances = g_array_new (FALSE, FALSE, sizeof (Instance));

  for (guint i = 0; i < loft_wbxml_element_get_n_children (exceptions); i++)
    {
      Instance one = { 0, i, loft_wbxml_element_get_child (exceptions, i) };

      if (one.element->tag == LOFT_EAS_CALENDAR_EXCEPTION &&
          (get_time (one.element, LOFT_EAS_CALENDAR_EXCEPTION_START_TIME, &one.at) ||
           get_time (one.element, LOFT_EAS_AIRSYNCBASE_INSTANCE_ID, &one.at)))
        g_array_append_val (found, one);
    }
  g_array_sort (found, compare_instances);
  for (guint i = 0; i < found->len; i++)
    {
      const Instance *one = &g_array_index (found, Instance, i);

      if (i + 1 == found->len || g_array_index (found, Instance, i + 1).at != one->at)
        g_array_append_val (instances, *one);
    }
  return instances;
}

static gboolean
is_inherited (guint tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (never_inherited); i++)
    if (never_inherited[i] == tag)
      return FALSE;
  return TRUE;
}

/* An exception as if it stood alone: what it does not say is of the series, an empty element is nothing. */
static LoftWbxmlElement *
merge (Writing *self, const Instance *instance, gint64 *start)
{
  LoftWbxmlElement *merged = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  g_autofree char *end = NULL;

  for (guint i = 0; i < loft_wbxml_element_get_n_children (self->data); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (self->data, i);

      if (is_inherited (one->tag) && loft_wbxml_element_find (instance->element, one->tag) == NULL)
        loft_wbxml_element_take (merged, loft_wbxml_element_copy (one));
    }
  for (guint i = 0; i < loft_wbxml_element_get_n_children (instance->element); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (instance->element, i);

      if ((one->text != NULL && *one->text != '\0') || one->bytes != NULL ||
          loft_wbxml_element_get_n_children (one) > 0)
        loft_wbxml_element_take (merged, loft_wbxml_element_copy (one));
    }
  *start = instance->at;
  get_time (instance->element, LOFT_EAS_CALENDAR_START_TIME, start);
  if (loft_wbxml_element_find (merged, LOFT_EAS_CALENDAR_END_TIME) == NULL)
    {
      end = loft_eas_date_write_compact (*start + MAX (self->end - self->start, 0));
      loft_wbxml_element_add_text (merged, LOFT_EAS_CALENDAR_END_TIME, end);
    }
  return merged;
}

static void
write_instance (Writing *self, LoftContentComponent *calendar, const Instance *instance)
{
  LoftContentComponent *vevent =
    loft_content_component_add_component (calendar, loft_content_component_new ("VEVENT"));
  gint64 start;
  g_autoptr (LoftWbxmlElement) merged = merge (self, instance, &start);

  loft_content_component_set_text (vevent, "UID", self->uid);
  add_time (vevent, &self->wall, "RECURRENCE-ID", instance->at, self->is_date);
  add_times (vevent, &self->wall, merged, start);
  write_fields (self, vevent, merged, instance->element);
}

static gboolean
is_deleted (const Instance *instance)
{
  return loft_wbxml_element_get_int (instance->element, LOFT_EAS_CALENDAR_DELETED, 0) == 1;
}

static gsize
get_size (const LoftWbxmlElement *element)
{
  gsize size = LINE + (element->text != NULL ? strlen (element->text) : 0) +
               (element->bytes != NULL ? g_bytes_get_size (element->bytes) : 0);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (element); i++)
    size += get_size (loft_wbxml_element_get_child (element, i));
  return size;
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, sentence);
  return FALSE;
}

static gsize
count_attendees (const LoftWbxmlElement *data)
{
  return loft_wbxml_element_get_n_children (
    loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_ATTENDEES));
}

/* Every exception is written whole: what it has from the series is there again. */
static gboolean
check_size (const LoftWbxmlElement *data, GError **error)
{
  const LoftWbxmlElement *exceptions = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_EXCEPTIONS);
  guint n = loft_wbxml_element_get_n_children (exceptions);
  gsize all = get_size (data);
  gsize of_series = all - (exceptions != NULL ? get_size (exceptions) : 0);
  gsize attendees = count_attendees (data);
  gsize n_changed = 0;

  if (n > loft_ical_limits.exceptions)
    return refuse (error, "the event has too many exceptions");
  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (exceptions, i);

      attendees += count_attendees (one);
      if (loft_wbxml_element_get_int (one, LOFT_EAS_CALENDAR_DELETED, 0) != 1)
        n_changed++;
    }
  if (attendees > loft_ical_limits.attendees)
    return refuse (error, "the event has too many attendees");
  if (all + n_changed * of_series > loft_ical_limits.size)
    return refuse (error, "the event is too large");
  return TRUE;
}

static LoftContentComponent *
new_root (void)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//Loft//EN\r\nEND:VCALENDAR\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return loft_content_component_read (bytes, NULL);
}

static const char *
find_uid (const LoftWbxmlElement *data, const char *otherwise)
{
  static const guint tags[] = { LOFT_EAS_CALENDAR_UID, LOFT_EAS_CALENDAR_CLIENT_UID };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      const char *uid = loft_wbxml_element_get_text (data, tags[i]);

      if (uid != NULL && *uid != '\0')
        return uid;
    }
  return otherwise;
}

static gboolean
names_zone (LoftContentComponent *calendar)
{
  LoftContentComponent *vevent;
  guint position = 0;

  while ((vevent = loft_content_component_next_component (calendar, &position, "VEVENT")) != NULL)
    {
      g_autofree char *tzid = loft_content_property_dup_parameter (
        loft_content_component_get_property (vevent, "DTSTART"), "TZID");

      if (tzid != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Zones of the database come with a VTIMEZONE too, for whoever gets the text. */
static void
add_zone (Writing *self, LoftContentComponent *calendar)
{
  if (!names_zone (calendar) ||
      loft_content_component_get_component (calendar, "VTIMEZONE") != NULL)
    return;
  loft_content_component_insert_component (calendar,
                                           loft_eas_wall_make_vtimezone (&self->wall, self->start),
                                           "VEVENT");
}

static void
write_series (Writing *self, LoftContentComponent *calendar)
{
  LoftContentComponent *vevent =
    loft_content_component_add_component (calendar, loft_content_component_new ("VEVENT"));
  const char *zone = loft_wbxml_element_get_text (self->data, LOFT_EAS_CALENDAR_TIMEZONE);
  g_autofree char *blob = zone != NULL ? loft_exchange_zone_clean (zone) : NULL;
  g_autoptr (GArray) instances = find_instances (self->data);
  gboolean recurs;
  gint64 orphan;

  loft_content_component_set_text (vevent, "UID", self->uid);
  if (get_time (self->data, LOFT_EAS_AIRSYNCBASE_INSTANCE_ID, &orphan))
    add_time (vevent, &self->wall, "RECURRENCE-ID", orphan, self->is_date);
  add_times (vevent, &self->wall, self->data, self->start);
  recurs = add_rule (self, vevent);
  for (guint i = 0; recurs && i < instances->len; i++)
    if (is_deleted (&g_array_index (instances, Instance, i)))
      add_time (vevent, &self->wall, "EXDATE", g_array_index (instances, Instance, i).at,
                self->is_date);
  write_fields (self, vevent, self->data, self->data);
  if (blob != NULL)
    loft_content_component_set_value (vevent, LOFT_EAS_TIMEZONE_NAME, blob);
  for (guint i = 0; recurs && i < instances->len; i++)
    if (!is_deleted (&g_array_index (instances, Instance, i)))
      write_instance (self, calendar, &g_array_index (instances, Instance, i));
}

char *
loft_eas_event_to_ical (const LoftWbxmlElement *data, const char *uid_otherwise,
                        const LoftEasMapping *how, GError **error)
{
  g_autoptr (LoftContentComponent) root = NULL;
  LoftContentComponent *calendar;
  Writing self = { .data = data };
  g_auto (LoftEasWall) wall = { 0 };
  g_autoptr (GBytes) written = NULL;

  if (!get_time (data, LOFT_EAS_CALENDAR_START_TIME, &self.start))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "the event has no start that can be read");
      return NULL;
    }
  if (!check_size (data, error))
    return NULL;
  root = new_root ();
  calendar = loft_content_component_get_component (root, "VCALENDAR");
  find_wall (&wall, data, how, calendar);
  self.wall = wall;
  self.uid = find_uid (data, uid_otherwise);
  self.end = self.start;
  get_time (data, LOFT_EAS_CALENDAR_END_TIME, &self.end);
  self.is_date = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_ALL_DAY_EVENT, 0) == 1;
  write_series (&self, calendar);
  add_zone (&self, calendar);
  written = loft_content_component_write (root);
  if (g_bytes_get_size (written) > loft_ical_limits.size &&
      refuse (error, "the event is too large"))
    return NULL;
  return g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
}
