/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-export-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-mime-file-name.h"
#include "loft-text.h"

#define MAX_SUBJECT 60 /* characters of a file's name */

struct _LoftExportFile {
  char *path;
  char *temporary;
  FILE *stream; /* (nullable) closed */
};

static gboolean
fail (LoftExportFile *self, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be written: %s", self->path,
               g_strerror (errno));
  return FALSE;
}

LoftExportFile *
loft_export_file_new (const char *path, GError **error)
{
  g_autoptr (LoftExportFile) self = g_new0 (LoftExportFile, 1);
  g_autofree char *directory = g_path_get_dirname (path);
  int fd;

  self->path = g_strdup (path);
  self->temporary = g_build_filename (directory, ".loft-export-XXXXXX", NULL);
  fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_clear_pointer (&self->temporary, g_free);
      fail (self, error);
      return NULL;
    }
  self->stream = fdopen (fd, "w+");
  return g_steal_pointer (&self);
}

void
loft_export_file_free (LoftExportFile *self)
{
  if (self->stream != NULL)
    fclose (self->stream);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

gboolean
loft_export_file_write (LoftExportFile *self, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  return size == 0 || fwrite (data, 1, size, self->stream) == size || fail (self, error);
}

gboolean
loft_export_file_flush (LoftExportFile *self, GError **error)
{
  return fflush (self->stream) == 0 || fail (self, error);
}

int
loft_export_file_get_fd (LoftExportFile *self)
{
  return fileno (self->stream);
}

static void
set_time (LoftExportFile *self, gint64 time)
{
  const struct timespec times[2] = { { (time_t) time, 0 }, { (time_t) time, 0 } };

  if (time > 0)
    futimens (fileno (self->stream), times);
}

gboolean
loft_export_file_commit (LoftExportFile *self, gint64 time, gboolean durable, GError **error)
{
  if (!loft_export_file_flush (self, error))
    return FALSE;
  set_time (self, time);
  if ((durable && fsync (fileno (self->stream)) != 0) ||
      g_rename (self->temporary, self->path) != 0)
    return fail (self, error);
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

char *
loft_export_file_safe_name (const char *name)
{
  return loft_mime_file_name_safe (name);
}

char *
loft_export_file_message_name (const char *subject, gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d ") : g_strdup ("");
  g_autofree char *line = loft_text_one_line (subject, MAX_SUBJECT);
  g_autofree char *name = NULL;

  g_strdelimit (line, "/\\", '-');
  name = g_strconcat (day, line[0] != '\0' ? line : "-", NULL);
  return loft_export_file_safe_name (name);
}
