/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of events: the lines that name them, their contents, and what is told of changes. */

#include <string.h>

#include "loft-eas-event-files.h"
#include "loft-eas-trip.h"
#include "loft-eas-words.h"
#include "loft-error.h"

#define START "DTSTAMP:20261101T000000Z\r\nDTSTART:20261123T080000Z\r\nSUMMARY:Fair\r\n"
#define CALENDAR(lines)                                                                            \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n" START      \
    lines "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define AGENDA                                                                                     \
  "ATTACH;FILENAME=agenda.txt;X-LOFT-EAS-FILE=5%3A1;ENCODING=BASE64;VALUE=BINARY:VGhlIGFnZW5kYQ==\r\n"
#define PLAN "ATTACH;FILENAME=plan.pdf;SIZE=9999999;X-LOFT-EAS-FILE=5%3A2:cid:5%3A2\r\n"
#define NEW  "ATTACH;FMTTYPE=text/plain;FILENAME=new.txt;ENCODING=BASE64;VALUE=BINARY:TmV3\r\n"
#define LINK "ATTACH:https://x.test/a.pdf\r\n"

static LoftWbxmlElement *
make_event (const char *attachments)
{
  g_autofree char *words =
    g_strdup_printf ("StartTime=20261123T080000Z|EndTime=20261123T090000Z|UID=one|Subject=Fair|%s",
                     attachments);

  return loft_eas_words_read (words);
}

static char *
read_event (const char *attachments)
{
  LoftEasMapping how = loft_eas_trip_mapping (161);
  g_autoptr (LoftWbxmlElement) data = make_event (attachments);

  return loft_eas_trip_to_ical (data, &how);
}

static char *
dup_unfolded (const char *ical)
{
  g_auto (GStrv) lines = g_strsplit (ical, "\r\n ", -1);

  return g_strjoinv ("", lines);
}

/* A picture of the text is no file of the event. */
static void
test_read (void)
{
  g_autofree char *ical = read_event (
    "b:Attachments{b:Attachment{b:DisplayName=agenda.txt|b:FileReference=5:1|b:Method=1|"
    "b:EstimatedDataSize=10}|b:Attachment{b:DisplayName=a \"b\".png|b:FileReference=5:2}"
    "|b:Attachment{b:DisplayName=logo.png|b:FileReference=5:3|b:IsInline=1}"
    "|b:Attachment{b:DisplayName=nothing}}");
  g_autofree char *text = dup_unfolded (ical);
  g_autoptr (GPtrArray) references = loft_eas_event_files_list (ical);

  g_assert_nonnull (
    strstr (text, "ATTACH;FILENAME=agenda.txt;SIZE=10;X-LOFT-EAS-FILE=5%3A1:cid:5%3A1"));
  g_assert_null (strstr (text, "FILENAME=logo.png"));
  g_assert_null (strstr (text, "FILENAME=nothing"));
  g_assert_cmpuint (references->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (references, 0), ==, "5:1");
  g_assert_cmpstr (g_ptr_array_index (references, 1), ==, "5:2");
}

static void
test_fill (void)
{
  g_autofree char *ical =
    read_event ("b:Attachments{b:Attachment{b:DisplayName=agenda.txt|b:FileReference=5:1}"
                "|b:Attachment{b:DisplayName=gone.txt|b:FileReference=5:2}}");
  g_autoptr (GHashTable) contents =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  g_autofree char *filled = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  g_hash_table_insert (contents, (gpointer) "5:1", g_bytes_new_static ("The agenda", 10));
  filled = loft_eas_event_files_fill (ical, contents);
  text = dup_unfolded (filled);
  rest = loft_eas_event_files_list (filled);
  g_assert_nonnull (strstr (text, ":VGhlIGFnZW5kYQ==\r\n"));
  g_assert_nonnull (strstr (text, "X-LOFT-EAS-FILE=5%3A1;ENCODING=BASE64;VALUE=BINARY"));
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (rest, 0), ==, "5:2");
}

/* As far as they fit, whatever the sizes that a server claims. */
static void
test_large (void)
{
  g_autofree char *ical =
    read_event ("b:Attachments{b:Attachment{b:FileReference=a|b:EstimatedDataSize=4000000}"
                "|b:Attachment{b:FileReference=b|b:EstimatedDataSize=4000000}"
                "|b:Attachment{b:FileReference=c|b:EstimatedDataSize=99999999999999999999999}"
                "|b:Attachment{b:FileReference=d|b:EstimatedDataSize=-7}"
                "|b:Attachment{b:FileReference=e|b:EstimatedDataSize=1000}}");
  g_autoptr (GPtrArray) references = loft_eas_event_files_list (ical);

  g_assert_cmpuint (references->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (references, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (references, 1), ==, "d");
  g_assert_cmpstr (g_ptr_array_index (references, 2), ==, "e");
}

static const struct {
  guint version;
  const char *before; /* (nullable) */
  const char *after;
  const char *told; /* "+" added, "-" deleted */
} change_rows[] = {
  { 161, NULL, CALENDAR (NEW), "+new.txt New" },
  { 161, NULL, CALENDAR (""), "" },
  /* From another calendar: its reference means nothing here. */
  { 161, NULL, CALENDAR (AGENDA), "+agenda.txt The agenda" },
  { 161, CALENDAR (AGENDA PLAN), CALENDAR (AGENDA PLAN), "" },
  { 161, CALENDAR (AGENDA PLAN), CALENDAR (PLAN), "-5:1" },
  { 161, CALENDAR (AGENDA PLAN), CALENDAR (AGENDA), "-5:2" },
  { 161, CALENDAR (AGENDA), CALENDAR (NEW), "-5:1 +new.txt New" },
  { 160, CALENDAR (NEW), CALENDAR (NEW), "" },
  { 160, CALENDAR (LINK), CALENDAR (LINK NEW), "+new.txt New" },
  { 141, NULL, CALENDAR (NEW), "" },
};

/* (transfer full) */
static char *
tell (const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (all); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (all, i);
      const LoftWbxmlElement *content = loft_wbxml_element_find (one, LOFT_EAS_AIRSYNCBASE_CONTENT);

      g_string_append (told, told->len > 0 ? " " : "");
      if (one->tag == LOFT_EAS_AIRSYNCBASE_DELETE)
        g_string_append_printf (told, "-%s",
                                loft_wbxml_element_get_text (one,
                                                             LOFT_EAS_AIRSYNCBASE_FILE_REFERENCE));
      else
        g_string_append_printf (told, "+%s %.*s",
                                loft_wbxml_element_get_text (one,
                                                             LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME),
                                (int) g_bytes_get_size (content->bytes),
                                (const char *) g_bytes_get_data (content->bytes, NULL));
    }
  return g_string_free (told, FALSE);
}

static void
test_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (change_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (change_rows[i].version);
      g_autoptr (LoftWbxmlElement) data =
        loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
      g_autoptr (GError) error = NULL;
      g_autofree char *told = NULL;

      g_assert_true (loft_eas_event_files_add_changes (data, change_rows[i].before,
                                                       change_rows[i].after, &how, &error));
      g_assert_no_error (error);
      told = tell (data);
      g_test_message ("row %u", i);
      g_assert_cmpstr (told, ==, change_rows[i].told);
    }
}

/* A name alone cannot be given to another event. */
static void
test_not_here (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (161);
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_eas_event_files_add_changes (data, NULL, CALENDAR (PLAN), &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  how.left_out = left_out;
  g_assert_true (loft_eas_event_files_add_changes (data, NULL, CALENDAR (PLAN), &how, NULL));
  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (data), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-event-files/read", test_read);
  g_test_add_func ("/eas-event-files/fill", test_fill);
  g_test_add_func ("/eas-event-files/large", test_large);
  g_test_add_func ("/eas-event-files/changes", test_changes);
  g_test_add_func ("/eas-event-files/not-here", test_not_here);
  return g_test_run ();
}
