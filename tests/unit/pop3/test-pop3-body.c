/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-body.h"

#include <string.h>

/* What is sent, cut at every place, and what comes out; what is behind the end is left alone. */

#define NEVER_ENDS NULL

static const struct {
  const char *name;
  const char *sent;
  const char *content; /* what comes out; with NEVER_ENDS as rest, so far */
  const char *rest; /* behind the end */
} rows[] = {
  { "empty", ".\r\n", "", "" },
  { "one-line", "abc\r\n.\r\n", "abc\r\n", "" },
  { "rest", "abc\r\n.\r\n+OK next\r\n", "abc\r\n", "+OK next\r\n" },
  { "two-ends", ".\r\n.\r\n", "", ".\r\n" },
  { "empty-lines", "\r\n\r\n.\r\n", "\r\n\r\n", "" },
  { "stuffed", "..\r\n.\r\n", ".\r\n", "" },
  { "stuffed-twice", "...\r\n.\r\n", "..\r\n", "" },
  { "stuffed-text", "..abc\r\na..b\r\n.\r\n", ".abc\r\na..b\r\n", "" },
  { "not-stuffed", ".abc\r\n.\r\n", "abc\r\n", "" },
  { "dots-only", "..\r\n..\r\n...\r\n.\r\n", ".\r\n.\r\n..\r\n", "" },
  { "bare-lf", "a\nb\r\n.\r\n", "a\nb\r\n", "" },
  { "lf-dot-lf-is-no-end", "a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", "" },
  { "lf-dot-crlf-is-no-end", "a\n.\r\n+OK forged\r\n.\r\n", "a\n.\r\n+OK forged\r\n", "" },
  { "crlf-dot-lf-is-no-end", "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", "" },
  { "bare-cr", "a\rb\r\n.\r\n", "a\rb\r\n", "" },
  { "cr-dot", "a\r.\r\n.\r\n", "a\r.\r\n", "" },
  { "dot-cr-text", ".\rx\r\n.\r\n", "\rx\r\n", "" },
  { "dot-cr-cr-lf", ".\r\r\n.\r\n", "\r\r\n", "" },
  { "cr-cr-lf", "a\r\r\n.\r\n", "a\r\r\n", "" },
  { "first-byte-is-lf", "\n.\r\n\r\n.\r\n", "\n.\r\n\r\n", "" },
  { "no-end", "abc\r\n..\r\n", "abc\r\n.\r\n", NEVER_ENDS },
  { "no-final-crlf", "abc.\r\n", "abc.\r\n", NEVER_ENDS },
  { "kept-back", "abc\r\n.\r", "abc\r\n", NEVER_ENDS },
};

/* Feeds pieces of the sizes that bits of cut choose; returns how much was used. */
static gsize
feed (LoftPop3Body *body, const char *sent, gsize length, gsize from, GString *content)
{
  gsize used = 0;

  while (used < length && !loft_pop3_body_has_ended (body))
    {
      g_autofree char *input = g_memdup2 (sent + from + used, length - used);
      const char *piece;
      gsize n;
      gsize taken = loft_pop3_body_take (body, input, length - used, &piece, &n);

      g_assert_cmpuint (taken + n, >, 0);
      g_string_append_len (content, piece, (gssize) n);
      used += taken;
    }
  return used;
}

static void
check (gsize row, const gsize *cuts, gsize n_cuts)
{
  const char *sent = rows[row].sent;
  gsize length = strlen (sent);
  LoftPop3Body body = LOFT_POP3_BODY_INIT;
  g_autoptr (GString) content = g_string_new (NULL);
  gsize at = 0;

  for (gsize i = 0; i <= n_cuts; i++)
    {
      gsize end = i < n_cuts ? cuts[i] : length;

      at += feed (&body, sent, end - MIN (at, end), at, content);
    }
  g_assert_cmpint (loft_pop3_body_has_ended (&body), ==, rows[row].rest != NEVER_ENDS);
  g_assert_cmpstr (content->str, ==, rows[row].content);
  if (rows[row].rest != NEVER_ENDS)
    g_assert_cmpstr (sent + at, ==, rows[row].rest);
}

static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  gsize length = strlen (rows[row].sent);
  g_autofree gsize *all = g_new (gsize, length);

  check (row, NULL, 0);
  for (gsize i = 0; i < length; i++)
    for (gsize j = i; j < length; j++)
      check (row, (gsize[]){ i, j }, 2);
  for (gsize i = 0; i < length; i++)
    all[i] = i;
  check (row, all, length);
}

/* Long runs come in one piece, not line by line. */
static void
test_pieces (void)
{
  g_autoptr (GString) sent = g_string_new (NULL);
  LoftPop3Body body = LOFT_POP3_BODY_INIT;
  const char *piece;
  gsize n;

  for (guint i = 0; i < 1000; i++)
    g_string_append (sent, "a line of text\r\n");
  g_assert_cmpuint (loft_pop3_body_take (&body, sent->str, sent->len, &piece, &n), ==, sent->len);
  g_assert_true (piece == sent->str);
  g_assert_cmpuint (n, ==, sent->len);
}

static void
test_nul (void)
{
  static const char sent[] = "a\0b\r\n.\r\n";
  LoftPop3Body body = LOFT_POP3_BODY_INIT;
  g_autoptr (GString) content = g_string_new (NULL);

  g_assert_cmpuint (feed (&body, sent, sizeof sent - 1, 0, content), ==, sizeof sent - 1);
  g_assert_cmpmem (content->str, content->len, "a\0b\r\n", 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pop3/body/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/pop3/body/pieces", test_pieces);
  g_test_add_func ("/pop3/body/nul", test_nul);
  return g_test_run ();
}
