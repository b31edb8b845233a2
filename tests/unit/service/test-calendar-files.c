/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-calendar-actions.h"
#include "loft-error.h"
#include "loft-service.h"

/* Calendars of "On this computer" made, named, coloured, deleted, filled from files and written into them. */

#define ZONE                                                                                       \
  "BEGIN:VTIMEZONE\r\nTZID:Custom\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"                \
  "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
#define EVENT(uid, rest)                                                                           \
  "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" uid "\r\n" rest            \
  "END:VEVENT\r\n"
/* What is there twice, of a zone of its own, whole days, and no event. */
/* clang-format off */
static const char file_text[] =
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:PUBLISH\r\n" ZONE
  EVENT ("one", "DTSTART;TZID=Custom:20260303T090000\r\nX-KEPT;A=b:as it is\r\n")
  EVENT ("two", "DTSTART;TZID=Custom:20260304T090000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")
  EVENT ("two", "DTSTART:20260306T100000Z\r\nRECURRENCE-ID;TZID=Custom:20260305T090000\r\n")
  EVENT ("three", "DTSTART;VALUE=DATE:20260305\r\n")
  "BEGIN:VTODO\r\nUID:todo\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:no event\r\nEND:VTODO\r\n"
  "END:VCALENDAR\r\n";
/* clang-format on */

typedef struct {
  char *profile;
  LoftService *service;
  LoftCalendarActions *actions; /* (borrowed) */
  GListModel *calendars; /* (borrowed) */
  LoftCalendarItem *calendar;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-calendar-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  fixture->actions = loft_service_get_calendar (fixture->service);
  fixture->calendars = loft_calendar_actions_get_calendars (fixture->actions);
  fixture->calendar = g_list_model_get_item (fixture->calendars, 0);
  g_assert_nonnull (fixture->calendar);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_object_unref (fixture->calendar);
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
arrange (Fixture *fixture, LoftArrangeKind kind, LoftCalendarItem *calendar, const char *name,
         const char *color, GError **error)
{
  LoftCalendarArrangement arrangement = { kind, calendar, name, color };
  g_autoptr (GAsyncResult) result = NULL;

  loft_calendar_actions_arrange_async (fixture->actions, &arrangement, on_done, &result);
  return loft_calendar_actions_arrange_finish (fixture->actions, wait_for (&result), error);
}

/* (transfer full) "Calendar #3584e4; …" */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (fixture->calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (fixture->calendars, i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? "; " : "",
                              loft_calendar_item_get_name (calendar),
                              loft_calendar_item_get_color (calendar));
    }
  return g_string_free (text, FALSE);
}

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_calendars (Fixture *fixture, const char *wanted)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  g_autofree char *seen = describe (fixture);

  while (!g_str_equal (seen, wanted) && !timed_out)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (seen);
      seen = describe (fixture);
    }
  g_assert_cmpstr (seen, ==, wanted);
  g_source_remove (source);
}

static void
must_arrange (Fixture *fixture, LoftArrangeKind kind, LoftCalendarItem *calendar, const char *name,
              const char *color)
{
  g_autoptr (GError) error = NULL;

  arrange (fixture, kind, calendar, name, color, &error);
  g_assert_no_error (error);
}

static void
import_bytes (Fixture *fixture, GBytes *bytes, LoftCalendarImported *imported, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_calendar_actions_import_async (fixture->actions, fixture->calendar, bytes, NULL, NULL, NULL,
                                      on_done, &result);
  loft_calendar_actions_import_finish (fixture->actions, wait_for (&result), imported, error);
}

static void
import (Fixture *fixture, const char *text, LoftCalendarImported *imported, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  import_bytes (fixture, bytes, imported, error);
}

static char *export(Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  loft_calendar_actions_export_async (fixture->actions, fixture->calendar, NULL, NULL, on_done,
                                      &result);
  bytes = loft_calendar_actions_export_finish (fixture->actions, wait_for (&result), &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *found = strstr (text, part); found != NULL; found = strstr (found + 1, part))
    n++;
  return n;
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_arrange (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = { "", "a/b", "Calendar", "INBOX" };
  g_autoptr (LoftCalendarItem) work = NULL;

  must_arrange (fixture, LOFT_ARRANGE_CREATE, fixture->calendar, "Work", "#26a269");
  wait_for_calendars (fixture, "Calendar #3584e4; Work #26a269");
  work = g_list_model_get_item (fixture->calendars, 1);
  must_arrange (fixture, LOFT_ARRANGE_RENAME, work, "The Office", NULL);
  wait_for_calendars (fixture, "Calendar #3584e4; The Office #26a269");
  must_arrange (fixture, LOFT_ARRANGE_RECOLOR, work, NULL, "#813d9c");
  wait_for_calendars (fixture, "Calendar #3584e4; The Office #813d9c");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
        arrange (fixture, LOFT_ARRANGE_CREATE, fixture->calendar, refused[i], NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
  must_arrange (fixture, LOFT_ARRANGE_DELETE, work, NULL, NULL);
  wait_for_calendars (fixture, "Calendar #3584e4");
}

/* What is in a calendar goes with it, and nothing else does. */
static void
test_delete_full (Fixture *fixture, gconstpointer data)
{
  LoftCalendarImported imported;
  g_autoptr (LoftCalendarItem) first = g_object_ref (fixture->calendar);
  g_autofree char *text = NULL;

  import (fixture, file_text, &imported, NULL);
  must_arrange (fixture, LOFT_ARRANGE_CREATE, first, "Work", "#26a269");
  wait_for_calendars (fixture, "Calendar #3584e4; Work #26a269");
  g_object_unref (fixture->calendar);
  fixture->calendar = g_list_model_get_item (fixture->calendars, 1);
  import (fixture, file_text, &imported, NULL);
  g_assert_cmpuint (imported.added, ==, 3);
  must_arrange (fixture, LOFT_ARRANGE_DELETE, fixture->calendar, NULL, NULL);
  wait_for_calendars (fixture, "Calendar #3584e4");
  g_set_object (&fixture->calendar, first);
  text = export(fixture);
  g_assert_cmpuint (count (text, "BEGIN:VEVENT"), ==, 4);
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "hello", "BEGIN:VCARD\r\nEND:VCARD\r\n" };
  LoftCalendarImported imported;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  import (fixture, file_text, &imported, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (imported.added, ==, 3);
  g_assert_cmpuint (imported.twins, ==, 0);
  g_assert_cmpuint (imported.left_out.n, ==, 1);
  /* Once more: all are there. */
  import (fixture, file_text, &imported, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (imported.added, ==, 0);
  g_assert_cmpuint (imported.twins, ==, 3);
  text = export(fixture);
  g_assert_cmpuint (count (text, "BEGIN:VCALENDAR"), ==, 1);
  g_assert_cmpuint (count (text, "BEGIN:VEVENT"), ==, 4);
  g_assert_cmpuint (count (text, "BEGIN:VTIMEZONE"), ==, 1);
  g_assert_cmpuint (count (text, "\r\nX-KEPT;A=b:as it is\r\n"), ==, 1);
  g_assert_cmpuint (count (text, "METHOD"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;

      import (fixture, bad[i], &imported, &refused);
      g_assert_nonnull (refused);
      g_assert_cmpuint (imported.added, ==, 0);
    }
}

/* What is damaged is named, and all else is there. */
#define GOOD(uid)                                                                                  \
  "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART:20260303T090000Z\r\nSUMMARY:Good " uid                   \
  "\r\nEND:VEVENT\r\n"
#define CALENDAR(inner) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" inner "END:VCALENDAR\r\n"

/* A "~" stands for a NUL. */
static const struct {
  const char *file;
  guint added;
  guint n_untaken;
  const char *said;
} damaged_rows[] = {
  { CALENDAR (GOOD ("a") "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Bad~One\r\nDTSTART:20260303T090000Z\r\n"
                         "END:VEVENT\r\n" GOOD ("b")),
    2, 1, "\"Bad\" is left out: a NUL stands in it" },
  { CALENDAR (GOOD ("a") "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Dentist\r\n" GOOD ("b")), 2, 1,
    "\"Dentist\" is left out: its end is missing" },
  { CALENDAR (GOOD ("a") "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Alarm\r\nBEGIN:VALARM\r\n"
                         "END:VEVENT\r\n" GOOD ("b")),
    2, 1, "\"Alarm\" is left out: its parts do not end where they should" },
  { CALENDAR (GOOD ("a") "END:VALARM\r\n" GOOD ("b")), 2, 0, "" },
  { CALENDAR (GOOD ("a") "X-ODD:~\r\n more\r\n" GOOD ("b")), 2, 0, "" },
  { CALENDAR (GOOD ("a") "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Never\r\nEND:VEVENT\r\n"), 1, 1,
    "\"Never\" is left out: it says no time" },
  { "BEGIN:VCALENDAR\r\n" GOOD ("a"), 1, 0, "" },
  { "BEGIN:VCALENDAR\r\n" GOOD ("a") "BEGIN:VEVENT\r\nDTSTART:2026", 1, 1,
    "An entry is left out: its end is missing" },
  { "BEGIN:VCALENDAR\r\n" GOOD ("a") CALENDAR (GOOD ("b")), 2, 0, "" },
  { CALENDAR ("BEGIN:VTIMEZONE\r\nTZID:Far\r\n" GOOD ("a")), 1, 1,
    "\"Far\" is left out: its end is missing" },
};

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (damaged_rows); i++)
    {
      gsize size = strlen (damaged_rows[i].file);
      g_autofree char *text = g_strdup (damaged_rows[i].file);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;
      LoftCalendarImported imported;

      for (gsize at = 0; at < size; at++)
        text[at] = text[at] == '~' ? '\0' : text[at];
      bytes = g_bytes_new (text, size);
      import_bytes (fixture, bytes, &imported, &error);
      g_assert_no_error (error);
      said = loft_untaken_list_explain (&imported.left_out);
      g_test_message ("row %u", i);
      g_assert_cmpstr (said, ==, damaged_rows[i].said);
      g_assert_cmpuint (imported.left_out.n, ==, damaged_rows[i].n_untaken);
      g_assert_cmpuint (imported.added + imported.twins, ==, damaged_rows[i].added);
    }
}

static void
test_utf16 (Fixture *fixture, gconstpointer data)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (charsets); i++)
    {
      gsize size = 0;
      g_autofree char *text =
        g_convert (i < 2 ? "\xef\xbb\xbf" CALENDAR (GOOD ("š")) : CALENDAR (GOOD ("š")), -1,
                   charsets[i % 2], "UTF-8", NULL, &size, NULL);
      g_autoptr (GBytes) bytes = g_bytes_new (text, size);
      g_autoptr (GError) error = NULL;
      LoftCalendarImported imported;

      import_bytes (fixture, bytes, &imported, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (imported.added + imported.twins, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/calendar-files/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("arrange", test_arrange);
  ADD ("damaged", test_damaged);
  ADD ("utf16", test_utf16);
  ADD ("delete-full", test_delete_full);
  ADD ("import", test_import);
  return g_test_run ();
}
