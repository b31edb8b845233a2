/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-world.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-operation-queue.h"
#include "loft-operation-shown.h"
#include "loft-operation-store.h"
#include "loft-problem-store.h"

#define DAY (24 * 60 * 60)

/* ---- the fuse ----------------------------------------------------------------------------- */

static struct {
  guint count;
  guint burns_at; /* 0: never */
} fuse;

gboolean
sync_fuse_step (void)
{
  fuse.count++;
  return fuse.burns_at == 0 || fuse.count < fuse.burns_at;
}

static int
on_commit (gpointer user_data)
{
  return sync_fuse_step () ? 0 : 1;
}

/* SQLite calls this for every connection that is opened in the program. */
static int
watch_commits (sqlite3 *database, char **message, const struct sqlite3_api_routines *api)
{
  sqlite3_commit_hook (database, on_commit, NULL);
  return SQLITE_OK;
}

void
sync_fuse_set (guint nth)
{
  static gsize installed = 0;

  if (g_once_init_enter (&installed))
    {
      sqlite3_auto_extension ((void (*) (void)) watch_commits);
      g_once_init_leave (&installed, 1);
    }
  fuse.count = 0;
  fuse.burns_at = nth;
}

guint
sync_fuse_count (void)
{
  return fuse.count;
}

static gboolean
on_step (const char *step, gpointer user_data, GError **error)
{
  if (sync_fuse_step ())
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE, "The fuse burnt before %s", step);
  return FALSE;
}

/* ---- the world ---------------------------------------------------------------------------- */

static void
breathe (gpointer user_data)
{
  ((SyncWorld *) user_data)->n_breaths++;
}

static const LoftSyncObserver observer = { .breathe = breathe };

SyncWorld *
sync_world_new (LoftFakeStyle style)
{
  SyncWorld *self = g_new0 (SyncWorld, 1);

  loft_clock_set_for_test (SYNC_WORLD_NOW);
  sync_fuse_set (0);
  self->directory = g_strdup (g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm/loft-sync-XXXXXX"
                                                               : "/tmp/loft-sync-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->directory));
  self->server = loft_fake_server_new (style == LOFT_FAKE_LISTING);
  loft_fake_server_add_folder (self->server, "INBOX");
  self->backend = loft_fake_backend_new (self->server, style);
  loft_fake_backend_set_step_func (self->backend, on_step, NULL);
  self->window_days = LOFT_FOLDER_WINDOW_ALL;
  sync_world_open (self);
  return self;
}

static LoftJournal *
open_journal (SyncWorld *self)
{
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;
  LoftJournal *journal = loft_journal_open (path, &error);

  g_assert_no_error (error);
  return journal;
}

void
sync_world_open (SyncWorld *self)
{
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);
  g_autoptr (GError) error = NULL;

  loft_account_store_prepare (self->directory, &error);
  g_assert_no_error (error);
  self->store = loft_account_store_open (self->directory, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  self->local = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, &error);
  g_assert_no_error (error);
  self->journal = open_journal (self);
  self->local_journal = open_journal (self);
  self->sync = loft_account_sync_new (self->store, self->journal, LOFT_BACKEND (self->backend),
                                      self->window_days, &observer, self);
  loft_operation_queue_recover (self->store, self->journal, NULL, &error);
  g_assert_no_error (error);
}

void
sync_world_close (SyncWorld *self)
{
  loft_backend_disconnect (LOFT_BACKEND (self->backend));
  g_clear_object (&self->sync);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->local_journal, loft_journal_close);
  g_clear_pointer (&self->local, loft_mail_store_close);
  g_clear_pointer (&self->store, loft_account_store_close);
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
sync_world_free (SyncWorld *self)
{
  sync_world_close (self);
  remove_folder (self->directory);
  g_clear_object (&self->backend);
  g_clear_pointer (&self->server, loft_fake_server_free);
  g_clear_pointer (&self->undo, loft_undo_unref);
  g_free (self->directory);
  g_free (self);
}

/* As the service does: what the journal alone knows is tried again when the messages are there. */
gboolean
sync_world_sync (SyncWorld *self, GError **error)
{
  return loft_account_sync_run (self->sync, 0, NULL, error) &&
         loft_operation_queue_recover (self->store, self->journal, NULL, error);
}

void
sync_world_must_sync (SyncWorld *self)
{
  g_autoptr (GError) error = NULL;

  sync_world_sync (self, &error);
  g_assert_no_error (error);
}

/* ---- words of the language ---------------------------------------------------------------- */

typedef struct {
  LoftFlags add;
  LoftFlags remove;
  GString *add_keywords;
  GString *remove_keywords;
} Change;

static void
change_clear (Change *change)
{
  g_string_free (change->add_keywords, TRUE);
  g_string_free (change->remove_keywords, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static Change
parse_change (char *const *words)
{
  Change change = { 0, 0, g_string_new (NULL), g_string_new (NULL) };

  for (gsize i = 0; words[i] != NULL; i++)
    {
      gboolean add = words[i][0] == '+';
      GString *keywords = add ? change.add_keywords : change.remove_keywords;

      g_assert_true (add || words[i][0] == '-');
      if (words[i][1] == '$')
        g_string_append_printf (keywords, "%s%s", keywords->len > 0 ? " " : "", words[i] + 1);
      for (const char *p = words[i] + 1; words[i][1] != '$' && *p != '\0'; p++)
        *(add ? &change.add : &change.remove) |= loft_fake_flag_from_letter (*p);
    }
  return change;
}

static GBytes *
make_raw (const char *name, const char *message_id, gsize header_size, gsize body_size)
{
  GString *raw = g_string_new ("From: Anna <anna@example.org>\r\nTo: bob@example.org\r\n");
  gsize length;

  g_string_append_printf (raw, "Subject: %s\r\n", name);
  if (message_id != NULL)
    g_string_append_printf (raw, "Message-ID: <%s@example.org>\r\n", message_id);
  while (raw->len < header_size)
    g_string_append_printf (raw, "X-Filler-%" G_GSIZE_FORMAT ": %s\r\n", raw->len, name);
  g_string_append_printf (raw, "\r\nBody of %s.\r\n", name);
  while (raw->len < body_size)
    g_string_append_printf (raw, "line at %" G_GSIZE_FORMAT " of %s\r\n", raw->len, name);
  length = raw->len;
  return g_bytes_new_take (g_string_free (raw, FALSE), length);
}

static void
add_message (SyncWorld *self, const char *kind, char *const *words)
{
  gboolean is_plain = g_str_equal (kind, "plain");
  const char *message_id = is_plain ? NULL : g_str_equal (kind, "twin") ? "twin" : words[1];
  g_autoptr (GBytes) raw = make_raw (words[1], message_id,
                                     g_str_equal (kind, "giant") ? 1500000 : 0,
                                     g_str_equal (kind, "big") ? 2300000 : 0);
  LoftFlags flags = LOFT_FLAG_NONE;
  gint64 days = 10;

  for (gsize i = 2; words[i] != NULL; i++)
    if (words[i][0] == '@')
      days = atoi (words[i] + 1);
    else
      for (const char *p = words[i]; *p != '\0'; p++)
        flags |= loft_fake_flag_from_letter (*p);
  self->n_messages++;
  loft_fake_server_add_message (self->server, words[0], words[1], raw, flags, "",
                                SYNC_WORLD_NOW - days * DAY + (is_plain ? 0 : self->n_messages));
}

static void
add_many (SyncWorld *self, const char *path, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%05u", i);
      char *words[] = { (char *) path, name, NULL };

      add_message (self, "new", words);
    }
}

static LoftUndo *
begin_undo (SyncWorld *self)
{
  g_clear_pointer (&self->undo, loft_undo_unref);
  self->undo = loft_undo_new ();
  return self->undo;
}

static void
change_here (SyncWorld *self, char *const *words)
{
  g_auto (Change) change = parse_change (words + 2);
  g_autoptr (LoftFlagChange) flags = loft_flag_change_new (
      change.add, change.remove, change.add_keywords->str, change.remove_keywords->str);
  gint64 id = sync_world_find (self, words[0], words[1]);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (id, !=, 0);
  loft_operation_change_flags (self->local, self->local_journal, &id, 1, flags, begin_undo (self),
                               &error);
  g_assert_no_error (error);
}

static gint64
find_folder (SyncWorld *self, const char *path)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->store->mail, path, NULL);

  g_assert_nonnull (folder);
  return folder->id;
}

/* As the local writer does: by connections of its own. */
static void
copy_here (SyncWorld *self, gint64 id, gint64 folder_id, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (self->directory, LOFT_DATABASE_DURABLE, &error);

  g_assert_no_error (error);
  if (name == NULL)
    loft_operation_copy (store, self->local_journal, &id, 1, folder_id, begin_undo (self), &error);
  else
    {
      g_autoptr (GBytes) raw = make_raw (name, name, 0, 0);
      LoftNewContent content = { raw, LOFT_FLAG_SEEN, "", SYNC_WORLD_NOW, NULL };

      loft_operation_append (store, self->local_journal, folder_id, &content, &id,
                             begin_undo (self), &error);
    }
  g_assert_no_error (error);
}

/* words: command, FOLDER, NAME, TO. */
static gboolean
do_with_message (SyncWorld *self, char *const *words)
{
  const char *command = words[0];
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (g_str_equal (command, "append"))
    {
      copy_here (self, 0, find_folder (self, words[1]), words[2]);
      return TRUE;
    }
  if (!g_str_equal (command, "move") && !g_str_equal (command, "copy") &&
      !g_str_equal (command, "erase") && !g_str_equal (command, "archive"))
    return FALSE;
  id = sync_world_find (self, words[1], words[2]);
  g_assert_cmpint (id, !=, 0);
  if (command[0] == 'm')
    loft_operation_move (self->local, self->local_journal, &id, 1, find_folder (self, words[3]),
                         begin_undo (self), &error);
  else if (command[0] == 'c')
    copy_here (self, id, find_folder (self, words[3]), NULL);
  else if (command[0] == 'e')
    loft_operation_delete (self->local, self->local_journal, &id, 1, begin_undo (self), &error);
  else
    loft_operation_move_to_role (self->local, self->local_journal, &id, 1,
                                 LOFT_FOLDER_ROLE_ARCHIVE, begin_undo (self), &error);
  g_assert_no_error (error);
  return TRUE;
}

static gboolean
do_with_folder (SyncWorld *self, char *const *words)
{
  const char *command = words[0];
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (g_str_equal (command, "create"))
    loft_operation_create_folder (self->local, self->local_journal, words[1],
                                  LOFT_FOLDER_ROLE_NONE, FALSE, &id, begin_undo (self), &error);
  else if (g_str_equal (command, "rename"))
    loft_operation_rename_folder (self->local, self->local_journal, find_folder (self, words[1]),
                                  words[2], begin_undo (self), &error);
  else if (g_str_equal (command, "drop"))
    loft_operation_delete_folder (self->local, self->local_journal, find_folder (self, words[1]),
                                  begin_undo (self), &error);
  else if (g_str_equal (command, "undo"))
    loft_undo_run (self->undo, self->local, self->local_journal, &error);
  else
    return FALSE;
  g_assert_no_error (error);
  return TRUE;
}

static void
discard_oldest (SyncWorld *self)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (self->local, NULL);
  LoftOperationRecord *record = g_ptr_array_index (records, 0);
  g_autoptr (GError) error = NULL;

  loft_operation_queue_discard (self->local, self->local_journal, record->id, &error);
  g_assert_no_error (error);
}

static void
forget_token (SyncWorld *self, const char *path)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, path, NULL);

  g_assert_true (loft_folder_store_set_token (self->local, folder->id, NULL, NULL));
}

static gint
class_from_name (const char *name)
{
  for (gint i = LOFT_ERROR_OFFLINE; i <= LOFT_ERROR_STORE; i++)
    if (g_str_equal (loft_error_class_name ((LoftError) i), name))
      return i;
  g_assert_not_reached ();
}

/* ---- commands ----------------------------------------------------------------------------- */

static gboolean
do_folder_command (SyncWorld *self, char *const *words)
{
  const char *command = words[0];

  if (g_str_equal (command, "mkdir"))
    loft_fake_server_add_folder (self->server, words[1]);
  else if (g_str_equal (command, "rmdir"))
    loft_fake_server_remove_folder (self->server, words[1]);
  else if (g_str_equal (command, "mv"))
    loft_fake_server_rename_folder (self->server, words[1], words[2]);
  else if (g_str_equal (command, "validity"))
    loft_fake_server_renew_folder (self->server, words[1]);
  else if (g_str_equal (command, "many"))
    add_many (self, words[1], atoi (words[2]));
  else if (g_str_equal (command, "list-nothing"))
    loft_fake_backend_list_no_folders (self->backend, TRUE);
  else if (g_str_equal (command, "refuse-folders"))
    self->server->refuses_folders = TRUE;
  else if (g_str_equal (command, "deliver-twice"))
    loft_fake_backend_deliver_twice (self->backend, TRUE);
  else if (g_str_equal (command, "tell-unknown"))
    loft_fake_backend_tell_unknown (self->backend, TRUE);
  else
    return FALSE;
  return TRUE;
}

static gboolean
do_local_command (SyncWorld *self, char *const *words)
{
  const char *command = words[0];

  if (g_str_equal (command, "here"))
    change_here (self, words + 1);
  else if (g_str_equal (command, "discard"))
    discard_oldest (self);
  else if (g_str_equal (command, "forget-token"))
    forget_token (self, words[1]);
  else if (g_str_equal (command, "window"))
    {
      self->window_days = atoi (words[1]);
      loft_account_sync_set_window (self->sync, self->window_days);
    }
  else
    return FALSE;
  return TRUE;
}

static void
do_message_command (SyncWorld *self, char *const *words)
{
  const char *command = words[0];
  LoftFakeFolder *folder = loft_fake_server_find_folder (self->server, words[1]);
  LoftFakeMessage *message =
      words[2] != NULL ? loft_fake_folder_find (folder, words[2]) : NULL;

  if (g_str_equal (command, "del"))
    loft_fake_folder_remove (folder, message);
  else if (g_str_equal (command, "shift"))
    {
      loft_fake_server_add_message (self->server, words[3], message->name, message->raw,
                                    message->flags, message->keywords, message->received);
      loft_fake_folder_remove (folder, message);
    }
  else if (g_str_equal (command, "full") || g_str_equal (command, "room"))
    folder->full = command[0] == 'f';
  else if (g_str_equal (command, "flag"))
    {
      g_auto (Change) change = parse_change (words + 3);

      loft_fake_folder_change (folder, message, change.add, change.remove,
                               change.add_keywords->str, change.remove_keywords->str);
    }
  else if (g_str_equal (command, "empty"))
    while (folder->messages->len > 0)
      loft_fake_folder_remove (folder, g_ptr_array_index (folder->messages,
                                                          folder->messages->len - 1));
  else if (g_str_equal (command, "positions"))
    loft_fake_folder_forget_positions (folder);
  else if (g_str_equal (command, "refuse"))
    message->refuses = TRUE;
  else if (g_str_equal (command, "vanish"))
    message->vanishes = TRUE;
  else if (g_str_equal (command, "poison"))
    message->poison = class_from_name (words[3]);
  else
    add_message (self, command, words + 1);
}

void
sync_world_do (SyncWorld *self, const char *script)
{
  g_auto (GStrv) commands = g_strsplit (script != NULL ? script : "", ";", -1);

  for (gsize i = 0; commands[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (commands[i]), " ", -1);

      if (words[0] != NULL && words[0][0] != '\0' && !do_folder_command (self, words) &&
          !do_local_command (self, words) && !do_with_message (self, words) &&
          !do_with_folder (self, words))
        do_message_command (self, words);
    }
}

/* ---- looking ------------------------------------------------------------------------------ */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(LoftFolder *const *) a)->path, (*(LoftFolder *const *) b)->path);
}

static int
compare_subjects (gconstpointer a, gconstpointer b)
{
  const LoftMessage *first = *(LoftMessage *const *) a;
  const LoftMessage *second = *(LoftMessage *const *) b;
  int order = strcmp (first->subject, second->subject);

  return order != 0 ? order : (int) first->flags - (int) second->flags;
}

static GPtrArray *
list_folders (SyncWorld *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *folders = loft_folder_store_list (self->store->mail, &error);

  g_assert_no_error (error);
  g_ptr_array_sort (folders, compare_paths);
  return folders;
}

static GPtrArray *
list_messages (SyncWorld *self, LoftFolder *folder)
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
  g_ptr_array_sort (messages, compare_subjects);
  return messages;
}

char *
sync_world_describe (SyncWorld *self)
{
  g_autoptr (GPtrArray) folders = list_folders (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) messages = list_messages (self, folder);

      g_string_append_printf (text, "%s:", folder->path);
      for (guint j = 0; j < messages->len; j++)
        {
          LoftMessage *message = g_ptr_array_index (messages, j);
          g_autofree char *flags = loft_fake_flags_to_text (message->flags, message->keywords);

          g_string_append_printf (text, " %s[%s]", message->subject, flags);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

gint64
sync_world_find (SyncWorld *self, const char *path, const char *name)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->store->mail, path, NULL);
  g_autoptr (GPtrArray) messages = folder != NULL ? list_messages (self, folder) : NULL;

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      LoftMessage *message = g_ptr_array_index (messages, i);

      if (g_str_equal (message->subject, name))
        return message->id;
    }
  return 0;
}

GHashTable *
sync_world_list_local_ids (SyncWorld *self)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) folders = list_folders (self);

  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (GPtrArray) messages = list_messages (self, g_ptr_array_index (folders, i));

      for (guint j = 0; j < messages->len; j++)
        {
          LoftMessage *message = g_ptr_array_index (messages, j);

          g_hash_table_insert (ids, g_strdup (message->subject),
                               g_memdup2 (&message->id, sizeof message->id));
        }
    }
  return ids;
}

/* An independent reader. */
char *
sync_world_dump (SyncWorld *self, gboolean with_tokens)
{
  static const char *const queries[] = {
    "SELECT id, quote (token), quote (status) FROM folder ORDER BY id",
    "SELECT id, remote_id, identity, path, server_role, selectable, total, unread, cached, bytes"
    " FROM folder ORDER BY id",
    "SELECT * FROM message ORDER BY id",
    "SELECT uuid, kind, arguments, tries FROM operation ORDER BY id",
    "SELECT * FROM leftover",
  };
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);
  GString *text = g_string_new (NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  for (guint i = with_tokens ? 0 : 1; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (database, queries[i], -1, &statement, NULL), ==,
                       SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          for (int j = 0; j < sqlite3_column_count (statement); j++)
            g_string_append_printf (text, "%s|", (const char *) sqlite3_column_text (statement, j));
          g_string_append_c (text, '\n');
        }
      sqlite3_finalize (statement);
    }
  sqlite3_close (database);
  return g_string_free (text, FALSE);
}

guint
sync_world_count_operations (SyncWorld *self)
{
  guint count = 0;

  g_assert_true (loft_operation_store_count (self->store->mail, &count, NULL));
  return count;
}

guint
sync_world_count_problems (SyncWorld *self)
{
  guint count = 0;

  g_assert_true (loft_problem_store_count (self->store->mail, &count, NULL));
  return count;
}

/* ---- rules -------------------------------------------------------------------------------- */

static void
check_content (SyncWorld *self, LoftFolder *folder, LoftMessage *message)
{
  LoftFakeFolder *remote = loft_fake_server_find_folder (self->server, folder->path);
  LoftFakeMessage *original =
      remote != NULL ? loft_fake_folder_find (remote, message->subject) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (!message->cached)
    return;
  raw = loft_content_store_get (self->store->content, message->id, &error);
  g_assert_no_error (error);
  if (original != NULL)
    g_assert_true (g_bytes_equal (raw, original->raw));
}

static void
check_shown (SyncWorld *self, LoftMessage *message)
{
  g_autoptr (LoftMessageState) state =
      loft_mail_store_get_state (self->store->mail, message->id, NULL);
  g_autoptr (GPtrArray) records = loft_operation_store_list_for (self->store->mail, message->id, NULL);
  g_auto (LoftShownValues) shown = { 0 };

  loft_operation_shown (state, records, &shown);
  g_assert_cmpint (shown.folder_id, ==, message->folder_id);
  g_assert_cmpint (shown.flags, ==, message->flags);
  g_assert_cmpstr (shown.keywords, ==, message->keywords);
}

void
sync_world_check (SyncWorld *self)
{
  g_autoptr (GPtrArray) folders = list_folders (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *finding = loft_mail_store_check_counts (self->store->mail, &error);
  g_autofree char *damage = loft_mail_store_check (self->store->mail, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (finding, ==, NULL);
  g_assert_cmpstr (damage, ==, NULL);
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) messages = list_messages (self, folder);

      for (guint j = 0; j < messages->len; j++)
        {
          check_content (self, folder, g_ptr_array_index (messages, j));
          check_shown (self, g_ptr_array_index (messages, j));
        }
    }
}
