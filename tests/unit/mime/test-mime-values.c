/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encoded words, charsets, parameters, file names and flowed text. */

#include <string.h>

#include "loft-flowed-text.h"
#include "loft-mime-charset.h"
#include "loft-mime-file-name.h"
#include "loft-mime-field.h"
#include "loft-mime-reader.h"
#include "loft-mime-value.h"
#include "loft-mime-words.h"

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } rows[] = {
    { "plain", "plain" },
    { "=?utf-8?Q?J=C3=B6rg?=", "Jörg" },
    { "=?UTF-8?q?a_b?=", "a b" },
    { "=?utf-8?B?SsO2cmc=?=", "Jörg" },
    { "=?utf-8?b?SsO2cmc?=", "Jörg" }, /* padding missing */
    { "=?utf-8*de?Q?Gr=C3=BC?=", "Grü" },
    { "a =?utf-8?Q?b?= c", "a b c" },
    { "=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab" },
    { "=?utf-8?Q?a?=  \t =?utf-8?Q?b?= c", "ab c" },
    { "=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b" },
    { "=?utf-8?Q?a?==?utf-8?Q?b?=", "ab" },
    { "x=?utf-8?Q?a?=y", "xay" },
    { "=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=", "Jörg" },
    { "=?utf-8?B?w4M=?= =?utf-8?B?w4M=?=", "ÃÃ" },
    { "=?utf-8?B?w4M=?= =?UTF-8?Q?=C3=B6?=", "Ãö" },
    { "=?ISO-2022-JP?B?GyRCRnw=?= =?ISO-2022-JP?B?S1wbKEI=?=", "日本" },
    { "=?utf-8?Q?a b c?=", "a b c" },
    { "=?utf-8?Q?what?\?=", "what?" },
    { "=?utf-8?Q?\?=", "" },
    { "=?utf-8?Q?=41?=", "A" },
    { "=?utf-8?Q?100=?=", "100" },
    { "=?utf-8?Q?=4?=", "=4" },
    { "=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished" },
    { "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
    { "=??Q?a?=", "=??Q?a?=" },
    { "=?=?utf-8?Q?a?=", "=?a" },
    { "=?nonsense?Q?caf=E9?=", "café" },
    { "=?iso-8859-1?Q?=80_=93x=94?=", "€ “x”" },
    { "=?us-ascii?Q?caf=C3=A9?=", "café" },
    { "=?utf-8?Q?caf=E9?=", "café" },
    { "=?utf-8?Q?=C3=B6_=E9?=", "ö \xef\xbf\xbd" },
    { "=?gb2312?B?kEA=?=", "怈" },
    { "=?utf-7?Q?+AOQ-?=", "+AOQ-" },
    { "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=", "=?utf-8?Q?x?=" }, /* once is enough */
    { "caf\xe9 \x80", "café €" },
    { "caf\xc3\xa9", "café" },
    { "\x1b$BF|K\\\x1b(B", "日本" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *decoded = loft_mime_words_decode (rows[i].text, strlen (rows[i].text), NULL);

      g_assert_cmpstr (decoded, ==, rows[i].expected);
      for (gsize length = 0; length < strlen (rows[i].text); length++)
        {
          g_autofree char *copy = g_memdup2 (rows[i].text, length);
          g_autofree char *cut = loft_mime_words_decode (copy != NULL ? copy : "", length, NULL);

          g_assert_true (g_utf8_validate (cut, -1, NULL));
        }
    }
}

static void
test_show (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } rows[] = {
    { "  a \t\r\n b  ", "a b" },
    { "a\x1b" "b\x7f", "a\xef\xbf\xbd" "b\xef\xbf\xbd" },
    { "a\xc2\x85" "b", "a\xef\xbf\xbd" "b" },
    { "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae" "a", "a" },
    { "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9" "a", "a" },
    { "a\xe2\x80\x8b" "b\xc2\xad" "c\xe3\x85\xa4" "d", "abcd" },
    { "a\xe2\xa0\x80" "b", "a b" },                   /* Braille blank */
    { "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
      "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = loft_mime_words_show (rows[i].text, 1000);

      g_assert_cmpstr (shown, ==, rows[i].expected);
    }
}

static void
test_charsets (void)
{
  static const struct {
    const char *bytes;
    const char *label;
    const char *expected;
  } rows[] = {
    { "abc", NULL, "abc" },
    { "\xef\xf0\xe8\xe2\xe5\xf2", "windows-1251", "привет" },
    { "\xef\xf0\xe8\xe2\xe5\xf2", "CP-1251", "привет" },
    { "\xd0\xd2\xc9\xd7\xc5\xd4", "koi8-r", "привет" },
    { "\xb3\xd2", "koi8-u", "Ёр" },
    { "\xb1\xea", "iso-8859-2", "ąę" },
    { "\xdd\xfe", "iso-8859-9", "İş" },
    { "\xa4", "iso-8859-15", "€" },
    { "\xe1\xe2", "iso-8859-7", "αβ" },
    { "\x93\xfa\x96{", "Shift_JIS", "日本" },
    { "\x87\x40", "x-sjis", "①" },
    { "\xc6\xfc\xcb\xdc", "EUC-JP", "日本" },
    { "\xc7\xd1\xb1\xdb", "ks_c_5601-1987", "한글" },
    { "\x8c\x63", "euc-kr", "똠" }, /* only in CP949 */
    { "\xa4\xa4\xa4\xe5", "big5", "中文" },
    { "\x81\x30\x81\x30", "gb2312", "\xc2\x80" }, /* four bytes: GB18030 */
    { "\xa1\xa2", "tis-620", "กข" },
    { "\xe9", "iso-8859-1", "é" },
    { "\x80", "latin1", "€" },
    { "\xc3\xa9", "iso-8859-1", "é" },
    { "\xc3\xa9", "us-ascii", "é" },
    { "\xe9", "utf-8", "é" },
    { "\xc3\xa9 \xe9", "utf-8", "é \xef\xbf\xbd" },
    { "\xed\xa0\x80 \xc3\xa9", "utf-8", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd é" },
    { "\xc0\xaf \xc3\xa9", "utf-8", "\xef\xbf\xbd\xef\xbf\xbd é" }, /* overlong */
    { "\xef\xbb\xbf" "a", "utf-8", "a" },
    { "\xcc\xb2\xcd\xb2", "windows-1251", "МІНІ" }, /* too short to be sure of UTF-8 */
    { "\xd0\xbf\xd1\x80\xd0\xb8", "windows-1251", "при" },
    { "+ADw-", "utf-7", "+ADw-" },
    { "+ADw-", "unicode-1-1-utf-7", "+ADw-" },
    { "\xe9", "IBM1364", "é" }, /* not on the list */
    { "\xe9", "\x01\xff", "é" },
    { "\x1b$B$\"\x1b(B", "iso-2022-jp", "あ" },
    { "\x1b$B$\"", "iso-2022-jp", "あ" },
    { "\x1b$B$\n$\"", "iso-2022-jp", "$\n$\"" },
    { "\x1b(I1\x1b(B", "iso-2022-jp", "ｱ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
        loft_mime_charset_decode (rows[i].bytes, strlen (rows[i].bytes), rows[i].label);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_charset_utf16 (void)
{
  g_autofree char *labelled = loft_mime_charset_decode ("a\0\xe9\0", 4, "utf-16le");
  g_autofree char *guessed = loft_mime_charset_decode ("\xff\xfe" "a\0", 4, NULL);
  g_autofree char *zero = loft_mime_charset_decode ("a\0b", 3, "iso-8859-1");

  g_assert_cmpstr (labelled, ==, "aé");
  g_assert_cmpstr (guessed, ==, "a");
  g_assert_cmpstr (zero, ==, "a\xef\xbf\xbd" "b");
}

/* Any bytes in any charset of the list: ends, and is UTF-8. */
static void
test_charset_bad_bytes (void)
{
  static const char *const labels[] = {
    "utf-8", "utf-16", "utf-16le", "utf-32", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr",
    "iso-2022-jp", "windows-1253", "koi8-r", "tis-620", "viscii", NULL,
  };
  g_autofree char *bytes = g_malloc (30000);

  for (gsize i = 0; i < 30000; i++)
    bytes[i] = g_test_rand_int_range (0, 256);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    for (gsize length = 0; length < 30000; length = length * 2 + 1)
      {
        g_autofree char *text = loft_mime_charset_decode (bytes, length, labels[i]);

        g_assert_true (g_utf8_validate (text, -1, NULL));
      }
}

static void
test_charset_from_html (void)
{
  static const struct {
    const char *html;
    const char *expected;
  } rows[] = {
    { "<meta charset=koi8-r>", "koi8-r" },
    { "<META http-equiv='x' content=\"text/html; charset=utf-8\">", "utf-8" },
    { "<meta name=a><meta charset = \"x\">", "x" },
    { "<p>charset=x", NULL },
    { "<meta charset", NULL },
    { "<meta charset=", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *charset =
        loft_mime_charset_from_html (rows[i].html, strlen (rows[i].html));

      g_assert_cmpstr (charset, ==, rows[i].expected);
    }
}

static void
test_parameters (void)
{
  static const struct {
    const char *text;
    const char *word;
    const char *name;
    const char *expected;
  } rows[] = {
    { "text/plain; charset=utf-8", "text/plain", "charset", "utf-8" },
    { "TEXT/HTML;CHARSET=\"UTF-8\"", "text/html", "charset", "UTF-8" },
    { "text/plain charset=utf-8", "text/plain", "charset", "utf-8" },
    { "text/plain ; charset = utf-8 ; x=y", "text/plain", "charset", "utf-8" },
    { "text/plain; charset=utf-8 (comment)", "text/plain", "charset", "utf-8" },
    { "(a) text/plain (b); (c) charset=utf-8", "text/plain", "charset", "utf-8" },
    { "multipart/mixed; boundary=\"a;b=c\"", "multipart/mixed", "boundary", "a;b=c" },
    { "multipart/mixed; boundary=a b", "multipart/mixed", "boundary", "a b" },
    { "multipart/mixed; boundary*0=ab; boundary*1=cd", "multipart/mixed", "boundary", "abcd" },
    { "multipart/mixed; boundary=\"=_(x)\"", "multipart/mixed", "boundary", "=_(x)" },
    { "x/y; name*=utf-8''a%20b%C3%B6", "x/y", "name", "a bö" },
    { "x/y; name*=iso-8859-1'de'%FC", "x/y", "name", "ü" },
    { "x/y; name*0*=utf-8''a%20; name*1=\"b%20\"; name*2*=%C3%B6", "x/y", "name", "a b%20ö" },
    { "x/y; name*1=b; name*0=a", "x/y", "name", "ab" },
    { "x/y; name*0=a; name*2=c", "x/y", "name", "a" },
    { "x/y; name=old; name*=utf-8''new", "x/y", "name", "new" },
    { "x/y; name=one; name=two", "x/y", "name", "one" },
    { "x/y; name=\"=?utf-8?Q?a=C3=B6?=\"", "x/y", "name", "aö" },
    { "x/y; name==?utf-8?Q?a_(b)?=", "x/y", "name", "a (b)" },
    { "x/y; name=\"C:\\temp\\a.txt\"", "x/y", "name", "C:\\temp\\a.txt" },
    { "x/y; name=\"a\\\"b\"", "x/y", "name", "a\"b" },
    { "x/y; name=\"unfinished", "x/y", "name", "unfinished" },
    { "x/y; name*=nonsense", "x/y", "name", "nonsense" },
    { "x/y; name*=utf-8''%zz%4", "x/y", "name", "%zz%4" },
    { "x/y; =z; name=a", "x/y", "name", "a" },
    { "x/y; other=a", "x/y", "name", NULL },
    { "; name=a", "", "name", "a" },
    { "name=a", "", "name", "a" },
    { "", "", "name", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMimeValue) value =
        loft_mime_value_parse (rows[i].text, strlen (rows[i].text), NULL);
      g_autofree char *parameter = loft_mime_value_get (value, rows[i].name);

      g_assert_cmpstr (loft_mime_value_get_word (value), ==, rows[i].word);
      g_assert_cmpstr (parameter, ==, rows[i].expected);
      for (gsize length = 0; length < strlen (rows[i].text); length++)
        {
          g_autofree char *copy = g_memdup2 (rows[i].text, length);
          g_autoptr (LoftMimeValue) cut =
            loft_mime_value_parse (copy != NULL ? copy : "", length, NULL);

          g_free (loft_mime_value_get (cut, rows[i].name));
        }
    }
}

static void
test_file_names (void)
{
  g_autofree char *long_name = g_strnfill (400, 'x');
  g_autofree char *long_with_extension = g_strconcat (long_name, ".pdf", NULL);
  g_autofree char *shortened = loft_mime_file_name_safe (long_with_extension);
  static const struct {
    const char *name;
    const char *expected;
  } rows[] = {
    { "a.txt", "a.txt" },
    { "../../etc/passwd", "passwd" },
    { "..\\..\\evil.exe", "evil.exe" },
    { "/a/b/", "" },
    { "..", "" },
    { ".", "" },
    { ".bashrc", "bashrc" },
    { "~/.ssh/id", "id" },
    { "-rf", "rf" },
    { "a\nb.txt", "a b.txt" },
    { "a\x01.txt", "a\xef\xbf\xbd.txt" },
    { "a\xe2\x80\xae" "fdp.exe", "afdp.exe" },
    { "a.txt. . ", "a.txt" },
    { "Jörg.pdf", "Jörg.pdf" },
    { "a/\xe2\x80\x8b..", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *safe = loft_mime_file_name_safe (rows[i].name);

      g_assert_cmpstr (safe, ==, rows[i].expected);
    }
  g_assert_cmpuint (strlen (shortened), ==, 200);
  g_assert_true (g_str_has_suffix (shortened, "x.pdf"));
}

static void
test_flowed (void)
{
  static const struct {
    const char *text;
    gboolean delsp;
    const char *expected;
  } rows[] = {
    { "a \nb\n", FALSE, "a b\n" },
    { "a \nb\n", TRUE, "ab\n" },
    { "a\nb\n", FALSE, "a\nb\n" },
    { "> a \n> b\n", FALSE, "> a b\n" },
    { "> a \nb\n", FALSE, "> a \nb\n" },
    { ">> a\n> b", FALSE, ">> a\n> b\n" },
    { " From\n", FALSE, "From\n" },
    { " >a\n", FALSE, " >a\n" },
    { "a \n-- \nb\n", FALSE, "a \n-- \nb\n" },
    { "-- \nb\n", FALSE, "-- \nb\n" },
    { "a \n", FALSE, "a \n" },
    { "a \r\nb\r\n", FALSE, "a b\n" },
    { "", FALSE, "" },
    { "\n\n", FALSE, "\n\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *joined = loft_flowed_text_join (rows[i].text, rows[i].delsp);

      g_assert_cmpstr (joined, ==, rows[i].expected);
    }
}

static void
test_fields (void)
{
  static const char block[] = "A: 1\r\n stray\r\nnot a field\nB :\t2\nb: 3\n: 4\nC:";
  const char *end = block + strlen (block);
  const char *at = block;
  LoftMimeField field;
  g_autofree char *a = NULL;

  g_assert_true (loft_mime_field_next (&at, end, &field));
  a = loft_mime_field_unfold (&field, 100, NULL);
  g_assert_cmpstr (a, ==, "1 stray");
  g_assert_true (loft_mime_field_find (block, end - block, "b", &field));
  g_assert_cmpmem (field.value, field.value_length, "\t2", 2);
  g_assert_true (loft_mime_field_find (block, end - block, "C", &field));
  g_assert_cmpuint (field.value_length, ==, 0);
  g_assert_false (loft_mime_field_find (block, end - block, "D", &field));
}

/* How important its writer says that it is. */
static void
test_priority (void)
{
  static const struct {
    const char *block;
    LoftPriority priority;
  } rows[] = {
    { "Subject: x\r\n\r\n", LOFT_PRIORITY_NORMAL },
    { "Importance: high\r\n\r\n", LOFT_PRIORITY_HIGH },
    { "IMPORTANCE:\r\n Low \r\n\r\n", LOFT_PRIORITY_LOW },
    { "X-Priority: 1\r\n\r\n", LOFT_PRIORITY_HIGH },
    { "X-Priority: 2 (High)\r\n\r\n", LOFT_PRIORITY_HIGH },
    { "X-Priority: 3 (Normal)\r\n\r\n", LOFT_PRIORITY_NORMAL },
    { "X-Priority: 5(Lowest)\r\n\r\n", LOFT_PRIORITY_LOW },
    { "X-Priority: 15\r\n\r\n", LOFT_PRIORITY_NORMAL },
    { "X-MSMail-Priority: High\r\n\r\n", LOFT_PRIORITY_HIGH },
    { "X-MSMail-Priority: Low\r\nX-Priority: 1\r\n\r\n", LOFT_PRIORITY_HIGH },
    { "X-Priority: 1\r\nImportance: low\r\nImportance: high\r\n\r\n", LOFT_PRIORITY_LOW },
    { "X-Priority: 1\r\nImportance: normal\r\n\r\n", LOFT_PRIORITY_NORMAL },
    { "Importance:\r\nX-Priority: \xff\xfe\r\n\r\n", LOFT_PRIORITY_NORMAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMimeHeaders) headers =
        loft_mime_headers_read ((const guint8 *) rows[i].block, strlen (rows[i].block));

      g_test_message ("%s", rows[i].block);
      g_assert_cmpint (headers->priority, ==, rows[i].priority);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/words", test_words);
  g_test_add_func ("/mime/show", test_show);
  g_test_add_func ("/mime/charsets", test_charsets);
  g_test_add_func ("/mime/charset/utf16", test_charset_utf16);
  g_test_add_func ("/mime/charset/bad-bytes", test_charset_bad_bytes);
  g_test_add_func ("/mime/charset/html", test_charset_from_html);
  g_test_add_func ("/mime/parameters", test_parameters);
  g_test_add_func ("/mime/file-names", test_file_names);
  g_test_add_func ("/mime/flowed", test_flowed);
  g_test_add_func ("/mime/fields", test_fields);
  g_test_add_func ("/mime/priority", test_priority);
  return g_test_run ();
}
