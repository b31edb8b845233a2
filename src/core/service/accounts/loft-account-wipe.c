/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-wipe.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-settings.h"
#include "loft-error.h"
#include "loft-policy.h"
#include "loft-removal-record.h"
#include "loft-secret-store.h"
#include "loft-sign-in-record.h"

/* What is known of the server goes last: by it an interrupted wipe is known again. */
#define LAST "sign-in.ini"

static char *
directory_of (const char *profile_dir, const char *id)
{
  return g_build_filename (profile_dir, "accounts", id, NULL);
}

static char *
get_note (const char *profile_dir, LoftAccount *account)
{
  g_autofree char *directory = directory_of (profile_dir, account->id);

  return loft_sign_in_record_get_note (directory, account, LOFT_WIPE_NOTE);
}

gboolean
loft_account_wipe_is_due (const char *profile_dir, LoftAccount *account)
{
  g_autofree char *note = get_note (profile_dir, account);

  return g_strcmp0 (note, LOFT_WIPE_TOLD) == 0;
}

/* ---- files -------------------------------------------------------------------------------- */

/* keep: (nullable) of the folder itself. Links are deleted, never followed. TRUE: nothing else is left. */
static gboolean
empty_folder (const char *directory, const char *keep)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  gboolean emptied = TRUE;
  const char *name;

  if (dir == NULL)
    return !g_file_test (directory, G_FILE_TEST_IS_DIR);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_strcmp0 (name, keep) == 0)
        continue;
      if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
        emptied = empty_folder (path, NULL) && g_rmdir (path) == 0 && emptied;
      else
        emptied = g_unlink (path) == 0 && emptied;
    }
  g_dir_close (dir);
  return emptied;
}

static gboolean
remove_folder (const char *directory)
{
  return empty_folder (directory, NULL) &&
         (g_rmdir (directory) == 0 || !g_file_test (directory, G_FILE_TEST_EXISTS));
}

/* ---- one account -------------------------------------------------------------------------- */

static gboolean
fail_files (const char *directory, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "Something in %s could not be deleted",
               directory);
  return FALSE;
}

static gboolean
finish (const char *profile_dir, const char *id, GError **error)
{
  g_autofree char *directory = directory_of (profile_dir, id);

  return (remove_folder (directory) || fail_files (directory, error)) &&
         loft_removal_record_end (profile_dir, id, error);
}

/* What is told later first; then what was downloaded; settings before the folder, so that no empty account
 * comes back. */
gboolean
loft_account_wipe_run (const char *profile_dir, LoftAccount *account, GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *directory = directory_of (profile_dir, account->id);
  g_autoptr (GError) failure = NULL;

  if (!loft_removal_record_begin (profile_dir, account, error))
    return FALSE;
  if (!empty_folder (directory, LAST))
    return fail_files (directory, error);
  if (!loft_secret_store_remove (profile_dir, account, cancellable, &failure))
    g_warning ("The password of \"%s\" was not removed: %s", account->name, failure->message);
  return loft_account_settings_remove (profile_dir, account->id, error) &&
         finish (profile_dir, account->id, error);
}

/* ---- at the start ------------------------------------------------------------------------- */

static gboolean
is_among (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    if (strcmp (((LoftAccount *) g_ptr_array_index (accounts, i))->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Between the settings and the folder. */
static void
finish_removed (const char *profile_dir, GPtrArray *accounts)
{
  g_autoptr (GPtrArray) removed = loft_removal_record_list (profile_dir);

  for (guint i = 0; i < removed->len; i++)
    {
      const LoftRemovedAccount *each = g_ptr_array_index (removed, i);
      g_autoptr (GError) error = NULL;

      if (!each->finished && !is_among (accounts, each->id) &&
          !finish (profile_dir, each->id, &error))
        g_warning ("%s", error->message);
    }
}

static gboolean
resume (const char *profile_dir, LoftAccount *account)
{
  g_autofree char *note = get_note (profile_dir, account);
  g_autofree char *directory = directory_of (profile_dir, account->id);
  g_autoptr (GError) error = NULL;

  if (note == NULL)
    return FALSE;
  if (strcmp (note, LOFT_WIPE_TOLD) != 0)
    {
      empty_folder (directory, LAST);
      return FALSE;
    }
  if (!loft_account_wipe_run (profile_dir, account, NULL, &error))
    g_warning ("%s", error->message);
  return TRUE;
}

void
loft_account_wipe_resume (const char *profile_dir, GPtrArray *accounts)
{
  for (guint i = accounts->len; i > 0; i--)
    if (resume (profile_dir, g_ptr_array_index (accounts, i - 1)))
      g_ptr_array_remove_index (accounts, i - 1);
  finish_removed (profile_dir, accounts);
}
