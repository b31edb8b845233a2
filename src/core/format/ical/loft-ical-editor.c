/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-editor.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ical-moving-private.h"
#include "loft-ical-recurrence.h"

static void
set_gone (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "the event is not there any more");
}

static void
set_uid (LoftContentComponent *component, const char *uid)
{
  g_autofree char *made = *uid == '\0' ? g_uuid_string_random () : g_strdup (uid);

  loft_content_component_set_text (component, "UID", made);
}

static void
stamp_new (LoftContentComponent *component, guint sequence)
{
  g_autofree char *now = loft_ical_document_write_stamp (loft_clock_now ());

  loft_content_component_set_value (component, "DTSTAMP", now);
  loft_content_component_set_value (component, "CREATED", now);
  loft_content_component_set_value (component, "LAST-MODIFIED", now);
  loft_ical_document_set_number (component, "SEQUENCE", sequence);
}

GBytes *
loft_ical_new_event (const LoftEvent *event)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_new ();
  g_autoptr (LoftEvent) nothing = loft_event_new ();
  LoftContentComponent *vevent =
    loft_content_component_add_component (document->calendar,
                                          loft_content_component_new ("VEVENT"));

  set_uid (vevent, event->uid);
  stamp_new (vevent, event->sequence);
  loft_ical_document_set_time (document, vevent, "RECURRENCE-ID", &event->recurrence_id);
  loft_ical_document_apply (document, vevent, nothing, event);
  return loft_ical_document_write (document);
}

/* An exception says nothing of the recurrence. */
static LoftEvent *
copy_as_exception (const LoftEvent *event)
{
  LoftEvent *copy = loft_event_copy (event);

  g_free (copy->rule);
  copy->rule = g_strdup ("");
  g_array_set_size (copy->dates, 0);
  g_array_set_size (copy->exceptions, 0);
  return copy;
}

/* As its series has it, until something is changed. */
LoftContentComponent *
loft_ical_document_make_exception (LoftIcalDocument *document, LoftIcalSeries *series,
                                   const LoftEventTime *id)
{
  static const char *const of_series[] = { "RRULE", "EXRULE", "RDATE", "EXDATE" };
  LoftContentComponent *master = loft_ical_document_find_master (document, "VEVENT");
  LoftContentComponent *exception = loft_content_component_copy (master);
  LoftEventTime start = loft_ical_series_get_id (series, id);
  LoftEventTime end = loft_ical_entry_get_end (loft_ical_series_get_master (series), &start);
  LoftContentProperty *property;

  for (guint i = 0; i < G_N_ELEMENTS (of_series); i++)
    loft_content_component_remove_properties (exception, of_series[i]);
  loft_ical_document_set_time (document, exception, "DTSTART", &start);
  if (loft_content_component_get_property (exception, "DTEND") != NULL)
    loft_ical_document_set_time (document, exception, "DTEND", &end);
  property = loft_content_component_get_property (exception, "DTSTART");
  {
    g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");
    LoftContentProperty *recurrence_id =
      loft_content_component_set_value (exception, "RECURRENCE-ID",
                                        loft_content_property_get_value (property));

    if (tzid != NULL)
      loft_content_property_set_parameter (recurrence_id, "TZID", tzid);
    if (start.is_date)
      loft_content_property_set_parameter (recurrence_id, "VALUE", "DATE");
  }
  return loft_content_component_add_component (document->calendar, exception);
}

static LoftContentComponent *
get_exception (LoftIcalDocument *document, LoftIcalSeries *series, const LoftEventTime *id)
{
  LoftContentComponent *exception = loft_ical_document_find_exception (document, series, id);

  if (exception == NULL && loft_ical_series_get_master (series) != NULL)
    exception = loft_ical_document_make_exception (document, series, id);
  return exception;
}

static gboolean
change_this (LoftIcalDocument *document, LoftIcalSeries *series, const LoftEvent *before,
             const LoftEvent *after)
{
  LoftContentComponent *exception = get_exception (document, series, &before->recurrence_id);
  g_autoptr (LoftEvent) base = copy_as_exception (before);
  g_autoptr (LoftEvent) target = copy_as_exception (after);
  LoftIcalEntry *entry;

  if (exception == NULL)
    return FALSE;
  entry = loft_ical_entry_read (exception, &document->reading);
  base->start = entry->event->start;
  base->end = entry->event->end;
  loft_ical_entry_free (entry);
  loft_ical_document_stamp (exception,
                            loft_ical_document_apply (document, exception, base, target));
  return TRUE;
}

/* How many of the rule are before the occurrence: EXDATE does not make them less. */
static guint
count_before (const LoftIcalEntry *master, const LoftEventTime *id)
{
  LoftIcalTime start = loft_ical_event_time_get_time (&master->event->start);
  g_autoptr (LoftIcalRecurrence) recurrence = loft_ical_recurrence_new (master->rule, &start);
  LoftIcalTime time;
  guint n = 0;

  while (loft_ical_recurrence_next (recurrence, &time) &&
         loft_ical_time_get_seconds (&time) < id->wall)
    n++;
  return n;
}

/* The last moment before the occurrence, as UNTIL has it. */
static char *
write_end_before (const LoftEventTime *id)
{
  LoftIcalTime time = loft_ical_time_from_seconds (id->at - (id->is_date ? 24 * 60 * 60 : 1));

  time.is_date = id->is_date;
  time.is_utc = loft_event_time_is_instant (id);
  return loft_ical_time_write (&time);
}

static void
end_rule (LoftContentComponent *master, const LoftEventTime *id)
{
  LoftContentProperty *rule = loft_content_component_get_property (master, "RRULE");
  g_autofree char *until = write_end_before (id);
  g_autofree char *uncounted = NULL;
  g_autofree char *ended = NULL;

  if (rule == NULL)
    return;
  uncounted = loft_ical_rule_with_part (loft_content_property_get_value (rule), "COUNT", NULL);
  ended = loft_ical_rule_with_part (uncounted, "UNTIL", until);
  loft_content_property_set_value (rule, ended);
}

/* Of RDATE and EXDATE those on one side of the occurrence stay. */
static void
divide_times (LoftIcalDocument *document, LoftIcalSeries *series, LoftContentComponent *master,
              const char *name, GArray *times, const LoftEventTime *id, gboolean later)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));

  for (guint i = 0; i < times->len; i++)
    {
      LoftEventTime time = g_array_index (times, LoftEventTime, i);

      if ((loft_ical_series_get_wall (series, &time) >= id->wall) == later)
        g_array_append_val (kept, time);
    }
  if (kept->len < times->len)
    loft_ical_document_set_times (document, master, name, kept);
}

static void
divide_exceptions (LoftIcalDocument *document, LoftIcalSeries *series, const LoftEventTime *id,
                   gboolean later)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentComponent *component;
  guint position = 0;

  while ((component = loft_content_component_next_component (document->calendar, &position,
                                                             "VEVENT")) != NULL)
    {
      LoftEventTime own = { 0 };

      if (loft_ical_document_get_recurrence_id (document, component, &own) &&
          (loft_ical_series_get_wall (series, &own) >= id->wall) != later)
        g_ptr_array_add (dropped, component);
    }
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_component (document->calendar, dropped->pdata[i]);
}

/* One half of the series: before the occurrence, or from it on. */
static void
divide (LoftIcalDocument *document, LoftIcalSeries *series, const LoftEventTime *id, gboolean later)
{
  LoftContentComponent *master = loft_ical_document_find_master (document, "VEVENT");
  const LoftEvent *event = loft_ical_series_get_master (series)->event;

  divide_times (document, series, master, "RDATE", event->dates, id, later);
  divide_times (document, series, master, "EXDATE", event->exceptions, id, later);
  divide_exceptions (document, series, id, later);
  if (!later)
    {
      end_rule (master, id);
      loft_ical_document_stamp (master, TRUE);
    }
}

static void
begin_rule (LoftContentComponent *master, const LoftIcalEntry *entry, const LoftEventTime *id)
{
  LoftContentProperty *rule = loft_content_component_get_property (master, "RRULE");
  guint n;
  g_autofree char *count = NULL;
  g_autofree char *value = NULL;

  if (rule == NULL || entry->rule == NULL || entry->rule->count == 0)
    return;
  n = count_before (entry, id);
  count = g_strdup_printf ("%u", entry->rule->count > n ? entry->rule->count - n : 1);
  value = loft_ical_rule_with_part (loft_content_property_get_value (rule), "COUNT", count);
  loft_content_property_set_value (rule, value);
}

static void
set_uids (LoftIcalDocument *document, const char *uid)
{
  LoftContentComponent *component;
  guint position = 0;

  while ((component = loft_content_component_next_component (document->calendar, &position,
                                                             "VEVENT")) != NULL)
    {
      loft_content_component_set_text (component, "UID", uid);
      stamp_new (component, 0);
    }
}

/* The series from the occurrence on, as one of its own. */
static GBytes *
make_rest (GBytes *raw, const LoftEvent *before, const LoftEvent *after)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  g_autoptr (LoftIcalSeries) series = loft_ical_document_read_series (document);
  LoftContentComponent *master = loft_ical_document_find_master (document, "VEVENT");
  const LoftIcalEntry *entry = loft_ical_series_get_master (series);
  LoftEventTime start = loft_ical_series_get_id (series, &before->recurrence_id);
  LoftEventTime end = loft_ical_entry_get_end (entry, &start);
  g_autofree char *uid = g_uuid_string_random ();

  divide (document, series, &start, TRUE);
  begin_rule (master, entry, &start);
  loft_ical_document_set_time (document, master, "DTSTART", &start);
  if (loft_content_component_get_property (master, "DTEND") != NULL)
    loft_ical_document_set_time (document, master, "DTEND", &end);
  {
    g_autoptr (LoftIcalSeries) rest = loft_ical_document_read_series (document);
    const LoftEvent *event = loft_ical_series_get_master (rest)->event;
    g_autoptr (LoftEvent) base = loft_event_copy (before);
    g_autoptr (LoftEvent) target = loft_event_copy (after);
    gboolean same_rule = strcmp (before->rule, after->rule) == 0;

    /* The rule of this half, unless the person made another one. */
    g_free (base->rule);
    base->rule = g_strdup (event->rule);
    if (same_rule)
      {
        g_free (target->rule);
        target->rule = g_strdup (event->rule);
      }
    g_array_unref (base->dates);
    g_array_unref (base->exceptions);
    g_array_unref (target->dates);
    g_array_unref (target->exceptions);
    base->dates = g_array_copy (event->dates);
    base->exceptions = g_array_copy (event->exceptions);
    target->dates = g_array_copy (event->dates);
    target->exceptions = g_array_copy (event->exceptions);
    loft_ical_move_series (document, base, target);
  }
  set_uids (document, uid);
  return loft_ical_document_write (document);
}

static gboolean
is_first (LoftIcalSeries *series, const LoftEventTime *id)
{
  const LoftIcalEntry *master = loft_ical_series_get_master (series);

  return master == NULL || loft_ical_series_get_id (series, id).wall <= master->event->start.wall;
}

static GBytes *
change_future (LoftIcalDocument *document, LoftIcalSeries *series, GBytes *raw,
               const LoftEvent *before, const LoftEvent *after, GBytes **rest)
{
  LoftEventTime id = loft_ical_series_get_id (series, &before->recurrence_id);

  *rest = make_rest (raw, before, after);
  divide (document, series, &id, FALSE);
  return loft_ical_document_write (document);
}

GBytes *
loft_ical_change_event (GBytes *raw, const LoftEvent *before, const LoftEvent *after,
                        LoftIcalScope scope, GBytes **rest, GError **error)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, error);
  g_autoptr (LoftIcalSeries) series = NULL;
  gboolean of_series = before->recurrence_id.is_set;
  gboolean has_master;

  *rest = NULL;
  if (document == NULL)
    return NULL;
  series = loft_ical_document_read_series (document);
  has_master = loft_ical_series_get_master (series) != NULL &&
               loft_ical_document_find_master (document, "VEVENT") != NULL;
  if (of_series && (scope == LOFT_ICAL_THIS || !has_master))
    {
      if (change_this (document, series, before, after))
        return loft_ical_document_write (document);
      set_gone (error);
      return NULL;
    }
  if (!has_master)
    {
      set_gone (error);
      return NULL;
    }
  if (of_series && scope == LOFT_ICAL_THIS_AND_FUTURE && !is_first (series, &before->recurrence_id))
    return change_future (document, series, raw, before, after, rest);
  loft_ical_move_series (document, before, after);
  return loft_ical_document_write (document);
}

static gboolean
has_events (LoftIcalDocument *document)
{
  return loft_content_component_get_component (document->calendar, "VEVENT") != NULL;
}

static void
remove_this (LoftIcalDocument *document, LoftIcalSeries *series, const LoftEventTime *id)
{
  LoftContentComponent *master = loft_ical_document_find_master (document, "VEVENT");
  LoftContentComponent *exception = loft_ical_document_find_exception (document, series, id);
  g_autoptr (GArray) times = NULL;
  LoftEventTime own;

  if (exception != NULL)
    loft_content_component_remove_component (document->calendar, exception);
  if (master == NULL || loft_ical_series_get_master (series) == NULL)
    return;
  own = loft_ical_series_get_id (series, id);
  times = g_array_copy (loft_ical_series_get_master (series)->event->exceptions);
  g_array_append_val (times, own);
  loft_ical_document_set_times (document, master, "EXDATE", times);
  loft_ical_document_stamp (master, TRUE);
}

static gboolean
stop_walk (const LoftIcalCandidate *candidate, gpointer data)
{
  *(gboolean *) data = TRUE;
  return FALSE;
}

/* Whether anything takes place yet. */
static gboolean
is_left (LoftIcalDocument *document)
{
  g_autoptr (LoftIcalSeries) series = loft_ical_document_read_series (document);
  gboolean found = FALSE;

  if (!has_events (document) || loft_ical_series_get_master (series) == NULL)
    return has_events (document);
  if (!loft_ical_series_walk (series, G_MININT64, G_MAXINT64, stop_walk, &found))
    return TRUE;
  return found || loft_ical_document_find_master (document, "VEVENT") == NULL;
}

GBytes *
loft_ical_remove_occurrence (GBytes *raw, const char *recurrence_id, LoftIcalScope scope,
                             GError **error)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, error);
  g_autoptr (LoftIcalSeries) series = NULL;
  LoftEventTime id, own;

  if (document == NULL)
    return NULL;
  series = loft_ical_document_read_series (document);
  if (scope == LOFT_ICAL_ALL || !loft_ical_event_time_read_id (recurrence_id, &id) ||
      (scope == LOFT_ICAL_THIS_AND_FUTURE && is_first (series, &id)))
    {
      set_gone (error);
      return NULL;
    }
  own = loft_ical_series_get_id (series, &id);
  if (scope == LOFT_ICAL_THIS)
    remove_this (document, series, &id);
  else
    divide (document, series, &own, FALSE);
  if (!is_left (document))
    {
      set_gone (error);
      return NULL;
    }
  return loft_ical_document_write (document);
}

/* TRUE: the address is there. */
static gboolean
answer (LoftContentComponent *vevent, const char *address, LoftPartstat partstat)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "ATTENDEE")) != NULL)
    {
      g_autoptr (LoftAttendee) attendee = loft_ical_attendee_read (property);

      if (g_ascii_strcasecmp (attendee->address, address) != 0)
        continue;
      loft_content_property_set_parameter (property, "PARTSTAT", loft_partstat_to_name (partstat));
      /* Answered: nobody waits any more. */
      if (partstat != LOFT_PARTSTAT_NEEDS_ACTION && attendee->rsvp)
        loft_content_property_set_parameter (property, "RSVP", NULL);
      return TRUE;
    }
  return FALSE;
}

static gboolean
answer_all (LoftIcalDocument *document, const char *address, LoftPartstat partstat)
{
  LoftContentComponent *component;
  guint position = 0;
  gboolean found = FALSE;

  while ((component = loft_content_component_next_component (document->calendar, &position,
                                                             "VEVENT")) != NULL)
    found |= answer (component, address, partstat);
  return found;
}

GBytes *
loft_ical_set_partstat (GBytes *raw, const char *address, LoftPartstat partstat,
                        const char *recurrence_id, GError **error)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, error);
  g_autoptr (LoftIcalSeries) series = NULL;
  LoftContentComponent *exception = NULL;
  LoftEventTime id;

  if (document == NULL)
    return NULL;
  if (*recurrence_id == '\0' && answer_all (document, address, partstat))
    return loft_ical_document_write (document);
  if (loft_ical_event_time_read_id (recurrence_id, &id))
    {
      series = loft_ical_document_read_series (document);
      exception = get_exception (document, series, &id);
    }
  if (exception != NULL && answer (exception, address, partstat))
    return loft_ical_document_write (document);
  set_gone (error);
  return NULL;
}
