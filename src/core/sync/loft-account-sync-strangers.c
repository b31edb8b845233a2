/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-store.h"
#include "loft-text.h"

/* Bodies of other messages than those that were asked for: a server that mixes up its UIDs must not
 * have one message shown with the words of another. */

/* A header block that was listed in part may lack its Message-ID; then the subject speaks for it. */
static gboolean
has_subject_of (LoftAccountSync *self, const LoftIngestedBody *body)
{
  g_autoptr (LoftMessage) listed = loft_mail_store_get (self->store->mail, body->message_id, NULL);
  g_autofree char *subject = listed != NULL ? loft_text_fold (listed->subject, -1) : NULL;

  return subject == NULL || strcmp (subject, body->index_subject) == 0;
}

/* *is_of: the body belongs to the message that was listed, or to one that is gone meanwhile. */
static gboolean
check_body (LoftAccountSync *self, const LoftIngestedBody *body, gboolean *is_of, GError **error)
{
  LoftContentOrigin origin = { 0 };
  LoftContentState state;
  g_autoptr (GError) failure = NULL;
  guint64 size;

  *is_of = TRUE;
  if (body->item != NULL)
    return TRUE;
  if (!loft_mail_store_get_origin (self->store->mail, body->message_id, &origin, &size, &state,
                                   &failure))
    {
      if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (origin.message_hash == 0 && body->message_hash != 0)
    *is_of = has_subject_of (self, body);
  else
    *is_of = origin.message_hash == body->message_hash;
  return TRUE;
}

/* FALSE the second time. */
static gboolean
note_mistake (LoftAccountSync *self, const LoftMessageState *state)
{
  if (self->mistaken == NULL)
    self->mistaken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return g_hash_table_add (self->mistaken, g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                                                            state->server_folder_id, state->remote_id));
}

/* In a transaction: the message is listed anew by the next run, header and body. Where the server
 * stays with its word, or need not have it any more, the header is kept, and says why there is no
 * body. */
static gboolean
put_back (LoftAccountSync *self, gint64 id, GError **error)
{
  LoftMailStore *mail = self->store->mail;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (mail, id, error);

  if (state == NULL)
    return FALSE;
  g_message ("The server sent another message in place of UID %s", state->remote_id);
  if (loft_account_sync_downloads (self) || !note_mistake (self, state))
    return loft_mail_store_set_content (mail, id, LOFT_CONTENT_FAILED,
                                        "The server sends another message in its place", error);
  return loft_operation_store_forget_message (mail, id, error) &&
         loft_mail_store_remove (mail, id, error) &&
         loft_folder_store_set_synced (mail, state->server_folder_id, NULL, loft_clock_now (), error);
}

static gboolean
put_back_in_transaction (LoftAccountSync *self, gint64 id, GError **error)
{
  LoftMailStore *mail = self->store->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (put_back (self, id, error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

gboolean
loft_account_sync_drop_strangers (LoftAccountSync *self, GPtrArray *bodies, GError **error)
{
  for (guint i = bodies->len; i > 0; i--)
    {
      LoftIngestedBody *body = g_ptr_array_index (bodies, i - 1);
      gboolean is_of;

      if (!check_body (self, body, &is_of, error))
        return FALSE;
      if (is_of)
        continue;
      if (!put_back_in_transaction (self, body->message_id, error))
        return FALSE;
      g_ptr_array_remove_index (bodies, i - 1);
    }
  return TRUE;
}
