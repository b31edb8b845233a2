/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mime-excerpt.h"

static void
append_base64 (GString *message, gsize length)
{
  g_autofree guchar *noise = g_malloc (length);
  g_autofree char *text = NULL;
  gsize n;

  for (gsize i = 0; i < length; i++)
    noise[i] = (guchar) g_test_rand_int ();
  text = g_base64_encode (noise, length);
  n = strlen (text);
  for (gsize at = 0; at < n; at += 76)
    g_string_append_printf (message, "%.*s\r\n", (int) MIN (76, n - at), text + at);
}

static void
append_attachment (GString *message, const char *name, gsize length)
{
  g_string_append_printf (message,
                          "--b\r\nContent-Type: application/pdf; name=%s\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\n",
                          name);
  append_base64 (message, length);
}

static GBytes *
make_message (void)
{
  GString *message = g_string_new ("From: Eva <eva@example.org>\r\nSubject: Large\r\n"
                                   "MIME-Version: 1.0\r\n"
                                   "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                                   "--b\r\n\r\nThe text before.\r\n");

  append_attachment (message, "small", 5000);
  append_attachment (message, "large", 3000001);
  append_attachment (message, "middle", 60000);
  append_attachment (message, "larger", 5000002);
  g_string_append (message, "--b\r\n\r\nThe text behind.\r\n--b--\r\n");
  return g_string_free_to_bytes (message);
}

static char *
describe (LoftMimeMessage *message)
{
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);
  g_autofree char *packed = loft_attachments_pack (attachments);
  g_autofree char *text = loft_mime_message_index_text (message, 4096);

  return g_strconcat (message->headers->subject, "|", text, "|", packed, NULL);
}

/* However it is cut into pieces, the excerpt tells what the whole tells, and is small. */
static void
test_same (void)
{
  static const gsize pieces[] = { 1, 77, 4096, 262144, G_MAXINT };
  g_autoptr (GBytes) raw = make_message ();
  g_autoptr (LoftMimeMessage) whole = loft_mime_message_read (raw);
  g_autofree char *expected = describe (whole);
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);

  g_assert_nonnull (strstr (expected, "The text behind."));
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (LoftMimeExcerpt) excerpt = loft_mime_excerpt_new ();
      g_autoptr (LoftMimeMessage) message = NULL;
      g_autofree char *described = NULL;

      for (gsize at = 0; at < length; at += MIN (pieces[i], length - at))
        loft_mime_excerpt_add (excerpt, bytes + at, MIN (pieces[i], length - at));
      g_assert_cmpuint (loft_mime_excerpt_get_length (excerpt), ==, length);
      message = loft_mime_excerpt_read (excerpt);
      described = describe (message);
      g_assert_cmpstr (described, ==, expected);
    }
}

/* Neither endless lines nor endless text make it large, and nothing is lost of a small message. */
static void
test_bounded (void)
{
  static const char *const lines[] = { "word ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                       "plain text\n" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (LoftMimeExcerpt) excerpt = loft_mime_excerpt_new ();
      g_autoptr (LoftMimeMessage) message = NULL;

      loft_mime_excerpt_add (excerpt, "Subject: s\n\n", 12);
      for (guint n = 0; n < 2000000; n++)
        loft_mime_excerpt_add (excerpt, lines[i], strlen (lines[i]));
      message = loft_mime_excerpt_read (excerpt);
      g_assert_cmpstr (message->headers->subject, ==, "s");
      g_assert_cmpuint (strlen (message->text), >, 8000000);
      g_assert_cmpuint (strlen (message->text), <, 8400000);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/excerpt/same", test_same);
  g_test_add_func ("/mime/excerpt/bounded", test_bounded);
  return g_test_run ();
}
