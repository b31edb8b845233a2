/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target over its seed corpus as an ordinary test: every file of the folder given as
 * argument, whole and cut at several lengths, because servers hang up in the middle. */

#include <glib.h>

#define N_CUTS 24

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* In a block of exactly that size, so that a sanitizer sees a read beyond the end. */
static void
run (const char *bytes, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  LLVMFuzzerTestOneInput (copy != NULL ? copy : (const guint8 *) "", length);
}

static void
run_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);
  run (bytes, length);
  for (gsize i = 0; i < N_CUTS; i++)
    run (bytes, length * i / N_CUTS);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_files = 0;

  if (argc != 2)
    g_error ("usage: %s FOLDER", argv[0]);
  dir = g_dir_open (argv[1], 0, &error);
  if (dir == NULL)
    g_error ("%s", error->message);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      run_file (path);
      n_files++;
    }
  if (n_files == 0)
    g_error ("%s holds no seeds", argv[1]);
  return 0;
}
