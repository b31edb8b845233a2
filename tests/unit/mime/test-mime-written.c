/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-flowed-text.h"
#include "loft-mime-writer.h"

/* Who may be written to, and text that is wrapped and read again. */

static const struct {
  const char *email;
  gboolean is_one;
} addresses[] = {
  { "a@b", TRUE },
  { "ann@example.org", TRUE },
  { "a.b+c=d/e'f@mail.example.org", TRUE },
  { "\"b o b\"@example.org", TRUE },
  { "\"a@b\"@example.org", TRUE },
  { "\"a\\\"b\"@example.org", TRUE },
  { "ann@[192.0.2.1]", TRUE },
  { "jörg@bücher.example", TRUE },
  { "用户@例子.公司", TRUE },
  { "", FALSE },
  { "ann", FALSE },
  { "@example.org", FALSE },
  { "ann@", FALSE },
  { "ann@@example.org", FALSE },
  { "a@b@example.org", FALSE },
  { "ann bob@example.org", FALSE },
  { "ann@example org", FALSE },
  { "<ann@example.org>", FALSE },
  { "ann@example.org>", FALSE },
  { "ann@example.org,bob@example.org", FALSE },
  { "ann@example.org;", FALSE },
  { "ann@.example.org", FALSE },
  { "ann@example..org", FALSE },
  { "ann@example.org.", FALSE },
  { "ann\r\nRCPT TO:<x@y>@example.org", FALSE },
  { "ann@example.org\r\nBcc: x@y", FALSE },
  { "\"a\nb\"@example.org", FALSE },
  { "\"ann@example.org", FALSE },
  { "\"ann\"x@example.org", FALSE },
  { "ann\177@example.org", FALSE },
  { "ann\377@example.org", FALSE },
  { "(comment)ann@example.org", FALSE },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s", addresses[i].email);
      g_assert_cmpint (loft_mime_is_address (addresses[i].email), ==, addresses[i].is_one);
    }
}

static void
test_long_address (void)
{
  g_autofree char *local = g_strnfill (242, 'a');
  g_autofree char *fits = g_strconcat (local, "@example.org", NULL);
  g_autofree char *long_one = g_strconcat ("b", fits, NULL);

  g_assert_cmpuint (strlen (fits), ==, 254);
  g_assert_true (loft_mime_is_address (fits));
  g_assert_false (loft_mime_is_address (long_one));
}

/* Each field that holds addresses refuses one that is none, and says which. */
static void
test_refused (void)
{
  for (guint field = 0; field < 6; field++)
    {
      const char *email = field == 0 ? "x y@example.org" : "ann@example.org";
      g_autoptr (LoftDraft) draft = loft_draft_new (loft_address_new ("Ann", email));
      GPtrArray *lists[] = { draft->to, draft->cc, draft->bcc, draft->reply_to };
      g_autoptr (GError) error = NULL;

      if (field == 5)
        draft->sender = loft_address_new ("", "x y@example.org");
      else if (field > 0)
        g_ptr_array_add (lists[field - 1], loft_address_new ("", "x y@example.org"));
      g_assert_null (loft_mime_write (draft, LOFT_MIME_WRITE_BCC, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "x y@example.org"));
    }
}

static void
test_needs_utf8 (void)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (loft_address_new ("Jörg", "joerg@example.org"));

  g_assert_false (loft_mime_needs_utf8 (draft));
  g_ptr_array_add (draft->bcc, loft_address_new ("", "jörg@example.org"));
  g_assert_true (loft_mime_needs_utf8 (draft));
}

/* ---- format=flowed ------------------------------------------------------------------------ */

static const struct {
  const char *text;
  const char *wire;
} flowed[] = {
  { "", "" },
  { "one\n", "one\n" },
  { "no end", "no end\n" },
  { "\n\n", "\n\n" },
  { "blanks at the end  \n", "blanks at the end\n" },
  { " leads\n", "  leads\n" },
  { "From here\n", " From here\n" },
  { "Fromage\n", "Fromage\n" },
  { "> quoted\n>> twice\n>\n", "> quoted\n>> twice\n> \n" },
  { ">close\n", "> close\n" },
  { "-- \nAnn\n", "-- \nAnn\n" },
  { "--  \n", "--\n" },
  { "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh\n",
    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg \nhhhhhhhhh\n" },
  { "> aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh\n",
    "> aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg \n> hhhhhhhhh\n" },
};

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flowed); i++)
    {
      g_autofree char *wire = loft_flowed_text_split (flowed[i].text);

      g_assert_cmpstr (wire, ==, flowed[i].wire);
    }
}

static char *
random_text (void)
{
  static const char *const pieces[] = { "a", "word", " ", "  ", ">", "> ", "\n", "\n\n", "-- ",
                                        "--", "From ", "ü", "会议", "\t",
                                        "a-word-that-is-longer-than-the-seventy-two-columns-that-"
                                        "a-line-of-flowed-text-may-have" };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 80); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Text that was read once comes back as it is, however often it is sent on. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *any = random_text ();
      g_autofree char *first = loft_flowed_text_split (any);
      g_autofree char *read = loft_flowed_text_join (first, FALSE);
      g_autofree char *again = loft_flowed_text_split (read);
      g_autofree char *reread = loft_flowed_text_join (again, FALSE);

      g_assert_cmpstr (reread, ==, read);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime-writer/addresses", test_addresses);
  g_test_add_func ("/mime-writer/long-address", test_long_address);
  g_test_add_func ("/mime-writer/refused", test_refused);
  g_test_add_func ("/mime-writer/needs-utf8", test_needs_utf8);
  g_test_add_func ("/mime-writer/flowed/split", test_split);
  g_test_add_func ("/mime-writer/flowed/round-trip", test_round_trip);
  return g_test_run ();
}
