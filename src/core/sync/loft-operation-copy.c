/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-actions.h"

#include "loft-carried-store.h"
#include "loft-clock.h"
#include "loft-conversation-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-operation-restore-private.h"
#include "loft-operation-step.h"
#include "loft-place-store.h"

/* What makes rows of messages that no server has yet: copy and append. Content is committed first,
 * then the rows that say so (loft-content-store.h); a crash between the two leaves content under an id
 * that is not given away. */

#define COPY_STEP 50 /* messages of one transaction: their contents are read and written in it */

typedef struct {
  LoftAccountStore *store;
  const gint64 *message_ids;
  guint n_messages;
  LoftFolder *target; /* (owned) */
  const LoftNewContent *content;
  guint n_contents; /* of content: several, when no server is told of them */
  gint64 made;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->target, loft_folder_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static LoftFolder *
get_target (LoftMailStore *store, gint64 folder_id, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);

  if (folder == NULL)
    return NULL;
  if (folder->selectable && !(folder->waits & LOFT_FOLDER_WAITS_DELETION))
    return g_steal_pointer (&folder);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder “%s” can hold no messages",
               folder->path);
  return NULL;
}

static gboolean
is_only_here (const LoftFolder *folder)
{
  return folder->remote_id == NULL && !(folder->waits & LOFT_FOLDER_WAITS_CREATION);
}

static gint64
server_place (const Making *self)
{
  return is_only_here (self->target) ? 0 : LOFT_FOLDER_NOWHERE;
}

/* What no server has must be found again without its row: until a sync notes where it is, who gave it
 * here may have let go of his own already. */
static gboolean
put_place (Making *self, gint64 id, GError **error)
{
  g_auto (LoftContentPlace) place = { 0 };
  gboolean is_local = FALSE;

  return loft_place_store_get (self->store->mail, id, &place, &is_local, error) &&
         (!is_local || loft_content_store_set_place (self->store->content, id, &place, error));
}

/* In transactions of mail and content, of which content's ends first. */
static gboolean
put_content (Making *self, gint64 id, GBytes *raw, const LoftCachedBody *body, GError **error)
{
  g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);

  return loft_account_store_put_content (self->store, id, content, error) &&
         loft_mail_store_set_cached (self->store->mail, id, body, error) &&
         (!is_only_here (self->target) || put_place (self, id, error));
}

/* What makes rows and contents; content is committed here, rows by the caller. */
typedef gboolean (*MakeFunc) (Making *self, LoftOperationRecord *record, LoftUndo *undo,
                              GError **error);

static gboolean
make_with_contents (Making *self, MakeFunc func, LoftOperationRecord *record, LoftUndo *undo,
                    GError **error)
{
  LoftContentStore *content = self->store->content;

  if (!loft_content_store_begin (content, error))
    return FALSE;
  if (func (self, record, undo, error))
    return loft_content_store_commit (content, error);
  loft_content_store_rollback (content);
  return FALSE;
}

static void
name_made (const Making *self, LoftOperationRecord *record, LoftUndo *undo, gint64 id,
           gint64 source_id)
{
  loft_undo_add_made (undo, id);
  if (!is_only_here (self->target))
    loft_operation_record_add (record, id, source_id);
}

/* ---- copy --------------------------------------------------------------------------------- */

static gboolean
copy_content (Making *self, gint64 from, gint64 id, GError **error)
{
  g_autoptr (GBytes) raw = loft_account_store_get_content (self->store, from, NULL);
  g_autoptr (LoftIngestedBody) body = raw != NULL ? loft_ingest_body (id, raw, FALSE) : NULL;
  LoftCachedBody cached;

  if (body == NULL)
    return TRUE;
  cached = (LoftCachedBody){ body->size, body->preview, body->attachments, body->problem, 0 };
  return put_content (self, id, raw, &cached, error);
}

/* The one that no server has must have its content. */
static gboolean
copy_one (Making *self, LoftOperationRecord *record, LoftUndo *undo, const LoftMessageState *state,
          GError **error)
{
  gint64 id = 0;

  if (state->content != LOFT_CONTENT_CACHED && is_only_here (self->target))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The message must be downloaded before it is copied");
      return FALSE;
    }
  if (!loft_mail_store_clone (self->store->mail, state->id, self->target->id, server_place (self),
                              &id, error) ||
      !copy_content (self, state->id, id, error))
    return FALSE;
  name_made (self, record, undo, id, state->id);
  return TRUE;
}

static gboolean
copy_some (Making *self, LoftOperationRecord *record, LoftUndo *undo, GError **error)
{
  for (guint i = 0; i < self->n_messages; i++)
    {
      g_autoptr (LoftMessageState) state =
        loft_mail_store_get_state (self->store->mail, self->message_ids[i], NULL);

      if (state != NULL && state->folder_id != LOFT_FOLDER_HIDDEN &&
          !copy_one (self, record, undo, state, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_copy (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
            GError **error)
{
  return make_with_contents (user_data, copy_some, record, undo, error);
}

static GArray *
each_once (const gint64 *ids, guint n)
{
  GArray *once = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    if (g_hash_table_add (seen, (gpointer) &ids[i]))
      g_array_append_val (once, ids[i]);
  return once;
}

gboolean
loft_operation_copy (LoftAccountStore *store, LoftJournal *journal, const gint64 *message_ids,
                     guint n_messages, gint64 folder_id, LoftUndo *undo, GError **error)
{
  g_auto (Making) making = { store, NULL, 0, get_target (store->mail, folder_id, error) };
  g_autoptr (GArray) ids = each_once (message_ids, n_messages);

  if (making.target == NULL)
    return FALSE;
  for (guint first = 0; first < ids->len; first += COPY_STEP)
    {
      g_autoptr (LoftOperationRecord) record =
        loft_operation_step_record (LOFT_OPERATION_COPY, folder_id, "");

      making.message_ids = &g_array_index (ids, gint64, first);
      making.n_messages = MIN (COPY_STEP, ids->len - first);
      if (!loft_operation_step_make (store->mail, journal, record, apply_copy, &making, undo,
                                     error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_operation_restore_copies (LoftAccountStore *store, LoftOperationRecord *record,
                               GArray *sources, GError **error)
{
  g_autoptr (LoftUndo) unused = loft_undo_new ();
  g_auto (Making) making = { store, &g_array_index (sources, gint64, 0), sources->len,
                             get_target (store->mail, record->folder_id, error) };

  loft_undo_begin (unused, record);
  return making.target != NULL && make_with_contents (&making, copy_some, record, unused, error);
}

/* ---- append ------------------------------------------------------------------------------- */

static gboolean
insert_row (Making *self, const LoftIngestedHeader *header, gint64 received, gint64 *id,
            GError **error)
{
  const LoftNewContent *content = self->content;
  const char *keywords = content->keywords != NULL ? content->keywords : "";
  LoftNewMessage message = {
    .folder_id = self->target->id,
    .server_folder_id = server_place (self),
    .date = header->date,
    .received = received,
    .size = g_bytes_get_size (content->raw),
    .server_flags = content->flags,
    .server_keywords = keywords,
    .flags = content->flags,
    .keywords = keywords,
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
    .priority = header->priority,
  };

  return loft_conversation_store_join (self->store->mail, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (self->store->mail, &message, id, error);
}

/* In the transaction that makes the row: neither is there without the other. */
static gboolean
note_carried (Making *self, const LoftOperationRecord *record, GError **error)
{
  LoftCarriedOutcome outcome =
    is_only_here (self->target) ? LOFT_CARRIED_CONFIRMED : LOFT_CARRIED_WAITS;

  return self->content->from_account == NULL ||
         loft_carried_store_add (self->store->mail, record->uuid, self->content->from_account,
                                 self->made, outcome, error);
}

static gboolean
append_one (Making *self, LoftOperationRecord *record, LoftUndo *undo, GError **error)
{
  GBytes *raw = self->content->raw;
  gint64 received = self->content->received != 0 ? self->content->received : loft_clock_now ();
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (raw, received);
  g_autoptr (LoftIngestedBody) body = NULL;
  LoftCachedBody cached;

  if (!insert_row (self, header, received, &self->made, error))
    return FALSE;
  body = loft_ingest_body (self->made, raw, FALSE);
  cached = (LoftCachedBody){ body->size, body->preview, body->attachments, body->problem, 0 };
  if (!put_content (self, self->made, raw, &cached, error))
    return FALSE;
  name_made (self, record, undo, self->made, 0);
  return note_carried (self, record, error);
}

static gboolean
apply_append (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  return make_with_contents (user_data, append_one, record, undo, error);
}

/* Done before: the message, as long as the operation waits. */
static gboolean
find_appended (LoftMailStore *store, const char *uuid, gint64 *message_id, gboolean *found,
               GError **error)
{
  g_autoptr (LoftOperationRecord) record = NULL;

  *found = FALSE;
  *message_id = 0;
  if (uuid == NULL)
    return TRUE;
  if (!loft_operation_store_knows_uuid (store, uuid, found, error))
    return FALSE;
  record = *found ? loft_operation_store_find_uuid (store, uuid, NULL) : NULL;
  if (record != NULL && record->messages->len > 0)
    *message_id = g_array_index (record->messages, gint64, 0);
  return TRUE;
}

gboolean
loft_operation_append (LoftAccountStore *store, LoftJournal *journal, gint64 folder_id,
                       const LoftNewContent *content, gint64 *message_id, LoftUndo *undo,
                       GError **error)
{
  g_auto (Making) making = { store, NULL, 0, get_target (store->mail, folder_id, error), content };
  g_autoptr (LoftOperationRecord) record = NULL;
  gboolean found = FALSE;

  if (making.target == NULL ||
      !find_appended (store->mail, content->uuid, message_id, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  record = loft_operation_step_record (LOFT_OPERATION_APPEND, folder_id,
                                       content->arguments != NULL ? content->arguments : "");
  if (content->uuid != NULL)
    record->uuid = (g_free (record->uuid), g_strdup (content->uuid));
  if (!loft_operation_step_make (store->mail, journal, record, apply_append, &making, undo, error))
    return FALSE;
  *message_id = making.made;
  return TRUE;
}

/* ---- several at once ---------------------------------------------------------------------- */

static gboolean
append_several (Making *self, LoftOperationRecord *record, LoftUndo *undo, GError **error)
{
  for (; self->n_contents > 0; self->n_contents--, self->content++)
    if (!append_one (self, record, undo, error))
      return FALSE;
  return TRUE;
}

static gboolean
apply_append_several (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo,
                      gpointer user_data, GError **error)
{
  return make_with_contents (user_data, append_several, record, undo, error);
}

gboolean
loft_operation_append_several (LoftAccountStore *store, LoftJournal *journal, gint64 folder_id,
                               const LoftNewContent *contents, guint n_contents, GError **error)
{
  g_auto (Making)
    making = { store, NULL, 0, get_target (store->mail, folder_id, error), contents, n_contents };
  g_autoptr (LoftOperationRecord) record = NULL;
  gint64 unused;

  if (making.target == NULL)
    return FALSE;
  if (is_only_here (making.target))
    {
      record = loft_operation_step_record (LOFT_OPERATION_APPEND, folder_id, "");
      return loft_operation_step_make (store->mail, journal, record, apply_append_several, &making,
                                       NULL, error);
    }
  for (guint i = 0; i < n_contents; i++)
    if (!loft_operation_append (store, journal, folder_id, &contents[i], &unused, NULL, error))
      return FALSE;
  return TRUE;
}
