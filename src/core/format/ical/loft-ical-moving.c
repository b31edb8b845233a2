/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-moving-private.h"

#include <string.h>

#define DAY ((gint64) 24 * 60 * 60)

/* How a series is moved: its times go by wall on the clock, and become of another kind or zone where
 * form is. */
typedef struct {
  LoftIcalDocument *document; /* (borrowed) */
  LoftIcalSeries *series; /* (borrowed) as it was */
  LoftEventTime old_start;
  LoftEventTime form; /* the new start */
  gint64 delta;
} Move;

static gint64
get_midnight (gint64 wall)
{
  return wall - ((wall % DAY) + DAY) % DAY;
}

static LoftEventTime
make_time (LoftIcalDocument *document, gint64 wall, const LoftEventTime *form)
{
  LoftIcalTime time = loft_ical_time_from_seconds (form->is_date ? get_midnight (wall) : wall);

  time.is_date = form->is_date;
  time.is_utc = g_str_equal (form->zone, "UTC");
  return loft_ical_event_time_new (&time, *form->zone != '\0'
                                            ? loft_ical_zones_find (document->zones, form->zone)
                                            : NULL);
}

static LoftEventTime
move_time (const Move *move, const LoftEventTime *time)
{
  LoftEventTime date = { TRUE, TRUE, 0, "", 0 };

  if (!time->is_date || move->old_start.is_date)
    return make_time (move->document, loft_ical_series_get_wall (move->series, time) + move->delta,
                      &move->form);
  date.wall = date.at = time->wall + get_midnight (move->old_start.wall + move->delta) -
                        get_midnight (move->old_start.wall);
  return date;
}

static GArray *
move_times (const Move *move, GArray *times)
{
  GArray *moved = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));

  for (guint i = 0; i < times->len; i++)
    {
      LoftEventTime time = move_time (move, &g_array_index (times, LoftEventTime, i));

      g_array_append_val (moved, time);
    }
  return moved;
}

char *
loft_ical_rule_with_part (const char *rule, const char *name, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (rule, ";", -1);
  g_autofree char *head = g_strconcat (name, "=", NULL);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_autofree char *part = g_strconcat (head, value, NULL);
  g_auto (GStrv) strings = NULL;
  gboolean is_there = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean is_part = g_ascii_strncasecmp (parts[i], head, strlen (head)) == 0;

      if (is_part && value != NULL && !is_there)
        g_strv_builder_add (kept, part);
      else if (!is_part && *parts[i] != '\0')
        g_strv_builder_add (kept, parts[i]);
      is_there |= is_part;
    }
  if (!is_there && value != NULL)
    g_strv_builder_add (kept, part);
  strings = g_strv_builder_end (kept);
  return g_strjoinv (";", strings);
}

/* UNTIL is a date where the start is one, else in UTC (RFC 5545 3.3.10), floating where that is. */
static char *
write_until (const LoftEventTime *until)
{
  LoftIcalTime time = loft_ical_time_from_seconds (until->at);

  time.is_date = until->is_date;
  time.is_utc = loft_event_time_is_instant (until);
  return loft_ical_time_write (&time);
}

static void
move_until (const Move *move, const LoftIcalRule *rule, char **value)
{
  LoftEventTime until;
  g_autofree char *written = NULL;
  g_autofree char *old = g_steal_pointer (value);
  gint64 wall = loft_ical_time_get_seconds (&rule->until);

  /* The last moment of its day. */
  if (rule->until.is_date && !move->form.is_date)
    wall += DAY - 1 - (move->old_start.is_date ? 0 : move->delta);
  until = make_time (move->document, wall + move->delta, &move->form);
  written = write_until (&until);
  *value = loft_ical_rule_with_part (old, "UNTIL", written);
}

static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

/* Days of the week go with the days that the start goes. */
static void
move_weekdays (const Move *move, const LoftIcalRule *rule, char **value)
{
  GArray *days = rule->by[LOFT_ICAL_BY_DAY];
  gint64 moved = (get_midnight (move->form.wall) - get_midnight (move->old_start.wall)) / DAY;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *old = NULL;

  for (guint i = 0; i < days->len; i++)
    {
      gint16 day = g_array_index (days, gint16, i);
      gint64 weekday = loft_ical_rule_get_weekday (day) - 1 + moved;

      if (loft_ical_rule_get_nth (day) != 0)
        return;
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", weekdays[((weekday % 7) + 7) % 7]);
    }
  old = g_steal_pointer (value);
  *value = loft_ical_rule_with_part (old, "BYDAY", text->str);
}

/* "The second Tuesday" becomes the one that the new start is, where it is one alone. */
static void
move_nth_weekday (const Move *move, const LoftIcalRule *rule, char **value)
{
  LoftIcalTime start = loft_ical_time_from_seconds (move->form.wall);
  gint16 day = g_array_index (rule->by[LOFT_ICAL_BY_DAY], gint16, 0);
  gboolean is_last = start.day + 7 > (int) loft_ical_days_of_month (start.year, start.month);
  g_autofree char *text = NULL;
  g_autofree char *old = NULL;

  if (rule->by[LOFT_ICAL_BY_DAY]->len != 1 || loft_ical_rule_get_nth (day) == 0)
    return;
  text = g_strdup_printf ("%d%s",
                          (loft_ical_rule_get_nth (day) < 0 && is_last) || start.day > 28
                            ? -1
                            : (start.day - 1) / 7 + 1,
                          weekdays[loft_ical_time_get_weekday (&start) - 1]);
  old = g_steal_pointer (value);
  *value = loft_ical_rule_with_part (old, "BYDAY", text);
}

static void
move_number (const LoftIcalRule *rule, LoftIcalBy by, const char *name, int old_number, int number,
             char **value)
{
  g_autofree char *text = g_strdup_printf ("%d", number);
  g_autofree char *old = NULL;

  if (rule->by[by] == NULL || rule->by[by]->len != 1 || old_number == number ||
      g_array_index (rule->by[by], gint16, 0) != old_number)
    return;
  old = g_steal_pointer (value);
  *value = loft_ical_rule_with_part (old, name, text);
}

/* (transfer full) The rule for a start elsewhere, which it must still name. */
static char *
move_rule (const Move *move, const LoftIcalRule *rule, const char *text)
{
  char *value = g_strdup (text);
  LoftIcalTime before = loft_ical_time_from_seconds (move->old_start.wall);
  LoftIcalTime after = loft_ical_time_from_seconds (move->form.wall);

  if (rule == NULL)
    return value;
  if (rule->has_until)
    move_until (move, rule, &value);
  if (get_midnight (move->form.wall) == get_midnight (move->old_start.wall))
    return value;
  if (rule->by[LOFT_ICAL_BY_DAY] != NULL && rule->frequency == LOFT_ICAL_WEEKLY)
    move_weekdays (move, rule, &value);
  else if (rule->by[LOFT_ICAL_BY_DAY] != NULL && rule->by[LOFT_ICAL_BY_SETPOS] == NULL)
    move_nth_weekday (move, rule, &value);
  move_number (rule, LOFT_ICAL_BY_MONTHDAY, "BYMONTHDAY", before.day, after.day, &value);
  move_number (rule, LOFT_ICAL_BY_MONTH, "BYMONTH", before.month, after.month, &value);
  return value;
}

static void
replace_times (GArray **field, GArray *times)
{
  g_array_unref (*field);
  *field = times;
}

static gboolean
equal_times (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!loft_event_time_equal (&g_array_index (a, LoftEventTime, i),
                                &g_array_index (b, LoftEventTime, i)))
      return FALSE;
  return TRUE;
}

/* What of the recurrence the person left as it was goes along. */
static void
move_recurrence (const Move *move, const LoftIcalEntry *master, const LoftEvent *before,
                 LoftEvent *target)
{
  const LoftEvent *event = master->event;

  if (strcmp (before->rule, target->rule) == 0)
    {
      g_free (target->rule);
      target->rule = move_rule (move, master->rule, event->rule);
    }
  if (equal_times (before->dates, target->dates))
    replace_times (&target->dates, move_times (move, event->dates));
  if (equal_times (before->exceptions, target->exceptions))
    replace_times (&target->exceptions, move_times (move, event->exceptions));
}

/* The same length as the occurrence was given. */
static LoftEventTime
make_end (const Move *move, const LoftEvent *after)
{
  LoftEventTime end = after->end;

  if (after->start.is_date || strcmp (after->start.zone, after->end.zone) == 0)
    return make_time (move->document, move->form.wall + after->end.wall - after->start.wall,
                      &after->end);
  end.wall += move->form.wall - after->start.wall;
  return make_time (move->document, end.wall, &after->end);
}

static gboolean
has_moved (const LoftEvent *before, const LoftEvent *after)
{
  return !loft_event_time_equal (&before->start, &after->start) ||
         !loft_event_time_equal (&before->end, &after->end);
}

static void
take_string (char **field, const char *before, const char *after)
{
  if (strcmp (before, after) == 0 || strcmp (*field, before) != 0)
    return;
  g_free (*field);
  *field = g_strdup (after);
}

static LoftAttendee *
find_attendee (GPtrArray *attendees, const char *address)
{
  for (guint i = 0; i < attendees->len; i++)
    if (g_ascii_strcasecmp (((LoftAttendee *) attendees->pdata[i])->address, address) == 0)
      return g_ptr_array_index (attendees, i);
  return NULL;
}

/* Who came to the series or left it does so everywhere. */
static void
take_attendees (LoftEvent *exception, const LoftEvent *before, const LoftEvent *after)
{
  for (guint i = exception->attendees->len; i > 0; i--)
    {
      const LoftAttendee *one = g_ptr_array_index (exception->attendees, i - 1);

      if (find_attendee (before->attendees, one->address) != NULL &&
          find_attendee (after->attendees, one->address) == NULL)
        g_ptr_array_remove_index (exception->attendees, i - 1);
    }
  for (guint i = 0; i < after->attendees->len; i++)
    {
      const LoftAttendee *one = g_ptr_array_index (after->attendees, i);

      if (find_attendee (before->attendees, one->address) == NULL &&
          find_attendee (exception->attendees, one->address) == NULL)
        g_ptr_array_add (exception->attendees, loft_attendee_copy (one));
    }
}

/* An exception follows its series in what it had from it. */
static LoftEvent *
follow (const LoftEvent *exception, const LoftEvent *before, const LoftEvent *after)
{
  LoftEvent *target = loft_event_copy (exception);

  take_string (&target->summary, before->summary, after->summary);
  take_string (&target->description, before->description, after->description);
  take_string (&target->location, before->location, after->location);
  take_string (&target->url, before->url, after->url);
  take_string (&target->conference, before->conference, after->conference);
  take_string (&target->color, before->color, after->color);
  if (target->is_transparent == before->is_transparent)
    target->is_transparent = after->is_transparent;
  if (target->class == before->class)
    target->class = after->class;
  take_attendees (target, before, after);
  return target;
}

/* One that stands where its series has it goes along; one that was moved away stays there. */
static void
move_exception (const Move *move, LoftContentComponent *component, const LoftEvent *before,
                const LoftEvent *after, gboolean moved)
{
  LoftIcalEntry *entry = loft_ical_entry_read (component, &move->document->reading);
  g_autoptr (LoftEvent) target = follow (entry->event, before, after);
  LoftEventTime id = loft_ical_series_get_id (move->series, &entry->event->recurrence_id);
  LoftEventTime moved_id = move_time (move, &id);
  gboolean raise;

  if (moved && entry->event->start.at == id.at && entry->event->start.is_date == id.is_date)
    {
      target->start = moved_id;
      target->end =
        entry->event->end.at - entry->event->start.at == before->end.at - before->start.at
          ? make_time (move->document, moved_id.wall + after->end.wall - after->start.wall,
                       &after->end)
          : make_time (move->document,
                       moved_id.wall + entry->event->end.wall - entry->event->start.wall,
                       &move->form);
    }
  raise = loft_ical_document_apply (move->document, component, entry->event, target);
  if (moved)
    loft_ical_document_set_time (move->document, component, "RECURRENCE-ID", &moved_id);
  if (raise)
    loft_ical_document_stamp (component, TRUE);
  loft_ical_entry_free (entry);
}

static GPtrArray *
find_exceptions (LoftIcalDocument *document)
{
  GPtrArray *exceptions = g_ptr_array_new ();
  LoftContentComponent *component;
  guint position = 0;

  while ((component = loft_content_component_next_component (document->calendar, &position,
                                                             "VEVENT")) != NULL)
    if (loft_content_component_get_property (component, "RECURRENCE-ID") != NULL)
      g_ptr_array_add (exceptions, component);
  return exceptions;
}

static gboolean
gather_key (const LoftIcalCandidate *candidate, gpointer data)
{
  g_hash_table_add (data, g_memdup2 (&candidate->key, sizeof candidate->key));
  return TRUE;
}

/* Exceptions to what is no longer there would stand for themselves. */
static void
drop_unfit (LoftIcalDocument *document)
{
  g_autoptr (LoftIcalSeries) series = loft_ical_document_read_series (document);
  g_autoptr (GPtrArray) exceptions = find_exceptions (document);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 first = G_MAXINT64;
  gint64 last = G_MININT64;

  for (guint i = 0; i < exceptions->len; i++)
    {
      LoftEventTime id = { 0 };

      if (!loft_ical_document_get_recurrence_id (document, exceptions->pdata[i], &id))
        continue;
      first = MIN (first, loft_ical_series_get_wall (series, &id));
      last = MAX (last, loft_ical_series_get_wall (series, &id));
    }
  if (first > last || !loft_ical_series_walk (series, first - DAY, last + DAY, gather_key, keys))
    return;
  for (guint i = 0; i < exceptions->len; i++)
    {
      LoftEventTime id = { 0 };
      gint64 key;

      if (loft_ical_document_get_recurrence_id (document, exceptions->pdata[i], &id) &&
          !loft_ical_series_get_key (series, &id, &key) && !g_hash_table_contains (keys, &key))
        loft_content_component_remove_component (document->calendar, exceptions->pdata[i]);
    }
}

void
loft_ical_move_series (LoftIcalDocument *document, const LoftEvent *before, const LoftEvent *after)
{
  g_autoptr (LoftIcalSeries) series = loft_ical_document_read_series (document);
  LoftContentComponent *component = loft_ical_document_find_master (document, "VEVENT");
  const LoftIcalEntry *master = loft_ical_series_get_master (series);
  g_autoptr (LoftEvent) base = loft_event_copy (before);
  g_autoptr (LoftEvent) target = loft_event_copy (after);
  g_autoptr (GPtrArray) exceptions = find_exceptions (document);
  gboolean moved = has_moved (before, after);
  gboolean ruled = strcmp (before->rule, after->rule) != 0;
  Move move = { document, series, master->event->start, after->start,
                after->start.wall - before->start.wall };

  base->start = target->start = master->event->start;
  base->end = target->end = master->event->end;
  if (moved)
    {
      move.form = make_time (document, master->event->start.wall + move.delta, &after->start);
      target->start = move.form;
      target->end = make_end (&move, after);
      move_recurrence (&move, master, before, target);
    }
  loft_ical_document_stamp (component,
                            loft_ical_document_apply (document, component, base, target));
  for (guint i = 0; i < exceptions->len; i++)
    move_exception (&move, exceptions->pdata[i], before, after, moved);
  if (moved || ruled)
    drop_unfit (document);
}
