/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archive-rule.h"

/* Which folders a rule means, and from when on something is old. */

static LoftFolder *
folder_new (const char *path, LoftFolderRole role)
{
  LoftFolder *folder = loft_folder_new ();

  g_free (folder->path);
  folder->path = g_strdup (path);
  folder->role = role;
  folder->selectable = TRUE;
  return folder;
}

static void
test_folders (void)
{
  static const struct {
    const char *chosen;
    LoftArchivePlace place;
    const char *path;
    LoftFolderRole role;
    gboolean taken;
  } rows[] = {
    { "", LOFT_ARCHIVE_TO_ARCHIVE, "INBOX", LOFT_FOLDER_ROLE_INBOX, TRUE },
    { "", LOFT_ARCHIVE_TO_ARCHIVE, "Sent", LOFT_FOLDER_ROLE_SENT, TRUE },
    { "", LOFT_ARCHIVE_TO_ARCHIVE, "Work", LOFT_FOLDER_ROLE_NONE, FALSE },
    { "Work", LOFT_ARCHIVE_TO_ARCHIVE, "Work", LOFT_FOLDER_ROLE_NONE, TRUE },
    { "Work", LOFT_ARCHIVE_TO_ARCHIVE, "INBOX", LOFT_FOLDER_ROLE_INBOX, FALSE },
    { "INBOX//A/B", LOFT_ARCHIVE_TO_ARCHIVE, "A/B", LOFT_FOLDER_ROLE_NONE, TRUE },
    { "INBOX//A/B", LOFT_ARCHIVE_TO_ARCHIVE, "A", LOFT_FOLDER_ROLE_NONE, FALSE },
    { "//", LOFT_ARCHIVE_TO_ARCHIVE, "INBOX", LOFT_FOLDER_ROLE_INBOX, FALSE },
    { "Trash", LOFT_ARCHIVE_TO_ARCHIVE, "Trash", LOFT_FOLDER_ROLE_TRASH, FALSE },
    { "Drafts", LOFT_ARCHIVE_TO_LOCAL, "Drafts", LOFT_FOLDER_ROLE_DRAFTS, FALSE },
    { "Archive", LOFT_ARCHIVE_TO_YEARS, "Archive", LOFT_FOLDER_ROLE_ARCHIVE, FALSE },
    { "Archive", LOFT_ARCHIVE_TO_LOCAL, "Archive", LOFT_FOLDER_ROLE_ARCHIVE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftFolder) folder = folder_new (rows[i].path, rows[i].role);
      const LoftArchiveRule rule = { .place = rows[i].place, .folders = (char *) rows[i].chosen };

      g_assert_cmpint (loft_archive_rule_takes (&rule, folder), ==, rows[i].taken);
      folder->waits = LOFT_FOLDER_WAITS_DELETION;
      g_assert_false (loft_archive_rule_takes (&rule, folder));
    }
}

/* TZ is UTC. The last day of a month that has fewer is its last day. */
static void
test_before (void)
{
  static const struct {
    gint64 now;
    gint months;
    const char *day;
  } rows[] = {
    { 1795358735, 24, "2024-11-22T00:00:00Z" },
    { 1795358735, 1, "2026-10-22T00:00:00Z" },
    { 1774915200, 1, "2026-02-28T00:00:00Z" }, /* 31 March */
    { 1795358735, 1200, "1926-11-22T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const LoftArchiveRule rule = { .months = rows[i].months };
      g_autoptr (GDateTime) day =
        g_date_time_new_from_unix_utc (loft_archive_rule_before (&rule, rows[i].now));
      g_autofree char *text = g_date_time_format_iso8601 (day);

      g_assert_cmpstr (text, ==, rows[i].day);
    }
}

static void
test_local_path (void)
{
  g_autoptr (LoftFolder) inbox = folder_new ("INBOX", LOFT_FOLDER_ROLE_INBOX);
  g_autoptr (LoftFolder) deep = folder_new ("A/B", LOFT_FOLDER_ROLE_NONE);
  g_autofree char *first = loft_archive_rule_local_path ("me/you", inbox);
  g_autofree char *second = loft_archive_rule_local_path ("work", deep);

  g_assert_cmpstr (first, ==, "me-you/Inbox");
  g_assert_cmpstr (second, ==, "work/A/B");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive-rule/folders", test_folders);
  g_test_add_func ("/archive-rule/before", test_before);
  g_test_add_func ("/archive-rule/local-path", test_local_path);
  return g_test_run ();
}
