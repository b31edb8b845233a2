/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-queue.h"

#include <string.h>

#include "loft-carried-store.h"
#include "loft-conversation-store.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-operation-journal.h"
#include "loft-operation-restore-private.h"
#include "loft-operation-shown.h"
#include "loft-resource-ingest.h"

/* What the journal alone knows comes back, one by one: a folder that is to be made comes before what
 * is to be moved into it. */

#define GROUP        "operation"
#define FIRST        "message 0"
#define MOST_SOURCES 1000

typedef struct {
  LoftAccountStore *store;
  LoftMailStore *mail; /* of store */
  GKeyFile *file; /* (borrowed) */
  LoftOperationRecord *record; /* (borrowed) */
  gboolean found; /* all that it needs is here */
} Restoring;

/* In a transaction; found FALSE: nothing was done. */
typedef gboolean (*RestoreFunc) (Restoring *self, GError **error);

static gboolean
insert (Restoring *self, GError **error)
{
  return loft_operation_store_insert (self->mail, self->record, error) &&
         loft_operation_derive_shown_all (self->mail, self->record->messages, error);
}

/* Rows have other ids now: only the server's position says what was there before. */
static gboolean
restore_sent (Restoring *self, GError **error)
{
  g_autofree char *text = g_key_file_get_string (self->file, GROUP, "sent", NULL);
  gsize size = 0;
  g_autofree guchar *bytes = text != NULL ? g_base64_decode (text, &size) : NULL;
  const guchar *end = bytes != NULL ? memchr (bytes, '\n', size) : NULL;
  g_autoptr (GByteArray) sent = NULL;
  g_autoptr (GBytes) noted = NULL;

  if (end == NULL)
    return TRUE;
  sent = g_byte_array_new ();
  g_byte_array_append (sent, (const guint8 *) "0", 1);
  g_byte_array_append (sent, end, (guint) (size - (gsize) (end - bytes)));
  noted = g_byte_array_free_to_bytes (g_steal_pointer (&sent));
  return loft_operation_store_note_sent (self->mail, self->record->id, noted, error);
}

/* ---- messages that the server has --------------------------------------------------------- */

static gboolean
restore_named (Restoring *self, GError **error)
{
  self->found = self->record->messages->len > 0;
  return !self->found || insert (self, error);
}

/* ---- copies ------------------------------------------------------------------------------- */

static GArray *
find_sources (Restoring *self)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint n = 0; n < MOST_SOURCES; n++)
    {
      g_autofree char *group = g_strdup_printf ("message %u", n);
      gint64 id;

      if (!g_key_file_has_group (self->file, group))
        break;
      id = loft_operation_journal_find (self->mail, self->file, group, "source-");
      if (id == 0)
        return NULL;
      g_array_append_val (sources, id);
    }
  return sources->len > 0 ? g_steal_pointer (&sources) : NULL;
}

static gboolean
restore_copy (Restoring *self, GError **error)
{
  g_autoptr (GArray) sources = self->record->folder_id != 0 ? find_sources (self) : NULL;

  self->found = sources != NULL;
  return !self->found ||
         (loft_operation_restore_copies (self->store, self->record, sources, error) &&
          insert (self, error) && restore_sent (self, error));
}

/* ---- what only this computer has ---------------------------------------------------------- */

static gboolean
make_row (Restoring *self, gint64 id, GBytes *raw, GError **error)
{
  gint64 received = g_key_file_get_int64 (self->file, FIRST, "received", NULL);
  LoftFlags flags = (LoftFlags) g_key_file_get_integer (self->file, FIRST, "flags", NULL);
  g_autofree char *keywords = g_key_file_get_string (self->file, FIRST, "keywords", NULL);
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (raw, received);
  g_autoptr (LoftIngestedBody) body = loft_ingest_body (id, raw, FALSE);
  const LoftCachedBody cached = { body->size, body->preview, body->attachments, body->problem, 0 };
  LoftNewMessage message = {
    .id = id,
    .body = &cached,
    .folder_id = LOFT_FOLDER_HIDDEN,
    .server_folder_id = LOFT_FOLDER_NOWHERE,
    .date = header->date,
    .received = received,
    .size = g_bytes_get_size (raw),
    .server_flags = flags,
    .server_keywords = keywords != NULL ? keywords : "",
    .flags = flags,
    .keywords = keywords != NULL ? keywords : "",
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
    .priority = header->priority,
  };

  return loft_conversation_store_join (self->mail, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (self->mail, &message, &id, error);
}

static gboolean
is_same (GBytes *raw, const char *message_id)
{
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (raw, 0);

  return strcmp (header->message_id, message_id) == 0;
}

/* Made at an earlier try. */
static gboolean
has_row (Restoring *self, const LoftMessageState *state, const char *message_id)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (self->mail, state->id, NULL);

  return message != NULL && state->remote_id == NULL &&
         strcmp (message->message_id, message_id) == 0;
}

/* Out of sight until its folder is known: what has a row is not thrown away. *id 0: it is lost. */
static gboolean
ensure_row (Restoring *self, gint64 *id, GError **error)
{
  g_autofree char *message_id = g_key_file_get_string (self->file, FIRST, "message-id", NULL);
  gint64 wanted = g_key_file_get_int64 (self->file, FIRST, "id", NULL);
  g_autoptr (LoftMessageState) state = NULL;
  g_autoptr (GBytes) raw = NULL;

  *id = 0;
  if (message_id == NULL || wanted <= 0)
    return TRUE;
  state = loft_mail_store_get_state (self->mail, wanted, NULL);
  if (state != NULL)
    {
      *id = has_row (self, state, message_id) ? wanted : 0;
      return TRUE;
    }
  raw = loft_content_store_get (self->store->content, wanted, NULL);
  if (raw == NULL || !is_same (raw, message_id))
    return TRUE;
  *id = wanted;
  return make_row (self, wanted, raw, error);
}

static gboolean
restore_carried (Restoring *self, gint64 id, GError **error)
{
  g_autofree char *from = g_key_file_get_string (self->file, GROUP, "carried-from", NULL);
  g_autoptr (LoftCarried) carried =
    from != NULL ? loft_carried_store_get (self->mail, self->record->uuid, NULL) : NULL;

  return from == NULL || carried != NULL ||
         loft_carried_store_add (self->mail, self->record->uuid, from, id, LOFT_CARRIED_WAITS,
                                 error);
}

static gboolean
restore_append (Restoring *self, GError **error)
{
  gint64 id = 0;

  if (!ensure_row (self, &id, error))
    return FALSE;
  self->found = id != 0 && self->record->folder_id != 0;
  if (!self->found)
    return TRUE;
  loft_operation_record_add (self->record, id, 0);
  return restore_carried (self, id, error) && insert (self, error) && restore_sent (self, error);
}

/* ---- folders ------------------------------------------------------------------------------ */

/* Before that nobody knows what is yet to be made. */
static gboolean
are_folders_listed (LoftMailStore *mail)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (mail, "INBOX", NULL);

  return inbox != NULL && inbox->remote_id != NULL;
}

/* One that is there already was made before the store was lost. */
static gboolean
restore_creation (Restoring *self, const LoftFolderChange *change, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->mail, change->path, NULL);

  self->found = folder == NULL;
  return !self->found ||
         loft_folder_edit_add (self->mail, change->path, LOFT_FOLDER_ROLE_NONE,
                               LOFT_FOLDER_WAITS_CREATION, &self->record->folder_id, error);
}

static gboolean
restore_renaming (Restoring *self, const LoftFolderChange *change, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->mail, change->old_path, NULL);
  g_autoptr (LoftFolder) new_one = loft_folder_store_find (self->mail, change->path, NULL);

  self->found = folder != NULL && new_one == NULL;
  if (!self->found)
    return TRUE;
  self->record->folder_id = folder->id;
  return loft_folder_edit_set_path (self->mail, folder->id, change->path, error) &&
         loft_folder_edit_set_waits (self->mail, folder->id, LOFT_FOLDER_WAITS_RENAME,
                                     LOFT_FOLDER_WAITS_RENAME, error);
}

static gboolean
restore_change (Restoring *self, const LoftFolderChange *change, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->mail, change->path, NULL);

  self->found = folder != NULL;
  if (!self->found)
    return TRUE;
  self->record->folder_id = folder->id;
  if (strcmp (self->record->kind, LOFT_OPERATION_FOLDER_DELETE) == 0)
    return loft_folder_edit_set_waits (self->mail, folder->id, LOFT_FOLDER_WAITS_DELETION,
                                       LOFT_FOLDER_WAITS_DELETION, error);
  return loft_folder_edit_set_subscribed (self->mail, folder->id, change->subscribed, error);
}

static gboolean
restore_folder (Restoring *self, GError **error)
{
  g_autoptr (LoftFolderChange) change = loft_folder_change_parse (self->record->arguments);
  gboolean restored;

  if (!are_folders_listed (self->mail))
    return TRUE;
  if (strcmp (self->record->kind, LOFT_OPERATION_FOLDER_CREATE) == 0)
    restored = restore_creation (self, change, error);
  else if (strcmp (self->record->kind, LOFT_OPERATION_FOLDER_RENAME) == 0)
    restored = restore_renaming (self, change, error);
  else
    restored = restore_change (self, change, error);
  return restored && (!self->found || insert (self, error));
}

/* ---- events, tasks, contacts -------------------------------------------------------------- */

/* What the server has is found by its name there, once it is listed; what it lacks is made anew. */
static gboolean
find_or_make (Restoring *self, GBytes *raw, gint64 *resource_id, GError **error)
{
  g_autofree char *remote_id =
    g_key_file_get_string (self->file, LOFT_JOURNAL_RESOURCE, "remote-id", NULL);
  g_autoptr (LoftResource) known =
    remote_id != NULL && *remote_id != '\0'
      ? loft_resource_store_find_remote (self->mail, self->record->folder_id, remote_id, NULL)
      : NULL;

  *resource_id = known != NULL ? known->id : 0;
  if (known != NULL || (remote_id != NULL && *remote_id != '\0'))
    return TRUE;
  return loft_resource_store_insert (self->mail, self->record->folder_id, raw, resource_id, error);
}

static gboolean
restore_resource (Restoring *self, GError **error)
{
  g_autofree char *text = g_key_file_get_string (self->file, LOFT_JOURNAL_RESOURCE, "text", NULL);
  gboolean removed = g_key_file_get_boolean (self->file, LOFT_JOURNAL_RESOURCE, "removed", NULL);
  gsize size = 0;
  guchar *bytes = text != NULL ? g_base64_decode (text, &size) : NULL;
  g_autoptr (GBytes) raw = bytes != NULL ? g_bytes_new_take (bytes, size) : NULL;
  gint64 id = 0;

  if (raw == NULL || self->record->folder_id == 0)
    return TRUE;
  if (!find_or_make (self, raw, &id, error))
    return FALSE;
  self->found = id != 0;
  if (!self->found)
    return TRUE;
  self->record->resource_id = id;
  return loft_resource_store_set_shown (self->mail, id, raw, removed, TRUE, error) &&
         loft_ingest_resource_again (self->mail, id, raw, error) && insert (self, error);
}

/* ---- one, all ----------------------------------------------------------------------------- */

static RestoreFunc
func_for (const LoftOperationRecord *record)
{
  if (loft_operation_is_on_folder (record->kind))
    return restore_folder;
  if (strcmp (record->kind, LOFT_OPERATION_RESOURCE) == 0)
    return restore_resource;
  if (strcmp (record->kind, LOFT_OPERATION_COPY) == 0)
    return restore_copy;
  if (strcmp (record->kind, LOFT_OPERATION_APPEND) == 0)
    return restore_append;
  return restore_named;
}

static gboolean
restore_one (LoftAccountStore *store, GKeyFile *file, guint *n_restored, GError **error)
{
  g_autoptr (LoftOperationRecord) record = loft_operation_journal_parse (store->mail, file);
  Restoring self = { store, store->mail, file, record, FALSE };

  if (record == NULL)
    return TRUE;
  if (!loft_mail_store_begin (store->mail, error))
    return FALSE;
  if (!func_for (record) (&self, error))
    {
      loft_mail_store_rollback (store->mail);
      return FALSE;
    }
  *n_restored += self.found ? 1 : 0;
  return loft_mail_store_commit (store->mail, error);
}

gboolean
loft_operation_queue_recover (LoftAccountStore *store, LoftJournal *journal, guint *n_restored,
                              GError **error)
{
  guint restored = 0;
  g_autoptr (GPtrArray) files = loft_operation_journal_list_files (journal, error);

  if (files == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      GKeyFile *file = g_ptr_array_index (files, i);
      gboolean is_known = FALSE;

      if (!loft_operation_journal_is_known (store->mail, file, &is_known, error) ||
          (!is_known && !restore_one (store, file, &restored, error)))
        return FALSE;
    }
  if (n_restored != NULL)
    *n_restored = restored;
  return loft_operation_journal_compact (journal, store->mail, error);
}
