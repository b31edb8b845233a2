/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-attachment.h"

#include <gio/gio.h>

void
loft_sample_attachment_free (LoftSampleAttachment *attachment)
{
  g_free (attachment->name);
  g_free (attachment->content_id);
  g_bytes_unref (attachment->bytes);
  g_free (attachment);
}

/* ---- PNG ------------------------------------------------------------------------------------ */

static void
append_big_endian (GByteArray *array, guint32 value)
{
  guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (array, (const guint8 *) &swapped, sizeof swapped);
}

/* CRC-32 as PNG wants it, over the chunk's type and data. */
static guint32
png_checksum (const guint8 *data, gsize length)
{
  guint32 checksum = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      checksum ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        checksum = (checksum >> 1) ^ ((checksum & 1) != 0 ? 0xedb88320 : 0);
    }
  return ~checksum;
}

static void
append_chunk (GByteArray *png, const char *type, const guint8 *data, gsize length)
{
  gsize start;

  append_big_endian (png, (guint32) length);
  start = png->len;
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, data, (guint) length);
  append_big_endian (png, png_checksum (png->data + start, png->len - start));
}

static GBytes *
deflate (const GByteArray *raw)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream =
    g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  g_output_stream_write_all (stream, raw->data, raw->len, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
png_from_rows (const GByteArray *rows, guint width, guint height)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  static const guint8 format[] = { 8, 2, 0, 0, 0 }; /* 8 bits, RGB, no interlace */
  g_autoptr (GBytes) packed = deflate (rows);
  g_autoptr (GByteArray) header = g_byte_array_new ();
  GByteArray *png = g_byte_array_new ();

  append_big_endian (header, width);
  append_big_endian (header, height);
  g_byte_array_append (header, format, sizeof format);
  g_byte_array_append (png, signature, sizeof signature);
  append_chunk (png, "IHDR", header->data, header->len);
  append_chunk (png, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  append_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}

typedef struct {
  guint8 sky[3];
  guint8 hill[3];
  guint horizon;
  guint sun_x, sun_y, sun_radius;
  gint peak, slope;
} Landscape;

static void
landscape_pixel (const Landscape *land, guint x, guint y, guint height, guint8 *pixel)
{
  gint hill_line = (gint) land->horizon - land->peak + ABS ((gint) x - land->slope) / 3;
  gint dx = (gint) x - (gint) land->sun_x;
  gint dy = (gint) y - (gint) land->sun_y;
  gboolean sea = y >= land->horizon;

  for (guint c = 0; c < 3; c++)
    {
      guint light = land->sky[c] + (255 - land->sky[c]) * MIN (y, land->horizon) / land->horizon;

      pixel[c] = (guint8) light;
      if (sea)
        pixel[c] = (guint8) (land->sky[c] * (3 * height - y) / (3 * height) * 3 / 4);
      else if ((gint) y >= hill_line)
        pixel[c] = land->hill[c];
    }
  if (!sea && (gint) y < hill_line &&
      (guint) (dx * dx + dy * dy) < land->sun_radius * land->sun_radius)
    {
      pixel[0] = 0xff;
      pixel[1] = 0xf2;
      pixel[2] = 0xc8;
    }
}

GBytes *
loft_sample_picture (guint width, guint height, GRand *random)
{
  static const guint8 skies[][3] = { { 94, 150, 196 }, { 214, 138, 104 }, { 120, 128, 168 } };
  static const guint8 hills[][3] = { { 62, 96, 78 }, { 84, 74, 92 }, { 48, 70, 92 } };
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  Landscape land;

  memcpy (land.sky, skies[g_rand_int_range (random, 0, G_N_ELEMENTS (skies))], 3);
  memcpy (land.hill, hills[g_rand_int_range (random, 0, G_N_ELEMENTS (hills))], 3);
  land.horizon = height * 2 / 3;
  land.sun_x = g_rand_int_range (random, 0, width);
  land.sun_y = g_rand_int_range (random, height / 8, height / 2);
  land.sun_radius = height / 10;
  land.peak = g_rand_int_range (random, height / 8, height / 2);
  land.slope = g_rand_int_range (random, 0, width);

  for (guint y = 0; y < height; y++)
    {
      guint8 pixel[3] = { 0 };

      g_byte_array_append (rows, pixel, 1); /* filter type: none */
      for (guint x = 0; x < width; x++)
        {
          landscape_pixel (&land, x, y, height, pixel);
          g_byte_array_append (rows, pixel, sizeof pixel);
        }
    }
  return png_from_rows (rows, width, height);
}

/* ---- PDF, table, calendar ------------------------------------------------------------------- */

/* One A4 page with one line on it. */
static GBytes *
make_pdf (const char *title)
{
  g_autofree char *plain = g_str_to_ascii (title, "C");
  g_autofree char *content = g_strdup_printf ("BT /F1 18 Tf 72 760 Td (%s) Tj ET", plain);
  g_autofree char *stream =
    g_strdup_printf ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (content), content);
  const char *objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> >>",
    stream,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  };
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GString) table = g_string_new ("0000000000 65535 f \n");
  gsize table_at;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_string_append_printf (table, "%010zu 00000 n \n", pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
  table_at = pdf->len;
  g_string_append_printf (pdf,
                          "xref\n0 6\n%strailer\n<< /Size 6 /Root 1 0 R >>\n"
                          "startxref\n%zu\n%%%%EOF\n",
                          table->str, table_at);
  return g_string_free_to_bytes (pdf);
}

static GBytes *
make_table (GRand *random)
{
  static const char *const rows[] = { "Stand", "Print", "Travel", "Photos", "Licences", "Reserve" };
  GString *text = g_string_new ("item,planned,spent\n");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (text, "%s,%d,%d\n", rows[i], g_rand_int_range (random, 100, 2000),
                            g_rand_int_range (random, 50, 2000));
  return g_string_free_to_bytes (text);
}

static GBytes *
make_invitation (GRand *random)
{
  int day = g_rand_int_range (random, 1, 28);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sample//EN\r\n"
                          "METHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:%u@nordlicht.example\r\n"
                          "DTSTAMP:20250102T080000Z\r\nDTSTART:202506%02dT080000Z\r\n"
                          "DTEND:202506%02dT090000Z\r\nSUMMARY:Project meeting\r\n"
                          "ORGANIZER:mailto:priya@nordlicht.example\r\n"
                          "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alice@example.test\r\n"
                          "END:VEVENT\r\nEND:VCALENDAR\r\n",
                          g_rand_int (random), day, day);
  return g_string_free_to_bytes (text);
}

/* ---- by name -------------------------------------------------------------------------------- */

static GBytes *
make_noise (gsize size, GRand *random)
{
  guint32 *words = g_new (guint32, size / 4 + 1);

  for (gsize i = 0; i <= size / 4; i++)
    words[i] = g_rand_int (random);
  return g_bytes_new_take (words, size);
}

LoftSampleAttachment *
loft_sample_attachment_new_noise (const char *name, const char *type, gsize size, GRand *random)
{
  LoftSampleAttachment *attachment = g_new0 (LoftSampleAttachment, 1);

  attachment->name = g_strdup (name);
  attachment->type = type;
  attachment->bytes = make_noise (size, random);
  return attachment;
}

LoftSampleAttachment *
loft_sample_attachment_new (const char *name, GRand *random)
{
  LoftSampleAttachment *attachment = g_new0 (LoftSampleAttachment, 1);

  attachment->name = g_strdup (name);
  if (g_str_has_suffix (name, ".png"))
    {
      attachment->type = "image/png";
      attachment->bytes = loft_sample_picture (480, 270, random);
    }
  else if (g_str_has_suffix (name, ".pdf"))
    {
      attachment->type = "application/pdf";
      attachment->bytes = make_pdf (name);
    }
  else if (g_str_has_suffix (name, ".csv"))
    {
      attachment->type = "text/csv";
      attachment->bytes = make_table (random);
    }
  else if (g_str_has_suffix (name, ".ics"))
    {
      attachment->type = "text/calendar; method=REQUEST";
      attachment->bytes = make_invitation (random);
    }
  else
    {
      attachment->type = "application/octet-stream";
      attachment->bytes = make_noise (4000, random);
    }
  return attachment;
}
