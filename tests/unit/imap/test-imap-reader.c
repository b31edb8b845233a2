/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-feed.h"

#include "loft-error.h"

#include <string.h>

/* Lines, literals and limits; words. */

static void
assert_broken (const char *bytes, gsize length, int code)
{
  g_auto (ImapFeed) feed = { NULL };
  g_autoptr (GError) error = NULL;

  imap_feed_init (&feed);
  g_assert_cmpint (imap_feed_push (&feed, bytes, length, NULL, &error), ==, LOFT_IMAP_NEED_BROKEN);
  g_assert_error (error, LOFT_ERROR, code);
}

static void
test_announcements (void)
{
  static const struct {
    const char *line;
    LoftImapNeed need;
    gsize size;
    gboolean body;
  } rows[] = {
    { "* 1 FETCH (BODY[] {5}", LOFT_IMAP_NEED_LITERAL, 5, TRUE },
    { "* 1 fetch (BODY[HEADER] {5}", LOFT_IMAP_NEED_LITERAL, 5, TRUE },
    { "* 1 FETCH (BODY[]<0> ~{7}", LOFT_IMAP_NEED_LITERAL, 7, TRUE },
    { "* 1 FETCH (ENVELOPE ({5}", LOFT_IMAP_NEED_LITERAL, 5, FALSE },
    { "* LIST () \"/\" {0}", LOFT_IMAP_NEED_LITERAL, 0, FALSE },
    { "* LIST () \"/\" {3+}", LOFT_IMAP_NEED_LITERAL, 3, FALSE },
    { "* XSOMETHING {4}", LOFT_IMAP_NEED_LITERAL, 4, FALSE },
    { "* OK look {5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "* bye {5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "* PREAUTH {5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "A1 NO {5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "+ {5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "* LIST () \"/\" {}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "* LIST () \"/\" {-5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "* LIST () \"/\" 5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "{5}", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "*", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
    { "", LOFT_IMAP_NEED_NOTHING, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapReader) reader = loft_imap_reader_new ();
      g_autoptr (GError) error = NULL;
      LoftImapNeed need = loft_imap_reader_add_line (reader, rows[i].line, strlen (rows[i].line),
                                                     &error);

      g_assert_no_error (error);
      g_assert_cmpint (need, ==, rows[i].need);
      if (need != LOFT_IMAP_NEED_LITERAL)
        continue;
      g_assert_cmpuint (loft_imap_reader_get_literal_size (reader), ==, rows[i].size);
      g_assert_cmpint (loft_imap_reader_literal_is_body (reader), ==, rows[i].body);
    }
}

static void
test_impossible_sizes (void)
{
  static const struct {
    const char *line;
    int code;
  } rows[] = {
    { "* 1 FETCH (BODY[] {3221225472}\r\n", LOFT_ERROR_LIMIT },
    { "* 1 FETCH (BODY[] {4294967295}\r\n", LOFT_ERROR_LIMIT },
    { "* 1 FETCH (BODY[] {4294967296}\r\n", LOFT_ERROR_LIMIT },
    { "* 1 FETCH (BODY[] {9223372036854775807}\r\n", LOFT_ERROR_LIMIT },
    { "* 1 FETCH (BODY[] {9223372036854775808}\r\n", LOFT_ERROR_PROTOCOL },
    { "* 1 FETCH (BODY[] {18446744073709551615}\r\n", LOFT_ERROR_PROTOCOL },
    { "* 1 FETCH (BODY[] {18446744073709551621}\r\n", LOFT_ERROR_PROTOCOL },
    { "* 1 FETCH (BODY[] {99999999999999999999999999999999}\r\n", LOFT_ERROR_PROTOCOL },
    { "* 1 FETCH (ENVELOPE ({1048577}\r\n", LOFT_ERROR_LIMIT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_broken (rows[i].line, strlen (rows[i].line), rows[i].code);
}

/* At the limit, one less and one more. */
static void
test_line_limit (void)
{
  const struct {
    gsize length;
    gboolean fits;
  } rows[] = {
    { LOFT_IMAP_MAX_LINE - 1, TRUE }, { LOFT_IMAP_MAX_LINE, FALSE },
    { LOFT_IMAP_MAX_LINE + 1, FALSE }, { 10 * LOFT_IMAP_MAX_LINE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapReader) reader = loft_imap_reader_new ();
      g_autofree char *line = g_strnfill (rows[i].length, 'x');
      g_autoptr (GError) error = NULL;
      LoftImapNeed need = loft_imap_reader_add_line (reader, line, rows[i].length, &error);

      g_assert_cmpint (need, ==, rows[i].fits ? LOFT_IMAP_NEED_NOTHING : LOFT_IMAP_NEED_BROKEN);
    }
}

/* What a response may hold counts over all its lines and literals. */
static void
test_sums (void)
{
  g_autoptr (LoftImapReader) reader = loft_imap_reader_new ();
  g_autofree char *half = g_strnfill (600000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (half, 600000);
  const char *first = "* 1 FETCH (X {600000}";
  const char *again = " Y {600000}";
  const char *body = " BODY[] {600000}";
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (loft_imap_reader_add_line (reader, first, strlen (first), &error), ==,
                   LOFT_IMAP_NEED_LITERAL);
  loft_imap_reader_add_literal (reader, bytes);
  g_assert_cmpint (loft_imap_reader_add_line (reader, body, strlen (body), &error), ==,
                   LOFT_IMAP_NEED_LITERAL);
  loft_imap_reader_add_literal (reader, bytes);
  g_assert_cmpint (loft_imap_reader_add_line (reader, again, strlen (again), &error), ==,
                   LOFT_IMAP_NEED_BROKEN);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);
  loft_imap_reader_reset (reader);
  g_assert_cmpint (loft_imap_reader_add_line (reader, first, strlen (first), &error), ==,
                   LOFT_IMAP_NEED_LITERAL);
  g_assert_cmpint (loft_imap_reader_add_line (reader, half, 600000, &error), ==,
                   LOFT_IMAP_NEED_NOTHING);
  g_assert_cmpint (loft_imap_reader_add_line (reader, half, 600000, &error), ==,
                   LOFT_IMAP_NEED_BROKEN);
}

static void
test_body_limit (void)
{
  g_autoptr (LoftImapReader) reader = loft_imap_reader_new ();
  const char *fits = "* 1 FETCH (BODY[] {100}";
  const char *exceeds = "* 1 FETCH (BODY[] {101}";
  g_autoptr (GError) error = NULL;

  loft_imap_reader_set_limits (reader, LOFT_IMAP_MAX_LINE, 100);
  g_assert_cmpint (loft_imap_reader_add_line (reader, fits, strlen (fits), &error), ==,
                   LOFT_IMAP_NEED_LITERAL);
  loft_imap_reader_reset (reader);
  g_assert_cmpint (loft_imap_reader_add_line (reader, exceeds, strlen (exceeds), &error), ==,
                   LOFT_IMAP_NEED_BROKEN);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* --- Words -------------------------------------------------------------------------------- */

/* "A atom", "Q quoted", "(" and ")", "B" broken; literals come apart as "L". */
static char *
describe_tokens (const char *text, gsize length)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GString *shown = g_string_new (NULL);
  LoftImapToken token;
  LoftImapLexer lexer;

  g_ptr_array_add (literals, g_bytes_new_static ("a\0b", 3));
  g_ptr_array_add (literals, g_bytes_new_static ("cd", 2));
  loft_imap_lexer_init (&lexer, text, length, literals);
  while (loft_imap_lexer_next_item (&lexer, &token) > LOFT_IMAP_TOKEN_BROKEN)
    {
      g_string_append_c (shown, "EBAQL()"[token.type]);
      if (token.text != NULL)
        g_string_append_printf (shown, "%.*s", (int) token.length, token.text);
      g_string_append_c (shown, '|');
    }
  if (token.type == LOFT_IMAP_TOKEN_BROKEN)
    g_string_append_c (shown, 'B');
  g_assert_cmpint (loft_imap_lexer_next (&lexer, &token), <=, LOFT_IMAP_TOKEN_BROKEN);
  return g_string_free (shown, FALSE);
}

static void
test_tokens (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } rows[] = {
    { "", "" },
    { "   ", "" },
    { "a", "Aa|" },
    { "a b  c", "Aa|Ab|Ac|" },
    { "(a (b) \"c d\")", "(|Aa|(|Ab|)|Qc d|)|" },
    { "\"a\\\"b\\\\\"", "Qa\\\"b\\\\|" },
    { "\"\"", "Q|" },
    { "\\Seen $Label1 a]b", "A\\Seen|A$Label1|Aa]b|" },
    { "BODY[HEADER.FIELDS (To \"Cc\")]<0> x", "ABODY[HEADER.FIELDS (To \"Cc\")]<0>|Ax|" },
    { "a(b)c", "Aa|(|Ab|)|Ac|" },
    { "a\"b\"", "Aa|Qb|" },
    { "{3}\n x", "L|Ax|" },
    { "~{3}\n {2}\n)", "L|L|B" },
    { "~x", "A~x|" },
    { "{3}\n{2}\n{1}\n", "L|L|B" },
    { "{3}", "B" },
    { "{3} x", "B" },
    { "\"abc", "B" },
    { "\"abc\\", "B" },
    { "\"a\nb\"", "B" },
    { "\"a\rb\"", "B" },
    { "a\nb", "Aa|B" },
    { "a\tb", "Aa|B" },
    { ")", "B" },
    { "())", "(|)|B" },
    { "BODY[", "B" },
    { "BODY[\n]", "B" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = describe_tokens (rows[i].text, strlen (rows[i].text));

      g_assert_cmpstr (shown, ==, rows[i].expected);
      for (gsize length = 0; length < strlen (rows[i].text); length++)
        g_free (describe_tokens (rows[i].text, length));
    }
}

static void
test_depth (void)
{
  const struct {
    guint depth;
    gboolean fits;
  } rows[] = {
    { LOFT_IMAP_MAX_DEPTH - 1, TRUE }, { LOFT_IMAP_MAX_DEPTH, TRUE },
    { LOFT_IMAP_MAX_DEPTH + 1, FALSE }, { 10 * LOFT_IMAP_MAX_DEPTH, FALSE },
    { 1000000, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *opens = g_strnfill (rows[i].depth, '(');
      g_autofree char *closes = g_strnfill (rows[i].depth, ')');
      g_autofree char *text = g_strconcat (opens, closes, NULL);
      LoftImapLexer lexer;
      LoftImapToken token;

      loft_imap_lexer_init (&lexer, text, strlen (text), NULL);
      g_assert_cmpint (loft_imap_lexer_next (&lexer, &token), ==, LOFT_IMAP_TOKEN_OPEN);
      g_assert_cmpint (loft_imap_lexer_skip (&lexer, &token), ==, rows[i].fits);
    }
}

static void
test_numbers (void)
{
  static const struct {
    const char *text;
    guint64 max;
    gboolean ok;
    guint64 value;
  } rows[] = {
    { "0", G_MAXUINT32, TRUE, 0 },
    { "4294967295", G_MAXUINT32, TRUE, G_MAXUINT32 },
    { "4294967296", G_MAXUINT32, FALSE, 0 },
    { "9223372036854775807", G_MAXINT64, TRUE, G_MAXINT64 },
    { "9223372036854775808", G_MAXINT64, FALSE, 0 },
    { "18446744073709551615", G_MAXINT64, FALSE, 0 },
    { "18446744073709551616", G_MAXINT64, FALSE, 0 },
    { "99999999999999999999999", G_MAXINT64, FALSE, 0 },
    { "00012", G_MAXUINT32, TRUE, 12 },
    { "-1", G_MAXINT64, FALSE, 0 },
    { "+1", G_MAXINT64, FALSE, 0 },
    { "1a", G_MAXINT64, FALSE, 0 },
    { "0x1", G_MAXINT64, FALSE, 0 },
    { "NIL", G_MAXINT64, FALSE, 0 },
    { "\"1\"", G_MAXINT64, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftImapLexer lexer;
      LoftImapToken token;
      guint64 value = 0;

      loft_imap_lexer_init (&lexer, rows[i].text, strlen (rows[i].text), NULL);
      loft_imap_lexer_next (&lexer, &token);
      g_assert_cmpint (loft_imap_token_number (&token, rows[i].max, &value), ==, rows[i].ok);
      g_assert_cmpuint (value, ==, rows[i].value);
    }
}

static void
test_strings (void)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  static const char *const expected[] = { "a", NULL, "NIL", "q\"\\", "NIL", NULL, "", NULL };
  const char *text = "a nil \"NIL\" \"q\\\"\\\\\" {3}\n {3}\n {0}\n";
  LoftImapLexer lexer;
  LoftImapToken token;

  g_ptr_array_add (literals, g_bytes_new_static ("NIL", 3));
  g_ptr_array_add (literals, g_bytes_new_static ("a\0b", 3));
  g_ptr_array_add (literals, g_bytes_new_static ("", 0));
  loft_imap_lexer_init (&lexer, text, strlen (text), literals);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *string = NULL;

      loft_imap_lexer_next (&lexer, &token);
      string = loft_imap_token_dup_string (&token);
      g_assert_cmpstr (string, ==, expected[i]);
    }
  g_assert_cmpint (token.type, ==, LOFT_IMAP_TOKEN_END);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/reader/announcements", test_announcements);
  g_test_add_func ("/imap/reader/impossible-sizes", test_impossible_sizes);
  g_test_add_func ("/imap/reader/line-limit", test_line_limit);
  g_test_add_func ("/imap/reader/sums", test_sums);
  g_test_add_func ("/imap/reader/body-limit", test_body_limit);
  g_test_add_func ("/imap/token/tokens", test_tokens);
  g_test_add_func ("/imap/token/depth", test_depth);
  g_test_add_func ("/imap/token/numbers", test_numbers);
  g_test_add_func ("/imap/token/strings", test_strings);
  return g_test_run ();
}
