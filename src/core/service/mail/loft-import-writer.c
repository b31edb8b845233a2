/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-import-writer.h"

#include <string.h>

#include "loft-account-limits.h"
#include "loft-account-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-journal.h"
#include "loft-mailbox-fields.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-text.h"

#define STEP_MESSAGES 100
#define STEP_BYTES    ((gsize) 8 * 1024 * 1024)

/* A message that the folder has. */
typedef struct {
  gint64 id; /* 0: put there by us */
  guint64 size;
  char *identity; /* (nullable) not needed yet; "" cannot be had */
} Known;

typedef struct {
  gint64 id;
  GHashTable *known; /* hash of Message-ID (gint64) -> GPtrArray of Known */
} Folder;

struct _LoftImportWriter {
  LoftAccountStore *store; /* (owned) */
  LoftJournal *journal; /* (owned) */
  gboolean only_here;
  char *path;
  GHashTable *folders; /* name below path -> Folder */
  GArray *step; /* of LoftNewContent: added, not durable yet; all of one folder */
  gsize step_bytes;
  gint64 step_folder;
};

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->identity);
  g_free (known);
}

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_hash_table_unref (folder->known);
  g_free (folder);
}

static void
content_clear (gpointer data)
{
  LoftNewContent *content = data;

  g_bytes_unref (content->raw);
  g_free ((char *) content->keywords);
}

static LoftImportWriter *
writer_new (const char *directory, LoftAccount *account, const char *path, GError **error)
{
  g_autoptr (LoftImportWriter) self = g_new0 (LoftImportWriter, 1);
  g_autofree char *journal = g_build_filename (directory, "operations.journal", NULL);
  self->path = g_strdup (path);
  self->only_here = loft_account_kind_is_local (account->kind);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, folder_free);
  self->step = g_array_new (FALSE, FALSE, sizeof (LoftNewContent));
  g_array_set_clear_func (self->step, content_clear);
  self->store = loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);
  if (self->store == NULL)
    return NULL;
  self->journal = loft_journal_open (journal, error);
  return self->journal != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
check_kind (LoftAccount *account, GError **error)
{
  if (loft_account_kind_takes_messages (account->kind))
    return TRUE;
  g_set_error_literal (
    error, LOFT_ERROR, LOFT_ERROR_REFUSED,
    "Exchange accounts take no messages from elsewhere; import them into another "
    "account or on this computer");
  return FALSE;
}

LoftImportWriter *
loft_import_writer_new (const char *directory, LoftAccount *account, const char *path,
                        GError **error)
{
  return check_kind (account, error) ? writer_new (directory, account, path, error) : NULL;
}

void
loft_import_writer_free (LoftImportWriter *self)
{
  g_hash_table_unref (self->folders);
  g_array_unref (self->step);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->store, loft_account_store_close);
  g_free (self->path);
  g_free (self);
}

/* ---- what is there ------------------------------------------------------------------------ */

static gint64
hash_of (const char *message_id)
{
  return message_id[0] != '\0' ? loft_text_stable_hash (message_id) : 0;
}

static void
note (Folder *folder, gint64 hash, gint64 id, guint64 size, const char *identity)
{
  GPtrArray *same = g_hash_table_lookup (folder->known, &hash);
  Known *known = g_new0 (Known, 1);

  if (same == NULL)
    {
      same = g_ptr_array_new_with_free_func (known_free);
      g_hash_table_insert (folder->known, g_memdup2 (&hash, sizeof hash), same);
    }
  known->id = id;
  known->size = size;
  known->identity = g_strdup (identity);
  g_ptr_array_add (same, known);
}

static gboolean
read_known (LoftImportWriter *self, Folder *folder, GError **error)
{
  g_autoptr (GArray) ids =
    loft_mail_store_list_ids (self->store->mail, folder->id, G_MAXUINT, 0, NULL, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessage) message = loft_mail_store_get (self->store->mail, id, NULL);

      if (message != NULL)
        note (folder, hash_of (message->message_id), id, message->size, NULL);
    }
  return ids != NULL;
}

static const char *
identity_of (LoftImportWriter *self, Known *known)
{
  g_autoptr (GBytes) raw = NULL;

  if (known->identity != NULL)
    return known->identity;
  raw = loft_account_store_get_content (self->store, known->id, NULL);
  known->identity = raw != NULL ? loft_mailbox_fields_identity (raw) : g_strdup ("");
  return known->identity;
}

/* What only the server has is taken for the same by its Message-ID and its size. */
static gboolean
is_known (LoftImportWriter *self, Folder *folder, gint64 hash, guint64 size, const char *identity)
{
  GPtrArray *same = g_hash_table_lookup (folder->known, &hash);

  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      Known *known = g_ptr_array_index (same, i);
      const char *its = identity_of (self, known);

      if (strcmp (its, identity) == 0 || (its[0] == '\0' && hash != 0 && known->size == size))
        return TRUE;
    }
  return FALSE;
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
find_or_make (LoftImportWriter *self, const char *path, gint64 *id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->store->mail, path, &failure);

  if (folder != NULL)
    {
      *id = folder->id;
      return TRUE;
    }
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return loft_operation_create_folder (self->store->mail, self->journal, path,
                                         LOFT_FOLDER_ROLE_NONE, self->only_here, id, NULL, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_import_writer_enter (LoftImportWriter *self, const char *name, GError **error)
{
  g_autofree char *path =
    name[0] != '\0' ? g_strconcat (self->path, "/", name, NULL) : g_strdup (self->path);
  gint64 id = 0;
  Folder *folder;

  if (g_hash_table_contains (self->folders, name))
    return TRUE;
  if (!find_or_make (self, path, &id, error))
    return FALSE;
  folder = g_new0 (Folder, 1);
  folder->id = id;
  folder->known =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_insert (self->folders, g_strdup (name), folder);
  return read_known (self, folder, error);
}

/* ---- messages ----------------------------------------------------------------------------- */

gboolean
loft_import_writer_flush (LoftImportWriter *self, GError **error)
{
  gboolean done =
    self->step->len == 0 ||
    loft_operation_append_several (self->store, self->journal, self->step_folder,
                                   (const LoftNewContent *) (gpointer) self->step->data,
                                   self->step->len, error);

  g_array_set_size (self->step, 0);
  self->step_bytes = 0;
  return done;
}

static gboolean
put (LoftImportWriter *self, Folder *folder, const LoftImportMessage *message, GError **error)
{
  LoftNewContent content = { g_bytes_ref (message->raw), message->flags,
                             g_strdup (message->keywords), message->received, NULL };
  gboolean full = self->step->len >= STEP_MESSAGES || self->step_bytes >= STEP_BYTES ||
                  self->step_folder != folder->id;
  gboolean done = !full || loft_import_writer_flush (self, error);

  self->step_folder = folder->id;
  self->step_bytes += g_bytes_get_size (message->raw);
  g_array_append_val (self->step, content);
  return done;
}

gboolean
loft_import_writer_add (LoftImportWriter *self, const char *name, const LoftImportMessage *message,
                        gboolean *known, GError **error)
{
  Folder *folder = g_hash_table_lookup (self->folders, name);
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (message->raw, message->received);
  g_autofree char *identity = loft_mailbox_fields_identity (message->raw);
  gint64 hash = hash_of (header->message_id);
  guint64 size = g_bytes_get_size (message->raw);

  *known = is_known (self, folder, hash, size, identity);
  if (*known)
    return TRUE;
  note (folder, hash, 0, size, identity);
  return put (self, folder, message, error);
}
