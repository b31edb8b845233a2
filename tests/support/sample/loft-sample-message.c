/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-message.h"

#define ENCODED_WORD_BYTES 42 /* of text, so that the encoded word stays below 75 characters */

LoftSampleMessage *
loft_sample_message_new (void)
{
  return g_new0 (LoftSampleMessage, 1);
}

void
loft_sample_message_free (LoftSampleMessage *message)
{
  g_free (message->subject);
  g_free (message->message_id);
  g_free (message->in_reply_to);
  g_free (message->references);
  g_free (message->text);
  g_free (message->html);
  g_clear_pointer (&message->attachments, g_ptr_array_unref);
  g_free (message);
}

void
loft_sample_message_take_attachment (LoftSampleMessage *message, LoftSampleAttachment *attachment)
{
  if (message->attachments == NULL)
    message->attachments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) loft_sample_attachment_free);
  g_ptr_array_add (message->attachments, attachment);
}

/* ---- header --------------------------------------------------------------------------------- */

/* (transfer full) The text in the charset and *length, or NULL when it cannot be said in it. */
static char *
convert (const char *text, gssize size, const char *charset, gsize *length)
{
  return g_convert (text, size, charset, "UTF-8", NULL, length, NULL);
}

static void
append_encoded_word (GString *out, const char *text, gsize size, const char *charset)
{
  gsize length = 0;
  g_autofree char *bytes = convert (text, size, charset, &length);
  g_autofree char *encoded = NULL;

  if (bytes == NULL)
    {
      charset = "utf-8";
      bytes = g_strndup (text, size);
      length = size;
    }
  encoded = g_base64_encode ((const guchar *) bytes, length);
  g_string_append_printf (out, "=?%s?B?%s?=", charset, encoded);
}

/* RFC 2047. Each word is whole characters of one charset. */
static void
append_header_text (GString *out, const char *text, const char *charset)
{
  const char *start = text;
  const char *p = text;

  if (g_str_is_ascii (text))
    {
      g_string_append (out, text);
      return;
    }
  while (*start != '\0')
    {
      while (*p != '\0' && g_utf8_next_char (p) - start <= ENCODED_WORD_BYTES)
        p = g_utf8_next_char (p);
      if (start != text)
        g_string_append (out, "\n ");
      append_encoded_word (out, start, p - start, charset != NULL ? charset : "utf-8");
      start = p;
    }
}

static void
append_person (GString *out, const char *field, const LoftSamplePerson *person, const char *charset)
{
  if (person->address == NULL)
    return;
  g_string_append_printf (out, "%s: ", field);
  if (person->name == NULL)
    {
      g_string_append_printf (out, "%s\n", person->address);
      return;
    }
  if (g_str_is_ascii (person->name) && strpbrk (person->name, ".,'\"()@") != NULL)
    g_string_append_printf (out, "\"%s\"", person->name);
  else
    append_header_text (out, person->name, charset);
  g_string_append_printf (out, " <%s>\n", person->address);
}

static void
append_date (GString *out, const char *before, gint64 date, gint zone, const char *after)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (date);
  g_autoptr (GDateTime) local = g_date_time_add_minutes (utc, zone);

  g_string_append_printf (out, "%s%s, %d %s %d %02d:%02d:%02d %c%02d%02d%s", before,
                          days[g_date_time_get_day_of_week (local) - 1],
                          g_date_time_get_day_of_month (local),
                          months[g_date_time_get_month (local) - 1], g_date_time_get_year (local),
                          g_date_time_get_hour (local), g_date_time_get_minute (local),
                          g_date_time_get_second (local), zone < 0 ? '-' : '+', ABS (zone) / 60,
                          ABS (zone) % 60, after);
}

static void
append_header (GString *out, const LoftSampleMessage *message)
{
  g_string_append_printf (out, "Return-Path: <%s>\n", message->from.address);
  append_date (out,
               "Received: from mx.example (mx.example [192.0.2.25])\n"
               "\tby mail.example.test with ESMTPS; ",
               message->date + 2, 0, "\n");
  append_person (out, "From", &message->from, message->charset);
  append_person (out, "To", &message->to, message->charset);
  append_person (out, "Cc", &message->cc, message->charset);
  g_string_append (out, "Subject: ");
  append_header_text (out, message->subject, message->charset);
  append_date (out, "\nDate: ", message->date, message->zone, "\n");
  g_string_append_printf (out, "Message-ID: <%s>\n", message->message_id);
  if (message->in_reply_to != NULL)
    g_string_append_printf (out, "In-Reply-To: <%s>\n", message->in_reply_to);
  if (message->references != NULL)
    g_string_append_printf (out, "References: %s\n", message->references);
  if (message->list_name != NULL)
    g_string_append_printf (out, "List-Id: %s <%s>\nList-Post: <mailto:%s>\nPrecedence: list\n",
                            message->list_name, strchr (message->list_address, '@') + 1,
                            message->list_address);
  if (message->bulk)
    g_string_append_printf (out, "List-Unsubscribe: <https://%s/leave>\nPrecedence: bulk\n",
                            strchr (message->from.address, '@') + 1);
  g_string_append (out, "MIME-Version: 1.0\n");
}

/* ---- body ----------------------------------------------------------------------------------- */

static void
append_base64 (GString *out, const void *bytes, gsize length)
{
  g_autofree char *encoded = g_base64_encode (bytes, length);

  for (const char *p = encoded; *p != '\0'; p += MIN (76, strlen (p)))
    {
      g_string_append_len (out, p, MIN (76, strlen (p)));
      g_string_append_c (out, '\n');
    }
}

static void
append_quoted_printable (GString *out, const char *bytes, gsize length)
{
  gsize line_start = out->len;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) bytes[i];
      gboolean at_end = i + 1 == length || bytes[i + 1] == '\n';

      if (c == '\n')
        {
          g_string_append_c (out, '\n');
          line_start = out->len;
          continue;
        }
      if (out->len - line_start > 72)
        {
          g_string_append (out, "=\n");
          line_start = out->len;
        }
      if (c == '=' || c >= 0x7f || c < ' ' || (c == ' ' && at_end))
        g_string_append_printf (out, "=%02X", c);
      else
        g_string_append_c (out, (char) c);
    }
}

/* Header and content of one text part. Plain text goes out as 8bit, HTML with its long lines as
 * quoted-printable, and a double-byte charset as base64, the way programs in use do it. */
static void
append_text_part (GString *out, const char *type, const char *text, const char *charset)
{
  gsize length = strlen (text);
  g_autofree char *bytes = charset != NULL ? convert (text, length, charset, &length) : NULL;
  const char *encoding = "8bit";

  if (bytes == NULL)
    {
      charset = g_str_is_ascii (text) ? "us-ascii" : "utf-8";
      length = strlen (text);
      bytes = g_strdup (text);
    }
  if (g_str_equal (type, "html"))
    encoding = "quoted-printable";
  else if (g_str_equal (charset, "gb18030") || g_str_equal (charset, "euc-kr"))
    encoding = "base64";
  else if (g_str_equal (charset, "us-ascii") || g_str_equal (charset, "iso-2022-jp"))
    encoding = "7bit";

  g_string_append_printf (out,
                          "Content-Type: text/%s; charset=%s\n"
                          "Content-Transfer-Encoding: %s\n\n",
                          type, charset, encoding);
  if (g_str_equal (encoding, "quoted-printable"))
    append_quoted_printable (out, bytes, length);
  else if (g_str_equal (encoding, "base64"))
    append_base64 (out, bytes, length);
  else
    g_string_append_len (out, bytes, length);
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

static void
append_file_name (GString *out, const char *name)
{
  if (g_str_is_ascii (name))
    {
      g_string_append_printf (out, "\n\tfilename=\"%s\"", name);
    }
  else
    {
      g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

      g_string_append_printf (out, "\n\tfilename*=utf-8''%s", escaped);
    }
}

static void
append_attachment (GString *out, const LoftSampleAttachment *attachment)
{
  gboolean is_inline = attachment->content_id != NULL;

  g_string_append_printf (out, "Content-Type: %s\nContent-Transfer-Encoding: base64\n",
                          attachment->type);
  if (is_inline)
    g_string_append_printf (out, "Content-ID: <%s>\n", attachment->content_id);
  g_string_append_printf (out, "Content-Disposition: %s;", is_inline ? "inline" : "attachment");
  append_file_name (out, attachment->name);
  g_string_append (out, "\n\n");
  append_base64 (out, g_bytes_get_data (attachment->bytes, NULL),
                 g_bytes_get_size (attachment->bytes));
}

/* Opens a multipart of the kind; its boundary is the kind and the message's own id. */
static void
open_multipart (GString *out, const LoftSampleMessage *message, const char *kind)
{
  g_string_append_printf (out, "Content-Type: multipart/%s;\n\tboundary=\"=_%s_%08x\"\n\n", kind,
                          kind, g_str_hash (message->message_id));
}

static void
append_boundary (GString *out, const LoftSampleMessage *message, const char *kind, gboolean last)
{
  g_string_append_printf (out, "\n--=_%s_%08x%s\n", kind, g_str_hash (message->message_id),
                          last ? "--" : "");
}

static guint
count_attachments (const LoftSampleMessage *message, gboolean is_inline)
{
  guint count = 0;

  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      LoftSampleAttachment *attachment = g_ptr_array_index (message->attachments, i);

      count += (attachment->content_id != NULL) == is_inline;
    }
  return count;
}

static void
append_attachments (GString *out, const LoftSampleMessage *message, const char *kind)
{
  gboolean is_inline = g_str_equal (kind, "related");

  for (guint i = 0; i < message->attachments->len; i++)
    {
      LoftSampleAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if ((attachment->content_id != NULL) != is_inline)
        continue;
      append_boundary (out, message, kind, FALSE);
      append_attachment (out, attachment);
    }
  append_boundary (out, message, kind, TRUE);
}

static void
append_html (GString *out, const LoftSampleMessage *message)
{
  gboolean related = count_attachments (message, TRUE) > 0;

  if (related)
    {
      open_multipart (out, message, "related");
      append_boundary (out, message, "related", FALSE);
    }
  append_text_part (out, "html", message->html, message->charset);
  if (related)
    append_attachments (out, message, "related");
}

static void
append_texts (GString *out, const LoftSampleMessage *message)
{
  if (message->html == NULL)
    {
      append_text_part (out, "plain", message->text, message->charset);
      return;
    }
  if (message->text == NULL)
    {
      append_html (out, message);
      return;
    }
  open_multipart (out, message, "alternative");
  append_boundary (out, message, "alternative", FALSE);
  append_text_part (out, "plain", message->text, message->charset);
  append_boundary (out, message, "alternative", FALSE);
  append_html (out, message);
  append_boundary (out, message, "alternative", TRUE);
}

GString *
loft_sample_message_to_bytes (const LoftSampleMessage *message)
{
  GString *out = g_string_sized_new (4096);
  gboolean mixed = count_attachments (message, FALSE) > 0;

  append_header (out, message);
  if (mixed)
    {
      open_multipart (out, message, "mixed");
      append_boundary (out, message, "mixed", FALSE);
    }
  append_texts (out, message);
  if (mixed)
    append_attachments (out, message, "mixed");
  return out;
}
