/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mailbox-fields.h"
#include "loft-maildir-name.h"

#include <string.h>

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
test_flags (void)
{
  static const struct {
    const char *raw;
    gboolean told;
    LoftFlags flags;
    const char *keywords;
  } rows[] = {
    { "A: 1\n\n", FALSE, 0, "" },
    { "", FALSE, 0, "" },
    { "Status: RO\n\n", TRUE, LOFT_FLAG_SEEN, "" },
    { "status:O\n\nStatus: R\n", TRUE, 0, "" },
    { "Status: R\nX-Status: AF\n\n", TRUE, LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED | LOFT_FLAG_FLAGGED,
      "" },
    { "X-Mozilla-Status: 0001\r\n\r\n", TRUE, LOFT_FLAG_SEEN, "" },
    { "X-Mozilla-Status: 1007\n\n", TRUE,
      LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED | LOFT_FLAG_FLAGGED | LOFT_FLAG_FORWARDED, "" },
    { "X-Mozilla-Status: 0009\n\n", TRUE, LOFT_FLAG_SEEN | LOFT_FLAG_DELETED, "" },
    { "X-Mozilla-Status: nonsense\n\n", FALSE, 0, "" },
    { "X-Mozilla-Keys: $label1 work      \n\n", FALSE, 0, "$label1 work" },
    { "X-Keywords: b, a (bad) \"worse\"\n\n", FALSE, 0, "a b" },
    { "X-Gmail-Labels: Inbox,Unread\n\n", TRUE, 0, "" },
    { "X-Gmail-Labels: Inbox,Starred\n\n", TRUE, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i].raw);
      g_autofree char *keywords = NULL;
      LoftFlags flags = 0;

      g_test_message ("%s", rows[i].raw);
      g_assert_cmpint (loft_mailbox_fields_read (raw, &flags, &keywords), ==, rows[i].told);
      g_assert_cmpuint (flags, ==, rows[i].flags);
      g_assert_cmpstr (keywords, ==, rows[i].keywords);
    }
}

/* The first of each row is the same message as the second, or not. */
static void
test_identity (void)
{
  static const struct {
    const char *one;
    const char *other;
    gboolean same;
  } rows[] = {
    { "A: 1\n\nx\n", "A: 1\r\n\r\nx\r\n", TRUE },
    { "A: 1\n\nx", "A: 1\n\nx\n\n\n", TRUE },
    { "A: 1\n\nx\n", "Status: RO\nA: 1\nX-Mozilla-Keys: a\n b\n\nx\n", TRUE },
    { "A: 1\n\nx\n", "A: 1\n 2\n\nx\n", FALSE },
    { "A: 1\n\nx\n", "A: 1\n\nx\nStatus: RO\n", FALSE },
    { "A: 1\n\nx\n", "A: 1\n\n\nx\n", FALSE },
    { "A: 1\n\nx\n", "A: 2\n\nx\n", FALSE },
    { "", "\n", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) one = bytes_of (rows[i].one);
      g_autoptr (GBytes) other = bytes_of (rows[i].other);
      g_autofree char *one_hash = loft_mailbox_fields_identity (one);
      g_autofree char *other_hash = loft_mailbox_fields_identity (other);

      g_assert_cmpint (strcmp (one_hash, other_hash) == 0, ==, rows[i].same);
    }
}

static void
test_canonical (void)
{
  static const char *const rows[][2] = {
    { "", "" },
    { "a\r\n", "a\r\n" },
    { "a\nb", "a\r\nb" },
    { "\n", "\r\n" },
    { "a\r\n\nb\n", "a\r\n\r\nb\r\n" },
    { "a\rb\n", "a\rb\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i][0]);
      g_autoptr (GBytes) lines = loft_mailbox_fields_canonical (raw);
      g_autoptr (GBytes) expected = bytes_of (rows[i][1]);

      g_assert_true (g_bytes_equal (lines, expected));
    }
}

static void
test_maildir_names (void)
{
  static const struct {
    const char *name;
    LoftFlags flags;
    gint64 received;
  } rows[] = {
    { "1795358735.M1P2.host:2,", 0, 1795358735 },
    { "1795358735.M1P2.host:2,FS", LOFT_FLAG_FLAGGED | LOFT_FLAG_SEEN, 1795358735 },
    { "1795358735.M1P2.host,S=12,W=13:2,RSab", LOFT_FLAG_ANSWERED | LOFT_FLAG_SEEN, 1795358735 },
    { "1795358735.M1P2.host;2,D", LOFT_FLAG_DRAFT, 1795358735 },
    { "1795358735.M1P2.host!2,P", LOFT_FLAG_FORWARDED, 1795358735 },
    { "1795358735.M1P2.host", 0, 1795358735 },
    { "12.host:2,S", LOFT_FLAG_SEEN, 0 },
    { "99999999999999999999.x:2,S", LOFT_FLAG_SEEN, 0 },
    { "", 0, 0 },
    { ":2,", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_cmpuint (loft_maildir_name_flags (rows[i].name), ==, rows[i].flags);
      g_assert_cmpint (loft_maildir_name_received (rows[i].name), ==, rows[i].received);
    }
}

static void
test_maildir_name_made (void)
{
  g_autofree char *name =
    loft_maildir_name_make (1795358735, 7, 99, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED);

  g_assert_cmpstr (name, ==, "1795358735.Q7.loft,S=99:2,FS");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/flags", test_flags);
  g_test_add_func ("/mailbox/identity", test_identity);
  g_test_add_func ("/mailbox/canonical", test_canonical);
  g_test_add_func ("/mailbox/maildir/names", test_maildir_names);
  g_test_add_func ("/mailbox/maildir/name-made", test_maildir_name_made);
  return g_test_run ();
}
