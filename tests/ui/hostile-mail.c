/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-mail.h"

#include <string.h>

/* What takes a second takes twenty under a sanitizer. */
#if defined(__SANITIZE_ADDRESS__)
#define MANY(n) ((n) / 10)
#else
#define MANY(n) (n)
#endif

static GString *
begin (const char *name)
{
  GString *mail = g_string_new ("From: Mallory <mallory@example.org>\r\nTo: me@example.org\r\n"
                                "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n");

  g_string_append_printf (mail, "Message-ID: <%s@example.org>\r\n", name);
  return mail;
}

static GString *
begin_with_subject (const char *name)
{
  GString *mail = begin (name);

  g_string_append_printf (mail, "Subject: Hostile %s\r\n", name);
  return mail;
}

static void
repeat (GString *mail, const char *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (mail, text);
}

static void
append_base64 (GString *mail, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i += 57)
    {
      g_autofree char *line = g_base64_encode (bytes + i, MIN (length - i, 57));

      g_string_append_printf (mail, "%s\r\n", line);
    }
}

/* Structure */

static GString *
nested_parts (void)
{
  GString *mail = begin_with_subject ("nested-parts");

  for (guint i = 0; i < MANY (100000); i++)
    g_string_append_printf (
      mail, "Content-Type: multipart/mixed; boundary=\"b%u\"\r\n\r\n--b%u\r\n", i, i);
  g_string_append (mail, "\r\nThe innermost text.\r\n");
  return mail;
}

static GString *
many_parts (void)
{
  GString *mail = begin_with_subject ("many-parts");

  g_string_append (mail, "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
  repeat (mail, "--b\r\n\r\n\r\n", MANY (1000000));
  g_string_append (mail, "--b--\r\n");
  return mail;
}

static GString *
many_attachments (void)
{
  GString *mail = begin_with_subject ("many-attachments");

  g_string_append (mail, "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText.\r\n");
  for (guint i = 0; i < 9000; i++)
    g_string_append_printf (mail, "--b\r\nContent-Type: application/octet-stream\r\n"
                            "Content-Disposition: attachment; filename=\"file %u %0400u.bin\"\r\n"
                            "\r\nx\r\n", i, i);
  g_string_append (mail, "--b--\r\n");
  return mail;
}

/* Headers */

static GString *
many_addresses (void)
{
  GString *mail = begin_with_subject ("many-addresses");

  for (guint i = 0; i < MANY (500000); i++)
    g_string_append_printf (mail, "%s a%u@b.example,\r\n", i == 0 ? "Cc:" : "", i);
  g_string_append (mail, " z@b.example\r\n\r\nText.\r\n");
  return mail;
}

static GString *
nested_groups (void)
{
  GString *mail = begin_with_subject ("nested-groups");

  g_string_append (mail, "Cc: ");
  repeat (mail, "g:", MANY (60000));
  g_string_append (mail, "\r\n\r\nText.\r\n");
  return mail;
}

static GString *
long_header (void)
{
  GString *mail = begin_with_subject ("long-header");

  g_string_append (mail, "X-Long: ");
  repeat (mail, "0123456789abcdef0123456789abcdef", MANY (600000));
  g_string_append (mail, "\r\n\r\nText.\r\n");
  return mail;
}

static GString *
encoded_words (void)
{
  GString *mail = begin ("encoded-words");

  g_string_append (mail, "Subject: Hostile encoded-words\r\n");
  repeat (mail, " =?iso-2022-jp?B?GyRCGyhCGyRC?= =?utf-7?Q?+AGE?=\r\n", MANY (100000));
  g_string_append (mail, "\r\nText.\r\n");
  return mail;
}

static GString *
long_subject (void)
{
  GString *mail = begin ("long-subject");

  g_string_append (mail, "Subject: Hostile ");
  repeat (mail, "abcdefghij", MANY (100000));
  g_string_append (mail, "\r\n\r\nText.\r\n");
  return mail;
}

/* A letter with 20,000 accents, walls of what has no width, text that runs backwards. */
static GString *
odd_characters (void)
{
  GString *mail = begin ("odd-characters");

  g_string_append (mail, "Reply-To: \"\xe2\x80\xae" "gro.elpmaxe@eve\" <x@example.org>\r\n"
                         "Subject: \xe2\x80\xaeHostile");
  repeat (mail, "\xe2\x80\xad\xe2\x81\xa6\xe2\x80\x8b\xe2\x80\x8d", 20000);
  g_string_append (mail, "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nZ");
  repeat (mail, "\xcd\xa7\xcc\xbf", 10000);
  repeat (mail, "\xe2\x80\x8b", MANY (100000));
  repeat (mail, "\xe2\x81\xa6\xe2\x80\xae", 50000);
  repeat (mail, "\xf0\x9f\x91\xa8\xe2\x80\x8d", 20000);
  g_string_append (mail, "\r\n");
  return mail;
}

/* Text */

static GString *
long_word (void)
{
  GString *mail = begin_with_subject ("long-word");

  g_string_append (mail, "\r\n");
  repeat (mail, "mmmmmmmmmmmmmmmmmmmm", MANY (100000));
  return mail;
}

static GString *
many_links (void)
{
  GString *mail = begin_with_subject ("many-links");

  g_string_append (mail, "\r\n");
  repeat (mail, "http://a.example/ b@c.example ", MANY (70000));
  return mail;
}

static GString *
many_lines (void)
{
  GString *mail = begin_with_subject ("many-lines");

  g_string_append (mail, "\r\n");
  repeat (mail, ">\r\nx\r\n", MANY (300000));
  return mail;
}

/* As yEnc in a group: every byte there is, in one line. */
static GString *
noise (void)
{
  GString *mail = begin_with_subject ("noise");
  guint32 state = 1;

  g_string_append (mail, "Content-Transfer-Encoding: 8bit\r\n"
                         "Content-Type: text/plain; charset=x-unknown\r\n\r\n"
                         "=ybegin line=128 size=3000000 name=a.bin\r\n");
  for (guint i = 0; i < 3000000; i++)
    {
      state = state * 1664525 + 1013904223;
      g_string_append_c (mail, (char) (state >> 24));
    }
  return mail;
}

static GString *
charset_states (void)
{
  GString *mail = begin_with_subject ("charset-states");

  g_string_append (mail, "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n");
  repeat (mail, "\033$B\033(J\033$@\033(B", MANY (300000));
  return mail;
}

/* HTML */

static GString *
begin_html (const char *name)
{
  GString *mail = begin_with_subject (name);

  g_string_append (mail, "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hostile.</p>");
  return mail;
}

static GString *
large_html (void)
{
  GString *mail = begin_html ("large-html");

  repeat (mail, "<table><tr><td>Cell<td style=\"color:red\"><b>Cell</b></table>\r\n",
          MANY (310000));
  return mail;
}

static GString *
nested_html (void)
{
  GString *mail = begin_html ("nested-html");

  repeat (mail, "<div>", MANY (1000000));
  g_string_append (mail, "the innermost text");
  return mail;
}

static GString *
html_grid (void)
{
  GString *mail = begin_html ("html-grid");

  repeat (mail, "<table width=\"100%\"><tr><td>", 20);
  repeat (mail, "<td width=\"1%\"><span style=\"letter-spacing:1px\">x</span>", 15000);
  return mail;
}

/* Harmless, but more than is laid out unasked. */
static GString *
long_html (void)
{
  GString *mail = begin_html ("long-html");

  repeat (mail, "<p>One of many.\r\n", 25000);
  return mail;
}

/* Pictures */

static guint32
crc (const guint8 *bytes, gsize length)
{
  guint32 value = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      value ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320 : 0);
    }
  return ~value;
}

static void
append_number (GByteArray *out, guint32 number)
{
  number = GUINT32_TO_BE (number);
  g_byte_array_append (out, (const guint8 *) &number, 4);
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *bytes, gsize length)
{
  guint start = out->len + 4;

  append_number (out, length);
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, bytes, length);
  append_number (out, crc (out->data + start, out->len - start));
}

static GBytes *
compress_nothing (gsize length)
{
  g_autoptr (GConverter) zlib =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zlib);
  static const guint8 zeros[65536] = { 0 };

  for (gsize n = 0; n < length; n += sizeof zeros)
    g_output_stream_write_all (stream, zeros, MIN (sizeof zeros, length - n), NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* A PNG, RFC 2083: one bit a pixel, which every decoder makes four bytes. */
GBytes *
hostile_picture_make (guint width, guint height)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  static const guint8 kind[] = { 1, 0, 0, 0, 0 };
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GBytes) pixels = compress_nothing ((gsize) height * (1 + (width + 7) / 8));

  g_byte_array_append (png, signature, sizeof signature);
  append_number (header, width);
  append_number (header, height);
  g_byte_array_append (header, kind, sizeof kind);
  append_chunk (png, "IHDR", header->data, header->len);
  append_chunk (png, "IDAT", g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels));
  append_chunk (png, "IEND", header->data, 0);
  return g_byte_array_free_to_bytes (png);
}

static GString *
large_picture (void)
{
  GString *mail = begin_with_subject ("large-picture");
  g_autoptr (GBytes) picture = hostile_picture_make (30000, 30000);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (picture, &length);

  g_string_append (mail, "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
                         "Content-Type: text/html\r\n\r\n<p>Hostile.<img src=\"cid:p\">\r\n--b\r\n"
                         "Content-Type: image/png\r\nContent-ID: <p>\r\n"
                         "Content-Disposition: inline; filename=p.png\r\n"
                         "Content-Transfer-Encoding: base64\r\n\r\n");
  append_base64 (mail, bytes, length);
  g_string_append (mail, "--b--\r\n");
  return mail;
}

/* Four gigabytes once decoded. */
static GString *
hungry_html (void)
{
  GString *mail = begin_html ("hungry-html");

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GBytes) picture = hostile_picture_make (9900 + i, 9990);
      gsize length = 0;
      const guint8 *bytes = g_bytes_get_data (picture, &length);

      g_string_append (mail, "<img width=\"40\" src=\"data:image/png;base64,\r\n");
      append_base64 (mail, bytes, length);
      g_string_append (mail, "\">");
    }
  return mail;
}

static const HostileMail mails[] = {
  { "nested-parts", nested_parts },
  { "many-parts", many_parts },
  { "many-attachments", many_attachments },
  { "many-addresses", many_addresses },
  { "nested-groups", nested_groups },
  { "long-header", long_header },
  { "encoded-words", encoded_words },
  { "long-subject", long_subject },
  { "odd-characters", odd_characters },
  { "long-word", long_word },
  { "many-links", many_links },
  { "many-lines", many_lines },
  { "noise", noise },
  { "charset-states", charset_states },
  { "large-html", large_html },
  { "nested-html", nested_html },
  { "html-grid", html_grid },
  { "long-html", long_html },
  { "large-picture", large_picture },
  { "hungry-html", hungry_html },
};

const HostileMail *
hostile_mails_get (guint *n)
{
  *n = G_N_ELEMENTS (mails);
  return mails;
}

GBytes *
hostile_mail_make (const HostileMail *self)
{
  return g_string_free_to_bytes (self->make ());
}
