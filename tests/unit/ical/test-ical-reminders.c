/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-ical-reminders.h"

/* Lines of one or (parted by "||") several components; "A:" is short for an alarm of these lines, parted
 * by ";;". */
typedef struct {
  const char *name;
  const char *lines;
  const char *from;
  const char *to;
  const char *expected; /* when, in UTC; "/" and which occurrence */
} Row;

static const Row rows[] = {
  /* relative */
  { "before-start", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M", "20260301", "20260401",
    "20260310T084500Z" },
  { "at-start", "DTSTART:20260310T090000Z|A:TRIGGER:PT0S", "20260301", "20260401",
    "20260310T090000Z" },
  { "behind-start", "DTSTART:20260310T090000Z|A:TRIGGER:PT5M", "20260301", "20260401",
    "20260310T090500Z" },
  { "related-start", "DTSTART:20260310T090000Z|A:TRIGGER;RELATED=START:-PT1H", "20260301",
    "20260401", "20260310T080000Z" },
  { "before-end", "DTSTART:20260310T090000Z|DTEND:20260310T110000Z|A:TRIGGER;RELATED=END:-PT10M",
    "20260301", "20260401", "20260310T105000Z" },
  { "end-of-duration", "DTSTART:20260310T090000Z|DURATION:PT30M|A:TRIGGER;RELATED=END:PT0S",
    "20260301", "20260401", "20260310T093000Z" },
  { "weeks-before", "DTSTART:20260310T090000Z|A:TRIGGER:-P2W", "20260201", "20260401",
    "20260224T090000Z" },
  { "far-before", "DTSTART:20261210T090000Z|A:TRIGGER:-P300D", "20260201", "20260301",
    "20260213T090000Z" },
  { "two-alarms", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M|A:TRIGGER:-P1D", "20260301",
    "20260401", "20260309T090000Z 20260310T084500Z" },
  { "range-is-half-open", "DTSTART:20260302T000000Z|A:TRIGGER:PT0S|A:TRIGGER:-PT24H", "20260301",
    "20260302", "20260301T000000Z" },
  /* absolute */
  { "absolute", "DTSTART:20260310T090000Z|A:TRIGGER;VALUE=DATE-TIME:20260305T060000Z", "20260301",
    "20260401", "20260305T060000Z" },
  { "absolute-long-before", "DTSTART:20261110T090000Z|A:TRIGGER;VALUE=DATE-TIME:20260305T060000Z",
    "20260301", "20260401", "20260305T060000Z" },
  { "absolute-of-series-once",
    "DTSTART:20260301T090000Z|RRULE:FREQ=DAILY|A:TRIGGER;VALUE=DATE-TIME:20260305T060000Z",
    "20260301", "20260401", "20260305T060000Z/20260305T090000Z" },
  { "absolute-behind-the-end", "DTSTART:20260301T090000Z|A:TRIGGER:20260305T060000Z", "20260301",
    "20260401", "20260305T060000Z" },
  /* kinds of alarms */
  { "audio", "DTSTART:20260310T090000Z|A:ACTION:AUDIO;;TRIGGER:-PT15M", "20260301", "20260401",
    "20260310T084500Z" },
  { "email-is-the-server's", "DTSTART:20260310T090000Z|A:ACTION:EMAIL;;TRIGGER:-PT15M", "20260301",
    "20260401", "" },
  { "procedure-is-nobody's", "DTSTART:20260310T090000Z|A:ACTION:PROCEDURE;;TRIGGER:-PT15M",
    "20260301", "20260401", "" },
  { "no-trigger", "DTSTART:20260310T090000Z|A:ACTION:DISPLAY", "20260301", "20260401", "" },
  { "bad-trigger", "DTSTART:20260310T090000Z|A:TRIGGER:soon", "20260301", "20260401", "" },
  /* repetition */
  { "repeat", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;REPEAT:2;;DURATION:PT5M", "20260301",
    "20260401", "20260310T084500Z 20260310T085000Z 20260310T085500Z" },
  { "repeat-without-duration", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;REPEAT:2", "20260301",
    "20260401", "20260310T084500Z" },
  { "duration-without-repeat", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;DURATION:PT5M",
    "20260301", "20260401", "20260310T084500Z" },
  { "repeat-at-once", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;REPEAT:900;;DURATION:PT1S",
    "20260301", "20260401", "20260310T084500Z" },
  { "repeat-into-range", "DTSTART:20260228T235500Z|A:TRIGGER:PT0S;;REPEAT:2;;DURATION:PT5M",
    "20260301", "20260401", "20260301T000000Z 20260301T000500Z" },
  /* acknowledged */
  { "acknowledged", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;ACKNOWLEDGED:20260310T084501Z",
    "20260301", "20260401", "" },
  { "acknowledged-as-it-was-due",
    "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;ACKNOWLEDGED:20260310T084500Z", "20260301",
    "20260401", "" },
  { "acknowledged-earlier",
    "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;ACKNOWLEDGED:20260310T084459Z", "20260301",
    "20260401", "20260310T084500Z" },
  { "acknowledged-ends-repetition",
    "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;REPEAT:2;;DURATION:PT5M"
    ";;ACKNOWLEDGED:20260310T084600Z",
    "20260301", "20260401", "" },
  { "acknowledged-series-goes-on",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY;COUNT=3|A:TRIGGER:-PT15M"
    ";;ACKNOWLEDGED:20260311T084600Z",
    "20260301", "20260401", "20260312T084500Z/20260312T090000Z" },
  /* who does not want it */
  { "cancelled", "DTSTART:20260310T090000Z|STATUS:CANCELLED|A:TRIGGER:-PT15M", "20260301",
    "20260401", "" },
  { "declined",
    "DTSTART:20260310T090000Z|ORGANIZER:mailto:o@x.example"
    "|ATTENDEE;PARTSTAT=DECLINED:mailto:me@x.example|A:TRIGGER:-PT15M",
    "20260301", "20260401", "" },
  { "not-answered",
    "DTSTART:20260310T090000Z|ORGANIZER:mailto:o@x.example"
    "|ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@x.example|A:TRIGGER:-PT15M",
    "20260301", "20260401", "20260310T084500Z" },
  /* series */
  { "daily", "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY|A:TRIGGER:-PT15M", "20260312", "20260314",
    "20260312T084500Z/20260312T090000Z 20260313T084500Z/20260313T090000Z" },
  { "exdate", "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY|EXDATE:20260312T090000Z|A:TRIGGER:-PT15M",
    "20260312", "20260314", "20260313T084500Z/20260313T090000Z" },
  { "exception-has-its-own",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY|A:TRIGGER:-PT15M"
    "||RECURRENCE-ID:20260312T090000Z|DTSTART:20260312T140000Z|A:TRIGGER:-PT1H",
    "20260312", "20260314", "20260312T130000Z/20260312T090000Z 20260313T084500Z/20260313T090000Z" },
  { "exception-has-none",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY|A:TRIGGER:-PT15M"
    "||RECURRENCE-ID:20260312T090000Z|DTSTART:20260312T140000Z",
    "20260312", "20260314", "20260313T084500Z/20260313T090000Z" },
  { "only-exception-has-one",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY"
    "||RECURRENCE-ID:20260312T090000Z|DTSTART:20260312T140000Z|A:TRIGGER:-PT1H",
    "20260312", "20260314", "20260312T130000Z/20260312T090000Z" },
  { "exception-cancelled",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY|A:TRIGGER:-PT15M"
    "||RECURRENCE-ID:20260312T090000Z|DTSTART:20260312T090000Z|STATUS:CANCELLED|A:TRIGGER:-PT15M",
    "20260312", "20260314", "20260313T084500Z/20260313T090000Z" },
  { "exception-moved-from-elsewhere",
    "DTSTART:20260310T090000Z|RRULE:FREQ=WEEKLY|A:TRIGGER:-PT15M"
    "||RECURRENCE-ID:20260505T090000Z|DTSTART:20260312T140000Z|A:TRIGGER:-PT1H",
    "20260312", "20260314", "20260312T130000Z/20260505T090000Z" },
  { "absolute-of-exception",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY"
    "||RECURRENCE-ID:20260312T090000Z|DTSTART:20260312T140000Z|A:TRIGGER:20260305T060000Z",
    "20260301", "20260401", "20260305T060000Z/20260312T090000Z" },
  /* all day: the wall of the reader, who is in Vienna. Its clocks change on 2026-03-29 and 10-25. */
  { "all-day-morning-before", "DTSTART;VALUE=DATE:20260310|A:TRIGGER:-PT15H", "20260301",
    "20260401", "20260309T080000Z" },
  { "all-day-morning", "DTSTART;VALUE=DATE:20260310|A:TRIGGER:PT9H", "20260301", "20260401",
    "20260310T080000Z" },
  { "all-day-in-summer", "DTSTART;VALUE=DATE:20260710|A:TRIGGER:PT9H", "20260701", "20260801",
    "20260710T070000Z" },
  { "all-day-clocks-go-forward", "DTSTART;VALUE=DATE:20260329|A:TRIGGER:PT9H", "20260301",
    "20260401", "20260329T070000Z" },
  { "all-day-clocks-go-back", "DTSTART;VALUE=DATE:20261025|A:TRIGGER:PT9H", "20261001", "20261101",
    "20261025T080000Z" },
  { "all-day-over-the-change", "DTSTART;VALUE=DATE:20260330|A:TRIGGER:-P1D", "20260301", "20260401",
    "20260328T230000Z" },
  { "all-day-in-the-gap", "DTSTART;VALUE=DATE:20260329|A:TRIGGER:PT2H30M", "20260301", "20260401",
    "20260329T010000Z" },
  { "all-day-before-its-end",
    "DTSTART;VALUE=DATE:20260310|DTEND;VALUE=DATE:20260312"
    "|A:TRIGGER;RELATED=END:-PT6H",
    "20260301", "20260401", "20260311T170000Z" },
  { "all-day-series", "DTSTART;VALUE=DATE:20260328|RRULE:FREQ=DAILY;COUNT=3|A:TRIGGER:PT9H",
    "20260301", "20260401",
    "20260328T080000Z/20260328 20260329T070000Z/20260329 20260330T070000Z/20260330" },
  { "floating", "DTSTART:20260310T090000|A:TRIGGER:-PT15M", "20260301", "20260401",
    "20260310T074500Z" },
  /* in a zone: hours are hours, days are those of the wall */
  { "zone", "DTSTART;TZID=America/New_York:20260310T090000|A:TRIGGER:-PT15M", "20260301",
    "20260401", "20260310T124500Z" },
  { "day-over-the-change", "DTSTART;TZID=Europe/Vienna:20260329T120000|A:TRIGGER:-P1D", "20260301",
    "20260401", "20260328T110000Z" },
  { "hours-over-the-change", "DTSTART;TZID=Europe/Vienna:20260329T120000|A:TRIGGER:-PT24H",
    "20260301", "20260401", "20260328T100000Z" },
  { "day-and-hours-over-the-change", "DTSTART;TZID=Europe/Vienna:20261025T120000|A:TRIGGER:-P1DT2H",
    "20261001", "20261101", "20261024T080000Z" },
  { "series-over-the-change",
    "DTSTART;TZID=Europe/Vienna:20260328T090000|RRULE:FREQ=DAILY;COUNT=2|A:TRIGGER:-PT15M",
    "20260301", "20260401", "20260328T074500Z/20260328T080000Z 20260329T064500Z/20260329T070000Z" },
  /* tasks */
  { "task-before-due", "T:DUE:20260310T090000Z|A:TRIGGER;RELATED=END:-PT1H", "20260301", "20260401",
    "20260310T080000Z" },
  { "task-without-start", "T:DUE:20260310T090000Z|A:TRIGGER:-PT1H", "20260301", "20260401",
    "20260310T080000Z" },
  { "task-from-start", "T:DTSTART:20260308T090000Z|DUE:20260310T090000Z|A:TRIGGER:-PT1H",
    "20260301", "20260401", "20260308T080000Z" },
  { "task-absolute-without-dates", "T:PRIORITY:1|A:TRIGGER:20260305T060000Z", "20260301",
    "20260401", "20260305T060000Z" },
  { "task-relative-to-nothing", "T:PRIORITY:1|A:TRIGGER:-PT1H", "20260301", "20260401", "" },
  { "task-done", "T:DUE:20260310T090000Z|STATUS:COMPLETED|A:TRIGGER:-PT1H", "20260301", "20260401",
    "" },
  { "task-all-day", "T:DUE;VALUE=DATE:20260310|A:TRIGGER:PT9H", "20260301", "20260401",
    "20260310T080000Z" },
  { "task-acknowledged", "T:DUE:20260310T090000Z|A:TRIGGER:-PT1H;;ACKNOWLEDGED:20260310T090000Z",
    "20260301", "20260401", "" },
};

static void
add_component (GString *text, const char *lines)
{
  gboolean is_task = g_str_has_prefix (lines, "T:");
  g_auto (GStrv) split = g_strsplit (is_task ? lines + 2 : lines, "|", -1);
  const char *kind = is_task ? "VTODO" : "VEVENT";

  g_string_append_printf (text, "BEGIN:%s\r\nUID:u\r\nSUMMARY:Walk\r\n", kind);
  for (guint i = 0; split[i] != NULL; i++)
    {
      g_auto (GStrv) alarm = NULL;
      g_autofree char *joined = NULL;

      if (!g_str_has_prefix (split[i], "A:"))
        {
          g_string_append_printf (text, "%s\r\n", split[i]);
          continue;
        }
      alarm = g_strsplit (split[i] + 2, ";;", -1);
      joined = g_strjoinv ("\r\n", alarm);
      g_string_append_printf (text, "BEGIN:VALARM\r\n%s\r\nEND:VALARM\r\n", joined);
    }
  g_string_append_printf (text, "END:%s\r\n", kind);
}

static GBytes *
write_object (const char *lines)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
  g_auto (GStrv) components = g_strsplit (lines, "||", -1);

  for (guint i = 0; components[i] != NULL; i++)
    add_component (text, components[i]);
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (text);
}

static LoftIcalObject *
read_object (const char *lines)
{
  g_autoptr (GBytes) bytes = write_object (lines);
  g_autoptr (GError) error = NULL;
  LoftIcalObject *object = loft_ical_object_read (bytes, &error);

  g_assert_no_error (error);
  return object;
}

static gint64
parse_day (const char *day)
{
  int number = atoi (day);
  g_autoptr (GDateTime) at =
    g_date_time_new_utc (number / 10000, number / 100 % 100, number % 100, 0, 0, 0);

  return g_date_time_to_unix (at);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return loft_reminder_compare (*(LoftReminder *const *) a, *(LoftReminder *const *) b);
}

static GPtrArray *
list (LoftIcalObject *object, const char *from, const char *to, guint max)
{
  static const char *const own[] = { "me@x.example", NULL };
  g_autoptr (GTimeZone) vienna = g_time_zone_new_identifier ("Europe/Vienna");
  GPtrArray *reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);

  loft_ical_reminders_list (object, parse_day (from), parse_day (to), vienna, own, max, reminders);
  g_ptr_array_sort (reminders, compare);
  return reminders;
}

static char *
write_list (GPtrArray *reminders)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reminders->len; i++)
    {
      const LoftReminder *reminder = g_ptr_array_index (reminders, i);
      g_autoptr (GDateTime) due = g_date_time_new_from_unix_utc (reminder->due);
      g_autofree char *written = g_date_time_format (due, "%Y%m%dT%H%M%SZ");

      g_assert_cmpstr (reminder->summary, ==, "Walk");
      g_assert_cmpstr (reminder->uid, ==, "u");
      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", written,
                              *reminder->recurrence_id != '\0' ? "/" : "", reminder->recurrence_id);
    }
  return g_string_free (text, FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (LoftIcalObject) object = read_object (row->lines);
  g_autoptr (GPtrArray) reminders = list (object, row->from, row->to, 100);
  g_autofree char *written = write_list (reminders);

  g_assert_cmpstr (written, ==, row->expected);
}

/* Thousands of occurrences that each have a hundred alarms end at what was asked for. */
static void
test_bounds (void)
{
  g_autoptr (GString) lines = g_string_new ("DTSTART:20260228T000000Z|RRULE:FREQ=MINUTELY");
  g_autoptr (LoftIcalObject) object = NULL;
  g_autoptr (GPtrArray) reminders = NULL;

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (lines, "|A:TRIGGER:-PT%uM;;REPEAT:4000000000;;DURATION:PT1H", i);
  object = read_object (lines->str);
  reminders = list (object, "20260301", "20260401", 500);
  g_assert_cmpuint (reminders->len, ==, 500);
}

static LoftReminder *
first_of (const char *lines)
{
  g_autoptr (LoftIcalObject) object = read_object (lines);
  g_autoptr (GPtrArray) reminders = list (object, "20260301", "20260401", 1);

  g_assert_cmpuint (reminders->len, ==, 1);
  return loft_reminder_ref (g_ptr_array_index (reminders, 0));
}

/* What is remembered goes by the key: it stays with changes that do not concern it. */
static void
test_key (void)
{
  g_autoptr (LoftReminder) one = first_of ("DTSTART:20260310T090000Z|A:TRIGGER:-PT15M");
  g_autoptr (LoftReminder) same =
    first_of ("DTSTART:20260310T090000Z|LOCATION:Here|A:TRIGGER:-PT15M;;DESCRIPTION:x");
  g_autoptr (LoftReminder) later = first_of ("DTSTART:20260310T100000Z|A:TRIGGER:-PT15M");
  g_autofree char *key = loft_reminder_dup_key (one);
  g_autofree char *same_key = loft_reminder_dup_key (same);
  g_autofree char *later_key = loft_reminder_dup_key (later);

  g_assert_cmpstr (key, ==, same_key);
  g_assert_cmpstr (key, !=, later_key);
}

/* Dismissed here: the n-th reminder; and these are those that are left. */
typedef struct {
  const char *name;
  const char *lines;
  guint n;
  const char *left;
} Dismissal;

static const Dismissal dismissals[] = {
  { "single", "DTSTART:20260310T090000Z|X-A:b|A:TRIGGER:-PT15M", 0, "" },
  { "one-of-two", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M|A:TRIGGER:-PT1H", 0,
    "20260310T084500Z" },
  { "by-uid", "DTSTART:20260310T090000Z|A:UID:a;;TRIGGER:-PT15M|A:UID:b;;TRIGGER:-PT15M", 0,
    "20260310T084500Z" },
  { "of-series", "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY;COUNT=3|A:TRIGGER:-PT15M", 1,
    "20260312T084500Z/20260312T090000Z" },
  { "of-exception",
    "DTSTART:20260310T090000Z|RRULE:FREQ=DAILY;COUNT=3|A:TRIGGER:-PT15M"
    "||RECURRENCE-ID:20260311T090000Z|DTSTART:20260311T140000Z|A:TRIGGER:-PT15M",
    1, "20260310T084500Z/20260310T090000Z 20260312T084500Z/20260312T090000Z" },
  { "absolute", "DTSTART:20260310T090000Z|A:TRIGGER:20260305T060000Z", 0, "" },
  { "absolute-of-series",
    "DTSTART:20260301T090000Z|RRULE:FREQ=DAILY|A:TRIGGER;VALUE=DATE-TIME:20260305T060000Z", 0, "" },
  { "repeated", "DTSTART:20260310T090000Z|A:TRIGGER:-PT15M;;REPEAT:2;;DURATION:PT5M", 0, "" },
  { "task", "T:DUE:20260310T090000Z|A:TRIGGER:-PT1H", 0, "" },
};

static void
test_dismissal (gconstpointer data)
{
  const Dismissal *row = data;
  g_autoptr (GBytes) raw = write_object (row->lines);
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, NULL);
  g_autoptr (GPtrArray) before = list (object, "20260301", "20260401", 100);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (LoftIcalObject) changed = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *written = NULL;

  g_assert_cmpuint (before->len, >, row->n);
  after = loft_ical_reminders_acknowledge (raw, g_ptr_array_index (before, row->n), 0, &error);
  g_assert_no_error (error);
  changed = loft_ical_object_read (after, NULL);
  left = list (changed, "20260301", "20260401", 100);
  written = write_list (left);
  g_assert_cmpstr (written, ==, row->left);
}

/* All that is added is that line. */
static void
test_one_line (void)
{
  g_autoptr (GBytes) raw = write_object ("DTSTART:20260310T090000Z|X-A:b|A:TRIGGER:-PT15M");
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, NULL);
  g_autoptr (GPtrArray) reminders = list (object, "20260301", "20260401", 1);
  g_autoptr (GBytes) after =
    loft_ical_reminders_acknowledge (raw, g_ptr_array_index (reminders, 0), 0, NULL);
  g_autoptr (GString) text =
    g_string_new_len (g_bytes_get_data (after, NULL), (gssize) g_bytes_get_size (after));

  g_assert_cmpuint (g_string_replace (text, "ACKNOWLEDGED:20260310T084500Z\r\n", "", 0), ==, 1);
  g_assert_cmpmem (text->str, text->len, g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
}

static void
test_gone (void)
{
  g_autoptr (GBytes) raw = write_object ("DTSTART:20260310T090000Z|A:TRIGGER:-PT15M");
  g_autoptr (LoftReminder) other = first_of ("DTSTART:20260310T090000Z|A:TRIGGER:-PT5M");
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_ical_reminders_acknowledge (raw, other, 0, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Pacific/Auckland", TRUE); /* the zone that is given counts, not the machine's */
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ical-reminders/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (dismissals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ical-reminders/dismissed/%s", dismissals[i].name);

      g_test_add_data_func (path, &dismissals[i], test_dismissal);
    }
  g_test_add_func ("/ical-reminders/one-line", test_one_line);
  g_test_add_func ("/ical-reminders/gone", test_gone);
  g_test_add_func ("/ical-reminders/bounds", test_bounds);
  g_test_add_func ("/ical-reminders/key", test_key);
  return g_test_run ();
}
