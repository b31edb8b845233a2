/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-listing.h"

#include <string.h>

/* Lines of UIDL and of LIST, and the messages that come of them: "number:uid:size:fault". */

static const struct {
  const char *name;
  const char *uids;
  const char *sizes;
  const char *messages;
  gboolean sound;
} rows[] = {
  { "empty", "", "", "", TRUE },
  { "plain", "1 a\n2 b", "1 10\n2 20", "1:a:10:0 2:b:20:0", TRUE },
  { "extra-words", "1 a", "1 10 octets", "1:a:10:0", TRUE },
  { "descending", "3 c\n2 b\n1 a", "2 20\n3 30\n1 10", "1:a:10:0 2:b:20:0 3:c:30:0", TRUE },
  { "gaps", "2 b\n900 c", "2 1\n900 2", "2:b:1:0 900:c:2:0", TRUE },
  { "no-size", "1 a\n2 b", "2 20", "1:a:0:0 2:b:20:0", TRUE },
  { "no-uid", "2 b", "1 10\n2 20", "1::10:1 2:b:20:0", FALSE },
  { "empty-uid", "1 \n2 b", "1 10\n2 20", "1::10:1 2:b:20:0", FALSE },
  { "broken-uid", "1 a b", "1 10", "1::10:2", FALSE },
  { "repeated", "1 a\n2 b\n3 a", "1 1\n2 2\n3 3", "1:a:1:5 2:b:2:0 3:a:3:5", FALSE },
  { "case-counts", "1 a\n2 A", "1 1\n2 2", "1:a:1:0 2:A:2:0", TRUE },
  { "told-twice-alike", "1 a\n1 a", "1 1\n1 1", "1:a:1:0", TRUE },
  { "told-twice-otherwise", "1 a\n2 b\n1 c", "1 1\n2 2", "1:a:1:4 2:b:2:0", FALSE },
  { "size-told-twice", "1 a", "1 5\n1 7", "1:a:7:0", TRUE },
  { "no-lines", "hello\n1 a", "1 1\n\nx", "1:a:1:0", FALSE },
  { "number-zero", "0 z\n1 a", "0 5\n1 1", "1:a:1:0", FALSE },
};

static void
add_lines (LoftPop3Listing *listing, const char *text,
           gboolean (*add) (LoftPop3Listing *, const char *, gsize, GError **))
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; text[0] != '\0' && lines[i] != NULL; i++)
    g_assert_true (add (listing, lines[i], strlen (lines[i]), NULL));
}

static char *
describe (LoftPop3Listing *listing)
{
  GString *text = g_string_new (NULL);
  guint n = 0;
  const LoftPop3Message *messages = loft_pop3_listing_get_messages (listing, &n);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%u:%s:%" G_GUINT64_FORMAT ":%d ", messages[i].number,
                              messages[i].uid, messages[i].size, messages[i].fault);
      g_assert_true (loft_pop3_listing_find (listing, messages[i].number) == &messages[i]);
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  g_autofree char *text = NULL;

  add_lines (listing, rows[i].uids, loft_pop3_listing_add_uid);
  add_lines (listing, rows[i].sizes, loft_pop3_listing_add_size);
  loft_pop3_listing_conclude (listing);
  text = describe (listing);
  g_assert_cmpstr (text, ==, rows[i].messages);
  g_assert_cmpint (loft_pop3_listing_is_sound (listing), ==, rows[i].sound);
  g_assert_null (loft_pop3_listing_find (listing, 77));
}

static void
test_long_uids (void)
{
  g_autofree char *uid = g_strnfill (71, 'x');
  g_autofree char *line = g_strconcat ("1 ", uid, NULL);
  g_autofree char *longest = g_strnfill (10000, 'x');
  g_autofree char *longest_line = g_strconcat ("2 ", longest, NULL);
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  const LoftPop3Message *message;

  g_assert_true (loft_pop3_listing_add_uid (listing, line, strlen (line), NULL));
  g_assert_true (loft_pop3_listing_add_uid (listing, longest_line, strlen (longest_line), NULL));
  loft_pop3_listing_conclude (listing);
  message = loft_pop3_listing_find (listing, 1);
  g_assert_cmpstr (message->uid, ==, uid);
  g_assert_cmpint (message->fault, ==, LOFT_POP3_UID_TOO_LONG);
  message = loft_pop3_listing_find (listing, 2);
  g_assert_cmpuint (strlen (message->uid), ==, 255);
  g_assert_false (loft_pop3_listing_is_sound (listing));
}

/* In soak as many as there may be; in the worst order. */
static void
test_many (void)
{
  guint n_lines = g_getenv ("LOFT_TEST_SOAK") != NULL ? LOFT_POP3_MAX_MESSAGES : 100000;
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  char line[64];
  guint n = 0;

  for (guint i = n_lines; i > 0; i--)
    {
      g_snprintf (line, sizeof line, "%u %08x%08x", i, i * 2654435761u, i);
      g_assert_true (loft_pop3_listing_add_uid (listing, line, strlen (line), NULL));
      g_snprintf (line, sizeof line, "%u %u", i, i * 10);
      g_assert_true (loft_pop3_listing_add_size (listing, line, strlen (line), NULL));
    }
  loft_pop3_listing_conclude (listing);
  g_assert_nonnull (loft_pop3_listing_get_messages (listing, &n));
  g_assert_cmpuint (n, ==, n_lines);
  g_assert_true (loft_pop3_listing_is_sound (listing));
}

/* Lines that are none, and unique-ids at their longest, end as well. */
static void
test_bounds (void)
{
  g_autofree char *uid = g_strnfill (255, 'x');
  g_autofree char *line = g_strconcat ("1 ", uid, NULL);
  guint n = 0;
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  g_autoptr (LoftPop3Listing) other = loft_pop3_listing_new ();
  g_autoptr (GError) error = NULL;

  while (loft_pop3_listing_add_uid (listing, "x", 1, &error))
    n++;
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_assert_cmpuint (n, ==, LOFT_POP3_MAX_MESSAGES);
  for (n = 0; loft_pop3_listing_add_uid (other, line, strlen (line), NULL); n++)
    ;
  g_assert_cmpuint (n, <, 400000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pop3/listing/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/pop3/listing/long-uids", test_long_uids);
  g_test_add_func ("/pop3/listing/many", test_many);
  g_test_add_func ("/pop3/listing/bounds", test_bounds);
  return g_test_run ();
}
