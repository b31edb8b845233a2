/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mbox-date.h"
#include "loft-mbox-reader.h"
#include "loft-mbox-writer.h"

#include <string.h>

/* A file in memory; cut: how much is given at once. */
typedef struct {
  const char *bytes;
  gsize length;
  gsize cut;
} File;

static gssize
read_file (gpointer user_data, guint64 offset, guint8 *bytes, gsize length, GError **error)
{
  const File *file = user_data;
  gsize n = offset < file->length ? MIN (length, file->length - (gsize) offset) : 0;

  n = MIN (n, file->cut);
  memcpy (bytes, file->bytes + (n > 0 ? offset : 0), n);
  return (gssize) n;
}

/* (transfer full) what the messages are, each behind "{TIME}". */
static char *
read_all (const char *bytes, gsize length, gsize cut)
{
  File file = { bytes, length, cut };
  g_autoptr (LoftMboxReader) reader = loft_mbox_reader_new (read_file, &file);
  GString *all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  while (TRUE)
    {
      g_auto (LoftMboxMessage) message = { NULL };
      gsize size = 0;
      const char *raw;

      if (!loft_mbox_reader_next (reader, &message, &error))
        break;
      g_assert_nonnull (message.raw);
      raw = g_bytes_get_data (message.raw, &size);
      g_string_append_printf (all, "{%" G_GINT64_FORMAT "}", message.received);
      for (gsize i = 0; i < size; i++)
        if (raw[i] == '\n' || raw[i] != '\r' || i + 1 == size || raw[i + 1] != '\n')
          g_string_append_c (all, raw[i]);
    }
  g_assert_no_error (error);
  return g_string_free (all, FALSE);
}

#define FROM "From a@b Sun Nov 22 14:45:35 2026\n"
#define TIME "{1795358735}"

typedef struct {
  const char *name;
  const char *file;
  const char *messages;
} Row;

static const Row rows[] = {
  { "none", "", "" },
  { "one", FROM "A: 1\n\nx\n\n", TIME "A: 1\n\nx\n" },
  { "two", FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny\n\n", TIME "A: 1\n\nx\n" TIME "A: 2\n\ny\n" },
  { "no blank line at the end", FROM "A: 1\n\nx\n", TIME "A: 1\n\nx\n" },
  { "no line end at the end", FROM "A: 1\n\nx", TIME "A: 1\n\nx" },
  { "header only", FROM "A: 1\n", TIME "A: 1\n" },
  { "nothing at all", FROM, TIME },
  { "nothing, then one", FROM FROM "A: 1\n\nx\n", TIME TIME "A: 1\n\nx\n" },
  { "empty body", FROM "A: 1\n\n\n" FROM "A: 2\n\n", TIME "A: 1\n\n" TIME "A: 2\n\n" },
  { "blank lines stay", FROM "A: 1\n\n\n\nx\n\n\n\n" FROM "A: 2\n\n",
    TIME "A: 1\n\n\n\nx\n\n\n" TIME "A: 2\n\n" },
  { "CRLF", "From a@b Sun Nov 22 14:45:35 2026\r\nA: 1\r\n\r\nx\r\n\r\n", TIME "A: 1\n\nx\n" },
  { "quoted", FROM "A: 1\n\n>From x\n>>From y\n> From z\n>Fromage\n",
    TIME "A: 1\n\nFrom x\n>From y\n> From z\n>Fromage\n" },
  { "From in a text", FROM "A: 1\n\nx\n\nFrom now on we write\n\nFrom us\n",
    TIME "A: 1\n\nx\n\nFrom now on we write\n\nFrom us\n" },
  { "From without a blank line", FROM "A: 1\n\nx\nFrom a@b Sun Nov 22 14:45:35 2026\nno field\n",
    TIME "A: 1\n\nx\nFrom a@b Sun Nov 22 14:45:35 2026\nno field\n" },
  { "no blank line between", FROM "A: 1\n\nx\n" FROM "A: 2\n\ny\n",
    TIME "A: 1\n\nx\n" TIME "A: 2\n\ny\n" },
  { "Thunderbird", "From - Sun Nov 22 14:45:35 2026\nX-Mozilla-Status: 0001\nA: 1\n\nx\n\n",
    TIME "X-Mozilla-Status: 0001\nA: 1\n\nx\n" },
  { "Thunderbird without date", "From \nA: 1\n\nx\n\nFrom \nA: 2\n\ny\n\n",
    "{0}A: 1\n\nx\n"
    "{0}A: 2\n\ny\n" },
  { "length that is true", FROM "A: 1\nContent-Length: 9\n\nFrom x\n\ny\n" FROM "A: 2\n\nz\n",
    TIME "A: 1\nContent-Length: 9\n\nFrom x\n\ny\n" TIME "A: 2\n\nz\n" },
  { "length with a From_ line inside",
    FROM "Content-Length: 37\n\nx\n\nFrom a@b Sun Nov 22 14:45:35 2026\n\n" FROM "A: 2\n\nz\n",
    TIME "Content-Length: 37\n\nx\n\nFrom a@b Sun Nov 22 14:45:35 2026\n" TIME "A: 2\n\nz\n" },
  { "length without the last line end", FROM "Content-Length: 1\n\nx\n\n" FROM "A: 2\n\nz\n",
    TIME "Content-Length: 1\n\nx\n" TIME "A: 2\n\nz\n" },
  { "length too small", FROM "Content-Length: 1\n\nxyz\n\n" FROM "A: 2\n\nz\n",
    TIME "Content-Length: 1\n\nxyz\n" TIME "A: 2\n\nz\n" },
  { "length too large", FROM "Content-Length: 99\n\nxyz\n\n" FROM "A: 2\n\nz\n",
    TIME "Content-Length: 99\n\nxyz\n" TIME "A: 2\n\nz\n" },
  { "length that is absurd", FROM "Content-Length: 99999999999999999999\n\nx\n",
    TIME "Content-Length: 99999999999999999999\n\nx\n" },
  { "something before", "This is an mbox.\n\n" FROM "A: 1\n\nx\n", TIME "A: 1\n\nx\n" },
  { "no mbox", "A: 1\n\nx\n", "" },
};

/* At once, and in pieces of any size. */
static void
test_reader (gconstpointer data)
{
  const Row *row = data;
  gsize length = strlen (row->file);

  for (gsize cut = 1; cut <= length + 1; cut++)
    {
      g_autofree char *messages = read_all (row->file, length, cut);

      g_assert_cmpstr (messages, ==, row->messages);
    }
}

/* Each way to end a file early: it always ends, and never shows what is not in it. */
static void
test_cut_short (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize length = 0; length < strlen (rows[i].file); length++)
      {
        g_autofree char *messages = read_all (rows[i].file, length, G_MAXSIZE);

        g_assert_cmpuint (strlen (messages), <=, 4 * length + 64);
      }
}

/* A line that is longer than any buffer, and line ends that fall between two of them. */
static void
test_long_lines (void)
{
  for (gsize n = 64 * 1024 - 60; n < 64 * 1024 + 8; n++)
    {
      g_autofree char *line = g_strnfill (n, 'x');
      g_autofree char *file = g_strdup_printf (
        FROM "A: 1\r\n\r\n%s\r\n\r\nFrom a@b Sun Nov 22 14:45:35 2026\r\nA: 2\r\n\r\ny\r\n", line);
      g_autofree char *expected = g_strdup_printf (TIME "A: 1\n\n%s\n" TIME "A: 2\n\ny\n", line);
      g_autofree char *messages = read_all (file, strlen (file), G_MAXSIZE);

      g_assert_cmpstr (messages, ==, expected);
    }
}

static void
test_dates (void)
{
  static const struct {
    const char *line;
    gint64 date;
  } dates[] = {
    { "From a Sun Nov 22 14:45:35 2026", 1795358735 },
    { "From a  Mon Nov  2 14:45 2026", 1793630700 },
    { "From a Sun Nov 22 14:45:35 CET 2026", 1795358735 },
    { "From a Sun Nov 22 14:45:35 +0100 2026", 1795355135 },
    { "From a Sun Nov 22 14:45:35 2026 -0100", 1795362335 },
    { "From a b c Sun Nov 22 14:45:35 2026", 1795358735 },
    { "From - Sun Nov 22 14:45:60 2026", 1795358759 },
    { "From a Sat Nov 31 14:45:35 2026", -1 },
    { "From a Sun Nov 22 24:45:35 2026", -1 },
    { "From a Sun Nov 22 14:45:35 26", -1 },
    { "From a", -1 },
    { "From ", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      gint64 date = -1;
      gboolean found = loft_mbox_date_find (dates[i].line, strlen (dates[i].line), &date);

      g_test_message ("%s", dates[i].line);
      g_assert_cmpint (found, ==, dates[i].date >= 0);
      g_assert_true (!found || date == dates[i].date);
    }
}

static char *
write_one (const char *raw, LoftFlags flags, const char *keywords)
{
  const LoftMboxFacts facts = { flags, keywords, 1795358735, "a@b" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, strlen (raw));
  g_autoptr (GBytes) written = loft_mbox_writer_write (bytes, &facts);
  gsize size = 0;
  const char *text = g_bytes_get_data (written, &size);

  return g_strndup (text, size);
}

static void
test_writer (void)
{
  static const struct {
    const char *raw;
    LoftFlags flags;
    const char *keywords;
    const char *written;
  } written[] = {
    { "A: 1\r\n\r\nx\r\n", 0, "", FROM "A: 1\n\nx\n\n" },
    { "A: 1\r\n\r\nFrom x\r\n>From y\r\n> z", 0, "", FROM "A: 1\n\n>From x\n>>From y\n> z\n\n" },
    { "A: 1\r\n\r\nx\r\n", LOFT_FLAG_SEEN, "", FROM "A: 1\nStatus: RO\n\nx\n\n" },
    { "A: 1\r\n\r\nx\r\n", LOFT_FLAG_FLAGGED | LOFT_FLAG_ANSWERED, "one two",
      FROM "A: 1\nStatus: O\nX-Status: AF\nX-Keywords: one two\n\nx\n\n" },
    { "Status: RO\r\nA: 1\r\n\r\nx\r\n", LOFT_FLAG_SEEN, "", FROM "Status: RO\nA: 1\n\nx\n\n" },
    { "Status: RO\r\nA: 1\r\n\r\nStatus: RO\r\n", LOFT_FLAG_FLAGGED, "",
      FROM "A: 1\nStatus: O\nX-Status: F\n\nStatus: RO\n\n" },
    { "Content-Length: 5\r\nA: 1\r\n\r\nx\r\n", 0, "", FROM "A: 1\n\nx\n\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *text = write_one (written[i].raw, written[i].flags, written[i].keywords);

      g_assert_cmpstr (text, ==, written[i].written);
    }
}

/* Whatever a body is made of, it is read as it was written. */
static void
test_round_trip (void)
{
  static const char *const lines[] = {
    "From a@b Sun Nov 22 14:45:35 2026", "From ", ">From x", "", "A: 1", ">>From", "x", ">"
  };
  guint seed = 20261122;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) raw = g_string_new ("A: 1\r\n\r\n");
      g_autofree char *text = NULL;
      g_autofree char *twice = NULL;
      g_autofree char *read = NULL;
      g_autofree char *plain = NULL;
      g_autofree char *expected = NULL;
      guint n = (guint) g_rand_int_range (random, 1, 8);

      for (guint k = 0; k < n; k++)
        g_string_append_printf (raw, "%s\r\n",
                                lines[g_rand_int_range (random, 0, G_N_ELEMENTS (lines))]);
      text = write_one (raw->str, 0, "");
      twice = g_strconcat (text, text, NULL);
      read = read_all (twice, strlen (twice), G_MAXSIZE);
      g_string_replace (raw, "\r\n", "\n", 0);
      expected = g_strconcat (TIME, raw->str, TIME, raw->str, NULL);
      g_assert_cmpstr (read, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mbox/reader/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_reader);
    }
  g_test_add_func ("/mbox/cut-short", test_cut_short);
  g_test_add_func ("/mbox/long-lines", test_long_lines);
  g_test_add_func ("/mbox/dates", test_dates);
  g_test_add_func ("/mbox/writer", test_writer);
  g_test_add_func ("/mbox/round-trip", test_round_trip);
  return g_test_run ();
}
