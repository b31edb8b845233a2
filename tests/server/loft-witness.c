/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-witness.h"

#include <string.h>

#define MAX_DIFFERENCES 10

/* (transfer full) what the words print; ends the program when they fail. */
static char *
run_words (GPtrArray *words, const char *what)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_ptr_array_add (words, NULL);
  if (!g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                     &errors, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s: %s", what, error->message, errors != NULL ? errors : "");
  return g_steal_pointer (&output);
}

static char *
ask (LoftPrivateDovecot *server, const char *user, const char *line)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) given = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_shell_parse_argv (line, NULL, &given, &error))
    g_error ("%s: %s", line, error->message);
  g_ptr_array_add (words, g_strdup (LOFT_TEST_SUPPORT_DIR "/imap-witness.py"));
  g_ptr_array_add (words, g_strdup_printf ("%u", loft_private_dovecot_get_imaps_port (server)));
  g_ptr_array_add (words, g_strdup (loft_private_dovecot_get_ca_file (server)));
  g_ptr_array_add (words, g_strdup (user));
  for (guint i = 0; given[i] != NULL; i++)
    g_ptr_array_add (words, g_strdup (given[i]));
  return run_words (words, line);
}

char *
loft_witness_state (LoftPrivateDovecot *server, const char *user)
{
  return ask (server, user, "state");
}

void
loft_witness_do (LoftPrivateDovecot *server, const char *user, const char *format, ...)
{
  g_autofree char *line = NULL;
  g_autofree char *output = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  output = ask (server, user, line);
}

/* ---- comparing ---------------------------------------------------------------------------- */

static guint
report_missing (char **lines, GHashTable *others, const char *word)
{
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_hash_table_contains (others, lines[i]) && n++ < MAX_DIFFERENCES)
      g_test_message ("%s: %s", word, lines[i]);
  return n;
}

static GHashTable *
as_set (char **lines)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; lines[i] != NULL; i++)
    g_hash_table_add (set, lines[i]);
  return set;
}

void
loft_witness_assert_equal (const char *expected, const char *found)
{
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  g_auto (GStrv) found_lines = g_strsplit (found, "\n", -1);
  g_autoptr (GHashTable) expected_set = as_set (expected_lines);
  g_autoptr (GHashTable) found_set = as_set (found_lines);
  guint missing;
  guint surplus;

  if (strcmp (expected, found) == 0)
    return;
  missing = report_missing (expected_lines, found_set, "only on the server");
  surplus = report_missing (found_lines, expected_set, "only in the store");
  g_test_fail_printf ("%u lines of %u missing, %u of %u surplus", missing,
                      g_strv_length (expected_lines), surplus, g_strv_length (found_lines));
}

void
loft_witness_assert_same (LoftPrivateDovecot *server, const char *user, LoftTestProfile *profile)
{
  g_autofree char *expected = loft_witness_state (server, user);
  g_autofree char *found = loft_test_profile_dump (profile);

  loft_witness_assert_equal (expected, found);
}

/* ---- mail --------------------------------------------------------------------------------- */

void
loft_witness_fill (LoftPrivateDovecot *server, const char *user, const char *options)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) given = g_strsplit (options, " ", -1);
  g_autofree char *output = NULL;

  g_ptr_array_add (words, g_strdup (LOFT_TEST_SAMPLE_MAILBOX));
  for (guint i = 0; given[i] != NULL; i++)
    g_ptr_array_add (words, g_strdup (given[i]));
  g_ptr_array_add (words, loft_private_dovecot_dup_maildir (server, user));
  output = run_words (words, "loft-sample-mailbox");
  loft_private_dovecot_adopt (server);
}

void
loft_witness_deliver (LoftPrivateDovecot *server, const char *user, const char *folder,
                      const char *subject, const char *body)
{
  static guint number;
  gint64 received = 1795168800 + 60 * (gint64) number;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (received);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S +0000");
  g_autofree char *message =
      g_strdup_printf ("From: Bob <bob@example.test>\nTo: Alice <alice@example.test>\n"
                       "Date: %s\nMessage-ID: <w%u@example.test>\nSubject: %s\n\n%s\n",
                       date, number, subject, body);

  loft_private_dovecot_deliver (server, user, folder, message, -1, "", received);
  number++;
}
