/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Twice the input must not take much more than twice the time, whatever it repeats. The ratio is
 * judged in soak runs only (LOFT_TEST_SOAK=1), on inputs that take long enough to be measured;
 * every other run lets small ones end. */

#include <string.h>
#include <time.h>

#include "loft-html.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"

#define SIZE_SMALL (200 * 1000)
#define SIZE_SOAK  (1900 * 1000) /* twice that is still within the limit of a header */
#define N_TRIES    5
#define MAX_RATIO  3.0
#define NOISE      0.02 /* seconds: less cannot be judged */

static const struct {
  const char *start;
  const char *unit;
  const char *end;
} rows[] = {
  { "To: ", "g:", "\n\nx" },
  { "To: ", "a@b, ", "\n\nx" },
  { "To: ", "(", "\n\nx" },
  { "To: ", "\"", "\n\nx" },
  { "", "To: a <b@c>\n", "\nx" },
  { "Subject: ", "=?utf-8?q?x", "\n\nx" },
  { "Subject: ", "=?utf-8?b?w4M=?= ", "\n\nx" },
  { "Subject: ", "=?", "\n\nx" },
  { "Subject: ", "x\n ", "\n\nx" },
  { "References: ", "<a@b> ", "\n\nx" },
  { "Message-ID: ", "<", "\n\nx" },
  { "Date: ", "1 ", "\n\nx" },
  { "Content-Type: text/plain", "; a*0=b", "\n\nx" },
  { "Content-Type: text/plain; a=", "(", "\n\nx" },
  { "", "x\n y\n", "" },
  { "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", "--b--\n" },
  { "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n", "--bx\n", "--b--\n" },
  { "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "" },
  { "", "Content-Type: message/rfc822\n\n", "" },
  { "Content-Type: text/plain; format=flowed\n\n", "> a \n", "" },
  { "Content-Type: text/plain; charset=utf-8\n\n\xc3\xa9", "\xff", "" },
  { "Content-Type: text/plain; charset=gb18030\n\n", "\xff", "" },
  { "Content-Type: text/plain; charset=iso-2022-jp\n\n", "\x1b$B", "" },
  { "Content-Transfer-Encoding: base64\n\n", "QUJD\n", "" },
  { "Content-Transfer-Encoding: quoted-printable\n\n", "=", "" },
  { "Content-Type: text/html\n\n", "<div>", "" },
  { "Content-Type: text/html\n\n", "<b><i></b>", "" },
  { "Content-Type: text/html\n\n<b><table><tr><td>", "</b>", "" },
  { "Content-Type: text/html\n\n", "<table><tr><td>", "" },
  { "Content-Type: text/html\n\n", "<", "" },
  { "Content-Type: text/html\n\n", "<!--", "" },
  { "Content-Type: text/html\n\n", "<!-- -", "" },
  { "Content-Type: text/html\n\n", "<a href='", "" },
  { "Content-Type: text/html\n\n<p ", "a=b ", ">" },
  { "Content-Type: text/html\n\n<p style='", "color:red;", "'>" },
  { "Content-Type: text/html\n\n<p style='", "a:url(", "'>" },
  { "Content-Type: text/html\n\n", "&am", "" },
  { "Content-Type: text/html\n\n", "<svg>", "" },
  { "Content-Type: text/html\n\n<style>", "a{color:red}", "</style>" },
  { "Content-Type: text/html\n\n<style>", "@media all{", "</style>" },
  { "Content-Type: text/html\n\n<script>", "</", "</script>" },
  { "Content-Type: text/html\n\n", "<img src=cid:a>", "" },
  { "Content-Type: text/html\n\n", "<blockquote><p>a", "" },
};

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static GBytes *
make_message (gsize row, gsize size)
{
  GString *message = g_string_new (rows[row].start);

  while (message->len < size)
    g_string_append (message, rows[row].unit);
  g_string_append (message, rows[row].end);
  return g_string_free_to_bytes (message);
}

static double
measure (GBytes *raw)
{
  double start = cpu_seconds ();
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autofree char *preview = loft_mime_message_preview (message);
  g_autofree char *text = loft_mime_message_index_text (message, G_MAXSIZE / 2);

  loft_mime_gate_check (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), NULL);
  if (message->html != NULL)
    loft_clean_html_free (loft_html_clean (message->html, -1));
  return cpu_seconds () - start;
}

static double
measure_best (gsize row, gsize size)
{
  g_autoptr (GBytes) raw = make_message (row, size);
  double best = measure (raw);

  for (guint i = 1; i < N_TRIES && best > NOISE / 10; i++)
    best = MIN (best, measure (raw));
  return best;
}

static void
test_linear (void)
{
  gboolean soak = g_getenv ("LOFT_TEST_SOAK") != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = g_strescape (rows[i].unit, NULL);
      g_autoptr (GBytes) small = make_message (i, SIZE_SMALL);
      double once, twice;

      if (!soak)
        {
          measure (small);
          continue;
        }
      once = measure_best (i, SIZE_SOAK);
      twice = measure_best (i, 2 * SIZE_SOAK);
      g_test_message ("%s: %.3f s, twice as much %.3f s", shown, once, twice);
      if (twice > NOISE)
        g_assert_cmpfloat (twice, <, MAX_RATIO * MAX (once, NOISE / MAX_RATIO));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/linear", test_linear);
  return g_test_run ();
}
