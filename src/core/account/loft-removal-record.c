/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-removal-record.h"

#include "loft-clock.h"
#include "loft-error.h"

/* Written whole, by one at a time. */
static GMutex lock;

static char *
path_in (const char *profile_dir)
{
  return g_build_filename (profile_dir, "removed-accounts.ini", NULL);
}

static GKeyFile *
load (const char *profile_dir)
{
  g_autofree char *path = path_in (profile_dir);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static gboolean
save (const char *profile_dir, GKeyFile *file, GError **error)
{
  g_autofree char *path = path_in (profile_dir);
  g_autoptr (GError) failure = NULL;
  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (g_file_set_contents_full (path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, failure->message);
  return FALSE;
}

static char *
get (GKeyFile *file, const char *id, const char *key)
{
  char *value = g_key_file_get_string (file, id, key, NULL);

  return value != NULL ? value : g_strdup ("");
}

GPtrArray *
loft_removal_record_list (const char *profile_dir)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_removed_account_free);
  g_autoptr (GKeyFile) file = load (profile_dir);
  g_auto (GStrv) ids = g_key_file_get_groups (file, NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      LoftRemovedAccount *removed = g_new0 (LoftRemovedAccount, 1);

      removed->id = g_strdup (ids[i]);
      removed->name = get (file, ids[i], "name");
      removed->address = get (file, ids[i], "address");
      removed->at = g_key_file_get_int64 (file, ids[i], "at", NULL);
      removed->finished = g_key_file_get_boolean (file, ids[i], "finished", NULL);
      g_ptr_array_add (list, removed);
    }
  return list;
}

gboolean
loft_removal_record_begin (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (profile_dir);

  if (g_key_file_has_group (file, account->id))
    return TRUE;
  g_key_file_set_string (file, account->id, "name", account->name);
  g_key_file_set_string (file, account->id, "address", account->address);
  g_key_file_set_int64 (file, account->id, "at", loft_clock_now ());
  g_key_file_set_boolean (file, account->id, "finished", FALSE);
  return save (profile_dir, file, error);
}

gboolean
loft_removal_record_end (const char *profile_dir, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (profile_dir);

  g_key_file_set_boolean (file, id, "finished", TRUE);
  return save (profile_dir, file, error);
}

gboolean
loft_removal_record_forget (const char *profile_dir, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (profile_dir);

  if (!g_key_file_get_boolean (file, id, "finished", NULL))
    return TRUE;
  g_key_file_remove_group (file, id, NULL);
  return save (profile_dir, file, error);
}

char *
loft_removed_account_describe (const LoftRemovedAccount *self)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (self->at);
  g_autofree char *day = at != NULL ? g_date_time_format (at, "%Y-%m-%d") : g_strdup ("?");

  return g_strdup_printf ("On %s the organisation removed the data of \"%s\" from this computer",
                          day, self->name);
}

void
loft_removed_account_free (LoftRemovedAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}
