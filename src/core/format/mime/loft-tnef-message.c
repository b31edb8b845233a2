/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tnef-message.h"

#include <string.h>

#include "loft-mime-words.h"
#include "loft-tnef-properties.h"

#define MESSAGE_PROPERTIES 0x00069003
#define HEADER_SIZE        6 /* signature and key */
#define TEXT_LIMIT         2000
#define LINE               57 /* bytes that make a line of 76 characters */
#define UNIX_EPOCH         G_GINT64_CONSTANT (11644473600) /* seconds since 1601 */

/* Properties (MS-OXPROPS). */
enum {
  SUBJECT = 0x0037,
  SUBMIT_TIME = 0x0039,
  SENDER_NAME = 0x0c1a,
  SENDER_ADDRESS = 0x0c1f,
  DELIVERY_TIME = 0x0e06,
  SENDER_SMTP_ADDRESS = 0x5d01,
};

typedef struct {
  char *subject;
  char *name;
  char *address;
  gint64 date;
} Header;

static void
take_string (char **place, guint16 type, const guint8 *bytes, gsize length)
{
  g_autofree char *text = NULL;

  if (type != LOFT_TNEF_TYPE_STRING8 && type != LOFT_TNEF_TYPE_UNICODE)
    return;
  text = loft_tnef_string (type, bytes, MIN (length, TEXT_LIMIT), 0);
  g_free (*place);
  *place = loft_mime_words_show (text, TEXT_LIMIT);
}

static void
take_time (gint64 *date, guint16 type, const guint8 *bytes)
{
  guint64 ticks = 0;

  if (type != LOFT_TNEF_TYPE_TIME || *date != 0)
    return;
  for (int i = 7; i >= 0; i--)
    ticks = ticks << 8 | bytes[i];
  *date = (gint64) (ticks / 10000000) - UNIX_EPOCH;
}

static void
take_property (guint16 id, guint16 type, const guint8 *bytes, gsize length, gpointer user_data)
{
  Header *self = user_data;

  if (id == SUBJECT)
    take_string (&self->subject, type, bytes, length);
  else if (id == SENDER_NAME)
    take_string (&self->name, type, bytes, length);
  else if (id == SENDER_SMTP_ADDRESS || (id == SENDER_ADDRESS && self->address == NULL))
    take_string (&self->address, type, bytes, length);
  else if (id == SUBMIT_TIME || id == DELIVERY_TIME)
    take_time (&self->date, type, bytes);
}

static void
read_header (Header *self, const guint8 *bytes, gsize length)
{
  LoftTnefCursor cursor = { bytes, bytes + length };
  guint32 level, id, n;

  loft_tnef_cursor_skip (&cursor, HEADER_SIZE);
  while (loft_tnef_cursor_take (&cursor, 1, &level) && loft_tnef_cursor_take (&cursor, 4, &id) &&
         loft_tnef_cursor_take (&cursor, 4, &n))
    {
      const guint8 *value = cursor.at;

      if (!loft_tnef_cursor_skip (&cursor, n))
        return;
      if (id == MESSAGE_PROPERTIES)
        loft_tnef_properties_read (value, n, take_property, self);
      loft_tnef_cursor_skip (&cursor, 2);
    }
}

static void
append_word (GString *out, const char *text)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) text, strlen (text));

  g_string_append_printf (out, "=?utf-8?B?%s?=", encoded);
}

/* "/O=ORG/OU=…" is an address of Exchange only. */
static gboolean
is_address (const char *text)
{
  return text != NULL && strchr (text, '@') != NULL && strpbrk (text, " <>\",;()") == NULL;
}

static void
append_header (GString *out, const Header *header)
{
  g_autoptr (GDateTime) date =
    header->date > 0 ? g_date_time_new_from_unix_utc (header->date) : NULL;

  if (header->name != NULL || is_address (header->address))
    {
      g_string_append (out, "From: ");
      if (header->name != NULL)
        append_word (out, header->name);
      if (is_address (header->address))
        g_string_append_printf (out, " <%s>", header->address);
      g_string_append (out, "\r\n");
    }
  if (header->subject != NULL)
    {
      g_string_append (out, "Subject: ");
      append_word (out, header->subject);
      g_string_append (out, "\r\n");
    }
  if (date != NULL)
    {
      g_autofree char *text = g_date_time_format (date, "%d %b %Y %H:%M:%S +0000");

      g_string_append_printf (out, "Date: %s\r\n", text);
    }
}

static void
append_body (GString *out, const guint8 *bytes, gsize length)
{
  for (gsize at = 0; at < length; at += LINE)
    {
      g_autofree char *line = g_base64_encode (bytes + at, MIN (LINE, length - at));

      g_string_append_printf (out, "%s\r\n", line);
    }
}

GBytes *
loft_tnef_message_wrap (GBytes *tnef)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (tnef, &length);
  GString *out = g_string_new (NULL);
  Header header = { 0 };

  if (bytes != NULL)
    read_header (&header, bytes, length);
  append_header (out, &header);
  g_string_append (out, "MIME-Version: 1.0\r\nContent-Type: application/ms-tnef; "
                        "name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n");
  append_body (out, bytes, bytes != NULL ? length : 0);
  g_free (header.subject);
  g_free (header.name);
  g_free (header.address);
  return g_string_free_to_bytes (out);
}
