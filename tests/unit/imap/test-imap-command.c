/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-command.h"

#include <string.h>

/* All parts in a row; "⏎" where the server's "+" is awaited, secrets as they are. */
static char *
to_text (LoftImapCommand *command)
{
  GString *text = g_string_new (NULL);
  LoftImapCommandPart part;

  for (guint i = 0; loft_imap_command_get_part (command, i, &part); i++)
    {
      g_string_append_len (text, part.bytes, (gssize) part.length);
      if (part.waits)
        g_string_append (text, "⏎");
    }
  return g_string_free (text, FALSE);
}

static void
test_strings (void)
{
  static const struct {
    const char *string;
    LoftImapLiterals literals;
    const char *expected;
  } rows[] = {
    { "INBOX", 0, "X \"INBOX\" y" },
    { "", 0, "X \"\" y" },
    { "a \"b\" \\c", 0, "X \"a \\\"b\\\" \\\\c\" y" },
    { "NIL", 0, "X \"NIL\" y" },
    { "ä", 0, "X {2}\r\n⏎ä y" },
    { "ä", LOFT_IMAP_LITERAL_PLUS, "X {2+}\r\nä y" },
    { "ä", LOFT_IMAP_LITERAL_MINUS, "X {2+}\r\nä y" },
    { "a\r\nZ1 DELETE x", 0, "X {14}\r\n⏎a\r\nZ1 DELETE x y" },
    { "a\nb", LOFT_IMAP_LITERAL_PLUS, "X {3+}\r\na\nb y" },
    { "tab\t", LOFT_IMAP_LITERAL_PLUS, "X {4+}\r\ntab\t y" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapCommand) command = loft_imap_command_new ("X", rows[i].literals);
      g_autofree char *text = NULL;

      loft_imap_command_add_string (command, rows[i].string);
      loft_imap_command_add (command, "y");
      text = to_text (command);
      g_assert_cmpstr (text, ==, rows[i].expected);
      g_assert_true (loft_imap_command_is_valid (command));
    }
}

static void
test_long_strings (void)
{
  static const struct {
    gsize length;
    LoftImapLiterals literals;
    const char *start;
  } rows[] = {
    { 1000, LOFT_IMAP_LITERAL_PLUS, "X \"x" },
    { 1001, LOFT_IMAP_LITERAL_PLUS, "X {1001+}\r\nx" },
    { 4096, LOFT_IMAP_LITERAL_MINUS, "X {4096+}\r\nx" },
    { 4097, LOFT_IMAP_LITERAL_MINUS, "X {4097}\r\n⏎x" },
    { 100000, LOFT_IMAP_LITERAL_PLUS, "X {100000+}\r\nx" },
    { 100000, LOFT_IMAP_LITERAL_SYNCHRONIZING, "X {100000}\r\n⏎x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapCommand) command = loft_imap_command_new ("X", rows[i].literals);
      g_autofree char *string = g_strnfill (rows[i].length, 'x');
      g_autofree char *text = NULL;

      loft_imap_command_add_string (command, string);
      text = to_text (command);
      g_assert_true (g_str_has_prefix (text, rows[i].start));
    }
}

/* What is secret is in parts of its own; the rest can be traced. */
static void
test_secrets (void)
{
  static const struct {
    const char *password;
    const char *shown;
  } rows[] = {
    { "opensesame", "LOGIN \"bob\" *** z" },
    { "a\"b", "LOGIN \"bob\" *** z" },
    { "päss", "LOGIN \"bob\" {5+}\r\n*** z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapCommand) command = loft_imap_command_new ("LOGIN", LOFT_IMAP_LITERAL_PLUS);
      g_autoptr (GString) shown = g_string_new (NULL);
      LoftImapCommandPart part;

      loft_imap_command_add_string (command, "bob");
      loft_imap_command_add_secret (command, rows[i].password);
      loft_imap_command_add (command, "z");
      for (guint j = 0; loft_imap_command_get_part (command, j, &part); j++)
        g_string_append_len (shown, part.secret ? "***" : part.bytes,
                             part.secret ? 3 : (gssize) part.length);
      g_assert_cmpstr (shown->str, ==, rows[i].shown);
    }
}

static void
test_secret_text (void)
{
  g_autoptr (LoftImapCommand) command = loft_imap_command_new ("AUTHENTICATE",
                                                               LOFT_IMAP_LITERAL_PLUS);
  LoftImapCommandPart part;

  loft_imap_command_add (command, "PLAIN");
  loft_imap_command_add_secret_text (command, "AGIAcA==");
  g_assert_true (loft_imap_command_get_part (command, 0, &part));
  g_assert_cmpmem (part.bytes, part.length, "AUTHENTICATE PLAIN ", 19);
  g_assert_true (loft_imap_command_get_part (command, 1, &part));
  g_assert_true (part.secret);
  g_assert_cmpmem (part.bytes, part.length, "AGIAcA==", 8);
  g_assert_false (loft_imap_command_get_part (command, 2, &part));
}

static void
test_own_text_is_checked (void)
{
  static const char *const bad[] = { "a\r\nb", "a\nb", "\r", "a\tb", "\x7f" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (LoftImapCommand) command = loft_imap_command_new ("X", 0);

      g_assert_true (loft_imap_command_is_valid (command));
      loft_imap_command_add (command, bad[i]);
      g_assert_false (loft_imap_command_is_valid (command));
    }
}

static void
test_keywords (void)
{
  static const struct {
    const char *keywords;
    gboolean allowed;
  } rows[] = {
    { "", TRUE },
    { "$Label1", TRUE },
    { "$Label1 work NonJunk a.b", TRUE },
    { "größe", FALSE },
    { "a(b", FALSE },
    { "a)b", FALSE },
    { "a{b", FALSE },
    { "a\\b", FALSE },
    { "\\Seen", FALSE },
    { "a\"b", FALSE },
    { "a%b", FALSE },
    { "a*b", FALSE },
    { "a]b", FALSE },
    { "a\r\nA5 DELETE b", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (loft_imap_command_allows_keywords (rows[i].keywords), ==, rows[i].allowed);
}

/* Whatever bytes a string has, a reader of quoted strings and literals finds the same string, and
 * nothing more, in one line. */
static char *
read_back (const char *text)
{
  const char *p = text + strlen ("X ");
  char *end = NULL;
  GString *string;

  if (*p == '{')
    {
      guint64 length = g_ascii_strtoull (p + 1, &end, 10);

      g_assert_true (g_str_has_prefix (end, "+}\r\n"));
      g_assert_cmpuint (strlen (end + 4), ==, length);
      return g_strdup (end + 4);
    }
  string = g_string_new (NULL);
  g_assert_cmpint (*p, ==, '"');
  for (p++; *p != '"'; p++)
    {
      if (*p == '\\')
        p++;
      g_assert_true ((guchar) *p >= ' ' && (guchar) *p < 0x7f);
      g_string_append_c (string, *p);
    }
  g_assert_cmpint (p[1], ==, '\0');
  return g_string_free (string, FALSE);
}

static void
test_injection (void)
{
  static const char alphabet[] = "a\"\\\r\n{}5+ \x80\xff()*%\x01\x7f";
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 100000; round++)
    {
      g_autoptr (LoftImapCommand) command = loft_imap_command_new ("X", LOFT_IMAP_LITERAL_PLUS);
      char string[12] = { 0 };
      gint32 length = g_rand_int_range (random, 0, sizeof string);
      g_autofree char *text = NULL;
      g_autofree char *back = NULL;

      for (gint32 i = 0; i < length; i++)
        string[i] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
      loft_imap_command_add_string (command, string);
      text = to_text (command);
      back = read_back (text);
      g_assert_cmpstr (back, ==, string);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/command/strings", test_strings);
  g_test_add_func ("/imap/command/long-strings", test_long_strings);
  g_test_add_func ("/imap/command/secrets", test_secrets);
  g_test_add_func ("/imap/command/secret-text", test_secret_text);
  g_test_add_func ("/imap/command/own-text-is-checked", test_own_text_is_checked);
  g_test_add_func ("/imap/command/keywords", test_keywords);
  g_test_add_func ("/imap/command/injection", test_injection);
  return g_test_run ();
}
