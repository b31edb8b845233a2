/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-damage.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096

static goffset
size_of (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? status.st_size : 0;
}

static goffset
random_offset (GRand *random, goffset below)
{
  return below > 0 ? (goffset) (g_rand_double (random) * below) : 0;
}

static void
flip (const char *path, goffset offset, guint8 mask)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 byte = 0;

  if (fd < 0)
    return;
  if (pread (fd, &byte, 1, offset) == 1)
    {
      byte ^= mask;
      g_assert_cmpint (pwrite (fd, &byte, 1, offset), ==, 1);
    }
  close (fd);
}

static char *
flip_many (const char *path, GRand *random, guint n)
{
  GString *text = g_string_new ("flipped");
  goffset size = size_of (path);

  for (guint i = 0; i < n && size > 0; i++)
    {
      goffset offset = random_offset (random, size);

      flip (path, offset, 1 << g_rand_int_range (random, 0, 8));
      if (i < 5)
        g_string_append_printf (text, " %" G_GOFFSET_FORMAT, offset);
    }
  g_string_append_printf (text, " (%u of %" G_GOFFSET_FORMAT " bytes)", n, size);
  return g_string_free (text, FALSE);
}

static char *
cut (const char *path, GRand *random)
{
  goffset size = size_of (path);
  goffset kept = random_offset (random, size);

  if (size > 0)
    g_assert_cmpint (truncate (path, kept), ==, 0);
  return g_strdup_printf ("cut to %" G_GOFFSET_FORMAT " of %" G_GOFFSET_FORMAT, kept, size);
}

static void
copy_page (int fd, goffset from, guint8 *page)
{
  memset (page, 0, PAGE);
  g_assert_cmpint (pread (fd, page, PAGE, from), >=, 0);
}

static char *
change_pages (const char *path, GRand *random, gboolean swap)
{
  goffset n_pages = size_of (path) / PAGE;
  goffset first = random_offset (random, n_pages) * PAGE;
  goffset second = random_offset (random, n_pages) * PAGE;
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 one[PAGE] = { 0 };
  guint8 other[PAGE] = { 0 };

  if (fd < 0 || n_pages == 0)
    return g_strdup ("nothing");
  if (swap)
    {
      copy_page (fd, first, one);
      copy_page (fd, second, other);
      g_assert_cmpint (pwrite (fd, one, PAGE, second), ==, PAGE);
    }
  g_assert_cmpint (pwrite (fd, other, PAGE, first), ==, PAGE);
  close (fd);
  if (swap)
    return g_strdup_printf ("pages at %" G_GOFFSET_FORMAT " and %" G_GOFFSET_FORMAT " swapped",
                            first, second);
  return g_strdup_printf ("page at %" G_GOFFSET_FORMAT " zeroed", first);
}

static char *
replace_by (const char *path, gboolean directory)
{
  g_unlink (path);
  if (directory)
    {
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      return g_strdup ("a directory in its place");
    }
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  return g_strdup ("an empty file in its place");
}

char *
loft_damage_do (LoftDamage damage, const char *path, GRand *random)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  switch (damage)
    {
    case LOFT_DAMAGE_FLIP_ONE:
      return flip_many (path, random, 1);
    case LOFT_DAMAGE_FLIP_MANY:
      return flip_many (path, random, (guint) g_rand_int_range (random, 2, 101));
    case LOFT_DAMAGE_TRUNCATE:
      return cut (path, random);
    case LOFT_DAMAGE_NO_LOG:
      g_unlink (log);
      g_unlink (index);
      return g_strdup ("log deleted");
    case LOFT_DAMAGE_ZERO_PAGE:
      return change_pages (path, random, FALSE);
    case LOFT_DAMAGE_EMPTY:
      return replace_by (path, FALSE);
    case LOFT_DAMAGE_DIRECTORY:
      return replace_by (path, TRUE);
    case LOFT_DAMAGE_FLIP_LOG:
      return flip_many (log, random, 1);
    case LOFT_DAMAGE_CUT_LOG:
      return cut (log, random);
    case LOFT_DAMAGE_SWAP_PAGES:
      return change_pages (path, random, TRUE);
    case LOFT_DAMAGE_HEADER:
      flip (path, g_rand_int_range (random, 0, 100), 1 << g_rand_int_range (random, 0, 8));
      return g_strdup ("header flipped");
    case LOFT_DAMAGE_NO_FILE:
      g_unlink (path);
      return g_strdup ("file deleted");
    case LOFT_N_DAMAGES:
      break;
    }
  g_assert_not_reached ();
}
