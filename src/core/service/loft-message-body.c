/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-body.h"

#include "loft-html.h"
#include "loft-mime-reader.h"

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

LoftMessageBody *
loft_message_body_new (LoftMessage *message, GBytes *raw)
{
  LoftMessageBody *self = g_new0 (LoftMessageBody, 1);
  g_autoptr (LoftMimeMessage) mime = loft_mime_message_read (raw);

  g_atomic_ref_count_init (&self->ref_count);
  self->message = with_attachments (message, mime);
  self->reply_to = copy_addresses (mime->headers->reply_to);
  self->text = choose_text (mime);
  self->refused = g_strdup (mime->refused);
  self->raw = g_bytes_ref (raw);
  if (mime->html != NULL)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (mime->html, -1);

      self->html = g_strdup (clean->html);
      self->has_remote_content = clean->has_remote_content;
      self->sets_colors = clean->sets_colors;
    }
  return self;
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
  g_free (self->text);
  g_free (self->html);
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
