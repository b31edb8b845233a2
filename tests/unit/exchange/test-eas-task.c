/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-eas-data.h"
#include "loft-eas-task.h"
#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-object.h"

#define T(name) LOFT_EAS_TASKS_##name

static const LoftEasMapping how = { .version = 161,
                                    .address = "me@example.org",
                                    .name = "",
                                    .zone = "Europe/Vienna" };

static char *
to_ical (const LoftWbxmlElement *data)
{
  g_autoptr (GError) error = NULL;
  char *text = loft_eas_task_to_ical (data, "u-1", &how, &error);

  g_assert_no_error (error);
  return text;
}

static LoftWbxmlElement *
from_ical (const char *ical)
{
  g_autoptr (GError) error = NULL;
  LoftWbxmlElement *data = loft_eas_task_from_ical (ical, &how, &error);

  g_assert_no_error (error);
  return data;
}

/* What is always told, but for tag (0: nothing), which the case has. */
static LoftWbxmlElement *
make_data (guint tag)
{
  static const struct {
    guint tag;
    const char *text;
  } always[] = {
    { T (SUBJECT), "Paint" }, { T (IMPORTANCE), "1" },   { T (SENSITIVITY), "0" },
    { T (COMPLETE), "0" },    { T (REMINDER_SET), "0" },
  };
  LoftWbxmlElement *data = loft_eas_data_new (0);

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    if (always[i].tag != tag)
      loft_wbxml_element_add_text (data, always[i].tag, always[i].text);
  return data;
}

static void
add_body (LoftWbxmlElement *data, const char *type, const char *text, gboolean is_cut)
{
  LoftWbxmlElement *body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);

  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_TYPE, type);
  if (is_cut)
    loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_TRUNCATED, "1");
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, text);
}

static void
add_categories (LoftWbxmlElement *data, const char *const *texts)
{
  LoftWbxmlElement *list = loft_wbxml_element_add (data, T (CATEGORIES));

  for (guint i = 0; texts[i] != NULL; i++)
    loft_wbxml_element_add_text (list, T (CATEGORY), texts[i]);
}

static char *
unfold (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", parts);
}

/* ---- each element, both ways -------------------------------------------------------------- */

typedef struct {
  guint tag;
  const char *text;
  guint other;
  const char *other_text;
  const char *line;
} ElementCase;

static const ElementCase elements[] = {
  { T (SUBJECT), "Paint; the, door", 0, NULL, "\r\nSUMMARY:Paint\\; the\\, door\r\n" },
  { T (SUBJECT), "", 0, NULL, "\r\nUID:u-1\r\n" },
  { T (IMPORTANCE), "2", 0, NULL, "\r\nPRIORITY:1\r\n" },
  { T (IMPORTANCE), "0", 0, NULL, "\r\nPRIORITY:9\r\n" },
  { T (SENSITIVITY), "1", 0, NULL, "\r\nCLASS;X-LOFT-EAS=1:PRIVATE\r\n" },
  { T (SENSITIVITY), "2", 0, NULL, "\r\nCLASS:PRIVATE\r\n" },
  { T (SENSITIVITY), "3", 0, NULL, "\r\nCLASS:CONFIDENTIAL\r\n" },
  { T (COMPLETE), "1", T (DATE_COMPLETED), "2026-11-21T10:00:00.000Z",
    "\r\nSTATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:20261121T100000Z\r\n" },
  { T (DUE_DATE), "2026-11-23T00:00:00.000Z", T (UTC_DUE_DATE), "2026-11-22T23:00:00.000Z",
    ":20261123\r\n" },
  { T (DUE_DATE), "2026-11-23T00:00:00.000Z", T (UTC_DUE_DATE), "2026-11-23T05:00:00.000Z",
    ":20261123\r\n" }, /* of somebody in New York */
  { T (DUE_DATE), "2026-11-22T23:00:00.000Z", T (UTC_DUE_DATE), "2026-11-22T23:00:00.000Z",
    ":20261123\r\n" }, /* a server that writes the instant twice */
  { T (DUE_DATE), "2026-11-23T08:00:00.000Z", T (UTC_DUE_DATE), "2026-11-23T08:00:00.000Z",
    ":20261123T080000Z\r\n" }, /* and knows times */
  { T (DUE_DATE), "2026-11-23T09:00:00.000Z", T (UTC_DUE_DATE), "2026-11-23T08:00:00.000Z",
    ":20261123T080000Z\r\n" },
  { T (START_DATE), "2026-06-01T00:00:00.000Z", T (UTC_START_DATE), "2026-05-31T22:00:00.000Z",
    ":20260601\r\n" },
  { T (REMINDER_SET), "1", T (REMINDER_TIME), "2026-11-23T07:00:00.000Z",
    "\r\nTRIGGER;VALUE=DATE-TIME:20261123T070000Z\r\n" },
  { T (ORDINAL_DATE), "2026-11-23T07:00:00.000Z", T (SUB_ORDINAL_DATE), "5",
    "\r\nX-LOFT-EAS-ELEMENT:" },
};

static void
test_elements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_data (elements[i].tag);
      g_autofree char *ical = NULL;
      g_autofree char *again = NULL;
      g_autofree char *lines = NULL;
      g_autoptr (LoftWbxmlElement) back = NULL;

      loft_wbxml_element_add_text (data, elements[i].tag, elements[i].text);
      if (elements[i].other != 0)
        loft_wbxml_element_add_text (data, elements[i].other, elements[i].other_text);
      ical = to_ical (data);
      again = to_ical (data);
      lines = unfold (ical);
      if (strstr (lines, elements[i].line) == NULL)
        g_error ("no line %s in %s", elements[i].line, lines);
      back = from_ical (ical);
      g_assert_cmpstr (ical, ==, again);
      loft_eas_data_assert_equal (data, back);
    }
}

static LoftWbxmlElement *
make_whole (void)
{
  static const char *const categories[] = { "House, old", "Spring", NULL };
  LoftWbxmlElement *data =
    loft_eas_data_new (T (SUBJECT), "Paint", T (IMPORTANCE), "2", T (SENSITIVITY), "1",
                       T (COMPLETE), "0", T (START_DATE), "2026-11-20T00:00:00.000Z",
                       T (UTC_START_DATE), "2026-11-20T05:00:00.000Z", T (DUE_DATE),
                       "2026-11-23T00:00:00.000Z", T (UTC_DUE_DATE), "2026-11-23T05:00:00.000Z",
                       T (REMINDER_SET), "1", T (REMINDER_TIME), "2026-11-23T07:00:00.000Z",
                       T (ORDINAL_DATE), "2026-11-23T07:00:00.000Z", 0);

  add_categories (data, categories);
  add_body (data, "1", "one\r\n\r\ntwo, three; \\ four \r\n", FALSE);
  return data;
}

static void
test_whole (void)
{
  g_autoptr (LoftWbxmlElement) data = make_whole ();
  g_autofree char *ical = to_ical (data);
  g_autoptr (LoftWbxmlElement) back = from_ical (ical);
  g_autofree char *again = to_ical (back);

  loft_eas_data_assert_equal (data, back);
  g_assert_cmpstr (ical, ==, again);
}

/* ---- tasks of others ---------------------------------------------------------------------- */

#define TASK(lines)                                                                                \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:u\r\n"                         \
  "DTSTAMP:20261101T120000Z\r\n" lines "END:VTODO\r\nEND:VCALENDAR\r\n"
#define ALARM(trigger)                                                                             \
  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\n" trigger "END:VALARM\r\n"

static void
test_tasks (void)
{
  static const struct {
    const char *ical;
    guint tag;
    const char *text;
  } cases[] = {
    { TASK ("DUE;VALUE=DATE:20261123\r\n"), T (DUE_DATE), "2026-11-23T00:00:00.000Z" },
    { TASK ("DUE;VALUE=DATE:20261123\r\n"), T (UTC_DUE_DATE), "2026-11-22T23:00:00.000Z" },
    { TASK ("DUE;VALUE=DATE:20260723\r\n"), T (UTC_DUE_DATE), "2026-07-22T22:00:00.000Z" },
    { TASK ("DUE;TZID=Europe/Vienna:20261123T090000\r\n"), T (DUE_DATE),
      "2026-11-23T08:00:00.000Z" },
    { TASK ("DUE;TZID=Europe/Vienna:20261123T003000\r\n"), T (DUE_DATE),
      "2026-11-23T00:30:00.000Z" }, /* the day is what counts */
    { TASK ("DUE;TZID=Europe/Vienna:20261123T003000\r\n"), T (UTC_DUE_DATE),
      "2026-11-22T23:30:00.000Z" },
    { TASK ("DUE;TZID=Europe/Vienna:20261123T090000\r\n"), T (UTC_DUE_DATE),
      "2026-11-23T08:00:00.000Z" },
    { TASK ("DUE:20261123T080000Z\r\n"), T (DUE_DATE), "2026-11-23T08:00:00.000Z" },
    { TASK ("DUE;TZID=America/New_York:20261123T090000\r\n"), T (DUE_DATE),
      "2026-11-23T14:00:00.000Z" },
    { TASK ("DUE:20261123T090000\r\n"), T (UTC_DUE_DATE), "2026-11-23T08:00:00.000Z" },
    { TASK ("DTSTART;VALUE=DATE:20261123\r\nDURATION:P2D\r\n"), T (DUE_DATE),
      "2026-11-25T00:00:00.000Z" },
    { TASK ("DUE;VALUE=DATE;X-LOFT-EAS=\"2026-11-23T00:00:00.000Z "
            "2026-11-23T05:00:00.000Z\":20261124\r\n"),
      T (UTC_DUE_DATE), "2026-11-23T23:00:00.000Z" }, /* moved since */
    { TASK ("DUE;VALUE=DATE;X-LOFT-EAS=\"x y\":20261124\r\n"), T (DUE_DATE),
      "2026-11-24T00:00:00.000Z" },
    { TASK ("SUMMARY:x\r\n"), T (DUE_DATE), NULL },
    { TASK ("PRIORITY:3\r\n"), T (IMPORTANCE), "2" },
    { TASK ("PRIORITY:5\r\n"), T (IMPORTANCE), "1" },
    { TASK ("PRIORITY:6\r\n"), T (IMPORTANCE), "0" },
    { TASK ("CLASS;X-LOFT-EAS=1:CONFIDENTIAL\r\n"), T (SENSITIVITY), "3" },
    { TASK ("CLASS;X-LOFT-EAS=1:PUBLIC\r\n"), T (SENSITIVITY), "0" },
    { TASK ("STATUS:IN-PROCESS\r\nPERCENT-COMPLETE:40\r\n"), T (COMPLETE), "0" },
    { TASK ("STATUS:CANCELLED\r\n"), T (COMPLETE), "0" },
    { TASK ("STATUS:COMPLETED\r\n"), T (DATE_COMPLETED), "2026-11-01T12:00:00.000Z" },
    { TASK ("STATUS:COMPLETED\r\nLAST-MODIFIED:20261102T120000Z\r\n"), T (DATE_COMPLETED),
      "2026-11-02T12:00:00.000Z" },
    { TASK (ALARM ("TRIGGER;VALUE=DATE-TIME:20261123T070000Z\r\n")), T (REMINDER_TIME),
      "2026-11-23T07:00:00.000Z" },
    { TASK ("DUE;VALUE=DATE:20261123\r\n" ALARM ("TRIGGER;RELATED=END:PT9H\r\n")),
      T (REMINDER_TIME), "2026-11-23T08:00:00.000Z" },
    { TASK ("DUE:20261123T080000Z\r\n" ALARM ("TRIGGER:-PT15M\r\n")), T (REMINDER_TIME),
      "2026-11-23T07:45:00.000Z" },
    { TASK (ALARM ("TRIGGER:-PT15M\r\n")), T (REMINDER_SET), "0" },
    { TASK ("RELATED-TO:parent\r\nLOCATION:x\r\nURL:http://x\r\n"), T (SUBJECT), "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = from_ical (cases[i].ical);

      g_test_message ("%s", cases[i].ical);
      g_assert_cmpstr (loft_wbxml_element_get_text (data, cases[i].tag), ==, cases[i].text);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *ical;
    LoftError code;
    const char *word;
  } cases[] = {
    { TASK ("DTSTART;VALUE=DATE:20261124\r\nDUE;VALUE=DATE:20261123\r\n"), LOFT_ERROR_REFUSED,
      "begins after" },
    { TASK ("DESCRIPTION;X-LOFT-EAS-CUT=00000000:changed\r\n"), LOFT_ERROR_REFUSED, "beginning" },
    { "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", LOFT_ERROR_PROTOCOL, "no task" },
    { "BEGIN:VCARD\r\nEND:VCARD\r\n", LOFT_ERROR_PROTOCOL, "" },
    { "", LOFT_ERROR_PROTOCOL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_eas_task_from_ical (cases[i].ical, &how, &error));
      g_assert_error (error, LOFT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* ---- what repeats ------------------------------------------------------------------------- */

typedef struct {
  guint tags[7];
  const char *texts[7];
  const char *rule; /* NULL: iCalendar has none */
} RuleCase;

static const RuleCase rules[] = {
  { { T (TYPE), T (START), T (INTERVAL) },
    { "0", "2026-11-20T00:00:00.000Z", "3" },
    "FREQ=DAILY;INTERVAL=3" },
  { { T (TYPE), T (START), T (INTERVAL), T (DAY_OF_WEEK) },
    { "1", "2026-11-20T00:00:00.000Z", "1", "34" },
    "FREQ=WEEKLY;BYDAY=MO,FR" },
  { { T (TYPE), T (START), T (INTERVAL), T (DAY_OF_MONTH), T (REGENERATE), T (DEAD_OCCUR) },
    { "2", "2026-11-20T00:00:00.000Z", "1", "20", "1", "0" },
    "FREQ=MONTHLY;BYMONTHDAY=20" },
  { { T (TYPE), T (START), T (OCCURRENCES), T (INTERVAL), T (DAY_OF_MONTH) },
    { "2", "2026-11-20T00:00:00.000Z", "4", "1", "20" },
    "FREQ=MONTHLY;BYMONTHDAY=20;COUNT=4" },
  { { T (TYPE), T (START), T (INTERVAL), T (DAY_OF_MONTH), T (CALENDAR_TYPE) },
    { "2", "2026-11-20T00:00:00.000Z", "1", "20", "8" },
    NULL },
  { { T (TYPE) }, { "99" }, NULL },
};

static LoftWbxmlElement *
make_repeating (const RuleCase *rule)
{
  LoftWbxmlElement *data = make_data (0);
  LoftWbxmlElement *recurrence;

  loft_wbxml_element_add_text (data, T (DUE_DATE), "2026-11-20T00:00:00.000Z");
  loft_wbxml_element_add_text (data, T (UTC_DUE_DATE), "2026-11-19T23:00:00.000Z");
  recurrence = loft_wbxml_element_add (data, T (RECURRENCE));
  for (guint i = 0; i < G_N_ELEMENTS (rule->tags) && rule->tags[i] != 0; i++)
    loft_wbxml_element_add_text (recurrence, rule->tags[i], rule->texts[i]);
  return data;
}

/* The order of parts is no matter. */
static void
assert_rule (const char *rule, const char *expected)
{
  g_auto (GStrv) parts = g_strsplit (expected != NULL ? expected : "", ";", -1);

  if (expected == NULL)
    g_assert_cmpstr (rule, ==, "");
  for (guint i = 0; parts[i] != NULL; i++)
    g_assert_nonnull (strstr (rule, parts[i]));
}

static LoftIcalObject *
read_object (const char *ical)
{
  g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
  g_autoptr (GError) error = NULL;
  LoftIcalObject *object = loft_ical_object_read (raw, &error);

  g_assert_no_error (error);
  return object;
}

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_repeating (&rules[i]);
      g_autofree char *ical = to_ical (data);
      g_autoptr (LoftIcalObject) object = read_object (ical);
      const LoftTask *task = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
      g_autoptr (LoftWbxmlElement) back = from_ical (ical);

      g_test_message ("%s", ical);
      assert_rule (task->rule, rules[i].rule);
      loft_eas_data_assert_equal (data, back);
    }
}

/* What iCalendar has no word for stays when a person changes the rule. */
static void
test_changed_rule (void)
{
  static const guint only[] = { T (RECURRENCE), 0 };
  g_autoptr (LoftWbxmlElement) data = make_repeating (&rules[2]);
  g_autofree char *ical = to_ical (data);
  g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
  g_autoptr (LoftIcalObject) object = read_object (ical);
  const LoftTask *before = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
  g_autoptr (LoftTask) after = loft_task_copy (before);
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *text = NULL;
  g_autoptr (LoftWbxmlElement) back = NULL;
  const LoftWbxmlElement *recurrence;

  g_free (after->rule);
  after->rule = g_strdup ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=20");
  changed = loft_ical_change_task (raw, before, after, NULL);
  text = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
  back = from_ical (text);
  loft_eas_data_assert_only (data, back, only);
  recurrence = loft_wbxml_element_find (back, T (RECURRENCE));
  g_assert_cmpint (loft_wbxml_element_get_int (recurrence, T (INTERVAL), 0), ==, 2);
  g_assert_cmpint (loft_wbxml_element_get_int (recurrence, T (REGENERATE), 0), ==, 1);
}

/* SOGo 5.8 says when the series began and leaves the day to be found there. */
static void
test_short_rules (void)
{
  static const struct {
    const char *type;
    const char *rule;
  } cases[] = {
    { "1", "FREQ=WEEKLY;BYDAY=FR" },
    { "2", "FREQ=MONTHLY;BYMONTHDAY=20" },
    { "5", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const RuleCase given = { { T (TYPE), T (START) },
                               { cases[i].type, "2026-11-20T00:00:00.000Z" },
                               NULL };
      g_autoptr (LoftWbxmlElement) data = make_repeating (&given);
      g_autofree char *ical = to_ical (data);
      g_autoptr (LoftIcalObject) object = read_object (ical);
      const LoftTask *task = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
      g_autoptr (LoftWbxmlElement) back = from_ical (ical);
      g_autofree char *again = to_ical (back);

      assert_rule (task->rule, cases[i].rule);
      g_assert_cmpstr (ical, ==, again);
    }
}

static void
test_own_rules (void)
{
  static const struct {
    const char *lines;
    const char *day_of_month; /* NULL: refused */
  } cases[] = {
    { TASK ("DUE;VALUE=DATE:20261120\r\nRRULE:FREQ=MONTHLY\r\n"), "20" },
    { TASK ("DTSTART:20261120T090000Z\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=20\r\n"), "20" },
    { TASK ("DTSTART;VALUE=DATE:20261120\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20\r\n"), NULL },
    { TASK ("RRULE:FREQ=MONTHLY;BYMONTHDAY=20\r\n"), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftWbxmlElement) data = loft_eas_task_from_ical (cases[i].lines, &how, &error);
      const LoftWbxmlElement *recurrence = loft_wbxml_element_find (data, T (RECURRENCE));

      if (cases[i].day_of_month != NULL)
        g_assert_no_error (error);
      else
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_cmpstr (loft_wbxml_element_get_text (recurrence, T (DAY_OF_MONTH)), ==,
                       cases[i].day_of_month);
    }
}

/* ---- notes, what nobody knows ------------------------------------------------------------- */

static void
test_cut_note (void)
{
  g_autoptr (LoftWbxmlElement) data = make_data (0);
  g_autoptr (LoftWbxmlElement) rest = make_data (0);
  g_autoptr (LoftWbxmlElement) back = NULL;
  g_autofree char *ical = NULL;

  add_body (data, "1", "the begin", TRUE);
  ical = to_ical (data);
  g_assert_nonnull (strstr (ical, ":the begin\r\n"));
  back = from_ical (ical);
  loft_eas_data_assert_equal (back, rest);
}

static void
test_unknown (void)
{
  g_autoptr (LoftWbxmlElement) data = make_data (0);
  g_autoptr (LoftWbxmlElement) back = NULL;
  g_autofree char *ical = NULL;

  add_body (data, "2", "<b>bold</b>", FALSE);
  loft_wbxml_element_add_text (loft_wbxml_element_add (data, 0x092f), 0x0930, "inside");
  ical = to_ical (data);
  back = from_ical (ical);
  loft_eas_data_assert_equal (data, back);
}

/* HTML is read as text, and stays HTML until a person writes something else, or nothing. */
static void
test_html (void)
{
  static const char *const notes[] = { "mine", "" };
  g_autoptr (LoftWbxmlElement) data = make_data (0);
  g_autofree char *ical = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftIcalObject) object = NULL;
  const LoftTask *before;

  add_body (data, "2", "<b>bold</b> &amp; more", FALSE);
  ical = to_ical (data);
  raw = g_bytes_new (ical, strlen (ical));
  object = read_object (ical);
  before = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
  g_assert_cmpstr (before->description, ==, "bold & more");
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (LoftTask) after = loft_task_copy (before);
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *text = NULL;
      g_autoptr (LoftWbxmlElement) back = NULL;
      const LoftWbxmlElement *body;

      g_free (after->description);
      after->description = g_strdup (notes[i]);
      changed = loft_ical_change_task (raw, before, after, NULL);
      text = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
      back = from_ical (text);
      body = loft_wbxml_element_find (back, LOFT_EAS_AIRSYNCBASE_BODY);
      g_assert_cmpstr (loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA), ==,
                       *notes[i] != '\0' ? notes[i] : NULL);
    }
}

/* ---- changes ------------------------------------------------------------------------------ */

typedef void (*Edit) (LoftTask *task);

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
edit_summary (LoftTask *task)
{
  set_text (&task->summary, "Paint again");
}

static void
edit_due (LoftTask *task)
{
  task->due = loft_event_time_new_date (2026, 11, 25);
}

static void
remove_due (LoftTask *task)
{
  task->due = (LoftEventTime) LOFT_EVENT_TIME_NONE;
}

static void
edit_priority (LoftTask *task)
{
  task->priority = 0;
}

static void
edit_class (LoftTask *task)
{
  task->class = LOFT_CLASS_PUBLIC;
}

static void
edit_description (LoftTask *task)
{
  set_text (&task->description, "new");
}

static void
complete (LoftTask *task)
{
  task->status = LOFT_TASK_COMPLETED;
  task->completed = 1795255200;
}

static void
remove_alarm (LoftTask *task)
{
  g_ptr_array_set_size (task->alarms, 0);
}

static void
edit_category (LoftTask *task)
{
  set_text (&task->categories[0], "Garden");
}

/* What Loft's editor changes is what the server is told, and nothing else. */
static void
test_edits (void)
{
  static const struct {
    Edit edit;
    guint tags[3];
    const char *text;
  } cases[] = {
    { edit_summary, { T (SUBJECT) }, "Paint again" },
    { edit_due, { T (DUE_DATE), T (UTC_DUE_DATE) }, "2026-11-25T00:00:00.000Z" },
    { remove_due, { T (DUE_DATE), T (UTC_DUE_DATE) }, NULL },
    { edit_priority, { T (IMPORTANCE) }, "1" },
    { edit_class, { T (SENSITIVITY) }, "0" },
    { edit_description, { LOFT_EAS_AIRSYNCBASE_BODY }, "" },
    { complete, { T (COMPLETE), T (DATE_COMPLETED) }, "1" },
    { remove_alarm, { T (REMINDER_SET), T (REMINDER_TIME) }, "0" },
    { edit_category, { T (CATEGORIES) }, "" },
  };
  g_autoptr (LoftWbxmlElement) data = make_whole ();
  g_autofree char *ical = to_ical (data);
  g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, NULL);
  const LoftTask *before = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftTask) after = loft_task_copy (before);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *text = NULL;
      g_autoptr (LoftWbxmlElement) back = NULL;

      cases[i].edit (after);
      changed = loft_ical_change_task (raw, before, after, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
      back = from_ical (text);
      loft_eas_data_assert_only (data, back, cases[i].tags);
      g_assert_cmpstr (loft_wbxml_element_get_text (back, cases[i].tags[0]), ==, cases[i].text);
    }
}

/* ---- what is hostile ---------------------------------------------------------------------- */

static void
test_odd_texts (void)
{
  static const char *const texts[] = { "",
                                       " ",
                                       "\r\nEND:VTODO",
                                       "99999999999999999999",
                                       "-1",
                                       "\x01",
                                       ":",
                                       "\\",
                                       "2026-99-99T00:00:00Z",
                                       "Z",
                                       "0001-01-01T00:00:00.000Z",
                                       "9999-12-31T23:59:59.999Z" };
  const guint last = T (FIRST_DAY_OF_WEEK);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint tag = T (BODY); tag <= last; tag++)
      {
        g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (tag, texts[i], 0);
        g_autofree char *ical = to_ical (data);
        g_autoptr (LoftWbxmlElement) back = from_ical (ical);

        g_assert_nonnull (back);
      }
}

static void
test_no_item (void)
{
  g_autoptr (LoftWbxmlElement) data = make_data (0);
  g_autoptr (GError) error = NULL;
  LoftWbxmlElement *list = loft_wbxml_element_add (data, T (CATEGORIES));

  g_assert_null (loft_eas_task_to_ical (NULL, "u", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  for (guint i = 0; i < 100000; i++)
    loft_wbxml_element_add_text (list, T (CATEGORY), "x");
  g_assert_null (loft_eas_task_to_ical (data, "u", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-task/elements", test_elements);
  g_test_add_func ("/eas-task/whole", test_whole);
  g_test_add_func ("/eas-task/tasks", test_tasks);
  g_test_add_func ("/eas-task/refused", test_refused);
  g_test_add_func ("/eas-task/rules", test_rules);
  g_test_add_func ("/eas-task/changed-rule", test_changed_rule);
  g_test_add_func ("/eas-task/short-rules", test_short_rules);
  g_test_add_func ("/eas-task/own-rules", test_own_rules);
  g_test_add_func ("/eas-task/cut-note", test_cut_note);
  g_test_add_func ("/eas-task/unknown", test_unknown);
  g_test_add_func ("/eas-task/html", test_html);
  g_test_add_func ("/eas-task/edits", test_edits);
  g_test_add_func ("/eas-task/odd-texts", test_odd_texts);
  g_test_add_func ("/eas-task/no-item", test_no_item);
  return g_test_run ();
}
