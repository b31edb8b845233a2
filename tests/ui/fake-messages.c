/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

#include "loft-mime-reader.h"
#include "loft-text.h"

#include <string.h>

GArray *
fake_account_get_ids (LoftMailAccount *self, gint64 folder_id)
{
  GArray *ids = g_hash_table_lookup (self->ids, &folder_id);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->ids, g_memdup2 (&folder_id, sizeof folder_id), ids);
    }
  return ids;
}

static GPtrArray *
copy_people (GPtrArray *people)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < people->len; i++)
    {
      LoftAddress *each = g_ptr_array_index (people, i);

      g_ptr_array_add (copy, loft_address_new (each->name, each->email));
    }
  return copy;
}

static LoftMessage *
read_message (GBytes *raw, gint64 date)
{
  LoftMimeMessage *mime = loft_mime_message_read (raw);
  LoftMessage *message = fake_message_new ();
  g_autofree char *text = loft_mime_message_index_text (mime, 2000);

  g_clear_pointer (&message->from, g_ptr_array_unref);
  message->from = copy_people (mime->headers->from);
  g_clear_pointer (&message->to, g_ptr_array_unref);
  message->to = copy_people (mime->headers->to);
  g_clear_pointer (&message->cc, g_ptr_array_unref);
  message->cc = copy_people (mime->headers->cc);
  g_free (message->subject);
  message->subject = g_strdup (mime->headers->subject);
  g_free (message->message_id);
  message->message_id = g_strdup (mime->headers->message_id);
  g_free (message->preview);
  message->preview = loft_text_one_line (text, 200);
  g_clear_pointer (&message->attachments, g_ptr_array_unref);
  message->priority = mime->headers->priority;
  message->attachments = loft_mime_message_list_attachments (mime);
  message->date = date != 0 ? date : mime->headers->date;
  loft_mime_message_free (mime);
  return message;
}

gint64
fake_account_add_message (LoftMailAccount *self, LoftMailFolder *folder, const char *raw,
                          gssize length, LoftFlags flags, gint64 date)
{
  gint64 folder_id = loft_mail_folder_get (folder)->id;
  GArray *ids = fake_account_get_ids (self, folder_id);
  FakeStored *stored = g_new0 (FakeStored, 1);
  gint64 id = self->next_id++;

  stored->raw = g_bytes_new (raw, length < 0 ? strlen (raw) : (gsize) length);
  stored->message = read_message (stored->raw, date);
  stored->message->id = id;
  stored->message->folder_id = folder_id;
  stored->message->flags = flags;
  g_hash_table_insert (self->messages, g_memdup2 (&id, sizeof id), stored);
  g_array_prepend_val (ids, id);
  for (guint i = 0; i < self->lists->len; i++)
    {
      LoftMessageList *list = g_ptr_array_index (self->lists, i);

      if (list->folder_id != folder_id || list->loading)
        continue;
      g_array_prepend_val (list->ids, id);
      g_list_model_items_changed (G_LIST_MODEL (list), 0, 0, 1);
    }
  fake_account_count (self, folder_id);
  return id;
}

static void
remove_from_list (LoftMessageList *list, gint64 id)
{
  guint position = 0;

  if (!loft_message_list_find (list, id, &position))
    return;
  g_array_remove_index (list->ids, position);
  g_list_model_items_changed (G_LIST_MODEL (list), position, 1, 0);
}

void
fake_account_remove_message (LoftMailAccount *self, LoftMailFolder *folder, gint64 id)
{
  GArray *ids = fake_account_get_ids (self, loft_mail_folder_get (folder)->id);

  for (guint i = 0; i < ids->len; i++)
    {
      if (g_array_index (ids, gint64, i) == id)
        g_array_remove_index (ids, i--);
    }
  for (guint i = 0; i < self->lists->len; i++)
    remove_from_list (g_ptr_array_index (self->lists, i), id);
  g_hash_table_remove (self->messages, &id);
  fake_account_count (self, loft_mail_folder_get (folder)->id);
}

void
fake_account_add_rows (LoftMailAccount *self, LoftMailFolder *folder, guint n)
{
  GArray *ids = fake_account_get_ids (self, loft_mail_folder_get (folder)->id);

  for (guint i = 0; i < n; i++)
    {
      gint64 id = FAKE_FIRST_ROW_ID + i;

      g_array_append_val (ids, id);
    }
}

LoftMessage *
fake_account_get_message (LoftMailAccount *self, gint64 id)
{
  FakeStored *stored = g_hash_table_lookup (self->messages, &id);

  return stored == NULL ? NULL : stored->message;
}

/* Maildir */

typedef struct {
  char *path;
  gint64 date;
} MailFile;

static int
by_date (gconstpointer a, gconstpointer b)
{
  const MailFile *one = a, *other = b;

  return (one->date > other->date) - (one->date < other->date);
}

static LoftFlags
flags_of (const char *name)
{
  const char *info = strstr (name, ":2,");
  LoftFlags flags = LOFT_FLAG_NONE;

  if (info == NULL)
    return flags;
  flags |= strchr (info, 'S') != NULL ? LOFT_FLAG_SEEN : 0;
  flags |= strchr (info, 'R') != NULL ? LOFT_FLAG_ANSWERED : 0;
  flags |= strchr (info, 'F') != NULL ? LOFT_FLAG_FLAGGED : 0;
  flags |= strchr (info, 'P') != NULL ? LOFT_FLAG_FORWARDED : 0;
  return flags;
}

static void
list_files (GArray *files, const char *directory, const char *below)
{
  g_autofree char *path = g_build_filename (directory, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      MailFile file = { g_build_filename (path, name, NULL), 0 };
      g_autoptr (GFile) each = g_file_new_for_path (file.path);
      g_autoptr (GFileInfo) info = g_file_query_info (each, G_FILE_ATTRIBUTE_TIME_MODIFIED,
                                                      G_FILE_QUERY_INFO_NONE, NULL, NULL);

      file.date =
        info == NULL
          ? 0
          : (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
      g_array_append_val (files, file);
    }
}

static void
load_folder (LoftMailAccount *self, LoftMailFolder *folder, const char *directory, guint max)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (MailFile));

  list_files (files, directory, "cur");
  list_files (files, directory, "new");
  g_array_sort (files, by_date);
  for (guint i = 0; i < files->len; i++)
    {
      MailFile *file = &g_array_index (files, MailFile, i);
      g_autofree char *raw = NULL;
      gsize length = 0;

      if (i + max >= files->len && g_file_get_contents (file->path, &raw, &length, NULL))
        fake_account_add_message (self, folder, raw, length, flags_of (file->path), file->date);
      g_free (file->path);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
fake_account_load_maildir (LoftMailAccount *self, const char *directory, guint max)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  if (dir == NULL)
    return FALSE;
  load_folder (self, fake_account_add_folder (self, "INBOX", LOFT_FOLDER_ROLE_INBOX), directory,
               max);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (name[0] == '.' && name[1] != '\0')
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *each = g_ptr_array_index (names, i);
      g_autofree char *path = g_strdelimit (g_strdup (each + 1), ".", '/');
      g_autofree char *below = g_build_filename (directory, each, NULL);

      load_folder (self, fake_account_add_folder (self, path, loft_folder_role_guess (path)), below,
                   max / 4);
    }
  return TRUE;
}
