/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-private.h"

#include "loft-clock.h"
#include "loft-conversation-store.h"
#include "loft-download-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-local-folders.h"
#include "loft-mime-identity.h"
#include "loft-mime-scanner.h"
#include "loft-resource-copies.h"

/* After store.db has lost rows of messages that no server need have: their contents say where they
 * were, and become messages again under the ids they had. Where only the row is lost that says by which
 * name the server has one, it is known by its header, so that it is not brought twice. */

#define STEP 64

typedef struct {
  LoftAccountStore *store;
  gint64 id;
  gboolean has_row; /* only that it was brought is not known any more */
  LoftContentOrigin origin;
  GBytes *raw; /* (owned) */
  LoftContentPlace place; /* (owned) */
} Lost;

static void
lost_free (gpointer data)
{
  Lost *lost = data;

  g_bytes_unref (lost->raw);
  loft_content_place_clear (&lost->place);
  g_free (lost);
}

/* ---- which -------------------------------------------------------------------------------- */

/* (transfer full) ids whose content is about to go: what a person deleted, and what was never
 * finished. */
static GHashTable *
list_leftovers (LoftAccountStore *self, GError **error)
{
  g_autoptr (GArray) ids = loft_mail_store_list_leftovers (self->mail, G_MAXINT, error);
  GHashTable *leftovers;

  if (ids == NULL)
    return NULL;
  leftovers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (leftovers, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return leftovers;
}

static gboolean
has_row (LoftAccountStore *self, gint64 id, gboolean *has, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (self->mail, id, &failure);

  *has = state != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
is_known_download (LoftAccountStore *self, gint64 id)
{
  g_autofree char *remote_id = loft_download_store_get_remote_id (self->mail, id, NULL);

  return remote_id != NULL;
}

static gboolean
find_lost (LoftAccountStore *self, const LoftContentRecord *record, GPtrArray *found,
           GError **error)
{
  g_autoptr (GBytes) raw = NULL;
  g_auto (LoftContentPlace) place = { 0 };
  gboolean has = FALSE;
  Lost *lost;

  if (!record->complete || !record->is_local || record->message_id >= LOFT_RESOURCE_CONTENT)
    return TRUE;
  if (!has_row (self, record->message_id, &has, error))
    return FALSE;
  if (has && is_known_download (self, record->message_id))
    return TRUE;
  raw = loft_content_store_get (self->content, record->message_id, NULL);
  if (raw == NULL ||
      !loft_content_store_get_place (self->content, record->message_id, &place, NULL))
    return TRUE;
  lost = g_new0 (Lost, 1);
  lost->store = self;
  lost->id = record->message_id;
  lost->has_row = has;
  lost->origin = record->origin;
  lost->raw = g_steal_pointer (&raw);
  lost->place = place;
  place = (LoftContentPlace){ 0 };
  g_ptr_array_add (found, lost);
  return TRUE;
}

/* ---- rows --------------------------------------------------------------------------------- */

static gboolean
insert (Lost *lost, gint64 folder_id, GError **error)
{
  LoftMailStore *mail = lost->store->mail;
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (lost->raw, lost->origin.received);
  g_autoptr (LoftIngestedBody) body = loft_ingest_body (lost->id, lost->raw, FALSE);
  const LoftCachedBody cached = { body->size, body->preview, body->attachments, body->problem, 0 };
  LoftNewMessage message = {
    .id = lost->id,
    .body = &cached,
    .folder_id = folder_id,
    .date = lost->place.date,
    .received = lost->origin.received,
    .size = body->size,
    .server_flags = lost->place.flags,
    .server_keywords = lost->place.keywords,
    .flags = lost->place.flags,
    .keywords = lost->place.keywords,
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
    .priority = header->priority,
  };
  gint64 id;

  return loft_conversation_store_join (mail, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (mail, &message, &id, error);
}

/* So that the server, where it still has the message, is not taken to have a new one. */
static gboolean
note_download (Lost *lost, GError **error)
{
  LoftMailStore *mail = lost->store->mail;
  g_autofree char *name = g_strdup_printf (" lost message %" G_GINT64_FORMAT, lost->id);
  g_autofree char *digest = NULL;
  LoftDownload download = { .message_id = lost->id, .at = loft_clock_now () };
  gsize length;
  const char *bytes = g_bytes_get_data (lost->raw, &length);
  const char *block;
  gsize block_length = loft_mime_scanner_find_header (bytes, length, &block);

  if (is_known_download (lost->store, lost->id))
    return TRUE;
  digest = loft_mime_identity_digest (block, block_length);
  download.remote_id = name;
  download.digest = digest;
  download.size = length;
  return loft_download_store_add (mail, &download, error) &&
         loft_download_store_set_gone (mail, name, download.at, error);
}

static gboolean
restore_one (Lost *lost, GError **error)
{
  gint64 folder_id = 0;

  if (lost->has_row)
    return note_download (lost, error);
  return loft_local_folders_find (lost->store->mail, lost->place.folder, &folder_id, error) &&
         insert (lost, folder_id, error) && note_download (lost, error);
}

static gboolean
restore_all (LoftAccountStore *self, GPtrArray *found, GError **error)
{
  if (found->len == 0)
    return TRUE;
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    if (!restore_one (g_ptr_array_index (found, i), error))
      {
        loft_mail_store_rollback (self->mail);
        return FALSE;
      }
  return loft_mail_store_commit (self->mail, error);
}

/* ---- the whole ---------------------------------------------------------------------------- */

static gboolean
restore_some (LoftAccountStore *self, GHashTable *leftovers, gint64 *after, gboolean *more,
              guint *n_restored, GError **error)
{
  g_autoptr (GArray) records = loft_content_store_list (self->content, *after, STEP, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (lost_free);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      const LoftContentRecord *record = &g_array_index (records, LoftContentRecord, i);

      *after = record->message_id;
      if (!g_hash_table_contains (leftovers, &record->message_id) &&
          !find_lost (self, record, found, error))
        return FALSE;
    }
  *more = records->len == STEP;
  for (guint i = 0; i < found->len; i++)
    *n_restored += !((Lost *) g_ptr_array_index (found, i))->has_row;
  return restore_all (self, found, error);
}

gboolean
loft_account_store_restore (LoftAccountStore *self, GCancellable *cancellable, GError **error)
{
  gboolean more = loft_account_store_is_incomplete (self->mail);
  guint n_restored = 0;
  gint64 after = -1;
  g_autoptr (GHashTable) leftovers = more ? list_leftovers (self, error) : NULL;

  if (more && leftovers == NULL)
    return FALSE;
  while (more)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !restore_some (self, leftovers, &after, &more, &n_restored, error))
      return FALSE;
  if (!loft_resource_copies_settle (self, &n_restored, error))
    return FALSE;
  if (n_restored > 0)
    {
      g_autofree char *sentence =
        g_strdup_printf ("%u messages, events, tasks and contacts were made anew from their copies",
                         n_restored);

      loft_account_store_log (self->directory, sentence);
    }
  return TRUE;
}
