/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pop3-world.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-credentials.h"
#include "loft-error.h"
#include "loft-operation-actions.h"
#include "loft-operation-store.h"
#include "loft-page-checksum.h"
#include "loft-pop3-backend.h"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("anna", "secret", NULL);
}

char *
pop3_world_text (guint n)
{
  return g_strdup_printf ("Received: from a by b; Sun, 15 Jun 2025 %02u:%02u:%02u +0000\n"
                          "From: Anna <anna@example.test>\n"
                          "Date: Sun, 15 Jun 2025 %02u:%02u:%02u +0000\n"
                          "Message-ID: <%u@example.test>\n"
                          "Subject: Message %u\n"
                          "\n"
                          "The text of message %u.\n"
                          ".\n"
                          "The end.\n",
                          n / 3600, n / 60 % 60, n % 60, n / 3600, n / 60 % 60, n % 60, n, n, n);
}

void
pop3_world_add (Pop3World *self, guint n)
{
  g_autofree char *text = pop3_world_text (n);

  loft_pop3_mailbox_add (self->mailbox, NULL, text);
}

void
pop3_world_add_text (Pop3World *self, const char *uid, const char *text)
{
  loft_pop3_mailbox_add (self->mailbox, uid, text);
}

Pop3World *
pop3_world_new (guint n_messages)
{
  Pop3World *self = g_new0 (Pop3World, 1);

  loft_clock_set_for_test (POP3_WORLD_NOW);
  self->directory = g_strdup (g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm/loft-pop3-XXXXXX"
                                                               : "/tmp/loft-pop3-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->directory));
  self->mailbox = loft_pop3_mailbox_new ();
  self->account = loft_account_new ("pop3");
  g_free (self->account->incoming.host);
  self->account->incoming.host = g_strdup ("127.0.0.1");
  self->account->incoming.port = loft_pop3_mailbox_get_port (self->mailbox);
  self->account->incoming.security = LOFT_SECURITY_NONE;
  for (guint i = 0; i < n_messages; i++)
    pop3_world_add (self, i);
  pop3_world_open (self);
  return self;
}

void
pop3_world_open (Pop3World *self)
{
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;

  loft_account_store_prepare (self->directory, &error);
  g_assert_no_error (error);
  self->store = loft_account_store_open (self->directory, LOFT_DATABASE_DURABLE, &error);
  g_assert_no_error (error);
  self->journal = loft_journal_open (path, &error);
  g_assert_no_error (error);
  self->backend = loft_pop3_backend_new (self->account, get_credentials, NULL, NULL);
  self->sync = loft_account_sync_new (self->store, self->journal, self->backend, 0, NULL, NULL);
  loft_account_sync_set_download_terms (self->sync, &self->terms);
}

void
pop3_world_close (Pop3World *self)
{
  loft_backend_disconnect (self->backend);
  g_clear_object (&self->sync);
  g_clear_object (&self->backend);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->store, loft_account_store_close);
}

static void
remove_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
}

void
pop3_world_free (Pop3World *self)
{
  pop3_world_close (self);
  loft_pop3_mailbox_free (self->mailbox);
  loft_account_unref (self->account);
  remove_directory (self->directory);
  g_free (self->directory);
  g_free (self);
}

int
pop3_world_sync (Pop3World *self)
{
  g_autoptr (GError) error = NULL;

  if (loft_account_sync_run (self->sync, 0, NULL, &error))
    return -1;
  g_test_message ("%s", error->message);
  return (int) loft_error_class (error);
}

void
pop3_world_sync_well (Pop3World *self)
{
  g_autoptr (GError) error = NULL;

  loft_account_sync_run (self->sync, 0, NULL, &error);
  g_assert_no_error (error);
}

/* ---- what is here ------------------------------------------------------------------------- */

static GArray *
all_ids (Pop3World *self)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = loft_mail_store_list_all_ids (self->store->mail, NULL, &error);

  g_assert_no_error (error);
  return ids;
}

guint
pop3_world_count (Pop3World *self)
{
  g_autoptr (GArray) ids = all_ids (self);

  return ids->len;
}

static gboolean
is_n (Pop3World *self, gint64 id, const char *wanted)
{
  g_autoptr (GBytes) raw = loft_account_store_get_content (self->store, id, NULL);
  g_autoptr (GString) text = NULL;

  if (raw == NULL)
    return FALSE;
  text = g_string_new_len (g_bytes_get_data (raw, NULL), (gssize) g_bytes_get_size (raw));
  g_string_replace (text, "\r\n", "\n", 0);
  return strcmp (text->str, wanted) == 0;
}

static guint
find_all (Pop3World *self, guint n, gint64 *found)
{
  g_autoptr (GArray) ids = all_ids (self);
  g_autofree char *wanted = pop3_world_text (n);
  guint count = 0;

  for (guint i = 0; i < ids->len; i++)
    if (is_n (self, g_array_index (ids, gint64, i), wanted))
      {
        *found = g_array_index (ids, gint64, i);
        count++;
      }
  return count;
}

guint
pop3_world_count_n (Pop3World *self, guint n)
{
  gint64 found = 0;

  return find_all (self, n, &found);
}

gint64
pop3_world_find (Pop3World *self, guint n)
{
  gint64 found = 0;

  g_assert_cmpuint (find_all (self, n, &found), ==, 1);
  return found;
}

/* ---- what people do ----------------------------------------------------------------------- */

void
pop3_world_run_sql (Pop3World *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);
  sqlite3 *database = NULL;

  pop3_world_close (self);
  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  pop3_world_open (self);
}

/* Nothing of it may wait for a server. */
static void
assert_nothing_waits (Pop3World *self)
{
  guint n_waiting = 0;

  loft_operation_store_count (self->store->mail, &n_waiting, NULL);
  g_assert_cmpuint (n_waiting, ==, 0);
}

void
pop3_world_move (Pop3World *self, guint n, LoftFolderRole role)
{
  gint64 id = pop3_world_find (self, n);
  g_autoptr (GError) error = NULL;

  loft_operation_move_to_role (self->store->mail, self->journal, &id, 1, role, NULL, &error);
  g_assert_no_error (error);
  assert_nothing_waits (self);
}

void
pop3_world_delete (Pop3World *self, guint n)
{
  gint64 id = pop3_world_find (self, n);
  g_autoptr (GError) error = NULL;

  loft_operation_delete (self->store->mail, self->journal, &id, 1, NULL, &error);
  g_assert_no_error (error);
  assert_nothing_waits (self);
}

LoftRemovalHold
pop3_world_get_hold (Pop3World *self)
{
  g_autoptr (GError) error = NULL;
  gint64 hold = -1;

  loft_mail_store_get_number (self->store->mail, LOFT_REMOVAL_HOLD_NUMBER, &hold, &error);
  g_assert_no_error (error);
  return (LoftRemovalHold) hold;
}
