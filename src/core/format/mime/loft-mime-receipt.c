/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-receipt.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-scanner.h"
#include "loft-mime-submission.h"
#include "loft-mime-writer.h"

LoftAddress *
loft_mime_find_receipt_address (GBytes *raw)
{
  g_autoptr (GPtrArray) people = loft_mime_list_people (raw, "Disposition-Notification-To");
  LoftAddress *first = people->len > 0 ? g_ptr_array_index (people, 0) : NULL;

  if (first == NULL || !loft_mime_is_address (first->email))
    return NULL;
  for (guint i = 1; i < people->len; i++)
    {
      const LoftAddress *other = g_ptr_array_index (people, i);

      if (g_ascii_strcasecmp (other->email, first->email) != 0)
        return NULL;
    }
  return g_ptr_array_steal_index (people, 0);
}

/* What comes from a stranger's message stands in a field of ours: printable ASCII or not at all. */
static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return text[0] != '\0';
}

/* No host, no version: nothing of the reader but what they agreed to. */
static char *
notification (const LoftMimeReceipt *receipt)
{
  const char *reader = receipt->words->from->email;
  GString *fields = g_string_new ("Reporting-UA: Loft\r\n");

  g_string_append_printf (fields, "Final-Recipient: %s;%s\r\n",
                          g_str_is_ascii (reader) ? "rfc822" : "utf-8", reader);
  if (is_printable (receipt->original_id))
    g_string_append_printf (fields, "Original-Message-ID: <%s>\r\n", receipt->original_id);
  g_string_append (fields, "Disposition: manual-action/MDN-sent-manually; displayed\r\n");
  return g_string_free (fields, FALSE);
}

static gboolean
is_of_content (const LoftMimeField *field)
{
  return field->name_length > 8 && g_ascii_strncasecmp (field->name, "Content-", 8) == 0;
}

/* Fields of the message itself, or those of its text. */
static void
append_fields (GString *out, const char *block, gsize length, gboolean of_content)
{
  const char *from = block;
  LoftMimeField field;

  for (const char *at = block; loft_mime_field_next (&at, block + length, &field); from = at)
    if (is_of_content (&field) == of_content)
      g_string_append_len (out, from, at - from);
}

/* The words are written as any message; around them comes what a program reads (3.1). */
GBytes *
loft_mime_write_receipt (const LoftMimeReceipt *receipt, GError **error)
{
  g_autoptr (GBytes) words = loft_mime_write (receipt->words, 0, error);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *fields = notification (receipt);
  gsize size;
  const char *bytes = NULL;
  const char *block = NULL;
  gsize length;
  GString *out = NULL;

  if (words == NULL)
    return NULL;
  bytes = g_bytes_get_data (words, &size);
  length = loft_mime_scanner_find_header (bytes, size, &block);
  out = g_string_sized_new (size + 1024);
  append_fields (out, block, length, FALSE);
  g_string_append_printf (out,
                          "Content-Type: multipart/report; report-type=disposition-notification;"
                          "\r\n boundary=\"%1$s\"\r\n\r\n--%1$s\r\n",
                          uuid);
  append_fields (out, block, length, TRUE);
  g_string_append_len (out, block + length, (gssize) (bytes + size - (block + length)));
  g_string_append_printf (out,
                          "\r\n--%1$s\r\nContent-Type: message/%2$sdisposition-notification\r\n"
                          "%3$s\r\n%4$s\r\n--%1$s--\r\n",
                          uuid, g_str_is_ascii (fields) ? "" : "global-",
                          g_str_is_ascii (fields) ? "" : "Content-Transfer-Encoding: 8bit\r\n",
                          fields);
  return g_string_free_to_bytes (out);
}
