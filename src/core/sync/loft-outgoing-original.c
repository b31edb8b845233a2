/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-original.h"

#include "loft-conversation-store.h"
#include "loft-folder-store.h"
#include "loft-mime-submission.h"

void
loft_outgoing_original_clear (LoftOutgoingOriginal *self)
{
  g_clear_pointer (&self->folder_id, g_free);
  g_clear_pointer (&self->remote_id, g_free);
}

/* Where it is on the server now; what waits to be moved is still where it was. */
static gboolean
find_place (LoftMailStore *store, LoftOutgoingOriginal *self, GError **error)
{
  LoftMessageState *state = loft_mail_store_get_state (store, self->message_id, error);
  g_autoptr (LoftFolder) folder = NULL;

  if (state == NULL)
    return FALSE;
  if (state->remote_id != NULL)
    folder = loft_folder_store_get (store, state->server_folder_id, NULL);
  if (folder != NULL && folder->remote_id != NULL)
    {
      self->folder_id = g_strdup (folder->remote_id);
      self->remote_id = g_strdup (state->remote_id);
    }
  loft_message_state_free (state);
  return TRUE;
}

gboolean
loft_outgoing_original_find (LoftMailStore *store, GBytes *raw, LoftOutgoingOriginal *self,
                             GError **error)
{
  g_autofree char *forwarded = NULL;
  g_autofree char *answered = loft_mime_find_original (raw, &forwarded);
  const char *id = forwarded != NULL ? forwarded : answered;
  gint64 folder = 0;

  *self =
    (LoftOutgoingOriginal){ .flag = forwarded != NULL ? LOFT_FLAG_FORWARDED : LOFT_FLAG_ANSWERED };
  return id == NULL ||
         (loft_conversation_store_find_message (store, id, &folder, &self->message_id, error) &&
          (self->message_id == 0 || find_place (store, self, error)));
}
