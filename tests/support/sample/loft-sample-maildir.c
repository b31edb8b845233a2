/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-maildir.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <utime.h>

#include <glib/gstdio.h>

struct _LoftSampleMaildir {
  char *path;
  GHashTable *folders; /* name (owned) to directory (owned) */
  GString *subscriptions;
  guint count;
  gint64 bytes;
};

LoftSampleMaildir *
loft_sample_maildir_new (const char *path)
{
  LoftSampleMaildir *self = g_new0 (LoftSampleMaildir, 1);

  self->path = g_strdup (path);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->subscriptions = g_string_new ("V\t2\n\n");
  loft_sample_maildir_add_folder (self, "INBOX");
  return self;
}

void
loft_sample_maildir_free (LoftSampleMaildir *self)
{
  g_autofree char *file = g_build_filename (self->path, "subscriptions", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (file, self->subscriptions->str, -1, &error))
    g_error ("%s", error->message);
  g_hash_table_unref (self->folders);
  g_string_free (self->subscriptions, TRUE);
  g_free (self->path);
  g_free (self);
}

static void
append_base64_utf16 (GString *out, const char *start, const char *end)
{
  glong units = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (start, end - start, NULL, &units, NULL);
  g_autofree char *encoded = NULL;

  for (glong i = 0; i < units; i++)
    wide[i] = GUINT16_TO_BE (wide[i]);
  encoded = g_base64_encode ((const guchar *) wide, units * 2);
  g_strdelimit (encoded, "/", ',');
  encoded[strcspn (encoded, "=")] = '\0';
  g_string_append_printf (out, "&%s-", encoded);
}

char *
loft_sample_modified_utf7 (const char *name)
{
  GString *out = g_string_new (NULL);
  const char *p = name;

  while (*p != '\0')
    {
      const char *start = p;

      while (*p != '\0' && !g_ascii_isprint (*p))
        p = g_utf8_next_char (p);
      if (p != start)
        {
          append_base64_utf16 (out, start, p);
          continue;
        }
      g_string_append_c (out, *p);
      if (*p == '&')
        g_string_append_c (out, '-');
      p++;
    }
  return g_string_free (out, FALSE);
}

/* (transfer full) */
static char *
folder_directory (LoftSampleMaildir *self, const char *folder)
{
  g_autofree char *encoded = NULL;
  g_autofree char *name = NULL;

  if (g_str_equal (folder, "INBOX"))
    return g_strdup (self->path);
  encoded = loft_sample_modified_utf7 (folder);
  g_assert (strchr (encoded, '.') == NULL); /* Maildir++ cannot say it */
  g_strdelimit (encoded, "/", '.');
  name = g_strconcat (".", encoded, NULL);
  return g_build_filename (self->path, name, NULL);
}

void
loft_sample_maildir_add_folder (LoftSampleMaildir *self, const char *folder)
{
  static const char *const names[] = { "cur", "new", "tmp" };
  g_autofree char *directory = NULL;
  g_autofree char *encoded = NULL;

  if (g_hash_table_contains (self->folders, folder))
    return;
  directory = folder_directory (self, folder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *child = g_build_filename (directory, names[i], NULL);

      if (g_mkdir_with_parents (child, 0755) != 0)
        g_error ("%s: %s", child, g_strerror (errno));
    }
  /* Dovecot's own format: tabs between levels. */
  encoded = loft_sample_modified_utf7 (folder);
  g_strdelimit (encoded, "/", '\t');
  g_string_append_printf (self->subscriptions, "%s\n", encoded);
  g_hash_table_insert (self->folders, g_strdup (folder), g_steal_pointer (&directory));
}

void
loft_sample_maildir_add (LoftSampleMaildir *self, const char *folder, const char *bytes,
                         gsize length, const char *flags, gint64 date)
{
  struct utimbuf times = { .actime = date, .modtime = date };
  g_autofree char *path = NULL;
  FILE *file;

  loft_sample_maildir_add_folder (self, folder);
  /* The number orders messages of one second, and makes the order of UIDs that of writing. */
  path = g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT ".M%06uP1.sample%s%s",
                          (const char *) g_hash_table_lookup (self->folders, folder),
                          flags != NULL ? "cur" : "new", date, self->count,
                          flags != NULL ? ":2," : "", flags != NULL ? flags : "");
  /* Not g_file_set_contents(): it syncs and renames, 50,000 times over. */
  file = g_fopen (path, "wb");
  if (file == NULL || fwrite (bytes, 1, length, file) != length || fclose (file) != 0 ||
      utime (path, &times) != 0)
    g_error ("%s: %s", path, g_strerror (errno));
  self->count++;
  self->bytes += length;
}

guint
loft_sample_maildir_get_count (LoftSampleMaildir *self)
{
  return self->count;
}

gint64
loft_sample_maildir_get_bytes (LoftSampleMaildir *self)
{
  return self->bytes;
}
