/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-text.h"

static const struct {
  const char *bytes;
  gssize length;
  const char *expected;
} utf8_rows[] = {
  { "", -1, "" },
  { "plain", -1, "plain" },
  { "gr\xc3\xbc\xc3\x9f", -1, "grüß" },
  { "gr\xfc\xdf", -1, "gr\xef\xbf\xbd\xef\xbf\xbd" },
  { "cut\xe2\x82", -1, "cut\xef\xbf\xbd\xef\xbf\xbd" },
  { "a\0b", 3, "a\xef\xbf\xbd" "b" },
  { "\xed\xa0\x80", -1, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
  { "\xf0\x9f\x98\x80", -1, "😀" },
};

static void
test_to_utf8 (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (utf8_rows); i++)
    {
      g_autofree char *text = loft_text_to_utf8 (utf8_rows[i].bytes, utf8_rows[i].length);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpstr (text, ==, utf8_rows[i].expected);
    }
}

static void
test_to_utf8_any_bytes (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      char bytes[24];
      g_autofree char *text = NULL;
      gsize length = g_test_rand_int_range (0, sizeof bytes + 1);

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) g_test_rand_int_range (0, 256);
      text = loft_text_to_utf8 (bytes, length);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static const struct {
  const char *text;
  gsize max_chars;
  const char *expected;
} line_rows[] = {
  { "", 10, "" },
  { " \t\r\n ", 10, "" },
  { "one\r\n\ttwo   three ", 80, "one two three" },
  { "bell\x07 and escape\x1b[31m", 80, "bell and escape [31m" },
  { "abcdef", 3, "abc" },
  { "äöüß", 2, "äö" },
  { "abc", 0, "" },
};

static void
test_one_line (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_rows); i++)
    {
      g_autofree char *line = loft_text_one_line (line_rows[i].text, line_rows[i].max_chars);

      g_assert_cmpstr (line, ==, line_rows[i].expected);
    }
}

static const struct {
  const char *text;
  const char *expected;
} fold_rows[] = {
  { "", "" },
  { "HELLO World", "hello world" },
  { "Ärger", "arger" },
  { "A\xcc\x88rger", "arger" },
  { "Straße", "strasse" },
  { "ÉCOLE", "ecole" },
  { "Привет", "привет" },
  { "ﬁnance", "finance" },
  { "日本", " 日  本 " },
  { "한글", " 한  글 " },
  { "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf", " 한  글 " },
  { "\xe1\x84\x80\xe1\x85\xa1", " 가 " },
  { "가\xe1\x86\xa8", " 각 " }, /* a syllable and its final */
  { "ガバ", " ガ  バ " },
  { "\xe3\x82\xab\xe3\x82\x99\xe3\x83\x8f\xe3\x82\x99", " ガ  バ " },
  { "\xe3\x81\xaf\xe3\x82\x9a", " ぱ " },
  { "\xe1\x84\x92", "\xe1\x84\x92" },
};

static void
test_fold (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fold_rows); i++)
    {
      g_autofree char *folded = loft_text_fold (fold_rows[i].text, -1);

      g_assert_cmpstr (folded, ==, fold_rows[i].expected);
    }
}

/* Kept in stores: these numbers never change. */
static void
test_stable_numbers (void)
{
  /* RFC 3720, B.4 */
  g_assert_cmphex (loft_text_checksum (0, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                          "\0\0\0", 32), ==, 0x8a9136aa);
  g_assert_cmphex (loft_text_checksum (0, "123456789", 9), ==, 0xe3069283);
  g_assert_cmphex (loft_text_checksum (loft_text_checksum (0, "1234", 4), "56789", 5), ==,
                   0xe3069283);
  g_assert_cmpint (loft_text_stable_hash (""), ==,
                   (gint64) (G_GUINT64_CONSTANT (0xcbf29ce484222325) & G_MAXINT64));
  g_assert_cmpint (loft_text_stable_hash ("a@example.org"), ==, 6843648424867353042);
  g_assert_cmpint (loft_text_stable_hash ("a"), !=, loft_text_stable_hash ("b"));
}

static void
assert_class (GQuark domain, int code, LoftError expected)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "");

  g_assert_cmpint (loft_error_class (error), ==, expected);
}

static void
test_error_classes (void)
{
  for (int i = LOFT_ERROR_OFFLINE; i <= LOFT_ERROR_STORE; i++)
    assert_class (LOFT_ERROR, i, (LoftError) i);
  assert_class (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, LOFT_ERROR_OFFLINE);
  assert_class (G_IO_ERROR, G_IO_ERROR_NO_SPACE, LOFT_ERROR_STORE);
  assert_class (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, LOFT_ERROR_PROTOCOL);
  assert_class (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, LOFT_ERROR_OFFLINE);
  assert_class (G_FILE_ERROR, G_FILE_ERROR_ACCES, LOFT_ERROR_STORE);
  assert_class (G_MARKUP_ERROR, 0, LOFT_ERROR_TEMPORARY);
}

static void
test_clock (void)
{
  gint64 real = loft_clock_now ();

  g_assert_cmpint (real, >, 1700000000);
  loft_clock_set_for_test (42);
  g_assert_cmpint (loft_clock_now (), ==, 42);
  loft_clock_set_for_test (0);
  g_assert_cmpint (loft_clock_now (), >=, real);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/to-utf8", test_to_utf8);
  g_test_add_func ("/text/to-utf8-any-bytes", test_to_utf8_any_bytes);
  g_test_add_func ("/text/one-line", test_one_line);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/stable-numbers", test_stable_numbers);
  g_test_add_func ("/error/classes", test_error_classes);
  g_test_add_func ("/clock", test_clock);
  return g_test_run ();
}
