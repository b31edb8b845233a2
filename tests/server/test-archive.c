/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old messages go to the archive: which ones, where to, and all of them once, whenever the program was
 * killed. What the server has in the end is told by an independent client. */
#include <stdlib.h>
#include <string.h>

#include "loft-archiver.h"
#include "loft-clock.h"
#include "loft-service.h"
#include "loft-witness.h"

#define HERE   "\"On this computer\""
#define N_MANY 1200 /* more than one step */
#define N_AWAY 24
#define KILLS  2
#define SOAK   40 /* kills */
#define SEED   20261122

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
} Fixture;

static void
add_account (Fixture *fixture)
{
  g_autofree char *options =
    g_strconcat ("--window all --trust ", loft_private_dovecot_get_fingerprint (fixture->server),
                 NULL);

  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture->server), options);
  loft_test_profile_expect (fixture->profile, 0, "sync");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fixture->profile = loft_test_profile_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "doctor");
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

/* days: how old. */
static void
deliver (Fixture *fixture, const char *folder, const char *name, gint days, const char *flags)
{
  gint64 date = g_get_real_time () / G_USEC_PER_SEC - days * (gint64) 86400;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
  g_autofree char *text = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S +0000");
  g_autofree char *message =
    g_strdup_printf ("Message-ID: <%s@x>\r\nSubject: %s\r\nDate: %s\r\n\r\n%s\r\n", name, name,
                     text, name);

  loft_private_dovecot_deliver (fixture->server, "alice", folder, message, -1, flags, date);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "a b": the subjects in a folder of an account, sorted. */
static char *
list (Fixture *fixture, const char *account, const char *folder)
{
  g_autoptr (GPtrArray) subjects = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json messages --account %s --folder '%s'",
                            account, folder);
  subjects = loft_test_profile_list_field (fixture->profile, "subject");
  g_ptr_array_sort (subjects, compare_texts);
  g_ptr_array_add (subjects, NULL);
  return g_strjoinv (" ", (char **) subjects->pdata);
}

static void
assert_holds (Fixture *fixture, const char *account, const char *folder, const char *expected)
{
  g_autofree char *subjects = list (fixture, account, folder);

  g_assert_cmpstr (subjects, ==, expected);
}

static void
assert_same_there (Fixture *fixture)
{
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  loft_test_profile_expect (fixture->profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  loft_witness_assert_same (fixture->server, "alice", fixture->profile);
}

/* ---- which, and where to ------------------------------------------------------------------ */

static void
deliver_some (Fixture *fixture)
{
  deliver (fixture, "", "old", 800, "S");
  deliver (fixture, "", "older", 3000, "S");
  deliver (fixture, "", "new", 30, "S");
  deliver (fixture, "", "unread", 800, "");
  deliver (fixture, "", "flagged", 800, "FS");
  deliver (fixture, ".Sent", "sent", 900, "S");
  deliver (fixture, ".Work", "work", 900, "S");
  add_account (fixture);
}

static void
test_look (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *n = NULL;

  deliver_some (fixture);
  before = loft_test_profile_dump (fixture->profile);
  loft_test_profile_expect (fixture->profile, 0, "archive --dry-run");
  g_assert_nonnull (
    strstr (loft_test_profile_get_output (fixture->profile), "3 messages from before 20"));
  loft_test_profile_expect (fixture->profile, 0,
                            "--json archive --dry-run --folder INBOX --unread");
  n = loft_test_profile_dup_field (fixture->profile, "messages");
  g_assert_cmpstr (n, ==, "3");
  loft_test_profile_expect (fixture->profile, 2, "archive --older-than 3w");
  loft_test_profile_expect (fixture->profile, 2, "archive --to moon");
  after = loft_test_profile_dump (fixture->profile);
  g_assert_cmpstr (before, ==, after);
}

static void
test_archive (Fixture *fixture, gconstpointer data)
{
  deliver_some (fixture);
  loft_test_profile_expect (fixture->profile, 0, "archive");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "3 archived"));
  assert_same_there (fixture);
  assert_holds (fixture, "Test", "INBOX", "flagged new unread");
  assert_holds (fixture, "Test", "Sent", "");
  assert_holds (fixture, "Test", "Archive", "old older sent");
  assert_holds (fixture, "Test", "Work", "work");
  loft_test_profile_expect (fixture->profile, 0, "archive");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "0 archived"));
}

static void
test_years (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -3000);
  g_autofree char *year = g_date_time_format (then, "Archive/%Y");

  deliver_some (fixture);
  loft_test_profile_expect (fixture->profile, 0,
                            "account set Test archive-to=years archive-folders=INBOX//Work "
                            "archive-months=60");
  loft_test_profile_expect (fixture->profile, 0, "archive --account Test");
  assert_same_there (fixture);
  assert_holds (fixture, "Test", year, "older");
  loft_test_profile_expect (fixture->profile, 0, "archive --older-than 1y --unread --flagged");
  assert_same_there (fixture);
  assert_holds (fixture, "Test", "INBOX", "new");
  assert_holds (fixture, "Test", "Work", "");
  assert_holds (fixture, "Test", "Sent", "sent");
}

static void
test_local (Fixture *fixture, gconstpointer data)
{
  deliver_some (fixture);
  loft_test_profile_expect (fixture->profile, 0,
                            "archive --account Test --to local --folder INBOX --folder Work");
  assert_same_there (fixture);
  assert_holds (fixture, "Test", "INBOX", "flagged new unread");
  assert_holds (fixture, "Test", "Work", "");
  assert_holds (fixture, HERE, "Test/Inbox", "old older");
  assert_holds (fixture, HERE, "Test/Work", "work");
}

/* Asked for without a line twice, it goes once when there is one. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  deliver_some (fixture);
  loft_private_dovecot_stop (fixture->server);
  loft_test_profile_expect (fixture->profile, 0, "--offline archive --account Test --to local");
  loft_test_profile_expect (fixture->profile, 0, "--offline archive --account Test --to local");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "0 archived"));
  loft_private_dovecot_start (fixture->server, LOFT_PRIVATE_DOVECOT_FULL);
  assert_same_there (fixture);
  assert_same_there (fixture);
  assert_holds (fixture, HERE, "Test/Inbox", "old older");
  assert_holds (fixture, HERE, "Test/Sent", "sent");
}

/* ---- by itself ---------------------------------------------------------------------------- */

#define DAY (24 * 60 * 60)

static void
on_ended (LoftArchiver *archiver, LoftArchiving *run, gboolean by_itself, const GError *error,
          guint *n_archived)
{
  g_assert_no_error (error);
  g_assert_true (by_itself);
  *n_archived += loft_archiving_get_done (run);
}

/* Looks, and waits until nothing runs. */
static guint
check_daily (LoftService *service)
{
  LoftArchiver *archiver = loft_service_get_archiver (service);
  guint n_archived = 0;
  gulong handler = g_signal_connect (archiver, "ended", G_CALLBACK (on_ended), &n_archived);

  loft_archiver_check (archiver);
  while (g_list_model_get_n_items (loft_archiver_get_running (archiver)) > 0)
    g_main_context_iteration (NULL, TRUE);
  /* That it was done is noted behind it. */
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_signal_handler_disconnect (archiver, handler);
  return n_archived;
}

static void
import_old (Fixture *fixture, const char *name, guint first)
{
  g_autofree char *path =
    g_build_filename (loft_test_profile_get_directory (fixture->profile), name, NULL);
  g_autofree char *text =
    g_strdup_printf ("From a@b Wed Nov 22 14:45:35 2017\nMessage-ID: <%u@x>\nStatus: RO\n"
                     "Date: Wed, 22 Nov 2017 14:45:35 +0000\nSubject: a%u\n\nx\n\n"
                     "From a@b Wed Nov 22 14:45:35 2017\nMessage-ID: <%u@x>\nStatus: RO\n"
                     "Date: Wed, 22 Nov 2017 14:45:35 +0000\nSubject: b%u\n\nx\n\n",
                     first, first, first + 1, first);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  loft_test_profile_expect (fixture->profile, 0, "import '%s' --account " HERE " --folder In",
                            path);
}

/* Once a day, also when it is started often; what is not wanted daily does not happen by itself. */
static void
test_daily (Fixture *fixture, gconstpointer data)
{
  const char *directory = loft_test_profile_get_directory (fixture->profile);
  LoftService *service;

  import_old (fixture, "one.mbox", 1);
  loft_test_profile_expect (fixture->profile, 0, "account set " HERE " archive-folders=In");
  service = loft_service_open (directory, NULL);
  g_assert_cmpuint (check_daily (service), ==, 0);
  g_object_unref (service);
  loft_test_profile_expect (fixture->profile, 0, "account set " HERE " archive=daily");
  service = loft_service_open (directory, NULL);
  g_assert_cmpuint (check_daily (service), ==, 2);
  g_object_unref (service);
  import_old (fixture, "two.mbox", 11);
  service = loft_service_open (directory, NULL);
  g_assert_cmpuint (check_daily (service), ==, 0);
  loft_clock_set_for_test (loft_clock_now () + DAY + 1);
  g_assert_cmpuint (check_daily (service), ==, 2);
  g_object_unref (service);
  loft_clock_set_for_test (0);
  assert_holds (fixture, HERE, "Archive", "a1 a11 b1 b11");
}

/* ---- killed ------------------------------------------------------------------------------- */

static guint
count_in (Fixture *fixture, const char *account, const char *folder)
{
  g_autofree char *command =
    g_strdup_printf ("--json messages --account %s --folder '%s'", account, folder);
  g_autoptr (GPtrArray) subjects = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  if (loft_test_profile_run (fixture->profile, "%s", command) != 0)
    return 0;
  subjects = loft_test_profile_list_field (fixture->profile, "subject");
  for (guint i = 0; i < subjects->len; i++)
    g_assert_true (g_hash_table_add (known, g_ptr_array_index (subjects, i)));
  return subjects->len;
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  gboolean away = GPOINTER_TO_INT (data);
  const char *command = away ? "archive --account Test --to local" : "archive --account Test";
  guint n = away ? N_AWAY : N_MANY;
  guint n_kills = g_getenv ("LOFT_TEST_SOAK") != NULL ? SOAK : KILLS;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("m%04u", i);

      deliver (fixture, "", name, 800 + (gint) i % 300, "S");
    }
  add_account (fixture);
  for (guint i = 0; i < n_kills; i++)
    {
      g_autoptr (GSubprocess) process = loft_test_profile_start (fixture->profile, "%s", command);
      gint64 end = g_get_monotonic_time () + g_rand_int_range (random, 10, 500) * 1000;

      while (g_get_monotonic_time () < end)
        g_thread_yield ();
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
    }
  loft_test_profile_expect (fixture->profile, 0, "%s", command);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_same_there (fixture);
  g_assert_cmpuint (count_in (fixture, "Test", "INBOX"), ==, 0);
  g_assert_cmpuint (count_in (fixture, away ? HERE : "Test", away ? "Test/Inbox" : "Archive"), ==,
                    n);
}

#define ADD(path, data, test)                                                                      \
  g_test_add ("/server/archive/" path, Fixture, GINT_TO_POINTER (data), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("look", 0, test_look);
  ADD ("archive", 0, test_archive);
  ADD ("years", 0, test_years);
  ADD ("local", 0, test_local);
  ADD ("offline", 0, test_offline);
  ADD ("daily", 0, test_daily);
  ADD ("killed", FALSE, test_killed);
  ADD ("killed-local", TRUE, test_killed);
  return g_test_run ();
}
