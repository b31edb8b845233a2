/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents made to hurt: deep, endless, with lengths that lie; each ends with an error, in time that grows
 * with what came and in the room of what came. */
#include "loft-wbxml-reader.h"

#include <string.h>
#include <time.h>

#include "loft-error.h"

static const guint8 head[] = { 0x03, 0x01, 0x6a, 0x00 };

static LoftWbxmlReader *
begin (void)
{
  LoftWbxmlReader *reader = loft_wbxml_reader_new (NULL, NULL, NULL);

  g_assert_true (loft_wbxml_reader_feed (reader, head, sizeof head, NULL));
  return reader;
}

/* The same bytes again and again. */
static gboolean
feed_times (LoftWbxmlReader *reader, const char *bytes, gsize length, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!loft_wbxml_reader_feed (reader, (const guint8 *) bytes, length, error))
      return FALSE;
  return TRUE;
}

static void
test_depth (void)
{
  static const struct {
    guint depth;
    gboolean is_good;
  } cases[] = { { 1, TRUE }, { 64, TRUE }, { 65, FALSE }, { 10000, FALSE }, { 1000000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlReader) reader = begin ();
      g_autoptr (LoftWbxmlElement) root = NULL;
      g_autoptr (GError) error = NULL;
      gboolean well = feed_times (reader, "\x45", 1, cases[i].depth, &error);

      g_assert_cmpint (well, ==, cases[i].is_good);
      root = well ? loft_wbxml_reader_end (reader, &error) : NULL;
      g_assert_cmpint (root != NULL, ==, cases[i].is_good);
      if (!cases[i].is_good)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
    }
}

/* Elements without content count too; those that are handed over do not pile up. */
static gboolean
count (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_number_of_elements (void)
{
  static const guint handed[] = { LOFT_EAS_AIRSYNC_ADD, 0 };
  g_autoptr (LoftWbxmlReader) kept = begin ();
  guint n = 0;
  g_autoptr (LoftWbxmlReader) handing = loft_wbxml_reader_new (handed, count, &n);
  g_autoptr (GError) error = NULL;

  g_assert_true (feed_times (kept, "\x45", 1, 1, &error));
  g_assert_true (feed_times (kept, "\x07\x07\x07\x07", 4, 124999, &error));
  g_assert_false (feed_times (kept, "\x07\x07\x07\x07", 4, 2, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);

  loft_wbxml_reader_feed (handing, head, sizeof head, NULL);
  g_assert_true (feed_times (handing, "\x45", 1, 1, &error));
  g_assert_true (feed_times (handing,
                             "\x47\x4d\x03"
                             "1\0\x01\x01",
                             7, 600000, &error));
  g_assert_cmpuint (n, ==, 600000);
}

/* Lengths are numbers that anybody can write: nothing is made ready for them. */
static void
test_lengths (void)
{
  static const struct {
    const char *name;
    const char *bytes;
    gsize length;
    int code;
  } cases[] = {
    { "opaque of 4 GB", "\x45\x4b\xc3\x8f\xff\xff\xff\x7f", 8, LOFT_ERROR_LIMIT },
    { "opaque of 512 MB and a byte", "\x45\x4b\xc3\x82\x80\x80\x80\x01", 8, LOFT_ERROR_LIMIT },
    { "opaque of 512 MB that never come", "\x45\x4b\xc3\x82\x80\x80\x80\x00", 8,
      LOFT_ERROR_PROTOCOL },
    { "opaque attribute of 4 GB", "\xc5\x05\xc3\x8f\xff\xff\xff\x7f", 8, LOFT_ERROR_LIMIT },
    { "number of more than 32 bits", "\x45\x4b\xc3\x90\x80\x80\x80\x00", 8, LOFT_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < 100; j++)
      {
        g_autoptr (LoftWbxmlReader) reader = begin ();
        g_autoptr (GError) error = NULL;

        if (feed_times (reader, cases[i].bytes, cases[i].length, 1, &error))
          g_assert_null (loft_wbxml_reader_end (reader, &error));
        g_assert_error (error, LOFT_ERROR, cases[i].code);
      }
}

static void
test_table (void)
{
  g_autoptr (LoftWbxmlReader) large = loft_wbxml_reader_new (NULL, NULL, NULL);
  g_autoptr (LoftWbxmlReader) often = loft_wbxml_reader_new (NULL, NULL, NULL);
  g_autofree char *table = g_strnfill (65535, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_false (feed_times (large, "\x03\x01\x6a\x84\x80\x01", 6, 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_true (feed_times (often, "\x03\x01\x6a\x83\xff\x7f", 6, 1, &error));
  g_assert_true (feed_times (often, table, 65535, 1, &error));
  g_assert_true (feed_times (often, "\x45", 1, 1, &error));
  g_assert_true (feed_times (often, "\x4b\x83\x00\x01", 4, 16, &error));
  g_assert_false (feed_times (often, "\x4b\x83\x00\x01", 4, 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* A string that never ends, one that is put together of many, and what is passed over costs nothing. */
static void
test_texts (void)
{
  g_autofree char *piece = g_strnfill (1024 * 1024, 'x');
  g_autoptr (LoftWbxmlReader) endless = begin ();
  g_autoptr (LoftWbxmlReader) joined = begin ();
  g_autoptr (LoftWbxmlReader) ignored = begin ();
  g_autoptr (GError) error = NULL;

  g_assert_true (feed_times (endless, "\x45\x4b\x03", 3, 1, &error));
  g_assert_true (feed_times (endless, piece, 1024 * 1024, 64, &error));
  g_assert_false (feed_times (endless, "x", 1, 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);

  g_assert_true (feed_times (joined, "\x45\x4b", 2, 1, &error));
  piece[0] = '\x03';
  piece[1024 * 1024 - 1] = '\0';
  g_assert_true (feed_times (joined, piece, 1024 * 1024, 64, &error));
  g_assert_false (feed_times (joined, piece, 1024 * 1024, 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);

  g_assert_true (feed_times (ignored, "\xc5\x05", 2, 1, &error));
  g_assert_true (feed_times (ignored, piece, 1024 * 1024, 200, &error));
  g_assert_no_error (error);
}

/* Every document of three bytes behind the header, and every token in every place of a good one. */
static void
test_every_token (void)
{
  for (guint i = 0; i < 256 * 256 * 4; i++)
    {
      const guint8 bytes[] = { i >> 16 | 0x44, i >> 8, i };
      g_autoptr (LoftWbxmlReader) reader = begin ();
      g_autoptr (LoftWbxmlElement) root = NULL;
      g_autoptr (GError) error = NULL;

      if (loft_wbxml_reader_feed (reader, bytes, sizeof bytes, &error))
        root = loft_wbxml_reader_end (reader, &error);
      g_assert_true ((root == NULL) == (error != NULL));
    }
}

/* Byte for byte, whatever is in it: twice as much takes twice the time, not four times. The bound is wide,
 * and of processor time. */
static double
time_of (guint n, const char *bytes, gsize length)
{
  g_autoptr (LoftWbxmlReader) reader = begin ();
  g_autoptr (LoftWbxmlElement) root = NULL;
  clock_t before = clock ();

  g_assert_true (feed_times (reader, "\x45", 1, 1, NULL));
  g_assert_true (feed_times (reader, bytes, length, n, NULL));
  root = loft_wbxml_reader_end (reader, NULL);
  g_assert_nonnull (root);
  return (double) (clock () - before) / CLOCKS_PER_SEC;
}

static void
test_linear (void)
{
  static const struct {
    const char *bytes;
    gsize length;
  } cases[] = {
    { "\x07", 1 },      { "\x03y\0", 3 },         { "\x02\x41", 2 },
    { "\xc3\x01y", 3 }, { "\x4b\x03y\0\x01", 5 }, { "\x00\x07\x4b\x00\x11\x4b\x01\x01", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double few = time_of (20000, cases[i].bytes, cases[i].length);
      double many = time_of (160000, cases[i].bytes, cases[i].length);

      g_test_message ("%u: %.3f s, eight times as much: %.3f s", i, few, many);
      g_assert_cmpfloat (many, <, 32 * few + 0.5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wbxml-hostile/depth", test_depth);
  g_test_add_func ("/wbxml-hostile/number-of-elements", test_number_of_elements);
  g_test_add_func ("/wbxml-hostile/lengths", test_lengths);
  g_test_add_func ("/wbxml-hostile/table", test_table);
  g_test_add_func ("/wbxml-hostile/texts", test_texts);
  g_test_add_func ("/wbxml-hostile/every-token", test_every_token);
  g_test_add_func ("/wbxml-hostile/linear", test_linear);
  return g_test_run ();
}
