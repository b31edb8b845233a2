/* SPDX-License-Identifier: GPL-3.0-or-later */

/* winmail.dat and the RTF in it. */

#include <string.h>

#include "loft-mime-reader.h"
#include "loft-rtf.h"
#include "loft-tnef.h"

/* ---- writing ------------------------------------------------------------------------------ */

static void
put (GString *out, guint n_bytes, guint32 value)
{
  for (guint i = 0; i < n_bytes; i++)
    g_string_append_c (out, (char) (value >> (8 * i)));
}

static void
put_attribute (GString *out, guint level, guint32 id, const char *bytes, gsize length)
{
  put (out, 1, level);
  put (out, 4, id);
  put (out, 4, length);
  g_string_append_len (out, bytes, length);
  put (out, 2, 0);
}

static void
put_variable (GString *out, guint type, guint id, const char *bytes, gsize length)
{
  put (out, 2, type);
  put (out, 2, id);
  put (out, 4, 1);
  put (out, 4, length);
  g_string_append_len (out, bytes, length);
  while (length++ % 4 != 0)
    put (out, 1, 0);
}

static void
put_text (GString *out, guint id, const char *text)
{
  put_variable (out, 0x1e, id, text, strlen (text) + 1);
}

static void
put_wide (GString *out, guint id, const char *text)
{
  glong n;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);

  put_variable (out, 0x1f, id, (const char *) wide, (n + 1) * 2);
}

static GString *
tnef_new (void)
{
  GString *out = g_string_new (NULL);

  put (out, 4, 0x223e9f78);
  put (out, 2, 1);
  return out;
}

static LoftTnef *
read_copy (const char *bytes, gsize length)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);

  return loft_tnef_read (copy);
}

/* ---- files -------------------------------------------------------------------------------- */

static GString *
sample_new (void)
{
  static const char iid[] = "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
  GString *out = tnef_new ();
  g_autoptr (GString) inner = tnef_new ();
  g_autoptr (GString) object = g_string_new_len (iid, 16);
  g_autoptr (GString) properties = g_string_new (NULL);

  put_attribute (out, 1, 0x00078008, "IPM.Note", 9);
  put_attribute (out, 1, 0x00069007, "\xe3\x04\0\0\0\0\0\0", 8); /* code page 1251 */

  put_attribute (out, 2, 0x00069002, "\0\0\0\0", 4);
  put_attribute (out, 2, 0x00018010, "SHORT~1.TXT", 12);
  put_attribute (out, 2, 0x0006800f, "one", 3);
  put (properties, 4, 4);
  put (properties, 2, 3); /* named by a number */
  put (properties, 2, 0x8001);
  g_string_append_len (properties, "0123456789abcdef\0\0\0\0\x01\0\0\0", 24);
  put (properties, 4, 7);
  put (properties, 2, 0x101f); /* several values under a name */
  put (properties, 2, 0x8002);
  g_string_append_len (properties, "0123456789abcdef\x01\0\0\0\x06\0\0\0a\0b\0\0\0\0\0", 32);
  put (properties, 4, 2);
  put (properties, 4, 2);
  g_string_append_len (properties, "x\0\0\0", 4);
  put (properties, 4, 2);
  g_string_append_len (properties, "y\0\0\0", 4);
  put_wide (properties, 0x3707, "долгое имя.txt");
  put_text (properties, 0x370e, "Text/Plain");
  put_attribute (out, 2, 0x00069005, properties->str, properties->len);

  put_attribute (out, 2, 0x00069002, "\0\0\0\0", 4);
  g_string_truncate (properties, 0);
  put (properties, 4, 3);
  put_text (properties, 0x3704, "\xe4\xee\xec.png");
  put_text (properties, 0x3712, "pic@x");
  put_variable (properties, 0x102, 0x3701, "two", 3);
  put_attribute (out, 2, 0x00069005, properties->str, properties->len);

  g_string_truncate (properties, 0);
  put (properties, 4, 4);
  put_wide (properties, 0x0037, "Внутри");
  put_text (properties, 0x0c1a, "Ada");
  put_text (properties, 0x5d01, "ada@example.org");
  put_text (properties, 0x1000, "Inner text");
  put_attribute (inner, 1, 0x00069003, properties->str, properties->len);
  g_string_append_len (object, inner->str, inner->len);
  put_attribute (out, 2, 0x00069002, "\0\0\0\0", 4);
  g_string_truncate (properties, 0);
  put (properties, 4, 2);
  put_text (properties, 0x3001, "Inside");
  put_variable (properties, 0x0d, 0x3701, object->str, object->len);
  put_attribute (out, 2, 0x00069005, properties->str, properties->len);

  g_string_truncate (properties, 0);
  put (properties, 4, 1);
  put_variable (properties, 0x102, 0x1013, "<p>H\xc3\xb6he</p><img src=cid:pic@x>", 31);
  put_attribute (out, 1, 0x00069003, properties->str, properties->len);
  return out;
}

static void
assert_file (const LoftTnef *tnef, guint i, const char *name, const char *type, const char *bytes)
{
  const LoftTnefFile *file = g_ptr_array_index (tnef->files, i);

  g_assert_cmpstr (file->name, ==, name);
  g_assert_cmpstr (file->type, ==, type);
  if (bytes != NULL)
    g_assert_cmpmem (g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes), bytes,
                     strlen (bytes));
}

static void
test_files (void)
{
  g_autoptr (GString) sample = sample_new ();
  g_autoptr (LoftTnef) tnef = read_copy (sample->str, sample->len);

  g_assert_cmpstr (tnef->message_class, ==, "IPM.Note");
  g_assert_cmpstr (tnef->html, ==, "<p>Höhe</p><img src=cid:pic@x>");
  g_assert_cmpuint (tnef->files->len, ==, 3);
  assert_file (tnef, 0, "долгое имя.txt", "Text/Plain", "one");
  assert_file (tnef, 1, "дом.png", "", "two");
  assert_file (tnef, 2, "Inside.eml", "message/rfc822", NULL);
  for (gsize length = 0; length < sample->len; length++)
    loft_tnef_free (read_copy (sample->str, length));
  for (gsize at = 0; at < sample->len; at++) /* lengths and counts that lie */
    {
      char before = sample->str[at];

      sample->str[at] = (char) 0xff;
      loft_tnef_free (read_copy (sample->str, sample->len));
      sample->str[at] = before;
    }
}

/* In the place of the part, with its numbers, and the body where the message has none. */
static void
test_in_message (void)
{
  g_autoptr (GString) sample = sample_new ();
  g_autofree char *encoded = g_base64_encode ((const guchar *) sample->str, sample->len);
  g_autofree char *text = g_strconcat (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/gif; name=first.gif\n\nx\n"
    "--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
    "Content-Transfer-Encoding: base64\n\n", encoded,
    "\n--b\nContent-Type: image/gif; name=last.gif\n\ny\n--b--\n", NULL);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);
  static const char *const names[] = { "first.gif", "долгое имя.txt", "дом.png", "Inside.eml",
                                       "last.gif" };
  g_autoptr (GBytes) inside = NULL;
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (LoftMimeMessage) inner = NULL;
  g_autofree char *type = NULL;

  g_assert_cmpuint (attachments->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      g_assert_cmpuint (attachment->n, ==, i + 1);
      g_assert_cmpstr (attachment->name, ==, names[i]);
      g_assert_true (attachment->is_inline == (i == 2));
    }
  g_assert_cmpstr (message->html, ==, "<p>Höhe</p><img src=cid:pic@x>");
  picture = loft_mime_part_decode_id (raw, "pic@x", &type, NULL);
  g_assert_cmpuint (g_bytes_get_size (picture), ==, 3);
  g_assert_cmpstr (type, ==, "image/png");
  last = loft_mime_part_decode (raw, 5, NULL);
  g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), "y", 1);
  inside = loft_mime_part_decode (raw, 4, NULL);
  inner = loft_mime_message_read (inside);
  g_assert_cmpstr (inner->headers->subject, ==, "Внутри");
  g_assert_cmpstr (((LoftAddress *) g_ptr_array_index (inner->headers->from, 0))->email, ==,
                   "ada@example.org");
  g_assert_cmpstr (inner->text, ==, "Inner text");
}

/* What Outlook makes of every mail is not worth a card; an invitation is. */
static void
test_without_files (void)
{
  static const struct {
    const char *message_class;
    guint n;
  } rows[] = { { "IPM.Note", 0 }, { "IPM.Schedule.Meeting.Request", 1 }, { "", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) sample = tnef_new ();
      g_autofree char *encoded = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (LoftMimeMessage) message = NULL;
      g_autoptr (GPtrArray) attachments = NULL;

      put_attribute (sample, 1, 0x00078008, rows[i].message_class,
                     strlen (rows[i].message_class) + 1);
      encoded = g_base64_encode ((const guchar *) sample->str, sample->len);
      text = g_strconcat ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n--b\n"
                          "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n",
                          encoded, "\n--b--\n", NULL);
      raw = g_bytes_new (text, strlen (text));
      message = loft_mime_message_read (raw);
      attachments = loft_mime_message_list_attachments (message);
      g_assert_cmpuint (attachments->len, ==, rows[i].n);
      g_assert_cmpstr (message->text, ==, "Text.");
    }
}

/* ---- RTF ---------------------------------------------------------------------------------- */

static void
test_rtf (void)
{
  static const struct {
    const char *rtf;
    const char *text;
    gboolean is_html;
  } rows[] = {
    { "", "", FALSE },
    { "{\\rtf1 Hello\\par World}", "Hello\nWorld", FALSE },
    { "{\\rtf1\\ansi\\ansicpg1251 \\'e4\\'ee\\'ec}", "дом", FALSE },
    { "{\\rtf1\\ansicpg932 \\'93\\'fa\\'96\\'7b}", "日本", FALSE },
    { "{\\rtf1 caf\\'e9}", "café", FALSE },
    { "{\\rtf1 a\\u8364?b}", "a€b", FALSE },
    { "{\\rtf1\\uc2 a\\u8364 xxb}", "a€b", FALSE },
    { "{\\rtf1\\uc0 a\\u-10179 \\u-8704 b}", "a😀b", FALSE },
    { "{\\rtf1 a\\u-10179?\\u-8704?b}", "a😀b", FALSE },
    { "{\\rtf1 a\\u-10179?b}", "a\xef\xbf\xbd" "b", FALSE },
    { "{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}x}", "x", FALSE },
    { "{\\rtf1{\\*\\unknown no}{\\pict 0123}{\\info{\\title t}}x}", "x", FALSE },
    { "{\\rtf1\\{a\\}\\\\ b\\~c\\_d\\-e}", "{a}\\ b\xc2\xa0" "c-de", FALSE },
    { "{\\rtf1 a\r\nb\\\nc}", "ab\nc", FALSE },
    { "{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 H\\'f6he\\htmlrtf\\par}\\htmlrtf0 "
      "{\\*\\htmltag72 </p>}}", "<p>Höhe</p>", TRUE },
    { "{\\rtf1\\fromhtml1{\\*\\mhtmltag <img src=x>}{\\*\\htmltag <img src=\"cid:y\">}}",
      "<img src=\"cid:y\">", TRUE },
    { "{\\rtf1{\\*\\htmltag <p>}x}", "x", FALSE },
    { "}}}{{{\\", "", FALSE },
    { "{\\rtf1 \\'4 \\'zz \\u \\uc999999999999 \\bin9999999 x", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].rtf);
      gboolean is_html;
      g_autofree char *text = loft_rtf_read (rows[i].rtf, length, 1000, &is_html);

      g_test_message ("%s", rows[i].rtf);
      if (rows[i].text != NULL)
        g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpint (is_html, ==, rows[i].is_html);
      while (length-- > 0)
        {
          g_autofree char *cut = loft_rtf_read (rows[i].rtf, length, 1000, &is_html);

          g_assert_true (g_utf8_validate (cut, -1, NULL));
        }
    }
}

/* The two examples of MS-OXRTFCP, 4.1 and 4.2. */
static void
test_decompress (void)
{
  static const guint8 simple[] = {
    0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7,
    0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20,
    0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f,
    0xa0,
  };
  static const guint8 crossing[] = {
    0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51,
    0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
  };
  static const guint8 plain[] = "\x10\0\0\0\x04\0\0\0MELA\0\0\0\0{\\x}";
  const struct {
    const guint8 *bytes;
    gsize length;
    const char *rtf;
  } rows[] = {
    { simple, sizeof simple, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" },
    { crossing, sizeof crossing, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}" },
    { plain, sizeof plain - 1, "{\\x}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n;
      g_autofree char *rtf = loft_rtf_decompress (rows[i].bytes, rows[i].length, 1000, &n);
      g_autofree char *some = loft_rtf_decompress (rows[i].bytes, rows[i].length, 3, &n);

      g_assert_cmpstr (rtf, ==, rows[i].rtf);
      g_assert_cmpuint (n, ==, 3);
      g_assert_cmpuint (strlen (some), ==, 3);
      for (gsize length = 0; length < rows[i].length; length++)
        {
          g_autofree guint8 *copy = g_memdup2 (rows[i].bytes, length);

          g_free (loft_rtf_decompress (copy, length, 1000, &n));
        }
    }
}

static void
test_bombs (void)
{
  g_autoptr (GString) rtf = g_string_new ("{\\rtf1 ");
  gboolean is_html;
  char *text;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (rtf, '{');
  g_string_append (rtf, "x");
  text = loft_rtf_read (rtf->str, rtf->len, 1000, &is_html);
  g_assert_cmpstr (text, ==, "");
  g_free (text);
  g_string_truncate (rtf, 7);
  for (guint i = 0; i < 1000000; i++)
    g_string_append (rtf, "\\'e9");
  text = loft_rtf_read (rtf->str, rtf->len, 100000, &is_html);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_free (text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tnef/files", test_files);
  g_test_add_func ("/tnef/in-message", test_in_message);
  g_test_add_func ("/tnef/without-files", test_without_files);
  g_test_add_func ("/tnef/rtf", test_rtf);
  g_test_add_func ("/tnef/decompress", test_decompress);
  g_test_add_func ("/tnef/bombs", test_bombs);
  return g_test_run ();
}
