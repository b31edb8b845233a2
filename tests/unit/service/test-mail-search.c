/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-mail-reader.h"
#include "search-mailbox.h"

/* Queries over a fixed mailbox, asked of the reader and of loftctl. */

#define LOFTCTL_STEP 10 /* of the rows that loftctl is asked; all of them in a soak */

static char *profile;

static char *
ask_reader (const char *query)
{
  g_autofree char *directory = g_build_filename (profile, "accounts", SEARCH_MAILBOX_ACCOUNT, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailReader) reader = loft_mail_reader_open (directory, &error);
  g_autoptr (GArray) ids = NULL;
  GString *found = g_string_new (NULL);

  g_assert_no_error (error);
  ids = loft_mail_reader_search (reader, query, 1000, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (found, i > 0 ? " %" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (ids, gint64, i));
  return g_string_free (found, FALSE);
}

static void
test_reader (void)
{
  guint n_wrong = 0;

  loft_clock_set_for_test (SEARCH_MAILBOX_NOW);
  for (guint i = 0; i < n_search_rows; i++)
    {
      g_autofree char *found = ask_reader (search_rows[i].query);

      if (strcmp (found, search_rows[i].expected) == 0)
        continue;
      g_test_message ("%s: found “%s”, expected “%s”", search_rows[i].query, found,
                      search_rows[i].expected);
      n_wrong++;
    }
  loft_clock_set_for_test (0);
  g_assert_cmpuint (n_wrong, ==, 0);
  g_assert_cmpuint (n_search_rows, >=, 200);
}

/* Its clock is the real one: not what is asked by age. */
static gboolean
is_by_age (const char *query)
{
  return strstr (query, "today") != NULL || strstr (query, "yesterday") != NULL ||
         g_regex_match_simple (":[0-9]+[dwmy]", query, 0, 0);
}

static char *
read_ids (const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  GString *found = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *id = strstr (lines[i], "\"id\":\"" SEARCH_MAILBOX_ACCOUNT ".");

      if (id != NULL)
        g_string_append_printf (found, "%s%d", found->len > 0 ? " " : "",
                                atoi (strchr (id, '.') + 1));
    }
  return g_string_free (found, FALSE);
}

/* options: separated by spaces. */
static char *
ask_loftctl_with (const char *options, const char *query, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_auto (GStrv) words = g_strsplit (options, " ", -1);
  static const char *const first[] = { LOFT_TEST_LOFTCTL, "--profile", NULL,
                                       "--offline",       "--json",    "search" };
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (arguments, (gpointer) (first[i] != NULL ? first[i] : profile));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (arguments, words[i]);
  g_ptr_array_add (arguments, (gpointer) "--");
  g_ptr_array_add (arguments, (gpointer) query);
  g_ptr_array_add (arguments, NULL);
  process =
    g_subprocess_newv ((const char *const *) arguments->pdata,
                       G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  *status = g_subprocess_get_exit_status (process);
  return read_ids (output);
}

static char *
ask_loftctl (const char *query)
{
  int status = 0;
  char *found = ask_loftctl_with ("--limit 1000", query, &status);

  g_assert_cmpint (status, ==, 0);
  return found;
}

static void
test_options (void)
{
  static const struct {
    const char *options;
    const char *query;
    const char *expected;
    int status;
  } rows[] = {
    { "--folder INBOX", "report", "9 3", 0 },
    { "--folder Work", "report", "5", 0 },
    { "--folder=Work", "nothing", "", 0 },
    { "--folder Nowhere", "report", "", 1 },
    { "--folder INBOX --limit 1", "report", "9", 0 },
    { "--order newest", "report", "9 6 5 3", 0 },
    { "--order relevance --limit 1", "quarterly report", "3", 0 },
    { "--order oldest", "report", "", 2 },
    { "--limit many", "report", "", 2 },
    /* A server that is not asked finds nothing more; the rest is told. */
    { "--server", "report", "9 6 5 3", 3 },
    { "--server --folder Work", "from:bob", "5", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int status = 0;
      g_autofree char *found = ask_loftctl_with (rows[i].options, rows[i].query, &status);

      g_test_message ("%s %s", rows[i].options, rows[i].query);
      g_assert_cmpstr (found, ==, rows[i].expected);
      g_assert_cmpint (status, ==, rows[i].status);
    }
}

static void
test_loftctl (void)
{
  guint step = g_getenv ("LOFT_TEST_SOAK") != NULL ? 1 : LOFTCTL_STEP;

  for (guint i = 0; i < n_search_rows; i += step)
    {
      g_autofree char *found = NULL;

      if (is_by_age (search_rows[i].query) || search_rows[i].query[0] == '\0')
        continue;
      found = ask_loftctl (search_rows[i].query);
      g_test_message ("%s", search_rows[i].query);
      g_assert_cmpstr (found, ==, search_rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *remove = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("TZ", SEARCH_MAILBOX_ZONE, TRUE);
  profile = g_dir_make_tmp ("loft-search-XXXXXX", &error);
  g_assert_no_error (error);
  search_mailbox_make (profile);
  g_test_add_func ("/mail-search/reader", test_reader);
  g_test_add_func ("/mail-search/loftctl", test_loftctl);
  g_test_add_func ("/mail-search/options", test_options);
  status = g_test_run ();
  remove = g_strdup_printf ("rm -rf '%s'", profile);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_free (profile);
  return status;
}
