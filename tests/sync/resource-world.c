/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resource-world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-content-component.h"
#include "loft-error.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"
#include "loft-problem-store.h"
#include "loft-resource-edit.h"
#include "loft-resource-store.h"
#include "resource-server.h"

static const char *const folders[] = { "book", "cal" };
static const char *const shown_properties[] = { "SUMMARY", "LOCATION", "DESCRIPTION", "FN",
                                                "TEL",     "NOTE",     "TITLE" };

struct _ResourceWorld {
  char *directory;
  ResourceServer *server; /* (owned) */
  LoftAccountStore *store; /* (owned) */
  LoftMailStore *local; /* (owned) */
  LoftJournal *journal; /* (owned) */
  LoftJournal *local_journal; /* (owned) */
  LoftAccountSync *sync; /* (owned) */
  LoftResourceEdit last; /* what was done here last */
};

static gboolean
on_step (const char *name, gpointer user_data, GError **error)
{
  if (sync_fuse_step ())
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE, "The fuse burnt before %s", name);
  return FALSE;
}

static LoftJournal *
open_journal (ResourceWorld *self)
{
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;
  LoftJournal *journal = loft_journal_open (path, &error);

  g_assert_no_error (error);
  return journal;
}

void
resource_world_open (ResourceWorld *self)
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
  self->sync =
    loft_account_sync_new (self->store, self->journal, LOFT_BACKEND (self->server), -1, NULL, NULL);
  loft_operation_queue_recover (self->store, self->journal, NULL, &error);
  g_assert_no_error (error);
}

void
resource_world_close (ResourceWorld *self)
{
  g_clear_object (&self->sync);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->local_journal, loft_journal_close);
  g_clear_pointer (&self->local, loft_mail_store_close);
  g_clear_pointer (&self->store, loft_account_store_close);
}

ResourceWorld *
resource_world_new (void)
{
  ResourceWorld *self = g_new0 (ResourceWorld, 1);

  sync_fuse_set (0);
  self->directory = g_strdup (g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm/loft-sync-XXXXXX"
                                                               : "/tmp/loft-sync-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->directory));
  self->server = resource_server_new (on_step);
  resource_server_add_folder (self->server, "cal", LOFT_FOLDER_KIND_EVENTS);
  resource_server_add_folder (self->server, "book", LOFT_FOLDER_KIND_CONTACTS);
  resource_world_open (self);
  return self;
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
resource_world_free (ResourceWorld *self)
{
  resource_world_close (self);
  loft_resource_edit_clear (&self->last);
  g_object_unref (self->server);
  remove_directory (self->directory);
  g_free (self->directory);
  g_free (self);
}

/* ---- texts -------------------------------------------------------------------------------- */

static char *
to_words (const char *text)
{
  return g_strdelimit (g_strdup (text), "_", ' ');
}

static GBytes *
make_raw (const char *folder, const char *name, const char *text)
{
  g_autofree char *words = to_words (text);
  char *raw =
    g_str_equal (folder, "cal")
      ? g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
                         "BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\n"
                         "DTSTART:20260301T100000Z\r\nDTEND:20260301T110000Z\r\nSUMMARY:%s\r\n"
                         "X-KEPT:as it is\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                         name, words)
      : g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nN:%s;;;;\r\n"
                         "X-KEPT:as it is\r\nEND:VCARD\r\n",
                         name, words, words);

  return g_bytes_new_take (raw, strlen (raw));
}

/* (transfer none) the event or card inside. */
static LoftContentComponent *
inner (LoftContentComponent *root)
{
  LoftContentComponent *calendar = loft_content_component_get_component (root, "VCALENDAR");

  return calendar != NULL ? loft_content_component_get_component (calendar, "VEVENT")
                          : loft_content_component_get_component (root, "VCARD");
}

static GBytes *
set_property (GBytes *raw, const char *property, const char *text)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (raw, NULL);
  g_autofree char *words = to_words (text);

  g_assert_nonnull (root);
  loft_content_component_set_text (inner (root), property, words);
  return loft_content_component_write (root);
}

static void
describe (GString *into, const char *folder, GBytes *raw)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (raw, NULL);
  g_autofree char *uid = NULL;

  g_assert_nonnull (root);
  uid = loft_content_property_dup_text (loft_content_component_get_property (inner (root), "UID"));
  g_string_append_printf (into, "%s %s", folder, uid);
  for (guint i = 0; i < G_N_ELEMENTS (shown_properties); i++)
    {
      LoftContentProperty *property =
        loft_content_component_get_property (inner (root), shown_properties[i]);
      g_autofree char *text = property != NULL ? loft_content_property_dup_text (property) : NULL;

      if (text != NULL)
        g_string_append_printf (into, " %s=%s", shown_properties[i], g_strdelimit (text, " ", '_'));
    }
  g_string_append_c (into, '\n');
}

/* ---- both sides --------------------------------------------------------------------------- */

static LoftResource *
find_here (ResourceWorld *self, const char *folder_path, const char *name)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, folder_path, NULL);
  LoftResource *resource =
    folder != NULL ? loft_resource_store_find_uid (self->local, folder->id, name, NULL) : NULL;

  g_assert_nonnull (folder);
  return resource;
}

char *
resource_world_describe_there (ResourceWorld *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GList) names = resource_server_list (self->server, folders[i]);

      for (GList *link = names; link != NULL; link = link->next)
        describe (text, folders[i], resource_server_get (self->server, folders[i], link->data));
    }
  return g_string_free (text, FALSE);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
describe_folder (ResourceWorld *self, const char *path, LoftFolderKinds kind, GString *text)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, path, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    return;
  ids = loft_resource_store_list (self->local, folder->id, kind, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (LoftResource) resource =
        loft_resource_store_get (self->local, g_array_index (ids, gint64, i), NULL);
      GString *line = g_string_new (NULL);

      describe (line, path, resource->raw);
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (text, g_ptr_array_index (lines, i));
}

char *
resource_world_describe_here (ResourceWorld *self)
{
  GString *text = g_string_new (NULL);

  describe_folder (self, "book", LOFT_FOLDER_KIND_CONTACTS, text);
  describe_folder (self, "cal", LOFT_FOLDER_KIND_EVENTS, text);
  return g_string_free (text, FALSE);
}

const char *
resource_world_get_color_there (ResourceWorld *self, const char *folder)
{
  return resource_server_get_color (self->server, folder);
}

char *
resource_world_dup_color_here (ResourceWorld *self, const char *path)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, path, NULL);

  g_assert_nonnull (folder);
  return g_strdup (folder->color);
}

char *
resource_world_get_raw (ResourceWorld *self, const char *folder, const char *name)
{
  GBytes *raw = resource_server_get (self->server, folder, name);
  gsize size;
  const char *bytes;

  g_assert_nonnull (raw);
  bytes = g_bytes_get_data (raw, &size);
  return g_strndup (bytes, size);
}

/* ---- commands ----------------------------------------------------------------------------- */

static void
do_there (ResourceWorld *self, char **words)
{
  GBytes *now = words[2] != NULL && words[3] != NULL
                  ? resource_server_get (self->server, words[2], words[3])
                  : NULL;
  g_autoptr (GBytes) raw = NULL;

  if (g_str_equal (words[1], "forget-token"))
    resource_server_forget_token (self->server);
  else if (g_str_equal (words[1], "leave-out"))
    resource_server_leave_out (self->server);
  else if (g_str_equal (words[1], "normalise"))
    resource_server_set_normalises (self->server, TRUE);
  else if (g_str_equal (words[1], "no-etags"))
    resource_server_set_normalises (self->server, FALSE);
  else if (g_str_equal (words[1], "read-only"))
    resource_server_set_read_only (self->server, words[2]);
  else if (g_str_equal (words[1], "color"))
    resource_server_set_color (self->server, words[2], words[3]);
  else if (g_str_equal (words[1], "unreadable") || g_str_equal (words[1], "readable"))
    resource_server_set_unreadable (self->server, words[3], g_str_equal (words[1], "unreadable"));
  else if (g_str_equal (words[1], "refuse"))
    resource_server_refuse (self->server, words[3]);
  else if (g_str_equal (words[1], "del"))
    resource_server_set (self->server, words[2], words[3], NULL);
  else
    {
      if (g_str_equal (words[1], "add"))
        raw = make_raw (words[2], words[3], words[4]);
      else if (g_str_equal (words[1], "set"))
        raw = set_property (now, words[4], words[5]);
      else
        raw = g_bytes_ref (now);
      resource_server_set (self->server, words[2], words[3], raw);
    }
}

static void
edit_here (ResourceWorld *self, char **words)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, words[2], NULL);
  g_autoptr (LoftResource) resource = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (folder);
  loft_resource_edit_clear (&self->last);
  self->last = (LoftResourceEdit){ 0, folder->id, NULL, NULL };
  if (g_str_equal (words[1], "add"))
    self->last.raw = make_raw (words[2], words[3], words[4]);
  else
    {
      resource = find_here (self, words[2], words[3]);
      g_assert_nonnull (resource);
      self->last.resource_id = resource->id;
    }
  if (g_str_equal (words[1], "set"))
    self->last.raw = set_property (resource->raw, words[4], words[5]);
  loft_resource_edit (self->local, self->local_journal, self->directory, &self->last, 1, &error);
  g_assert_no_error (error);
}

static void
discard (ResourceWorld *self)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (self->local, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (records->len, >, 0);
  loft_operation_queue_discard (self->local, self->local_journal,
                                ((LoftOperationRecord *) g_ptr_array_index (records, 0))->id,
                                &error);
  g_assert_no_error (error);
}

static void
lose_store (ResourceWorld *self)
{
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  resource_world_close (self);
  g_unlink (path);
  g_unlink (wal);
  g_unlink (shm);
  resource_world_open (self);
}

static void
do_here (ResourceWorld *self, char **words)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[1], "discard"))
    discard (self);
  else if (g_str_equal (words[1], "lose-store"))
    lose_store (self);
  else if (g_str_equal (words[1], "color"))
    {
      g_autoptr (LoftFolder) folder = loft_folder_store_find (self->local, words[2], NULL);

      g_assert_nonnull (folder);
      loft_folder_store_set_color (self->local, folder->id, words[3], &error);
    }
  else if (g_str_equal (words[1], "undo"))
    loft_resource_edit_undo (self->local, self->local_journal, self->directory, &self->last, 1,
                             &error);
  else
    edit_here (self, words);
  g_assert_no_error (error);
}

void
resource_world_do (ResourceWorld *self, const char *script)
{
  g_auto (GStrv) commands = g_strsplit (script != NULL ? script : "", ";", -1);

  for (gsize i = 0; commands[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (commands[i]), " ", -1);
      g_autoptr (GError) error = NULL;

      if (words[0] == NULL)
        continue;
      if (g_str_equal (words[0], "there"))
        do_there (self, words);
      else if (g_str_equal (words[0], "here"))
        do_here (self, words);
      else
        resource_world_sync (self, &error);
      g_assert_no_error (error);
    }
}

gboolean
resource_world_sync (ResourceWorld *self, GError **error)
{
  return loft_operation_store_end_pauses (self->store->mail, error) &&
         loft_operation_queue_recover (self->store, self->journal, NULL, error) &&
         loft_account_sync_run (self->sync, 0, NULL, error);
}

/* ---- rules -------------------------------------------------------------------------------- */

guint
resource_world_count_operations (ResourceWorld *self)
{
  guint count = 0;

  g_assert_true (loft_operation_store_count (self->local, &count, NULL));
  return count;
}

guint
resource_world_count_problems (ResourceWorld *self)
{
  guint count = 0;

  g_assert_true (loft_problem_store_count (self->local, &count, NULL));
  return count;
}

guint
resource_world_count_writes (ResourceWorld *self)
{
  return resource_server_count_writes (self->server);
}

static void
check_resource (ResourceWorld *self, gint64 id)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (self->local, id, NULL);
  g_autoptr (LoftOperationRecord) waiting =
    loft_operation_store_find_resource (self->local, id, NULL);

  if (waiting == NULL)
    {
      g_assert_nonnull (resource->remote_id);
      g_assert_true (g_bytes_equal (resource->raw, resource->server_raw));
    }
}

void
resource_world_check (ResourceWorld *self)
{
  const LoftFolderKinds kinds[] = { LOFT_FOLDER_KIND_EVENTS, LOFT_FOLDER_KIND_CONTACTS };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GArray) ids = loft_resource_store_list (self->local, 0, kinds[i], NULL);

      for (guint j = 0; j < ids->len; j++)
        check_resource (self, g_array_index (ids, gint64, j));
    }
}

gboolean
resource_world_may_change (ResourceWorld *self, const char *folder, const char *name)
{
  g_autoptr (LoftResource) resource = find_here (self, folder, name);
  g_auto (LoftResourceEdit) edit = { resource->id };
  g_autoptr (GError) error = NULL;

  edit.raw = g_bytes_ref (resource->raw);
  if (loft_resource_edit (self->local, self->local_journal, self->directory, &edit, 1, &error))
    return TRUE;
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  return FALSE;
}
