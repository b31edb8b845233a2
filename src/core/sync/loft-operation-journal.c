/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-journal.h"

#include <string.h>

#include "loft-account-store.h"
#include "loft-carried-store.h"
#include "loft-folder-store.h"
#include "loft-operation.h"
#include "loft-resource-store.h"

#define GROUP     "operation"
#define MAX_NAMED 1000 /* messages named in full; a mark-all-read of more is redone by hand */

/* By where the server has it; FALSE: it has it nowhere. */
static gboolean
name_place (GKeyFile *file, const char *group, const char *prefix, LoftMailStore *store, gint64 id)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (store, id, NULL);
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);
  g_autoptr (LoftFolder) folder = message != NULL && state != NULL
                                    ? loft_folder_store_get (store, state->server_folder_id, NULL)
                                    : NULL;
  g_autofree char *folder_key = g_strconcat (prefix, "folder", NULL);
  g_autofree char *remote_key = g_strconcat (prefix, "remote-id", NULL);
  g_autofree char *message_key = g_strconcat (prefix, "message-id", NULL);

  if (message == NULL || folder == NULL || folder->id == LOFT_FOLDER_NOWHERE)
    return FALSE;
  g_key_file_set_string (file, group, folder_key, folder->path);
  g_key_file_set_string (file, group, remote_key,
                         message->remote_id != NULL ? message->remote_id : "");
  g_key_file_set_string (file, group, message_key, message->message_id);
  return TRUE;
}

/* What no server has is made anew from its content, which is kept under its id. */
static void
name_made (GKeyFile *file, const char *group, LoftMailStore *store, gint64 id)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (store, id, NULL);
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);

  if (message == NULL || state == NULL)
    return;
  g_key_file_set_string (file, group, "message-id", message->message_id);
  g_key_file_set_integer (file, group, "flags", (int) state->server_flags);
  g_key_file_set_string (file, group, "keywords", state->server_keywords);
  g_key_file_set_int64 (file, group, "received", message->received);
}

static void
name_message (GKeyFile *file, LoftMailStore *store, gint64 id, gint64 source_id, guint n)
{
  g_autofree char *group = g_strdup_printf ("message %u", n);

  if (!name_place (file, group, "", store, id))
    name_made (file, group, store, id);
  if (g_key_file_has_group (file, group))
    g_key_file_set_int64 (file, group, "id", id);
  if (source_id != 0)
    name_place (file, group, "source-", store, source_id);
}

static void
name_folder (GKeyFile *file, LoftMailStore *store, gint64 folder_id)
{
  g_autoptr (LoftFolder) folder =
    folder_id != 0 ? loft_folder_store_get (store, folder_id, NULL) : NULL;

  if (folder != NULL)
    g_key_file_set_string (file, GROUP, "folder", folder->path);
}

/* What it brings came from another account, and how far the sending is. */
static void
name_course (GKeyFile *file, LoftMailStore *store, const LoftOperationRecord *record)
{
  g_autoptr (LoftCarried) carried = loft_carried_store_get (store, record->uuid, NULL);

  if (carried != NULL)
    g_key_file_set_string (file, GROUP, "carried-from", carried->account);
  if (record->sent != NULL)
    {
      gsize size = 0;
      const guchar *bytes = g_bytes_get_data (record->sent, &size);
      g_autofree char *text = g_base64_encode (bytes, size);

      g_key_file_set_string (file, GROUP, "sent", text);
    }
}

/* Its whole text: nobody else has it yet. */
static void
name_resource (GKeyFile *file, LoftMailStore *store, gint64 resource_id)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, NULL);
  gsize size = 0;
  const guchar *bytes;
  g_autofree char *text = NULL;

  if (resource == NULL)
    return;
  g_key_file_set_string (file, LOFT_JOURNAL_RESOURCE, "remote-id",
                         resource->remote_id != NULL ? resource->remote_id : "");
  g_key_file_set_string (file, LOFT_JOURNAL_RESOURCE, "uid", resource->uid);
  g_key_file_set_boolean (file, LOFT_JOURNAL_RESOURCE, "removed", resource->removed);
  bytes = g_bytes_get_data (resource->raw, &size);
  text = g_base64_encode (bytes, size);
  g_key_file_set_string (file, LOFT_JOURNAL_RESOURCE, "text", text);
}

static GBytes *
format_record (LoftMailStore *store, LoftOperationRecord *record)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length;
  char *text;

  g_key_file_set_string (file, GROUP, "uuid", record->uuid);
  g_key_file_set_string (file, GROUP, "kind", record->kind);
  g_key_file_set_string (file, GROUP, "arguments", record->arguments);
  g_key_file_set_int64 (file, GROUP, "created", record->created);
  name_folder (file, store, record->folder_id);
  name_course (file, store, record);
  if (record->resource_id != 0)
    name_resource (file, store, record->resource_id);
  for (guint i = 0; i < MIN (record->messages->len, MAX_NAMED); i++)
    name_message (file, store, g_array_index (record->messages, gint64, i),
                  g_array_index (record->sources, gint64, i), i);
  text = g_key_file_to_data (file, &length, NULL);
  return g_bytes_new_take (text, length);
}

gboolean
loft_operation_journal_append (LoftJournal *journal, LoftMailStore *store,
                               LoftOperationRecord *record, GError **error)
{
  g_autoptr (GBytes) bytes = format_record (store, record);

  return loft_journal_append (journal, bytes, error);
}

gboolean
loft_operation_journal_append_done (LoftJournal *journal, const char *uuid, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  char *text;

  g_key_file_set_string (file, GROUP, "done", uuid);
  text = g_key_file_to_data (file, &length, NULL);
  bytes = g_bytes_new_take (text, length);
  return loft_journal_append (journal, bytes, error);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* The journal's operations not done, by uuid, in order. */
typedef struct {
  GPtrArray *order; /* of GKeyFile (owned) */
  GHashTable *files; /* uuid (borrowed) -> GKeyFile (borrowed) */
} Waiting;

/* The last word on one counts, in the place of the first. */
static void
take_waiting (Waiting *waiting, const char *uuid, GKeyFile *file)
{
  GKeyFile *before = g_hash_table_lookup (waiting->files, uuid);
  guint place = 0;

  if (before == NULL || !g_ptr_array_find (waiting->order, before, &place))
    g_ptr_array_add (waiting->order, g_key_file_ref (file));
  else
    {
      g_ptr_array_index (waiting->order, place) = g_key_file_ref (file);
      g_key_file_unref (before);
    }
  g_hash_table_insert (waiting->files, g_strdup (uuid), file);
}

static void
read_record (GBytes *bytes, gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *done = NULL;
  g_autofree char *uuid = NULL;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return;
  done = g_key_file_get_string (file, GROUP, "done", NULL);
  uuid = g_key_file_get_string (file, GROUP, "uuid", NULL);
  if (done != NULL)
    {
      GKeyFile *finished = g_hash_table_lookup (waiting->files, done);

      g_hash_table_remove (waiting->files, done);
      if (finished != NULL)
        g_ptr_array_remove (waiting->order, finished);
    }
  else if (uuid != NULL)
    take_waiting (waiting, uuid, file);
}

static gboolean
read_waiting (LoftJournal *journal, Waiting *waiting, GError **error)
{
  waiting->order = g_ptr_array_new_with_free_func ((GDestroyNotify) g_key_file_unref);
  waiting->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return loft_journal_read (journal, read_record, waiting, error);
}

static void
waiting_clear (Waiting *waiting)
{
  g_clear_pointer (&waiting->order, g_ptr_array_unref);
  g_clear_pointer (&waiting->files, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

/* The id alone may mean another message by now. */
static gint64
check_message (LoftMailStore *store, const LoftMessageState *state, const char *message_id)
{
  g_autoptr (LoftMessage) message =
    state != NULL ? loft_mail_store_get (store, state->id, NULL) : NULL;

  return message != NULL && g_str_equal (message->message_id, message_id) ? message->id : 0;
}

/* Made anew, but its upload is not put back yet: what was done to it later comes behind that. */
static gboolean
has_no_place_yet (const LoftMessageState *state)
{
  return state->folder_id == LOFT_FOLDER_HIDDEN && state->server_folder_id == LOFT_FOLDER_NOWHERE;
}

/* What no server has keeps its id when it is made anew. */
static gint64
find_by_id (LoftMailStore *store, GKeyFile *file, const char *group, const char *message_id)
{
  gint64 id = g_key_file_get_int64 (file, group, "id", NULL);
  g_autoptr (LoftMessageState) state =
    id > 0 ? loft_mail_store_get_state (store, id, NULL) : NULL;

  return state != NULL && state->remote_id == NULL && !has_no_place_yet (state)
           ? check_message (store, state, message_id)
           : 0;
}

gint64
loft_operation_journal_find (LoftMailStore *store, GKeyFile *file, const char *group,
                             const char *prefix)
{
  g_autofree char *folder_key = g_strconcat (prefix, "folder", NULL);
  g_autofree char *remote_key = g_strconcat (prefix, "remote-id", NULL);
  g_autofree char *message_key = g_strconcat (prefix, "message-id", NULL);
  g_autofree char *path = g_key_file_get_string (file, group, folder_key, NULL);
  g_autofree char *remote_id = g_key_file_get_string (file, group, remote_key, NULL);
  g_autofree char *message_id = g_key_file_get_string (file, group, message_key, NULL);
  g_autoptr (LoftFolder) folder = path != NULL ? loft_folder_store_find (store, path, NULL) : NULL;
  g_autoptr (LoftMessageState) state = NULL;

  if (message_id == NULL)
    return 0;
  if (prefix[0] == '\0' && (remote_id == NULL || remote_id[0] == '\0'))
    return find_by_id (store, file, group, message_id);
  if (folder == NULL || remote_id == NULL)
    return 0;
  state = loft_mail_store_find_remote (store, folder->id, remote_id, NULL);
  return check_message (store, state, message_id);
}

gboolean
loft_operation_journal_is_known (LoftMailStore *store, GKeyFile *file, gboolean *is_known,
                                 GError **error)
{
  g_autofree char *uuid = g_key_file_get_string (file, GROUP, "uuid", NULL);

  *is_known = uuid == NULL;
  return uuid == NULL || loft_operation_store_knows_uuid (store, uuid, is_known, error);
}

/* FALSE: nothing can be put back before the folder is there. What copies and uploads name went with the
 * store: it is made anew first (loft-operation-restore.h). */
static gboolean
find_folder (LoftMailStore *store, GKeyFile *file, LoftOperationRecord *record)
{
  g_autofree char *path = g_key_file_get_string (file, GROUP, "folder", NULL);
  g_autoptr (LoftFolder) folder = path != NULL ? loft_folder_store_find (store, path, NULL) : NULL;

  if (path == NULL)
    return !loft_operation_changes_place (record->kind) ||
           strcmp (record->kind, LOFT_OPERATION_DELETE) == 0;
  record->folder_id = folder != NULL ? folder->id : 0;
  return folder != NULL && strcmp (record->kind, LOFT_OPERATION_COPY) != 0 &&
         strcmp (record->kind, LOFT_OPERATION_APPEND) != 0;
}

LoftOperationRecord *
loft_operation_journal_parse (LoftMailStore *store, GKeyFile *file)
{
  g_autofree char *uuid = g_key_file_get_string (file, GROUP, "uuid", NULL);
  g_autofree char *kind = g_key_file_get_string (file, GROUP, "kind", NULL);
  g_autofree char *arguments = g_key_file_get_string (file, GROUP, "arguments", NULL);
  LoftOperationRecord *record;
  gboolean all_found = TRUE;

  if (uuid == NULL || kind == NULL || arguments == NULL)
    return NULL;
  record = loft_operation_record_new (uuid, kind, arguments,
                                      g_key_file_get_int64 (file, GROUP, "created", NULL), NULL, 0);
  if (!find_folder (store, file, record))
    return record;
  for (guint n = 0; n < MAX_NAMED; n++)
    {
      g_autofree char *group = g_strdup_printf ("message %u", n);
      gint64 id;

      if (!g_key_file_has_group (file, group))
        break;
      id = loft_operation_journal_find (store, file, group, "");
      if (id != 0)
        loft_operation_record_add (record, id, 0);
      all_found &= id != 0;
    }
  /* Put back for some of its messages it would be forgotten for those that are still to come. */
  if (!all_found && loft_account_store_is_incomplete (store))
    g_array_set_size (record->messages, 0);
  return record;
}

GPtrArray *
loft_operation_journal_list_files (LoftJournal *journal, GError **error)
{
  g_auto (Waiting) waiting = { 0 };

  return read_waiting (journal, &waiting, error) ? g_steal_pointer (&waiting.order) : NULL;
}

GPtrArray *
loft_operation_journal_list (LoftJournal *journal, LoftMailStore *store, GError **error)
{
  g_auto (Waiting) waiting = { 0 };
  GPtrArray *records;

  if (!read_waiting (journal, &waiting, error))
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_operation_record_free);
  for (guint i = 0; i < waiting.order->len; i++)
    {
      LoftOperationRecord *record =
        loft_operation_journal_parse (store, g_ptr_array_index (waiting.order, i));

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}

static void
read_uuid (GBytes *bytes, gpointer user_data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  char *uuid;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return;
  uuid = g_key_file_get_string (file, GROUP, "uuid", NULL);
  if (uuid == NULL)
    uuid = g_key_file_get_string (file, GROUP, "done", NULL);
  if (uuid != NULL)
    g_hash_table_add (user_data, uuid);
}

GHashTable *
loft_operation_journal_list_known (LoftJournal *journal, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return loft_journal_read (journal, read_uuid, known, error) ? g_steal_pointer (&known) : NULL;
}

static gboolean
compact_in_transaction (LoftJournal *journal, LoftMailStore *store, GError **error)
{
  g_auto (Waiting) waiting = { 0 };
  g_autoptr (GPtrArray) records = loft_operation_store_list (store, error);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (records == NULL || !read_waiting (journal, &waiting, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (kept, format_record (store, record));
    }
  for (guint i = 0; i < waiting.order->len; i++)
    {
      GKeyFile *file = g_ptr_array_index (waiting.order, i);
      gboolean is_known = FALSE;
      gsize length;
      char *text;

      if (!loft_operation_journal_is_known (store, file, &is_known, NULL) || is_known)
        continue;
      text = g_key_file_to_data (file, &length, NULL);
      g_ptr_array_add (kept, g_bytes_new_take (text, length));
    }
  return loft_journal_rewrite (journal, kept, error) &&
         loft_operation_store_forget_finished (store, error);
}

/* Nobody can commit an operation, and append it after that, between the reading and the rewriting. */
gboolean
loft_operation_journal_compact (LoftJournal *journal, LoftMailStore *store, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (!compact_in_transaction (journal, store, error))
    {
      loft_mail_store_rollback (store);
      return FALSE;
    }
  return loft_mail_store_commit (store, error);
}
