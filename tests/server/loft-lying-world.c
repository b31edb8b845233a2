/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-lying-world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-folder-store.h"
#include "loft-imap-backend.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"

static LoftCredentials *
no_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("jane", "open sesame", NULL);
}

static void
open_stores (LoftLyingWorld *self)
{
  g_autofree char *store_path = g_build_filename (self->directory, "store.db", NULL);
  g_autofree char *journal_path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;

  loft_account_store_prepare (self->directory, &error);
  g_assert_no_error (error);
  self->store = loft_account_store_open (self->directory, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  self->local = loft_mail_store_open (store_path, LOFT_DATABASE_DURABLE, &error);
  g_assert_no_error (error);
  self->journal = loft_journal_open (journal_path, &error);
  g_assert_no_error (error);
}

LoftLyingWorld *
loft_lying_world_new (LoftLyingStyle style)
{
  static const LoftSyncObserver observer = { NULL };
  LoftLyingWorld *self = g_new0 (LoftLyingWorld, 1);

  self->directory = g_strdup (g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm/loft-lying-XXXXXX"
                                                               : "/tmp/loft-lying-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->directory));
  self->server = loft_lying_server_new (style);
  loft_lying_server_add_mailbox (self->server, "INBOX");
  self->account = loft_account_new ("imap");
  g_free (self->account->incoming.host);
  self->account->incoming.host = g_strdup ("localhost");
  self->account->incoming.port = loft_lying_server_get_port (self->server);
  self->account->incoming.security = LOFT_SECURITY_NONE;
  self->backend = loft_imap_backend_new (self->account, no_credentials, NULL, NULL);
  open_stores (self);
  self->sync =
    loft_account_sync_new (self->store, self->journal, self->backend, -1, &observer, self);
  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
loft_lying_world_free (LoftLyingWorld *self)
{
  loft_backend_disconnect (self->backend);
  g_object_unref (self->sync);
  g_object_unref (self->backend);
  loft_journal_close (self->journal);
  loft_mail_store_close (self->local);
  loft_account_store_close (self->store);
  loft_lying_server_free (self->server);
  loft_account_unref (self->account);
  remove_folder (self->directory);
  g_free (self->directory);
  g_free (self);
}

gboolean
loft_lying_world_sync (LoftLyingWorld *self, GError **error)
{
  loft_backend_disconnect (self->backend);
  return loft_account_sync_run (self->sync, 0, NULL, error);
}

/* ---- looking ------------------------------------------------------------------------------ */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(LoftFolder *const *) a)->path, (*(LoftFolder *const *) b)->path);
}

static guint64
uid_of (const LoftMessage *message)
{
  return message->remote_id != NULL ? g_ascii_strtoull (message->remote_id, NULL, 10) : 0;
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  guint64 left = uid_of (*(LoftMessage *const *) a);
  guint64 right = uid_of (*(LoftMessage *const *) b);

  return left < right ? -1 : left > right;
}

static GPtrArray *
list_folders (LoftLyingWorld *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *folders = loft_folder_store_list (self->store->mail, &error);

  g_assert_no_error (error);
  g_ptr_array_sort (folders, compare_paths);
  return folders;
}

static GPtrArray *
list_messages (LoftLyingWorld *self, LoftFolder *folder)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
    loft_mail_store_list_ids (self->store->mail, folder->id, G_MAXINT, 0, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (messages, loft_mail_store_get (self->store->mail,
                                                    g_array_index (ids, gint64, i), &error));
  g_assert_no_error (error);
  g_ptr_array_sort (messages, compare_uids);
  return messages;
}

static void
append_letters (GString *text, LoftFlags flags)
{
  static const struct {
    LoftFlags flag;
    char letter;
  } letters[] = {
    { LOFT_FLAG_ANSWERED, 'A' }, { LOFT_FLAG_DRAFT, 'D' },   { LOFT_FLAG_FLAGGED, 'F' },
    { LOFT_FLAG_SEEN, 'S' },     { LOFT_FLAG_DELETED, 'T' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (flags & letters[i].flag)
      g_string_append_c (text, letters[i].letter);
}

char *
loft_lying_world_describe (LoftLyingWorld *self, const char *mailbox)
{
  g_autoptr (GPtrArray) folders = list_folders (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) messages = list_messages (self, folder);

      for (guint j = 0; j < messages->len; j++)
        {
          LoftMessage *message = g_ptr_array_index (messages, j);

          if (mailbox != NULL && strcmp (mailbox, folder->path) != 0)
            continue;
          g_string_append_printf (text, "%s\t%s\t", folder->path,
                                  message->remote_id != NULL ? message->remote_id : "?");
          append_letters (text, message->flags);
          g_string_append_printf (text, "\t%s\n", message->subject);
        }
    }
  return g_string_free (text, FALSE);
}

gint64
loft_lying_world_find (LoftLyingWorld *self, const char *mailbox, const char *subject)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->store->mail, mailbox, NULL);
  g_autoptr (GPtrArray) messages = folder != NULL ? list_messages (self, folder) : NULL;

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      LoftMessage *message = g_ptr_array_index (messages, i);

      if (strcmp (message->subject, subject) == 0)
        return message->id;
    }
  return 0;
}

/* ---- judging ------------------------------------------------------------------------------ */

/* *n_missing: messages without a body. */
static void
check_bodies (LoftLyingWorld *self, const char *mailbox, guint *n_missing)
{
  g_autoptr (GPtrArray) folders = list_folders (self);

  *n_missing = 0;
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) messages = list_messages (self, folder);

      for (guint j = 0; j < messages->len; j++)
        {
          LoftMessage *message = g_ptr_array_index (messages, j);
          g_autofree char *expected = loft_lying_server_make_raw (message->subject);
          g_autoptr (GBytes) raw = NULL;

          if (mailbox == NULL || strcmp (mailbox, folder->path) == 0)
            *n_missing += !message->cached;
          if (!message->cached)
            continue;
          raw = loft_content_store_get (self->store->content, message->id, NULL);
          if (raw == NULL || g_bytes_get_size (raw) != strlen (expected) ||
              memcmp (g_bytes_get_data (raw, NULL), expected, strlen (expected)) != 0)
            g_test_fail_printf ("%s %s \"%s\" is shown with another body", folder->path,
                                message->remote_id, message->subject);
        }
    }
}

void
loft_lying_world_assert_sound (LoftLyingWorld *self)
{
  g_autofree char *damage = loft_mail_store_check (self->store->mail, NULL, NULL);
  g_autofree char *counts = loft_mail_store_check_counts (self->store->mail, NULL);
  guint n_missing;

  g_assert_null (damage);
  g_assert_null (counts);
  check_bodies (self, NULL, &n_missing);
}

void
loft_lying_world_assert_true (LoftLyingWorld *self, const char *mailbox)
{
  g_autofree char *truth = loft_lying_server_describe (self->server, mailbox);
  g_autofree char *shown = loft_lying_world_describe (self, mailbox);
  guint n_missing;

  if (strcmp (truth, shown) != 0)
    g_test_fail_printf ("the server has\n%sbut this is shown:\n%s", truth, shown);
  check_bodies (self, mailbox, &n_missing);
  if (n_missing > 0)
    g_test_fail_printf ("%u bodies are missing", n_missing);
}

/* ---- offline ------------------------------------------------------------------------------ */

void
loft_lying_world_flag (LoftLyingWorld *self, const char *mailbox, const char *subject,
                       LoftFlags add, LoftFlags remove)
{
  gint64 id = loft_lying_world_find (self, mailbox, subject);
  g_autoptr (LoftFlagChange) change = loft_flag_change_new (add, remove, "", "");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (id, !=, 0);
  loft_operation_queue_change_flags (self->local, self->journal, &id, 1, change, NULL, &error);
  g_assert_no_error (error);
}

guint
loft_lying_world_count_operations (LoftLyingWorld *self)
{
  guint n = 0;

  g_assert_true (loft_operation_store_count (self->local, &n, NULL));
  return n;
}
