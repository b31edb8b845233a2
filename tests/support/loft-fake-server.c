/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-server.h"

#include <string.h>

/* In the order of LoftFlags. */
static const char flag_letters[] = "SAFDPT";

static void
message_free (LoftFakeMessage *self)
{
  g_free (self->name);
  g_free (self->remote_id);
  g_free (self->keywords);
  g_bytes_unref (self->raw);
  g_free (self);
}

static void
folder_free (LoftFakeFolder *self)
{
  g_free (self->path);
  g_free (self->identity);
  g_ptr_array_unref (self->messages);
  g_array_unref (self->removed);
  g_free (self);
}

LoftFakeServer *
loft_fake_server_new (gboolean words)
{
  LoftFakeServer *self = g_new0 (LoftFakeServer, 1);

  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) folder_free);
  self->words = words;
  return self;
}

void
loft_fake_server_free (LoftFakeServer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_free (self);
}

/* ---- folders ------------------------------------------------------------------------------ */

LoftFakeFolder *
loft_fake_server_find_folder (LoftFakeServer *self, const char *path)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (self->folders, i);

      if (g_str_equal (folder->path, path))
        return folder;
    }
  return NULL;
}

LoftFakeFolder *
loft_fake_server_add_folder (LoftFakeServer *self, const char *path)
{
  LoftFakeFolder *folder = g_new0 (LoftFakeFolder, 1);

  g_assert_null (loft_fake_server_find_folder (self, path));
  folder->path = g_strdup (path);
  folder->identity = g_strdup_printf ("identity-%u", ++self->n_identities);
  folder->generation = ++self->n_generations;
  folder->next_number = 1;
  folder->position = 1;
  folder->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) message_free);
  folder->removed = g_array_new (FALSE, FALSE, sizeof (LoftFakeRemoval));
  g_ptr_array_add (self->folders, folder);
  return folder;
}

void
loft_fake_server_remove_folder (LoftFakeServer *self, const char *path)
{
  g_assert_true (
      g_ptr_array_remove (self->folders, loft_fake_server_find_folder (self, path)));
}

void
loft_fake_server_rename_folder (LoftFakeServer *self, const char *path, const char *new_path)
{
  LoftFakeFolder *folder = loft_fake_server_find_folder (self, path);

  g_free (folder->path);
  folder->path = g_strdup (new_path);
}

void
loft_fake_server_rename_tree (LoftFakeServer *self, const char *path, const char *new_path)
{
  g_autofree char *old = g_strdup (path);
  g_autofree char *below = g_strconcat (path, "/", NULL);

  for (guint i = 0; i < self->folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (self->folders, i);
      char *renamed = NULL;

      if (g_str_equal (folder->path, old))
        renamed = g_strdup (new_path);
      else if (g_str_has_prefix (folder->path, below))
        renamed = g_strconcat (new_path, "/", folder->path + strlen (below), NULL);
      if (renamed != NULL)
        folder->path = (g_free (folder->path), renamed);
    }
}

/* ---- messages ----------------------------------------------------------------------------- */

LoftFakeMessage *
loft_fake_folder_find (LoftFakeFolder *self, const char *name)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftFakeMessage *message = g_ptr_array_index (self->messages, i);

      if (g_str_equal (message->name, name))
        return message;
    }
  return NULL;
}

LoftFakeMessage *
loft_fake_folder_find_remote_id (LoftFakeFolder *self, const char *remote_id)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftFakeMessage *message = g_ptr_array_index (self->messages, i);

      if (g_str_equal (message->remote_id, remote_id))
        return message;
    }
  return NULL;
}

static char *
make_remote_id (LoftFakeServer *self, guint64 number)
{
  return g_strdup_printf (self->words ? "m%" G_GUINT64_FORMAT : "%" G_GUINT64_FORMAT, number);
}

LoftFakeMessage *
loft_fake_server_add_message (LoftFakeServer *self, const char *path, const char *name,
                              GBytes *raw, LoftFlags flags, const char *keywords, gint64 received)
{
  LoftFakeFolder *folder = loft_fake_server_find_folder (self, path);
  LoftFakeMessage *message = g_new0 (LoftFakeMessage, 1);

  message->name = g_strdup (name);
  message->number = folder->next_number++;
  message->remote_id = make_remote_id (self, message->number);
  message->flags = flags;
  message->keywords = g_strdup (keywords);
  message->received = received;
  message->raw = g_bytes_ref (raw);
  message->position = ++folder->position;
  message->poison = -1;
  g_ptr_array_add (folder->messages, message);
  return message;
}

void
loft_fake_folder_remove (LoftFakeFolder *self, LoftFakeMessage *message)
{
  LoftFakeRemoval removal = { message->number, ++self->position };

  g_array_append_val (self->removed, removal);
  g_ptr_array_remove (self->messages, message);
}

void
loft_fake_folder_change (LoftFakeFolder *self, LoftFakeMessage *message, LoftFlags add,
                         LoftFlags remove, const char *add_keywords, const char *remove_keywords)
{
  char *keywords = loft_keywords_change (message->keywords, add_keywords, remove_keywords);

  message->flags = (message->flags & ~remove) | add;
  g_free (message->keywords);
  message->keywords = keywords;
  message->position = ++self->position;
}

void
loft_fake_server_renew_folder (LoftFakeServer *self, const char *path)
{
  LoftFakeFolder *folder = loft_fake_server_find_folder (self, path);
  guint n = folder->messages->len;

  folder->generation = ++self->n_generations;
  folder->position = 1;
  folder->next_number = n + 1;
  g_array_set_size (folder->removed, 0);
  /* Backwards, so that nearly every old id names another message now. */
  for (guint i = 0; i < n / 2; i++)
    {
      gpointer other = folder->messages->pdata[i];

      folder->messages->pdata[i] = folder->messages->pdata[n - 1 - i];
      folder->messages->pdata[n - 1 - i] = other;
    }
  for (guint i = 0; i < n; i++)
    {
      LoftFakeMessage *message = g_ptr_array_index (folder->messages, i);

      message->number = i + 1;
      g_free (message->remote_id);
      message->remote_id = make_remote_id (self, message->number);
      message->position = ++folder->position;
    }
}

void
loft_fake_folder_forget_positions (LoftFakeFolder *self)
{
  self->position = 1;
  g_array_set_size (self->removed, 0);
  for (guint i = 0; i < self->messages->len; i++)
    ((LoftFakeMessage *) g_ptr_array_index (self->messages, i))->position = 1;
}

/* ---- text --------------------------------------------------------------------------------- */

LoftFlags
loft_fake_flag_from_letter (char letter)
{
  const char *found = strchr (flag_letters, letter);

  g_assert_nonnull (found);
  return (LoftFlags) (1 << (found - flag_letters));
}

char *
loft_fake_flags_to_text (LoftFlags flags, const char *keywords)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; flag_letters[i] != '\0'; i++)
    if (flags & (1u << i))
      g_string_append_c (text, flag_letters[i]);
  if (keywords[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", keywords);
  return g_string_free (text, FALSE);
}

static int
compare_messages (gconstpointer a, gconstpointer b)
{
  const LoftFakeMessage *first = *(LoftFakeMessage *const *) a;
  const LoftFakeMessage *second = *(LoftFakeMessage *const *) b;
  int order = strcmp (first->name, second->name);

  return order != 0 ? order : (int) first->flags - (int) second->flags;
}

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(LoftFakeFolder *const *) a)->path, (*(LoftFakeFolder *const *) b)->path);
}

char *
loft_fake_server_describe (LoftFakeServer *self)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_copy (self->folders, NULL, NULL);
  GString *text = g_string_new (NULL);

  g_ptr_array_set_free_func (folders, NULL);
  g_ptr_array_sort (folders, compare_folders);
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) messages = g_ptr_array_copy (folder->messages, NULL, NULL);

      g_ptr_array_set_free_func (messages, NULL);
      g_ptr_array_sort (messages, compare_messages);
      g_string_append_printf (text, "%s:", folder->path);
      for (guint j = 0; j < messages->len; j++)
        {
          LoftFakeMessage *message = g_ptr_array_index (messages, j);
          g_autofree char *flags = loft_fake_flags_to_text (message->flags, message->keywords);

          g_string_append_printf (text, " %s[%s]", message->name, flags);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
