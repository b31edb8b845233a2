/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gets bad input, as files that somebody imports: the bad one is taken or named, the good ones beside it
 * are always there, and what takes place in a month is listed. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-occurrence-item.h"
#include "loft-service.h"

#define MARCH 1772323200 /* 2026-03-01 */
#define DAY   86400
#define MIB   (1024 * 1024)

#define PATIENCE 120 /* seconds, for machines under load: what is waited for ends it */

/* ---- the files ---------------------------------------------------------------------------- */

static void
begin (GString *file, const char *uid)
{
  g_string_append_printf (file,
                          "BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:%s\r\n",
                          uid, uid);
}

static void
end (GString *file)
{
  g_string_append (file, "END:VEVENT\r\n");
}

/* One event with the lines of the row. */
static void
make_lines (GString *file, const char *lines, guint n)
{
  begin (file, "Bad");
  g_string_append (file, lines);
  end (file);
}

static void
make_exceptions (GString *file, const char *lines, guint n)
{
  make_lines (file, "DTSTART:20000101T090000Z\r\nRRULE:FREQ=DAILY\r\n", 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) first = g_date_time_new_utc (2000, 1, 1, 9, 0, 0);
      g_autoptr (GDateTime) day = g_date_time_add_days (first, (int) i);
      g_autofree char *at = g_date_time_format (day, "%Y%m%dT%H%M%SZ");

      begin (file, "Bad");
      g_string_append_printf (file, "RECURRENCE-ID:%s\r\nDTSTART:%s\r\n", at, at);
      end (file);
    }
}

/* A line of n bytes that nobody has folded. */
static void
make_long_line (GString *file, const char *name, guint n)
{
  gsize at;

  begin (file, "Bad");
  g_string_append_printf (file, "DTSTART:20260305T090000Z\r\n%s:", name);
  at = file->len;
  g_string_set_size (file, at + n);
  memset (file->str + at, 'x', n);
  g_string_append (file, "\r\n");
  end (file);
}

static void
make_attendees (GString *file, const char *lines, guint n)
{
  begin (file, "Bad");
  g_string_append (file, "DTSTART:20260305T090000Z\r\nORGANIZER:mailto:o@example.test\r\n");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (file, "ATTENDEE:mailto:a%u@example.test\r\n", i);
  end (file);
}

static void
make_zone (GString *file, const char *lines, guint n)
{
  g_string_append_printf (file,
                          "BEGIN:VTIMEZONE\r\nTZID:Lie\r\nBEGIN:STANDARD\r\n%sEND:STANDARD\r\n"
                          "END:VTIMEZONE\r\n",
                          lines);
  make_lines (file, "DTSTART;TZID=Lie:20260305T090000\r\nRRULE:FREQ=DAILY;COUNT=5\r\n", 0);
}

static void
make_twins (GString *file, const char *lines, guint n)
{
  for (guint i = 0; i < n; i++)
    make_lines (file, lines, 0);
}

/* ---- the rows ----------------------------------------------------------------------------- */

#define AT        "DTSTART:20260305T090000Z\r\n"
#define TOO_LARGE "\"Bad\" is left out: it is too large"

static const struct {
  const char *name;
  void (*make) (GString *file, const char *lines, guint n);
  const char *lines;
  guint n;
  guint added; /* with the two good ones */
  const char *said;
} rows[] = {
  { "10,000 exceptions", make_exceptions, "", 10000, 3, "" },
  { "more exceptions", make_exceptions, "", 10001, 2, TOO_LARGE },
  { "description of 5 MB", make_long_line, "DESCRIPTION", 5 * MIB, 3, "" },
  { "line of 10 MB", make_long_line, "X-LINE", 10 * MIB, 3, "" },
  { "line of 33 MB", make_long_line, "X-LINE", 33 * MIB, 2, TOO_LARGE },
  { "100,000 guests", make_attendees, "", 100000, 3, "" },
  { "zone without offset", make_zone, "DTSTART:19700101T000000\r\n", 0, 3, "" },
  { "zone of far offsets", make_zone,
    "DTSTART:19700101T000000\r\nTZOFFSETFROM:+9999\r\nTZOFFSETTO:-9999\r\n", 0, 3, "" },
  { "zone that changes every second", make_zone,
    "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\n",
    0, 3, "" },
  { "rule of seconds", make_lines, AT "RRULE:FREQ=SECONDLY\r\n", 0, 3, "" },
  { "rule that never comes", make_lines, AT "RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\r\n", 0, 3,
    "" },
  { "rule for ever", make_lines, AT "RRULE:FREQ=DAILY\r\n", 0, 3, "" },
  { "rule of no steps", make_lines, AT "RRULE:FREQ=DAILY;INTERVAL=0\r\n", 0, 3, "" },
  { "rule of nonsense", make_lines, AT "RRULE:FREQ=NOW;BYDAY=99XX;COUNT=-4\r\n", 0, 3, "" },
  { "one twice", make_twins, AT, 2, 3, "" },
  { "no end", make_lines, AT, 0, 3, "" },
  { "end before start", make_lines, AT "DTEND:20250305T090000Z\r\n", 0, 3, "" },
  { "no start", make_lines, "DTEND:20260305T090000Z\r\n", 0, 2,
    "\"Bad\" is left out: it says no time" },
  { "start of nonsense", make_lines, "DTSTART:tomorrow\r\n", 0, 2,
    "\"Bad\" is left out: it says no time" },
  { "year of nonsense", make_lines, "DTSTART:99991231T235959Z\r\nRRULE:FREQ=YEARLY\r\n", 0, 3, "" },
  { "bytes of no encoding", make_lines, AT "LOCATION:\xff\xfe\x80 caf\xe9\r\n", 0, 3, "" },
};

static GBytes *
make_file (guint row)
{
  GString *file = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");

  begin (file, "First");
  g_string_append (file, AT);
  end (file);
  rows[row].make (file, rows[row].lines, rows[row].n);
  begin (file, "Last");
  g_string_append (file, AT);
  end (file);
  g_string_append (file, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (file);
}

/* ---- one of them -------------------------------------------------------------------------- */

static gboolean
on_patience_ended (gpointer ended)
{
  *(gboolean *) ended = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static guint
count_of (GListModel *events, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (events, i);

      n += g_str_equal (loft_occurrence_item_get (item)->summary, name);
    }
  return n;
}

static void
wait_for_good_ones (LoftCalendarActions *actions)
{
  g_autoptr (GListModel) events =
    loft_calendar_actions_list_events (actions, MARCH, MARCH + 31 * DAY);
  gboolean ended = FALSE;
  guint source = g_timeout_add_seconds (PATIENCE, on_patience_ended, &ended);

  while (!ended && (count_of (events, "First") != 1 || count_of (events, "Last") != 1))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (ended);
  g_source_remove (source);
}

static void
import (LoftCalendarActions *actions, guint row)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (actions);
  g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, 0);
  g_autoptr (GBytes) file = make_file (row);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  LoftCalendarImported imported = { 0 };

  loft_calendar_actions_import_async (actions, calendar, file, NULL, NULL, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  loft_calendar_actions_import_finish (actions, result, &imported, &error);
  g_assert_no_error (error);
  said = loft_untaken_list_explain (&imported.left_out);
  g_assert_cmpstr (said, ==, rows[row].said);
  g_assert_cmpuint (imported.added, ==, rows[row].added);
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autofree char *profile = g_dir_make_tmp ("loft-bad-XXXXXX", NULL);
  const char *const arguments[] = { "rm", "-rf", profile, NULL };
  g_autoptr (GError) error = NULL;
  LoftService *service = loft_service_open (profile, &error);

  g_assert_no_error (error);
  import (loft_service_get_calendar (service), row);
  wait_for_good_ones (loft_service_get_calendar (service));
  loft_service_stop (service);
  g_object_unref (service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bad-files/%s", rows[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  return g_test_run ();
}
