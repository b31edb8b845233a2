/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "loft-account-store.h"
#include "loft-mail-reader.h"
#include "loft-operation-journal.h"
#include "loft-operation.h"

/* What is found when the journal is compared with what waits in the store. */

/* Small letters are operations, in the store and as the journal names them, one after the other;
 * capital ones are said to be done there. */
static const struct {
  const char *name;
  const char *waiting;
  const char *journal;
  const char *finding; /* (nullable) */
} cases[] = {
  { "nothing", "", "", NULL },
  { "all", "abc", "abc", NULL },
  { "finished", "bc", "aAbc", NULL },
  { "last-not-yet", "abc", "ab", NULL },
  { "done-before-the-commit", "abc", "aAbc", NULL },
  { "all-done-before-the-commit", "abc", "aAbBc", NULL },
  { "done-alone-is-left", "abc", "Abc", NULL },
  { "one-missing", "abc", "ac", "operations.journal: 1 waiting operations are not in it" },
  { "two-missing", "abc", "c", "operations.journal: 2 waiting operations are not in it" },
  { "missing-before-done", "ab", "bB", "operations.journal: 1 waiting operations are not in it" },
};

static LoftOperationRecord *
make_record (char letter)
{
  const char uuid[] = { letter, '\0' };

  return loft_operation_record_new (uuid, LOFT_OPERATION_FOLDER_CREATE, "", 1, NULL, 0);
}

static void
fill_store (LoftAccountStore *store, const char *waiting)
{
  g_assert_true (loft_mail_store_begin (store->mail, NULL));
  for (const char *p = waiting; *p != '\0'; p++)
    {
      g_autoptr (LoftOperationRecord) record = make_record (*p);

      g_assert_true (loft_operation_store_insert (store->mail, record, NULL));
    }
  g_assert_true (loft_mail_store_commit (store->mail, NULL));
}

static void
fill_journal (LoftAccountStore *store, const char *letters)
{
  g_autofree char *path = g_build_filename (store->directory, "operations.journal", NULL);
  g_autoptr (LoftJournal) journal = loft_journal_open (path, NULL);

  for (const char *p = letters; *p != '\0'; p++)
    {
      g_autoptr (LoftOperationRecord) record = make_record (g_ascii_tolower (*p));

      g_assert_true (g_ascii_islower (*p)
                       ? loft_operation_journal_append (journal, store->mail, record, NULL)
                       : loft_operation_journal_append_done (journal, record->uuid, NULL));
    }
}

static void
remove_folder (const char *directory)
{
  g_autoptr (GDir) entries = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_remove (path);
    }
  g_rmdir (directory);
}

static void
test_journal (gconstpointer data)
{
  const char *const finding = cases[GPOINTER_TO_UINT (data)].finding;
  g_autofree char *directory = g_dir_make_tmp ("loft-examination-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  LoftAccountStore *store;
  LoftMailReader *reader;
  LoftMailReport *report;

  loft_account_store_prepare (directory, &error);
  g_assert_no_error (error);
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fill_store (store, cases[GPOINTER_TO_UINT (data)].waiting);
  fill_journal (store, cases[GPOINTER_TO_UINT (data)].journal);
  loft_account_store_close (store);
  reader = loft_mail_reader_open (directory, &error);
  g_assert_no_error (error);
  report = loft_mail_reader_examine (reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->findings->len, ==, finding != NULL ? 1 : 0);
  if (finding != NULL)
    g_assert_cmpstr (g_ptr_array_index (report->findings, 0), ==, finding);
  loft_mail_report_free (report);
  loft_mail_reader_close (reader);
  remove_folder (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mail-examination/journal/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_journal);
    }
  return g_test_run ();
}
