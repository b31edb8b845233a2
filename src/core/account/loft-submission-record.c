/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-submission-record.h"

#define GROUP "submission"

static char *
path_in (const char *directory)
{
  return g_build_filename (directory, "server.ini", NULL);
}

void
loft_submission_record_recall (LoftSubmissionRecord *self, const char *directory, const char *host)
{
  g_autofree char *path = path_in (directory);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *of = NULL;

  *self = (LoftSubmissionRecord){ 0 };
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  of = g_key_file_get_string (file, GROUP, "host", NULL);
  if (of == NULL || g_ascii_strcasecmp (of, host) != 0)
    return;
  self->max_size = g_key_file_get_uint64 (file, GROUP, "size", NULL);
  self->reports = g_key_file_get_boolean (file, GROUP, "reports", NULL);
}

void
loft_submission_record_note (const LoftSubmissionRecord *self, const char *directory,
                             const char *host)
{
  g_autofree char *path = path_in (directory);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  LoftSubmissionRecord before;

  loft_submission_record_recall (&before, directory, host);
  if (before.max_size == self->max_size && before.reports == self->reports)
    return;
  g_key_file_set_string (file, GROUP, "host", host);
  g_key_file_set_uint64 (file, GROUP, "size", self->max_size);
  g_key_file_set_boolean (file, GROUP, "reports", self->reports);
  if (!g_key_file_save_to_file (file, path, &error))
    g_message ("%s", error->message);
}
