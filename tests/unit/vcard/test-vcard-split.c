/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <time.h>

#include "loft-contact-text.h"
#include "loft-vcard-object.h"

#define A "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:A\r\nEND:VCARD\r\n"
#define B "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:b\r\nN:B\r\nEND:VCARD\r\n"

static const struct {
  const char *file;
  const char *names; /* of its cards, by comma */
} rows[] = {
  { "", "" },
  { "nothing of the kind", "" },
  { A, "A" },
  { A B, "A,B" },
  { "\xef\xbb\xbf" A "\r\n\r\n" B, "A,B" },
  { "a line before\r\n" A "between\r\n" B "behind", "A,B" },
  { "begin:vcard \r\nuid:x\r\nfn:low\r\nend:vcard \r\n" A, "low,A" },
  { "BEGIN:VCARD\nUID:1\nFN:open\n" A, "open,A" },
  { A "BEGIN:VCARD\nUID:1\nFN:open", "A,open" },
  { "END:VCARD\r\n" A, "A" },
  { "BEGIN:VCARD\r\nUID:1\r\nFN:bad\r\nBEGIN:X\r\nEND:VCARD\r\n" A, "A" },
  { "BEGIN:VCARD\r\nUID:1\r\nFN:Boss\r\nAGENT:\r\n" B "END:VCARD\r\n" A, "Boss,A" },
};

static char *
list_names (GPtrArray *cards)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < cards->len; i++)
    {
      g_autoptr (LoftContact) contact = loft_vcard_read (g_ptr_array_index (cards, i), NULL);

      g_assert_nonnull (contact);
      g_assert_cmpstr (contact->uid, !=, "");
      g_strv_builder_add (names, contact->name);
    }
  all = g_strv_builder_end (names);
  return g_strjoinv (",", all);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new (rows[i].file, strlen (rows[i].file));
      g_autoptr (GPtrArray) cards = loft_vcard_split (file);
      g_autofree char *names = list_names (cards);

      g_assert_cmpstr (names, ==, rows[i].names);
    }
}

static void
test_bytes_stay (void)
{
  g_autoptr (GBytes) file = g_bytes_new_static (A B, strlen (A B));
  g_autoptr (GPtrArray) cards = loft_vcard_split (file);
  GBytes *second = g_ptr_array_index (cards, 1);

  g_assert_cmpmem (g_bytes_get_data (second, NULL), g_bytes_get_size (second), B, strlen (B));
  g_assert_cmpuint (loft_vcard_version (second), ==, 2);
}

/* The same file twice is the same cards; two cards are two. */
static void
test_made_uids (void)
{
  static const char text[] = "BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nUID:\nEND:VCARD\n";
  char *uids[2][2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (text, strlen (text));
      g_autoptr (GPtrArray) cards = loft_vcard_split (file);

      g_assert_cmpuint (cards->len, ==, 2);
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (LoftContact) contact = loft_vcard_read (g_ptr_array_index (cards, k), NULL);

          g_assert_true (g_uuid_string_is_valid (contact->uid));
          uids[i][k] = g_strdup (contact->uid);
        }
    }
  g_assert_cmpstr (uids[0][0], ==, uids[1][0]);
  g_assert_cmpstr (uids[0][1], ==, uids[1][1]);
  g_assert_cmpstr (uids[0][0], !=, uids[0][1]);
  for (guint i = 0; i < 4; i++)
    g_free (uids[i / 2][i % 2]);
}

static void
test_utf16 (void)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      g_autofree char *text =
        g_convert ("\xef\xbb\xbf" A B, -1, charsets[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (GBytes) file = g_bytes_new (text, length);
      g_autoptr (GPtrArray) cards = loft_vcard_split (file);
      g_autofree char *names = list_names (cards);

      g_assert_cmpstr (names, ==, "A,B");
    }
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  gint64 begin = clock ();

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%u\r\nEND:VCARD\r\n", i);
  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "BEGIN:VCARD\r\n");
  file = g_bytes_new (text->str, text->len);
  cards = loft_vcard_split (file);
  g_assert_cmpuint (cards->len, ==, 40000);
  g_test_message ("%.2f s", (double) (clock () - begin) / CLOCKS_PER_SEC);
  g_assert_cmpint (clock () - begin, <, 20 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/split/rows", test_rows);
  g_test_add_func ("/vcard/split/bytes-stay", test_bytes_stay);
  g_test_add_func ("/vcard/split/made-uids", test_made_uids);
  g_test_add_func ("/vcard/split/utf-16", test_utf16);
  g_test_add_func ("/vcard/split/many", test_many);
  return g_test_run ();
}
