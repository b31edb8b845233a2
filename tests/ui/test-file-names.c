/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hostile names become files in the chosen folder and nowhere else, and programs are known as
 * such by whatever name. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "loft-attachment-file.h"
#include "loft-hostile-names.h"

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
write_one (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *safe = loft_attachment_file_safe_name (name);
  g_autofree char *path = g_build_filename (folder, safe, NULL);
  const char *fault = loft_hostile_names_find_fault (safe);
  g_autoptr (GError) error = NULL;
  struct stat status;

  if (fault != NULL)
    g_error ("%s: \"%s\" of \"%s\"", fault, safe, name);
  if (!loft_attachment_file_write (path, bytes, TRUE, &error))
    g_error ("%s: %s", name, error->message);
  g_assert_cmpint (g_lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmphex (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_written (void)
{
  g_autoptr (GPtrArray) names = loft_hostile_names_new ();
  g_autofree char *around = g_dir_make_tmp ("loft-names-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (around, "a", "b", "chosen", NULL);
  g_autofree char *middle = g_path_get_dirname (folder);
  g_autofree char *outer = g_path_get_dirname (middle);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < names->len; i++)
    write_one (folder, ((const LoftHostileName *) g_ptr_array_index (names, i))->name, bytes);
  g_assert_cmpuint (count_entries (folder), ==, 0);
  g_assert_cmpuint (count_entries (middle), ==, 1);
  g_assert_cmpuint (count_entries (outer), ==, 1);
  g_assert_cmpuint (count_entries (around), ==, 1);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (middle), ==, 0);
  g_assert_cmpint (g_rmdir (outer), ==, 0);
  g_assert_cmpint (g_rmdir (around), ==, 0);
}

static void
test_programs (void)
{
  g_autoptr (GPtrArray) names = loft_hostile_names_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  guint n = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const LoftHostileName *hostile = g_ptr_array_index (names, i);

      if (!hostile->is_program)
        continue;
      n++;
      if (!loft_attachment_file_is_program (hostile->name, bytes))
        g_error ("\"%s\" is not known as a program", hostile->name);
    }
  g_assert_cmpuint (n, >=, 2000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-names/written", test_written);
  g_test_add_func ("/file-names/programs", test_programs);
  return g_test_run ();
}
