/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-meeting-mail.h"

#include <string.h>

#include "loft-eas-message.h"

#define LINE 76 /* of base64 (RFC 2045, 6.8) */

/* Cheap, and on the safe side: a mail that only speaks of text/calendar is left as it is. */
static gboolean
has_calendar (const char *text, gsize length)
{
  static const char name[] = "text/calendar";
  gsize n = sizeof name - 1;

  for (gsize i = 0; i + n <= length; i++)
    if ((text[i] == 't' || text[i] == 'T') && g_ascii_strncasecmp (text + i, name, n) == 0)
      return TRUE;
  return FALSE;
}

/* Of the field that begins at text, its folded lines included. */
static gsize
length_of_field (const char *text, gsize length)
{
  gsize at = 0;

  do
    {
      const char *end = memchr (text + at, '\n', length - at);

      at = end != NULL ? (gsize) (end - text) + 1 : length;
    }
  while (at < length && (text[at] == ' ' || text[at] == '\t'));
  return at;
}

static gboolean
is_called (const char *field, gsize length, const char *name)
{
  gsize n = strlen (name);

  return length > n && g_ascii_strncasecmp (field, name, n) == 0;
}

/* Fields of the body go to its part. Returns where the body begins. */
static gsize
split_header (const char *text, gsize length, GString *message, GString *part)
{
  gsize at = 0;

  while (at < length && text[at] != '\n' && text[at] != '\r')
    {
      gsize field = length_of_field (text + at, length - at);

      if (!is_called (text + at, field, "MIME-Version:"))
        g_string_append_len (is_called (text + at, field, "Content-") ? part : message, text + at,
                             (gssize) field);
      at += field;
    }
  if (at < length && text[at] == '\r')
    at++;
  return at < length ? at + 1 : at;
}

static void
append_calendar (GString *out, const char *boundary, const char *ical)
{
  g_autofree char *base64 = g_base64_encode ((const guint8 *) ical, strlen (ical));
  const char *method = strstr (ical, "METHOD:");
  g_autofree char *name =
    g_strndup (method != NULL ? method + 7 : "", method != NULL ? strcspn (method + 7, "\r\n") : 0);

  g_string_append_printf (out,
                          "\r\n--%s\r\nContent-Type: text/calendar; charset=utf-8%s%s\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\n",
                          boundary, *name != '\0' ? "; method=" : "", name);
  for (gsize at = 0; base64[at] != '\0'; at += MIN (LINE, strlen (base64 + at)))
    g_string_append_printf (out, "%.*s\r\n", LINE, base64 + at);
  g_string_append_printf (out, "--%s--\r\n", boundary);
}

static GBytes *
add_part (GBytes *mime, const char *ical)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, mime);
  g_autofree char *boundary = g_strdup_printf ("=_loft_%.32s", digest);
  g_autoptr (GString) part = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (mime, &length);
  gsize body = split_header (text, length, out, part);

  g_string_append_printf (out,
                          "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"%s\"\r\n"
                          "\r\n--%s\r\n",
                          boundary, boundary);
  g_string_append_len (out, part->str, (gssize) part->len);
  g_string_append (out, "\r\n");
  g_string_append_len (out, text + body, (gssize) (length - body));
  append_calendar (out, boundary, ical);
  return g_string_free_to_bytes (out);
}

GBytes *
loft_eas_meeting_mail_complete (GBytes *mime, const LoftWbxmlElement *data,
                                const LoftEasMapping *how)
{
  gsize length;
  const char *text = g_bytes_get_data (mime, &length);
  g_autofree char *ical = NULL;

  if (loft_wbxml_element_find (data, LOFT_EAS_EMAIL_MEETING_REQUEST) == NULL ||
      has_calendar (text, length))
    return g_bytes_ref (mime);
  ical = loft_eas_message_dup_invitation (data, how, NULL);
  return ical != NULL ? add_part (mime, ical) : g_bytes_ref (mime);
}
