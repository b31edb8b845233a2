/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "loft-event-reading.h"
#include "loft-output.h"
#include "loft-resource-command.h"

/* events, event: calendars. */

#define DEFAULT_DAYS 14

/* ---- times -------------------------------------------------------------------------------- */

/* A plain day is its midnight here. */
static gboolean
parse_time (const char *text, gint64 *seconds)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *whole = strlen (text) == 10 ? g_strconcat (text, "T00:00:00", NULL) : NULL;
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole != NULL ? whole : text, zone);

  if (time == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
take_time (GPtrArray *args, const char *option, gint64 fallback, gint64 *seconds)
{
  g_autofree char *text = loft_args_take_value (args, option);

  *seconds = fallback;
  if (text == NULL || parse_time (text, seconds))
    return TRUE;
  loft_usage_error ("%s takes a day (2026-11-22) or an RFC 3339 time", option);
  return FALSE;
}

/* (transfer full) Of a whole day its date; of others with the offset of the place they are at. */
static char *
format_time (const LoftOccurrence *occurrence, gint64 seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) there = NULL;

  if (utc == NULL)
    return g_strdup ("");
  if (occurrence->all_day)
    return g_date_time_format (utc, "%Y-%m-%d");
  if (occurrence->is_wall)
    return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S");
  zone = g_time_zone_new_identifier (*occurrence->zone != '\0' ? occurrence->zone : "UTC");
  there = zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  return g_date_time_format (there != NULL ? there : utc, "%Y-%m-%dT%H:%M:%S%:z");
}

/* ---- one occurrence ----------------------------------------------------------------------- */

static const char *
status_name (LoftEventStatus status)
{
  static const char *const names[] = { "confirmed", "tentative", "cancelled" };

  return names[status];
}

static void
add_partstat (JsonBuilder *builder, const char *name, LoftPartstat partstat)
{
  g_autofree char *text = partstat != LOFT_PARTSTAT_NONE
                            ? g_ascii_strdown (loft_partstat_to_name (partstat), -1)
                            : NULL;

  loft_output_add_text (builder, name, text);
}

static void
add_people (JsonBuilder *builder, const LoftEvent *event)
{
  loft_output_add_text (builder, "organizer",
                        event->organizer != NULL ? event->organizer->address : NULL);
  json_builder_set_member_name (builder, "attendees");
  json_builder_begin_array (builder);
  for (guint i = 0; i < event->attendees->len; i++)
    {
      const LoftAttendee *attendee = g_ptr_array_index (event->attendees, i);

      json_builder_begin_object (builder);
      loft_output_add_text (builder, "address", attendee->address);
      loft_output_add_text (builder, "name", attendee->name);
      add_partstat (builder, "status", attendee->partstat);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_alarms (JsonBuilder *builder, const LoftEvent *event)
{
  json_builder_set_member_name (builder, "alarms");
  json_builder_begin_array (builder);
  for (guint i = 0; i < event->alarms->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (event->alarms, i);

      json_builder_begin_object (builder);
      if (alarm->is_absolute)
        loft_output_add_time (builder, "at", alarm->at);
      else
        loft_output_add_int (builder, alarm->from_end ? "from_end" : "from_start", alarm->offset);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (LoftMailAccount *account, const char *calendar, const LoftOccurrence *occurrence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = loft_format_id (account, occurrence->resource_id);
  g_autofree char *start = format_time (occurrence, occurrence->start);
  g_autofree char *end = format_time (occurrence, occurrence->end);
  g_autoptr (GBytes) raw =
    loft_resources_get_raw (account, occurrence->resource_id, NULL, NULL);
  g_autoptr (LoftEvent) event =
    raw != NULL ? loft_event_reading_find (raw, occurrence->recurrence_id, NULL) : NULL;

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "calendar", calendar);
  loft_output_add_text (builder, "uid", occurrence->uid);
  loft_output_add_text (builder, "recurrence_id",
                        *occurrence->recurrence_id != '\0' ? occurrence->recurrence_id : NULL);
  loft_output_add_text (builder, "start", start);
  loft_output_add_text (builder, "end", end);
  json_builder_set_member_name (builder, "all_day");
  json_builder_add_boolean_value (builder, occurrence->all_day);
  loft_output_add_text (builder, "timezone", *occurrence->zone != '\0' ? occurrence->zone : NULL);
  loft_output_add_text (builder, "summary", occurrence->summary);
  loft_output_add_text (builder, "location", occurrence->location);
  loft_output_add_text (builder, "status", status_name (occurrence->status));
  add_partstat (builder, "my_status", occurrence->partstat);
  if (event != NULL)
    {
      add_people (builder, event);
      add_alarms (builder, event);
    }
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_line (LoftMailAccount *account, const char *calendar, const LoftOccurrence *occurrence)
{
  g_autofree char *id = loft_format_id (account, occurrence->resource_id);
  g_autofree char *start = format_time (occurrence, occurrence->start);
  g_autofree char *summary = loft_output_safe (occurrence->summary);
  g_autofree char *where = loft_output_safe (occurrence->location);
  g_autofree char *of = loft_output_safe (calendar);

  printf ("%-14s %-25s %-16s %s%s%s\n", id, start, of, summary, *where != '\0' ? " @ " : "", where);
}

/* ---- events ------------------------------------------------------------------------------- */

static int
compare (gconstpointer a, gconstpointer b, gpointer zone)
{
  return loft_occurrence_compare (*(LoftOccurrence *const *) a, *(LoftOccurrence *const *) b, zone);
}

static const char *
path_of (GPtrArray *folders, gint64 folder_id)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->id == folder_id)
        return folder->path;
    }
  return NULL;
}

static int
print_account (LoftContext *context, LoftMailAccount *account, const char *calendar, gint64 from,
               gint64 to)
{
  const char *name = loft_mail_account_get_name (account);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (account, LOFT_FOLDER_KIND_EVENTS, NULL);
  g_autoptr (GPtrArray) occurrences =
    reader != NULL && folders != NULL
      ? loft_event_reading_list (reader, from, to, zone, context->cancellable, &error)
      : NULL;

  if (occurrences == NULL)
    return loft_report_error (name, error);
  g_ptr_array_sort_with_data (occurrences, compare, zone);
  for (guint i = 0; i < occurrences->len; i++)
    {
      const LoftOccurrence *occurrence = g_ptr_array_index (occurrences, i);
      const char *path = path_of (folders, occurrence->folder_id);

      if (path == NULL || (calendar != NULL && !g_str_equal (path, calendar)))
        continue;
      if (context->json)
        print_json (account, path, occurrence);
      else
        print_line (account, path, occurrence);
    }
  return LOFT_EXIT_DONE;
}

int
loft_command_events (LoftContext *context, GPtrArray *args)
{
  g_autofree char *calendar = loft_args_take_value (args, "--calendar");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 from = 0;
  gint64 to = 0;
  g_autoptr (GPtrArray) accounts = NULL;
  int status = LOFT_EXIT_DONE;

  if (!take_time (args, "--from", now, &from) ||
      !take_time (args, "--to", from + DEFAULT_DAYS * 86400, &to))
    return LOFT_EXIT_USAGE;
  accounts = loft_take_collection_accounts (context, args, LOFT_FOLDER_KIND_EVENTS);
  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  for (guint i = 0; i < accounts->len; i++)
    status = loft_combine_status (
      status,
      print_account (context, g_ptr_array_index (accounts, i), calendar, from, to), i);
  return status;
}

/* ---- event -------------------------------------------------------------------------------- */

/* The series, or what there is of it. */
static int
show (LoftContext *context, GPtrArray *args)
{
  gboolean ics = loft_args_take_flag (args, "--ics");
  g_autofree char *text = loft_args_take_word (args);
  gint64 id = 0;
  LoftMailAccount *account;
  g_autoptr (GPtrArray) occurrences = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("event show ID [--ics]");
  account = loft_parse_id (context, text, &id);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  if (ics || !context->json)
    return loft_print_resource (account, id);
  occurrences = loft_event_reading_list_resource (
    loft_mail_account_get_reader (account, NULL), id, &error);
  folders = loft_resources_list_folders (account, LOFT_FOLDER_KIND_EVENTS, NULL);
  if (occurrences == NULL || folders == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (occurrences->len > 0)
    {
      const LoftOccurrence *first = g_ptr_array_index (occurrences, 0);

      print_json (account, path_of (folders, first->folder_id), first);
    }
  return LOFT_EXIT_DONE;
}

int
loft_command_event (LoftContext *context, GPtrArray *args)
{
  g_autofree char *verb = loft_args_take_word (args);

  if (verb == NULL)
    return loft_usage_error ("event show|add|edit|delete|respond|apply …");
  if (strcmp (verb, "respond") == 0)
    return loft_command_event_respond (context, args);
  if (strcmp (verb, "apply") == 0)
    return loft_command_event_apply (context, args);
  if (strcmp (verb, "show") == 0)
    return show (context, args);
  return loft_run_resource_verb (context, verb, args, "--calendar", LOFT_FOLDER_KIND_EVENTS);
}
