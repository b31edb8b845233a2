/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-text.h"

#include "loft-error.h"
#include "loft-ingest.h"
#include "loft-mime-reader.h"
#include "loft-text.h"

static LoftSearchText *
header_text (LoftAccountStore *self, const char *subject, GPtrArray *from, GPtrArray *to,
             GPtrArray *cc, GError **error)
{
  g_autofree char *folded = loft_text_fold (subject, -1);
  g_autofree char *sender = loft_ingest_fold_people (from, NULL);
  g_autofree char *recipients = loft_ingest_fold_people (to, cc);

  return loft_search_text_new (self->search, folded, sender, recipients, "", NULL, error);
}

/* Not the row's: a server may have listed a part of a header. */
static LoftSearchText *
content_header_text (LoftAccountStore *self, GBytes *raw, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (raw, &length);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, length);

  return header_text (self, headers->subject, headers->from, headers->to, headers->cc, error);
}

static LoftSearchText *
body_text (LoftAccountStore *self, const LoftMessage *message, GBytes *raw, GError **error)
{
  g_autoptr (LoftIngestedBody) body = loft_ingest_body (message->id, raw, FALSE);

  return loft_search_text_new (self->search, body->index_subject, body->index_sender,
                               body->index_recipients, body->index_names, body->index_text, error);
}

/* A message may go, or lose its content, while a search runs. */
static gboolean
read_message (LoftAccountStore *self, gint64 message_id, gboolean with_body, LoftTextExtent wanted,
              LoftTextState *state, LoftSearchText **text, GError **error)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (self->mail, message_id, NULL);
  g_autoptr (GBytes) raw = NULL;

  if (message == NULL)
    {
      *state = LOFT_TEXT_NOT_INDEXED;
      return TRUE;
    }
  if (with_body)
    {
      raw = loft_account_store_get_content (self, message_id, NULL);
      if (raw == NULL)
        {
          *state = LOFT_TEXT_NOT_HERE;
          return TRUE;
        }
    }
  *state = LOFT_TEXT_KNOWN;
  if (raw == NULL)
    *text = header_text (self, message->subject, message->from, message->to, message->cc, error);
  else if (wanted == LOFT_TEXT_HEADERS)
    *text = content_header_text (self, raw, error);
  else
    *text = body_text (self, message, raw, error);
  return *text != NULL;
}

gboolean
loft_account_store_get_search_text (LoftAccountStore *self, gint64 message_id,
                                    LoftTextExtent wanted, LoftTextState *state,
                                    LoftSearchText **text, GError **error)
{
  guint extent = 0;

  *text = NULL;
  *state = LOFT_TEXT_NOT_INDEXED;
  if (!loft_search_index_get_extent (self->search, message_id, &extent, error))
    return FALSE;
  return extent == 0 || read_message (self, message_id, extent == 2, wanted, state, text, error);
}
