/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fault-snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

static void
free_bytes (gpointer bytes)
{
  if (bytes != NULL)
    g_byte_array_unref (bytes);
}

GHashTable *
loft_fault_snapshot_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_bytes);
}

static char *
join (const char *name, const char *below)
{
  return name[0] != '\0' ? g_build_filename (name, below, NULL) : g_strdup (below);
}

static void
take_file (GHashTable *snapshot, const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  g_hash_table_insert (snapshot, g_strdup (name), g_byte_array_new_take ((guint8 *) text, length));
}

static void
take_folder (GHashTable *snapshot, const char *root, const char *name)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *below;

  while (folder != NULL && (below = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below_name = join (name, below);
      g_autofree char *below_path = g_build_filename (root, below_name, NULL);

      if (g_file_test (below_path, G_FILE_TEST_IS_REGULAR))
        take_file (snapshot, below_path, below_name);
      else if (g_file_test (below_path, G_FILE_TEST_IS_DIR))
        {
          g_hash_table_insert (snapshot, g_strdup (below_name), NULL);
          take_folder (snapshot, root, below_name);
        }
    }
}

GHashTable *
loft_fault_snapshot_take (const char *folder)
{
  GHashTable *snapshot = loft_fault_snapshot_new ();

  take_folder (snapshot, folder, "");
  return snapshot;
}

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR))
        empty_folder (below);
      if (g_remove (below) != 0)
        g_error ("%s: %s", below, g_strerror (errno));
    }
}

static void
write_file (const char *path, const GByteArray *bytes)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0 || write (fd, bytes->data, bytes->len) != (gssize) bytes->len)
    g_error ("%s: %s", path, g_strerror (errno));
  close (fd);
}

void
loft_fault_snapshot_restore (GHashTable *snapshot, const char *folder)
{
  GHashTableIter iter;
  gpointer name;
  gpointer bytes;

  empty_folder (folder);
  g_hash_table_iter_init (&iter, snapshot);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *parent = g_path_get_dirname (path);

      if (g_mkdir_with_parents (bytes != NULL ? parent : path, 0700) != 0)
        g_error ("%s: %s", path, g_strerror (errno));
      if (bytes != NULL)
        write_file (path, bytes);
    }
}
