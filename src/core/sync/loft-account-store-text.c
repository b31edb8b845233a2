/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-text.h"

#include "loft-error.h"
#include "loft-ingest.h"
#include "loft-text.h"

static LoftSearchText *
header_text (LoftAccountStore *self, const LoftMessage *message, GError **error)
{
  g_autofree char *subject = loft_text_fold (message->subject, -1);
  g_autofree char *sender = loft_ingest_fold_people (message->from, NULL);
  g_autofree char *recipients = loft_ingest_fold_people (message->to, message->cc);

  return loft_search_text_new (self->search, subject, sender, recipients, "", NULL, error);
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
read_message (LoftAccountStore *self, gint64 message_id, gboolean with_body, LoftTextState *state,
              LoftSearchText **text, GError **error)
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
  *text = raw != NULL ? body_text (self, message, raw, error) : header_text (self, message, error);
  return *text != NULL;
}

gboolean
loft_account_store_get_search_text (LoftAccountStore *self, gint64 message_id, LoftTextState *state,
                                    LoftSearchText **text, GError **error)
{
  guint extent = 0;

  *text = NULL;
  *state = LOFT_TEXT_NOT_INDEXED;
  if (!loft_search_index_get_extent (self->search, message_id, &extent, error))
    return FALSE;
  return extent == 0 || read_message (self, message_id, extent == 2, state, text, error);
}
