/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-content-component.h"
#include "loft-error.h"

#define EVENT                                                                                      \
  "BEGIN:VCALENDAR\r\n"                                                                            \
  "VERSION:2.0\r\n"                                                                                \
  "PRODID:-//Somebody//Else 1.0//EN\r\n"                                                           \
  "BEGIN:VTIMEZONE\r\n"                                                                            \
  "TZID:Europe/Vienna\r\n"                                                                         \
  "BEGIN:STANDARD\r\n"                                                                             \
  "DTSTART:19961027T030000\r\n"                                                                    \
  "END:STANDARD\r\n"                                                                               \
  "END:VTIMEZONE\r\n"                                                                              \
  "BEGIN:VEVENT\r\n"                                                                               \
  "UID:1\r\n"                                                                                      \
  "X-UNKNOWN;X-P=\"a;b\":kept\n"                                                                   \
  "SUMMARY;LANGUAGE=en:Folded in a strange \r\n  way\r\n"                                          \
  "ATTENDEE:mailto:a@example.com\r\n"                                                              \
  "ATTENDEE:mailto:b@example.com\r\n"                                                              \
  "no colon\r\n"                                                                                   \
  "\r\n"                                                                                           \
  "BEGIN:VALARM\r\n"                                                                               \
  "TRIGGER:-PT5M\r\n"                                                                              \
  "END:VALARM\r\n"                                                                                 \
  "end:VEVENT\r\n"                                                                                 \
  "END:VCALENDAR"

static LoftContentComponent *
read_text (const char *text, gssize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length >= 0 ? (gsize) length : strlen (text));

  return loft_content_component_read (bytes, NULL);
}

static char *
write_text (LoftContentComponent *component)
{
  g_autoptr (GBytes) bytes = loft_content_component_write (component);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data != NULL ? data : "", size);
}

static const struct {
  const char *text;
  int error; /* -1: read, and written the same */
} read_rows[] = {
  { "", -1 },
  { "\r\n", -1 },
  { "nothing of the kind", -1 },
  { "BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n", -1 },
  { "begin:vcard\nfn:A\nend:VCard\n", -1 },
  { "BEGIN:VCARD\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEND:VCARD\r\n", -1 },
  { "B\r\n EGIN:VCARD\r\nEND:VC\r\n ARD", -1 },
  { "BEGIN:VCARD \r\nEND:VCARD\r\n", -1 },
  { "BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE:a=\r\nBEGIN:b=\r\nc\r\nEND:VCARD\r\n", -1 },
  { "BEGIN:VCARD\r\nNOTE:a=\r\nEND:VCARD\r\n", -1 },
  { "BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE:a=\r\nend:vcard\r\n", -1 },
  { "BEGIN:VCARD\r\nPHOTO;ENCODING=BASE64:\r\n  AAAA\r\n  BBBB\r\n\r\nEND:VCARD\r\n", -1 },
  { "BEGIN:VCARD\r\n", LOFT_ERROR_PROTOCOL },
  { "END:VCARD\r\n", LOFT_ERROR_PROTOCOL },
  { "BEGIN:VCARD\r\nEND:VCALENDAR\r\n", LOFT_ERROR_PROTOCOL },
  { "BEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n"
    "BEGIN:A\n",
    LOFT_ERROR_LIMIT },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (read_rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_bytes_new (read_rows[i].text, strlen (read_rows[i].text));
      g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, &error);

      g_test_message ("row %u", i);
      if (read_rows[i].error >= 0)
        g_assert_error (error, LOFT_ERROR, read_rows[i].error);
      else
        {
          g_autofree char *written = NULL;

          g_assert_no_error (error);
          written = write_text (root);
          g_assert_cmpstr (written, ==, read_rows[i].text);
        }
    }
}

static void
test_read_bytes (void)
{
  g_autoptr (LoftContentComponent) nul = read_text ("A:b\0c\r\n", 7);
  g_autoptr (LoftContentComponent) marked = read_text ("\xef\xbb\xbf"
                                                       "BEGIN:A\nEND:A\n",
                                                       -1);

  g_assert_null (nul);
  g_assert_nonnull (loft_content_component_get_component (marked, "A"));
}

/* Cut anywhere it is refused, or read and written the same. */
static void
test_cut (void)
{
  for (gsize length = 0; length <= strlen (EVENT); length++)
    {
      g_autoptr (LoftContentComponent) root = read_text (EVENT, length);

      if (root != NULL)
        {
          g_autofree char *written = write_text (root);

          g_assert_cmpuint (strlen (written), ==, length);
          g_assert_true (memcmp (written, EVENT, length) == 0);
        }
    }
}

static LoftContentComponent *
get_event (LoftContentComponent *root)
{
  LoftContentComponent *calendar = loft_content_component_get_component (root, "vcalendar");

  return loft_content_component_get_component (calendar, "VEVENT");
}

/* EVENT with one part of it put in the place of another. */
static char *
with (const char *old, const char *changed)
{
  g_auto (GStrv) parts = g_strsplit (EVENT, old, 2);

  return g_strjoinv (changed, parts);
}

static void
assert_written (LoftContentComponent *root, const char *expected)
{
  g_autofree char *written = write_text (root);

  g_assert_cmpstr (written, ==, expected);
}

static void
test_change_touches_one_line (void)
{
  g_autoptr (LoftContentComponent) root = read_text (EVENT, -1);
  g_autofree char *expected =
    with ("SUMMARY;LANGUAGE=en:Folded in a strange \r\n  way", "SUMMARY;LANGUAGE=en:Lunch\\, late");

  loft_content_component_set_text (get_event (root), "SUMMARY", "Folded in a strange  way");
  assert_written (root, EVENT);
  loft_content_component_set_text (get_event (root), "SUMMARY", "Lunch, late");
  assert_written (root, expected);
}

static void
test_added_beside_its_kind (void)
{
  g_autoptr (LoftContentComponent) root = read_text (EVENT, -1);
  g_autoptr (LoftContentComponent) other = read_text (EVENT, -1);
  g_autofree char *third =
    with ("b@example.com\r\n", "b@example.com\r\nATTENDEE:mailto:c@example.com\r\n");
  g_autofree char *location = with ("BEGIN:VALARM", "LOCATION:Canteen\r\nBEGIN:VALARM");

  loft_content_component_add_property (get_event (root),
                                       loft_content_property_new ("ATTENDEE",
                                                                  "mailto:c@example.com"));
  assert_written (root, third);
  loft_content_component_set_text (get_event (other), "LOCATION", "Canteen");
  assert_written (other, location);
}

static void
test_removed (void)
{
  g_autoptr (LoftContentComponent) root = read_text (EVENT, -1);
  LoftContentComponent *event = get_event (root);
  g_autofree char *without_alarm = with ("BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n", "");
  g_autofree char *without_guests = NULL;
  g_auto (GStrv) parts = NULL;

  loft_content_component_remove_component (event,
                                           loft_content_component_get_component (event, "VALARM"));
  assert_written (root, without_alarm);
  loft_content_component_remove_properties (event, "ATTENDEE");
  g_assert_null (loft_content_component_get_property (event, "ATTENDEE"));
  parts = g_strsplit (without_alarm,
                      "ATTENDEE:mailto:a@example.com\r\nATTENDEE:mailto:b@example.com\r\n", 2);
  without_guests = g_strjoinv ("", parts);
  assert_written (root, without_guests);
}

static void
test_copy_stands_alone (void)
{
  g_autoptr (LoftContentComponent) copy = NULL;
  g_autofree char *written = NULL;
  {
    g_autoptr (LoftContentComponent) root = read_text (EVENT, -1);

    copy = loft_content_component_copy (get_event (root));
    loft_content_component_set_text (get_event (root), "UID", "other");
  }
  written = write_text (copy);
  g_assert_true (g_str_has_prefix (written, "BEGIN:VEVENT\r\nUID:1\r\n"));
  g_assert_true (g_str_has_suffix (written, "end:VEVENT\r\n"));
}

/* A last line without its end, and another behind it. */
static void
test_end_is_made (void)
{
  g_autoptr (LoftContentComponent) root = read_text ("BEGIN:A\nEND:A", -1);
  LoftContentComponent *added =
    loft_content_component_add_component (root, loft_content_component_new ("B"));

  loft_content_component_set_value (added, "X", "1");
  assert_written (root, "BEGIN:A\nEND:A\r\nBEGIN:B\r\nX:1\r\nEND:B\r\n");
}

static gint64
time_of (GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, NULL);
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (root, &position, NULL)) != NULL)
    g_strfreev (loft_content_property_dup_parameters (property, "TYPE"));
  return g_get_monotonic_time () - begin;
}

/* Unfolded, folded to pieces, parameters without number, quotes without end: a few megabytes of
 * each are read in the time of their length, where squares would take hours. */
static void
test_linear (void)
{
  const char *pieces[] = { "x", "\r\n y", ";A=\"", ";TYPE=a,b", ";X", "\"", "a.", "\r\nB:1" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new ("A");

      for (guint n = 0; n < 500000; n++)
        g_string_append (text, pieces[i]);
      g_string_append (text, ":v\r\n");
      g_assert_cmpint (time_of (text), <, 60 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content-lines/read", test_read);
  g_test_add_func ("/content-lines/bytes", test_read_bytes);
  g_test_add_func ("/content-lines/cut", test_cut);
  g_test_add_func ("/content-lines/change", test_change_touches_one_line);
  g_test_add_func ("/content-lines/added", test_added_beside_its_kind);
  g_test_add_func ("/content-lines/removed", test_removed);
  g_test_add_func ("/content-lines/copy", test_copy_stands_alone);
  g_test_add_func ("/content-lines/end", test_end_is_made);
  g_test_add_func ("/content-lines/linear", test_linear);
  return g_test_run ();
}
