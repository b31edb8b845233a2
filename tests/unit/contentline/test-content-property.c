/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-content-property.h"

static LoftContentProperty *
read_line (const char *line)
{
  g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

  return loft_content_property_new_read (bytes, 0, strlen (line));
}

static const struct {
  const char *line;
  const char *group;
  const char *name;
  const char *parameters; /* names, by comma */
  const char *value;
  const char *text;
} line_rows[] = {
  { "SUMMARY:Lunch\r\n", NULL, "SUMMARY", "", "Lunch", "Lunch" },
  { "summary:Lunch\n", NULL, "summary", "", "Lunch", "Lunch" },
  { "SUMMARY:Lunch", NULL, "SUMMARY", "", "Lunch", "Lunch" },
  { "SUMMARY:\r\n", NULL, "SUMMARY", "", "", "" },
  { "SUM\r\n MARY:Lu\r\n\tnch\r\n", NULL, "SUMMARY", "", "Lunch", "Lunch" },
  { "SUMMARY:gr\xc3\r\n \xbc\xc3\x9f\r\n", NULL, "SUMMARY", "", "grüß", "grüß" },
  { "SUMMARY:a\\nb\\Nc\\,d\\;e\\\\f\\:g\r\n", NULL, "SUMMARY", "", "a\\nb\\Nc\\,d\\;e\\\\f\\:g",
    "a\nb\nc,d;e\\f:g" },
  { "SUMMARY:ends\\\r\n", NULL, "SUMMARY", "", "ends\\", "ends\\" },
  { "URL:https://example.com:8080/a?b=c\r\n", NULL, "URL", "", "https://example.com:8080/a?b=c",
    "https://example.com:8080/a?b=c" },
  { "DTSTART;TZID=Europe/Vienna:20260101T100000\r\n", NULL, "DTSTART", "TZID", "20260101T100000",
    "20260101T100000" },
  { "DTSTART;TZID=\"a:b;c\";VALUE=DATE-TIME:2026\r\n", NULL, "DTSTART", "TZID,VALUE", "2026",
    "2026" },
  { "item1.EMAIL;type=INTERNET:a@b\r\n", "item1", "EMAIL", "type", "a@b", "a@b" },
  { "TEL;HOME;VOICE:+43\r\n", NULL, "TEL", "HOME,VOICE", "+43", "+43" },
  { "N;CHARSET=UTF-8;:a\r\n", NULL, "N", "CHARSET,", "a", "a" },
  { "ATTENDEE;CN=\"unclosed:mailto:a@b\r\n", NULL, "ATTENDEE", "CN", "mailto:a@b", "mailto:a@b" },
  { "no colon here\r\n", NULL, "", "", "no colon here", "no colon here" },
  { "\r\n", NULL, "", "", "", "" },
  { ":value\r\n", NULL, "", "", "value", "value" },
  { ".:value\r\n", "", "", "", "value", "value" },
  { ";A=b:value\r\n", NULL, "", "A", "value", "value" },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_rows); i++)
    {
      g_autoptr (LoftContentProperty) property = read_line (line_rows[i].line);
      g_autofree char *group = loft_content_property_dup_group (property);
      g_autofree char *name = loft_content_property_dup_name (property);
      g_auto (GStrv) names = loft_content_property_dup_parameter_names (property);
      g_autofree char *parameters = g_strjoinv (",", names);
      g_autofree char *text = loft_content_property_dup_text (property);
      g_autoptr (GString) written = g_string_new (NULL);

      g_test_message ("row %u", i);
      g_assert_cmpstr (group, ==, line_rows[i].group);
      g_assert_cmpstr (name, ==, line_rows[i].name);
      g_assert_true (loft_content_property_is (property, line_rows[i].name));
      g_assert_false (loft_content_property_is (property, "SUMMAR"));
      g_assert_cmpstr (parameters, ==, line_rows[i].parameters);
      g_assert_cmpstr (loft_content_property_get_value (property), ==, line_rows[i].value);
      g_assert_cmpstr (text, ==, line_rows[i].text);
      loft_content_property_append_to (property, written);
      g_assert_cmpstr (written->str, ==, line_rows[i].line);
    }
}

static const struct {
  const char *line;
  const char *name;
  const char *values; /* by "|"; NULL: none */
} parameter_rows[] = {
  { "A;TYPE=home:x", "TYPE", "home" },
  { "A;type=home:x", "TYPE", "home" },
  { "A;TYPE=home,work;TYPE=pref:x", "TYPE", "home|work|pref" },
  { "A;TYPE=\"home,work\":x", "TYPE", "home,work" },
  { "A;CN=\"Doe; John: Esq\":x", "CN", "Doe; John: Esq" },
  { "A;CN=George Herman ^'Babe^' Ruth:x", "CN", "George Herman \"Babe\" Ruth" },
  { "A;L=5 Main^nTown^^ ^x:x", "L", "5 Main\nTown^ ^x" },
  { "A;HOME:x", "HOME", "" },
  { "A;TYPE=:x", "TYPE", "" },
  { "A;TYPE=a,,b:x", "TYPE", "a||b" },
  { "A;TYPE=a=b:x", "TYPE", "a=b" },
  { "A;X=1;Y=\"2;Z=3\";Q=4:x", "Z", NULL },
  { "A;X=1;Y=\"2;Z=3\";Q=4:x", "Q", "4" },
  { "A:x;TYPE=home", "TYPE", NULL },
};

static void
test_parameters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parameter_rows); i++)
    {
      g_autoptr (LoftContentProperty) property = read_line (parameter_rows[i].line);
      g_auto (GStrv) values =
        loft_content_property_dup_parameters (property, parameter_rows[i].name);
      g_autofree char *joined = g_strjoinv ("|", values);

      g_test_message ("row %u", i);
      g_assert_cmpuint (g_strv_length (values) > 0, ==, parameter_rows[i].values != NULL);
      if (parameter_rows[i].values != NULL)
        g_assert_cmpstr (joined, ==, parameter_rows[i].values);
    }
}

/* What a change leaves of a line. */
static const struct {
  const char *line;
  const char *parameter; /* NULL: the value is set */
  const char *value;
  const char *expected;
} change_rows[] = {
  { "A;X=\"q:1\";Y=z:old\n", NULL, "new", "A;X=\"q:1\";Y=z:new\r\n" },
  { "g.A:old\r\n", NULL, "", "g.A:\r\n" },
  { "A:old\r\n", NULL, "one\r\nINJECTED:two", "A:oneINJECTED:two\r\n" },
  { "A;X=1;Y=2:v\r\n", "X", NULL, "A;Y=2:v\r\n" },
  { "A;X=1;Y=2:v\r\n", "X", "3", "A;Y=2;X=3:v\r\n" },
  { "A:v\r\n", "X", "a;b", "A;X=\"a;b\":v\r\n" },
  { "A:v\r\n", "X", "say \"hi\"\nthere ^", "A;X=say ^'hi^'^nthere ^^:v\r\n" },
  { "A:v\r\n", "X", "a\rb\x01", "A;X=ab:v\r\n" },
  { "A;HOME;X=1;x=2:v\r\n", "X", NULL, "A;HOME:v\r\n" },
  { "N;QUOTED-PRINTABLE:a=\r\nb=\r\nc\r\n", "X", "1", "N;QUOTED-PRINTABLE;X=1:abc\r\n" },
};

static void
test_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (change_rows); i++)
    {
      g_autoptr (LoftContentProperty) property = read_line (change_rows[i].line);
      g_autoptr (LoftContentProperty) before = loft_content_property_copy (property);
      g_autoptr (GString) written = g_string_new (NULL);
      g_autoptr (GString) kept = g_string_new (NULL);

      if (change_rows[i].parameter == NULL)
        loft_content_property_set_value (property, change_rows[i].value);
      else
        loft_content_property_set_parameter (property, change_rows[i].parameter,
                                             change_rows[i].value);
      loft_content_property_append_to (property, written);
      g_assert_cmpstr (written->str, ==, change_rows[i].expected);
      loft_content_property_append_to (before, kept);
      g_assert_cmpstr (kept->str, ==, change_rows[i].line);
    }
}

/* Folded at 75 octets, between characters, and the same when it is read again. */
static void
test_folding (void)
{
  for (guint n = 0; n < 400; n++)
    {
      g_autofree char *value = g_strnfill (n, 'x');
      g_autofree char *text = g_strdup_printf (
        "%s%s, \\ ; \nüüüü🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        value, n % 2 ? "\t" : "");
      g_autoptr (LoftContentProperty) property = loft_content_property_new ("NOTE", "");
      g_autoptr (GString) written = g_string_new (NULL);
      g_autoptr (LoftContentProperty) again = NULL;
      g_autofree char *read = NULL;
      g_auto (GStrv) lines = NULL;

      loft_content_property_set_text (property, text);
      loft_content_property_append_to (property, written);
      lines = g_strsplit (written->str, "\r\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_assert_cmpuint (strlen (lines[i]), <=, 75);
          g_assert_true (g_utf8_validate (lines[i], -1, NULL));
        }
      again = read_line (written->str);
      read = loft_content_property_dup_text (again);
      g_assert_cmpstr (read, ==, text);
    }
}

static const struct {
  const char *value;
  char separator;
  const char *parts; /* by "|" */
} split_rows[] = {
  { "Public;John;Quinlan;Mr.;Esq.", ';', "Public|John|Quinlan|Mr.|Esq." },
  { "a\\;b;c", ';', "a\\;b|c" },
  { "a\\\\;b", ';', "a\\\\|b" },
  { "", ';', "" },
  { ";", ';', "|" },
  { "a,b\\,c", ',', "a|b\\,c" },
  { "a\\", ',', "a\\" },
};

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (split_rows); i++)
    {
      g_auto (GStrv) parts =
        loft_content_value_split (split_rows[i].value, split_rows[i].separator);
      g_autofree char *joined = g_strjoinv ("|", parts);

      g_assert_cmpstr (joined, ==, split_rows[i].parts);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content-property/lines", test_lines);
  g_test_add_func ("/content-property/parameters", test_parameters);
  g_test_add_func ("/content-property/changes", test_changes);
  g_test_add_func ("/content-property/folding", test_folding);
  g_test_add_func ("/content-property/split", test_split);
  return g_test_run ();
}
