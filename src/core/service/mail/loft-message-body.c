/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-body.h"

#include <string.h>

#include "loft-error.h"
#include "loft-html-link.h"
#include "loft-html.h"
#include "loft-mime-address-count.h"
#include "loft-mime-authentication.h"
#include "loft-mime-delivery-report.h"
#include "loft-mime-field.h"
#include "loft-mime-mailing-list.h"
#include "loft-mime-reader.h"
#include "loft-mime-receipt.h"
#include "loft-mime-scanner.h"
#include "loft-mime-sender-check.h"

/* Longer text is cut in the window; the source shows all of it. */
#define MAX_TEXT (2 * 1024 * 1024)

static GPtrArray *
copy_addresses (GPtrArray *addresses)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      g_ptr_array_add (copy, loft_address_new (address->name, address->email));
    }
  return copy;
}

/* The row may have been read before the body was: the attachments are taken from the body. */
static LoftMessage *
with_attachments (LoftMessage *message, const LoftMimeMessage *mime)
{
  LoftMessage *full = loft_message_new ();

  full->id = message->id;
  full->folder_id = message->folder_id;
  full->conversation_id = message->conversation_id;
  full->remote_id = g_strdup (message->remote_id);
  full->date = message->date;
  full->received = message->received;
  full->size = message->size;
  full->flags = message->flags;
  full->keywords = g_strdup (message->keywords);
  full->subject = g_strdup (message->subject);
  full->preview = g_strdup (message->preview);
  full->from = g_ptr_array_ref (message->from);
  full->to = g_ptr_array_ref (message->to);
  full->cc = g_ptr_array_ref (message->cc);
  full->message_id = g_strdup (message->message_id);
  full->priority = mime->headers->priority; /* rows that are older do not know it */
  full->cached = TRUE;
  full->attachments = loft_mime_message_list_attachments (mime);
  return full;
}

static char *
choose_text (const LoftMimeMessage *mime)
{
  if (mime->text != NULL)
    return g_utf8_substring (mime->text, 0, MIN (g_utf8_strlen (mime->text, -1), MAX_TEXT));
  if (mime->html != NULL)
    return loft_html_to_text (mime->html, -1, MAX_TEXT);
  return g_strdup ("");
}

static guint
count_addresses (const char *block, gsize length, const char *name, GPtrArray *kept)
{
  LoftMimeField field;

  if (!loft_mime_field_find (block, length, name, &field))
    return kept->len;
  return MAX (kept->len, loft_mime_address_count (field.value, field.value_length));
}

static void
read_origin (LoftMessageBody *self, const LoftAuthenticationTrust *trust)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->raw, &length);
  const char *block;

  length = loft_mime_scanner_find_header (bytes != NULL ? bytes : "", length, &block);
  self->n_to = count_addresses (block, length, "To", self->message->to);
  self->n_cc = count_addresses (block, length, "Cc", self->message->cc);
  self->sender = loft_mime_sender_check_read (block, length);
  self->authentication = loft_mime_authentication_read (block, length, trust, self->sender->domain);
  self->list =
    loft_mime_mailing_list_read (block, length,
                                 (const char *const *) self->authentication->signed_domains);
}

static void
clean_html (LoftMessageBody *self, const char *html)
{
  g_autoptr (LoftCleanHtml) clean = loft_html_clean (html, -1);

  self->html = g_strdup (clean->html);
  self->has_remote_content = clean->has_remote_content;
  self->n_remote = clean->n_remote;
  self->n_tracking = clean->n_tracking;
  self->sets_colors = clean->sets_colors;
  g_ptr_array_set_free_func (clean->odd_links, NULL);
  for (guint i = 0; i < clean->odd_links->len; i++)
    {
      LoftOddLink *link = g_ptr_array_index (clean->odd_links, i);

      g_hash_table_replace (self->odd_links, loft_html_link_key (link->target), link);
    }
}

LoftMessageBody *
loft_message_body_new (LoftMessage *message, GBytes *raw)
{
  return loft_message_body_new_trusting (message, raw, NULL);
}

LoftMessageBody *
loft_message_body_new_trusting (LoftMessage *message, GBytes *raw,
                                const LoftAuthenticationTrust *trust)
{
  LoftMessageBody *self = g_new0 (LoftMessageBody, 1);
  g_autoptr (LoftMimeMessage) mime = loft_mime_message_read (raw);

  g_atomic_ref_count_init (&self->ref_count);
  self->message = with_attachments (message, mime);
  self->reply_to = copy_addresses (mime->headers->reply_to);
  self->text = choose_text (mime);
  self->refused = g_strdup (mime->refused);
  self->raw = g_bytes_ref (raw);
  self->odd_links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) loft_odd_link_free);
  read_origin (self, trust);
  self->receipt_to = loft_mime_find_receipt_address (raw);
  self->report = loft_mime_delivery_report_read (raw);
  if (mime->html != NULL)
    clean_html (self, mime->html);
  return self;
}

/* A row for what is in no folder: id and folder_id are 0. */
static LoftMessage *
message_from (LoftMimeHeaders *headers, gsize size)
{
  LoftMessage *message = loft_message_new ();

  message->remote_id = g_strdup ("");
  message->date = headers->date;
  message->size = size;
  message->flags = LOFT_FLAG_SEEN;
  message->keywords = g_strdup ("");
  message->subject = g_strdup (headers->subject);
  message->preview = g_strdup ("");
  message->from = copy_addresses (headers->from);
  message->to = copy_addresses (headers->to);
  message->cc = copy_addresses (headers->cc);
  message->message_id = g_strdup (headers->message_id);
  message->priority = headers->priority;
  message->attachments = g_ptr_array_new ();
  return message;
}

LoftMessageBody *
loft_message_body_new_alone (GBytes *raw)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (raw, &length);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, length);
  g_autoptr (LoftMessage) message = message_from (headers, length);

  return loft_message_body_new (message, raw);
}

const LoftOddLink *
loft_message_body_find_odd_link (LoftMessageBody *self, const char *uri)
{
  g_autofree char *key = loft_html_link_key (uri);

  return g_hash_table_lookup (self->odd_links, key);
}

static gboolean
is_message (const char *type)
{
  return strcmp (type, "message/rfc822") == 0 || strcmp (type, "message/global") == 0;
}

gboolean
loft_message_body_can_open_attached (LoftMessageBody *self, guint n)
{
  for (guint i = 0; i < self->message->attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (self->message->attachments, i);

      if (attachment->n == n)
        return is_message (attachment->type);
    }
  return FALSE;
}

LoftMessageBody *
loft_message_body_open_attached (LoftMessageBody *self, guint n, GError **error)
{
  g_autoptr (GBytes) raw = NULL;

  if (!loft_message_body_can_open_attached (self, n))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "Attachment %u is no message", n);
      return NULL;
    }
  raw = loft_message_body_decode_attachment (self, n, error);
  return raw != NULL ? loft_message_body_new_alone (raw) : NULL;
}

LoftMessageBody *
loft_message_body_ref (LoftMessageBody *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_message_body_unref (LoftMessageBody *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  loft_message_unref (self->message);
  g_ptr_array_unref (self->reply_to);
  loft_address_free (self->receipt_to);
  g_free (self->text);
  g_free (self->html);
  g_hash_table_unref (self->odd_links);
  loft_sender_check_free (self->sender);
  loft_authentication_free (self->authentication);
  loft_mailing_list_free (self->list);
  loft_delivery_report_free (self->report);
  g_free (self->refused);
  g_bytes_unref (self->raw);
  g_free (self);
}

GBytes *
loft_message_body_decode_attachment (LoftMessageBody *self, guint n, GError **error)
{
  return loft_mime_part_decode (self->raw, n, error);
}

GBytes *
loft_message_body_decode_inline (LoftMessageBody *self, const char *content_id, char **type,
                                 GError **error)
{
  return loft_mime_part_decode_id (self->raw, content_id, type, error);
}
