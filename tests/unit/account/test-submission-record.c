/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "loft-submission-record.h"

static void
test_record (void)
{
  g_autofree char *folder = g_dir_make_tmp ("loft-submission-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "server.ini", NULL);
  const LoftSubmissionRecord told = { G_GUINT64_CONSTANT (35882577), TRUE };
  LoftSubmissionRecord found = { 1, TRUE };

  loft_submission_record_recall (&found, folder, "smtp.example.org");
  g_assert_cmpuint (found.max_size, ==, 0);
  g_assert_false (found.reports);
  loft_submission_record_note (&told, folder, "smtp.example.org");
  loft_submission_record_recall (&found, folder, "SMTP.example.org");
  g_assert_cmpuint (found.max_size, ==, told.max_size);
  g_assert_true (found.reports);
  /* Of another server nothing is known. */
  loft_submission_record_recall (&found, folder, "smtp.example.net");
  g_assert_cmpuint (found.max_size, ==, 0);
  /* Nor by a file that makes no sense. */
  g_assert_true (g_file_set_contents (path, "[submission\nhost=\xff", -1, NULL));
  loft_submission_record_recall (&found, folder, "smtp.example.org");
  g_assert_cmpuint (found.max_size, ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/submission-record/record", test_record);
  return g_test_run ();
}
