/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-folder.h"

#include <glib/gstdio.h>

LoftTestFolder *
loft_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  LoftTestFolder *self = g_new0 (LoftTestFolder, 1);

  self->path = g_dir_make_tmp ("loft-store-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

void
loft_test_folder_free (LoftTestFolder *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, NULL);

  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;)
    {
      g_autofree char *path = loft_test_folder_file (self, name);

      g_unlink (path);
    }
  g_rmdir (self->path);
  g_free (self->path);
  g_free (self);
}

char *
loft_test_folder_file (LoftTestFolder *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

guint
loft_test_count (guint fallback)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  return count != NULL && *count != '\0' ? (guint) g_ascii_strtoull (count, NULL, 10) : fallback;
}
