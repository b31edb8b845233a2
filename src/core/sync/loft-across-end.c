/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-across-end.h"

#include <string.h>

#include "loft-carried-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"
#include "loft-twins.h"

LoftAcrossEnd *
loft_across_end_open (const char *account, const char *directory, GError **error)
{
  g_autoptr (LoftAcrossEnd) self = g_new0 (LoftAcrossEnd, 1);
  g_autofree char *path = g_build_filename (directory, "operations.journal", NULL);

  self->account = g_strdup (account);
  self->store = loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);
  if (self->store != NULL)
    self->journal = loft_journal_open (path, error);
  return self->journal != NULL ? g_steal_pointer (&self) : NULL;
}

void
loft_across_end_close (LoftAcrossEnd *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->store, loft_account_store_close);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_free (self->account);
  g_free (self);
}

char *
loft_across_end_digest (GBytes *raw)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
}

/* ---- putting ------------------------------------------------------------------------------ */

static GArray *
list_twins (LoftAcrossEnd *self, const LoftAcrossContent *content, GError **error)
{
  return loft_twins_list (self->store->mail, content->raw, content->message->received,
                          content->folder_id, error);
}

gboolean
loft_across_end_count_twins (LoftAcrossEnd *self, const LoftAcrossContent *content, guint *n_twins,
                             GError **error)
{
  g_autoptr (GArray) ids = list_twins (self, content, error);

  *n_twins = ids != NULL ? ids->len : 0;
  return ids != NULL;
}

static gboolean
note_found (LoftAcrossEnd *self, const LoftAcrossContent *content, gint64 id, GError **error)
{
  LoftMailStore *mail = self->store->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (loft_carried_store_add (mail, content->uuid, content->from, id, LOFT_CARRIED_CONFIRMED,
                              error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

/* Where no server has it. */
static gboolean
find_here (LoftAcrossEnd *self, const LoftAcrossContent *content, gboolean *found, GError **error)
{
  g_autoptr (GArray) ids = list_twins (self, content, error);

  *found = FALSE;
  for (guint i = 0; ids != NULL && ids->len > content->n_twins && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (GBytes) raw = loft_account_store_get_content (self->store, id, NULL);

      if (raw == NULL || !loft_twins_are_same (raw, content->raw))
        continue;
      *found = TRUE;
      return note_found (self, content, id, error);
    }
  return ids != NULL;
}

static gboolean
is_only_here (LoftAcrossEnd *self, gint64 folder_id)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->store->mail, folder_id, NULL);

  return folder != NULL && folder->remote_id == NULL &&
         !(folder->waits & LOFT_FOLDER_WAITS_CREATION);
}

static gboolean
append (LoftAcrossEnd *self, const LoftAcrossContent *content, GError **error)
{
  const LoftMessage *message = content->message;
  g_autofree char *arguments = content->may_be_there ? loft_twins_format (content->n_twins) : NULL;
  const LoftNewContent added = { content->raw,      message->flags & ~LOFT_FLAG_DELETED,
                                 message->keywords, message->received,
                                 content->uuid,     content->from,
                                 arguments };
  gboolean found = FALSE;
  gint64 id = 0;

  if (content->may_be_there && is_only_here (self, content->folder_id) &&
      !find_here (self, content, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  if (!loft_operation_append (self->store, self->journal, content->folder_id, &added, &id, NULL,
                              error))
    return FALSE;
  self->changed = TRUE;
  return TRUE;
}

/* From the file, through checksum and decompression. */
static gboolean
is_sound (LoftAcrossEnd *self, gint64 message_id, const LoftAcrossContent *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_account_store_get_content (self->store, message_id, &error);
  g_autofree char *digest = raw != NULL ? loft_across_end_digest (raw) : NULL;

  if (raw != NULL && g_bytes_get_size (raw) == g_bytes_get_size (content->raw) &&
      strcmp (digest, content->digest) == 0)
    return TRUE;
  g_warning ("A message that was carried to another account is not what it was: %s",
             error != NULL ? error->message : "size or hash differ");
  return FALSE;
}

/* What the server has confirmed needs no content here any more. */
static gboolean
check_put (LoftAcrossEnd *self, const LoftCarried *carried, const LoftAcrossContent *content,
           gboolean *sound, GError **error)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_get_state (self->store->mail, carried->message_id, NULL);

  *sound =
    state == NULL || state->remote_id != NULL || is_sound (self, carried->message_id, content);
  return *sound || loft_across_end_take_away (self, content->uuid, error);
}

gboolean
loft_across_end_put (LoftAcrossEnd *self, const LoftAcrossContent *content, gboolean *sound,
                     GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftCarried) carried =
    loft_carried_store_get (self->store->mail, content->uuid, &failure);

  *sound = FALSE;
  if (failure == NULL && carried == NULL && append (self, content, &failure))
    carried = loft_carried_store_get (self->store->mail, content->uuid, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (carried != NULL)
    return check_put (self, carried, content, sound, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                       "The copy in the other account was taken back");
  return FALSE;
}

/* ---- taking away -------------------------------------------------------------------------- */

/* What the server has, or may have, is deleted there too. */
static gboolean
remove_message (LoftAcrossEnd *self, const LoftCarried *carried, GError **error)
{
  LoftMailStore *mail = self->store->mail;
  g_autoptr (LoftOperationRecord) append =
    loft_operation_store_find_uuid (mail, carried->uuid, NULL);

  if (append != NULL && append->sent == NULL)
    return loft_operation_queue_discard (mail, self->journal, append->id, error);
  return loft_operation_delete (mail, self->journal, &carried->message_id, 1, NULL, error);
}

static gboolean
clear_refused (LoftAcrossEnd *self, const LoftCarried *carried, GError **error)
{
  LoftMailStore *mail = self->store->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (loft_carried_store_clear_refused (mail, carried, error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

gboolean
loft_across_end_take_away (LoftAcrossEnd *self, const char *uuid, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftCarried) carried = loft_carried_store_get (self->store->mail, uuid, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (carried == NULL)
    return TRUE;
  self->changed = TRUE;
  if (carried->outcome == LOFT_CARRIED_REFUSED)
    return clear_refused (self, carried, error);
  return remove_message (self, carried, error) &&
         loft_carried_store_remove (self->store->mail, uuid, error);
}
