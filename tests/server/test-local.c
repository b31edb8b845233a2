/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "On this computer": there without anybody adding it, and not to be removed; what loftctl imports into it
 * and exports from it. */
#include "loft-private-dovecot.h"
#include "loft-test-profile.h"

#include <string.h>

#define HERE "\"On this computer\""

typedef struct {
  LoftTestProfile *profile;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = loft_test_profile_new ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
}

static void
assert_listed (Fixture *fixture, const char *what, gboolean listed)
{
  loft_test_profile_expect (fixture->profile, 0, "account list%s", what);
  g_assert_cmpint (strstr (loft_test_profile_get_output (fixture->profile), "On this computer") !=
                     NULL,
                   ==, listed);
}

/* Nobody who looks at a list of accounts is told of it before there is something in it. */
static void
test_always_there (Fixture *fixture, gconstpointer data)
{
  assert_listed (fixture, "", FALSE);
  assert_listed (fixture, " --all", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "account show " HERE);
  loft_test_profile_expect (fixture->profile, 2, "sync");
  loft_test_profile_expect (fixture->profile, 0, "sync --account " HERE);
  loft_test_profile_expect (fixture->profile, 1, "account remove " HERE);
  assert_listed (fixture, " --all", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Archive"));
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "folder create Old --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folder create Old/2025 --account " HERE);
  assert_listed (fixture, "", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "folder rename Old Older --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Older/2025"));
  loft_test_profile_expect (fixture->profile, 0, "folder delete Older/2025 --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folder delete Older --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "--offline pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  assert_listed (fixture, "", FALSE);
}

static void
test_renamed (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "account set " HERE " name=Attic");
  loft_test_profile_expect (fixture->profile, 0, "folder create Old --account Attic");
  loft_test_profile_expect (fixture->profile, 0, "account list");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Attic"));
  g_assert_null (strstr (loft_test_profile_get_output (fixture->profile), "computer"));
  loft_test_profile_expect (fixture->profile, 1, "account remove Attic");
}

/* Whoever had the name first keeps it; others of that kind come and go as they did. */
static void
test_name_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
    g_build_filename (loft_test_profile_get_directory (fixture->profile), "accounts.ini", NULL);

  g_assert_true (
    g_file_set_contents (path, "[0123abcd]\nkind=local\nname=On this computer\n", -1, NULL));
  loft_test_profile_expect (fixture->profile, 0, "account show \"On this computer 2\"");
  loft_test_profile_expect (fixture->profile, 0, "account remove " HERE);
  loft_test_profile_expect (fixture->profile, 1, "account remove " HERE);
}

/* ---- import and export -------------------------------------------------------------------- */

#define FROM "From a@b Sun Nov 22 14:45:35 2026\n"

static char *
path_in (Fixture *fixture, const char *name)
{
  return g_build_filename (loft_test_profile_get_directory (fixture->profile), name, NULL);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = path_in (fixture, name);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* counts: as loftctl prints them. */
static void
import (Fixture *fixture, int status, const char *name, const char *counts)
{
  g_autofree char *path = path_in (fixture, name);

  loft_test_profile_expect (fixture->profile, status, "import '%s' --account " HERE " --folder In",
                            path);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), counts));
}

static char *
list_flags (Fixture *fixture, const char *folder)
{
  g_autoptr (GPtrArray) flags = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json messages --account " HERE " --folder '%s'",
                            folder);
  flags = loft_test_profile_list_field (fixture->profile, "flags");
  g_ptr_array_add (flags, NULL);
  return g_strjoinv (" ", (char **) flags->pdata);
}

static char *
first_field (Fixture *fixture, const char *folder, const char *name)
{
  loft_test_profile_expect (fixture->profile, 0, "--json messages --account " HERE " --folder '%s'",
                            folder);
  return loft_test_profile_dup_field (fixture->profile, name);
}

static void
test_import_mbox (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flags = NULL;
  g_autofree char *id = NULL;

  write_file (fixture, "a.mbox",
              FROM "Message-ID: <1@x>\nStatus: RO\n\n>From here\n\n" FROM
                   "Message-ID: <2@x>\nX-Mozilla-Status: 0009\n\ndeleted\n\n" FROM
                   "no header\n\n\n" FROM "Message-ID: <3@x>\n\nlast");
  import (fixture, 3, "a.mbox", "2 imported, 0 already there, 1 could not be read");
  g_assert_nonnull (strstr (loft_test_profile_get_errors (fixture->profile), "a.mbox, byte "));
  import (fixture, 3, "a.mbox", "0 imported, 2 already there, 1 could not be read");
  flags = list_flags (fixture, "In");
  g_assert_true (g_str_equal (flags, "[\"seen\"] []") || g_str_equal (flags, "[] [\"seen\"]"));
  id = first_field (fixture, "In", "id");
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", id);
  loft_test_profile_expect (fixture->profile, 0, "search here");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), !=, "");
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_import_maildir (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flags = NULL;

  write_file (fixture, "m/cur/1795358735.a.b:2,FS", "A: 1\n\nx\n");
  write_file (fixture, "m/new/1795358735.c.d", "A: 2\n\nx\n");
  write_file (fixture, "m/tmp/x", "");
  write_file (fixture, "m/.Old.2025/cur/1795358735.e.f:2,T", "A: 3\n\nx\n");
  write_file (fixture, "m/.Old.2025/new/x", "");
  write_file (fixture, "m/Nested/cur/1795358735.g.h:2,", "A: 4\n\nx\n");
  write_file (fixture, "m/Nested/tmp/x", "");
  import (fixture, 3, "m", "4 imported, 0 already there, 1 could not be read");
  flags = list_flags (fixture, "In");
  g_assert_nonnull (strstr (flags, "\"flagged\""));
  loft_test_profile_expect (fixture->profile, 0, "folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "In/Old/2025"));
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "In/Nested"));
  import (fixture, 3, "m", "0 imported, 4 already there, 1 could not be read");
}

static void
test_import_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *date = NULL;

  write_file (fixture, "d/one.eml",
              "Received: from a by b; Sun, 1 Nov 2026 10:00:00 +0000\nDate: Sat, 31 Oct 2026 "
              "09:00:00 +0000\nMessage-ID: <1@x>\n\nx\n");
  write_file (fixture, "d/sub/two.eml", "Message-ID: <2@x>\n\nx\n");
  write_file (fixture, "d/broken.eml", "\1\2\3");
  write_file (fixture, "d/Thumbs.db", "\1\2\3");
  write_file (fixture, "d/Inbox", FROM "Message-ID: <4@x>\n\nx\n");
  write_file (fixture, "d/Inbox.msf", "// <!-- index -->");
  write_file (fixture, "d/Inbox.sbd/Work", FROM "Message-ID: <5@x>\n\nx\n");
  write_file (fixture, "d/three.emlx", "24\nMessage-ID: <3@x>\n\nx\n\n\n<plist/>\n");
  import (fixture, 3, "d", "5 imported, 0 already there, 1 could not be read");
  date = first_field (fixture, "In/Inbox/Work", "date");
  g_assert_true (g_str_has_prefix (date, "2026-11-22T14:45:35"));
  import (fixture, 3, "d", "0 imported, 5 already there");
  write_file (fixture, "nothing.txt", "just words\n");
  loft_test_profile_expect (fixture->profile, 1,
                            "import '%s/nothing.txt' --account " HERE " --folder In",
                            loft_test_profile_get_directory (fixture->profile));
  loft_test_profile_expect (fixture->profile, 1,
                            "import /nonexistent/x --account " HERE " --folder In");
}

#define CALENDAR   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define EVENT(uid) "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART:20261125T090000Z\r\nSUMMARY:" uid "\r\n"

/* A file that cannot be read, and a card that was cut off in its middle, stop no other one. */
static void
test_import_collections (Fixture *fixture, gconstpointer data)
{
  const char *directory = loft_test_profile_get_directory (fixture->profile);

  write_file (fixture, "cal/a.ics", CALENDAR EVENT ("a") "END:VCALENDAR\r\n");
  write_file (fixture, "cal/b.ics", CALENDAR EVENT ("b") "END:VEVENT\r\nEND:VCALENDAR\r\n");
  write_file (fixture, "cal/c.ics", CALENDAR EVENT ("c") "END:VEVENT\r\nEND:VCALENDAR\r\n");
  loft_test_profile_expect (fixture->profile, 3,
                            "import '%s/cal' --account " HERE " --folder Calendar", directory);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile),
                            "2 imported, 0 already there, 1 could not be read"));
  g_assert_nonnull (strstr (loft_test_profile_get_errors (fixture->profile), "a.ics: "));
  write_file (fixture, "people.vcf",
              "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:a\r\nFN:A\r\n"
              "N;ENCODING=QUOTED-PRINTABLE:Adler=\r\nEND:VCARD\r\n"
              "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:b\r\nFN:B\r\nEND:VCARD\r\n");
  loft_test_profile_expect (fixture->profile, 0,
                            "import '%s/people.vcf' --account " HERE " --folder Contacts",
                            directory);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "2 imported"));
}

/* Killed at any time and begun again, it ends with everything once. */
static void
test_import_killed (Fixture *fixture, gconstpointer data)
{
  const guint n_messages = 600;
  g_autoptr (GString) mbox = g_string_new (NULL);
  g_autofree char *body = g_strnfill (20000, 'x');
  g_autofree char *path = path_in (fixture, "a.mbox");
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < n_messages; i++)
    g_string_append_printf (mbox, FROM "Message-ID: <%u@x>\nSubject: %u\n\n%s\n\n", i, i, body);
  write_file (fixture, "a.mbox", mbox->str);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GSubprocess) loftctl =
        loft_test_profile_start (fixture->profile, "import '%s' --account " HERE " --folder In",
                                 path);
      gint64 end = g_get_monotonic_time () + g_rand_int_range (random, 20, 400) * 1000;

      while (g_get_monotonic_time () < end)
        g_thread_yield ();
      g_subprocess_force_exit (loftctl);
      g_subprocess_wait (loftctl, NULL, NULL);
    }
  loft_test_profile_expect (fixture->profile, 0, "import '%s' --account " HERE " --folder In",
                            path);
  import (fixture, 0, "a.mbox", "0 imported, 600 already there");
  loft_test_profile_expect (fixture->profile, 0, "--json folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "\"total\":600,"));
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

/* Python reads what was written; what it reads is what was there. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  const char *directory = loft_test_profile_get_directory (fixture->profile);
  static const char script[] =
    "import mailbox, sys, glob\n"
    "d = sys.argv[1]\n"
    "plain = lambda b: b.replace(b'\\r\\n', b'\\n').replace(b'\\n>From', b'\\nFrom').rstrip()\n"
    "of = lambda m: sorted(plain(m.get_bytes(k)) for k in m.keys())\n"
    "mbox = mailbox.mbox(d + '/out.mbox')\n"
    "assert of(mailbox.mbox(d + '/a.mbox')) == of(mbox), of(mbox)\n"
    "md = mailbox.Maildir(d + '/md', create=False)\n"
    "assert len(md) == 2 and sorted(m.get_flags() for m in md) == ['', 'S']\n"
    "assert len(glob.glob(d + '/eml/*.eml')) == 2\n"
    "assert [m.get_flags() for m in mbox] in (['RO', ''], ['', 'RO'])\n";
  const char *argv[] = { "/usr/bin/python3", "-c", script, directory, NULL };
  g_autofree char *errors = NULL;
  int status = 0;

  write_file (fixture, "a.mbox",
              FROM "Message-ID: <1@x>\nStatus: RO\nSubject: a/../b\n\n>From here\n\n" FROM
                   "Message-ID: <2@x>\nSubject: a/../b\n\nx\n\n");
  import (fixture, 0, "a.mbox", "2 imported, 0 already there");
  loft_test_profile_expect (fixture->profile, 0,
                            "export --account " HERE " --folder In --output '%s/out.mbox'",
                            directory);
  loft_test_profile_expect (fixture->profile, 0,
                            "export --account " HERE
                            " --folder In --output '%s/md' --format maildir",
                            directory);
  loft_test_profile_expect (fixture->profile, 0,
                            "export --account " HERE " --folder In --output '%s/eml' --format eml",
                            directory);
  loft_test_profile_expect (fixture->profile, 0, "export --account " HERE " --output '%s/all'",
                            directory);
  loft_test_profile_expect (fixture->profile, 1,
                            "export --account " HERE " --folder None --output '%s/none'",
                            directory);
  g_assert_true (
    g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, &errors, &status, NULL));
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s", errors);
  import (fixture, 0, "out.mbox", "0 imported, 2 already there");
  import (fixture, 0, "eml", "0 imported, 2 already there");
}

/* ---- beside a server ---------------------------------------------------------------------- */

/* 8.9 of 10.5 MB: nearly full; and mail from a file that goes there. */
static void
test_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftPrivateDovecot) dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_EXTENDED);
  g_autofree char *line = g_strnfill (70, 'x');
  g_autofree char *options =
    g_strconcat ("--trust ", loft_private_dovecot_get_fingerprint (dovecot), NULL);
  g_autoptr (GString) large = g_string_new ("Message-ID: <1@x>\r\nSubject: Large\r\n\r\n");
  g_autofree char *share = NULL;

  while (large->len < 8900000)
    g_string_append_printf (large, "%s\r\n", line);
  loft_private_dovecot_deliver (dovecot, "alice", "", large->str, (gssize) large->len, "",
                                g_get_real_time () / G_USEC_PER_SEC);
  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (dovecot), options);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "--json status");
  share = loft_test_profile_dup_field (fixture->profile, "quota_percent");
  g_assert_true (g_str_equal (share, "84") || g_str_equal (share, "85"));
  loft_test_profile_expect (fixture->profile, 0, "status");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "nearly full"));
  write_file (fixture, "a.mbox", FROM "Message-ID: <2@x>\nStatus: RO\nSubject: Up\n\nx\n");
  loft_test_profile_expect (fixture->profile, 0,
                            "import '%s/a.mbox' --account Test --folder Imported",
                            loft_test_profile_get_directory (fixture->profile));
  loft_test_profile_expect (fixture->profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
}

/* How many messages a folder of an account has. */
static guint
count_in (Fixture *fixture, const char *account, const char *folder)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json messages --account %s --folder %s",
                            account, folder);
  ids = loft_test_profile_list_field (fixture->profile, "id");
  return ids->len;
}

static void
move_all (Fixture *fixture, const char *account, const char *folder, const char *to_account,
          const char *to_folder)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *joined = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json messages --account %s --folder %s",
                            account, folder);
  ids = loft_test_profile_list_field (fixture->profile, "id");
  g_ptr_array_add (ids, NULL);
  joined = g_strjoinv (" ", (char **) ids->pdata);
  loft_test_profile_expect (fixture->profile, 0, "move %s --to %s --to-account %s", joined,
                            to_folder, to_account);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
}

/* From a server to here, where nothing was before, and back. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftPrivateDovecot) dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autofree char *options =
    g_strconcat ("--trust ", loft_private_dovecot_get_fingerprint (dovecot), NULL);
  g_autoptr (GString) large = g_string_new ("Message-ID: <2@x>\r\nSubject: Large\r\n\r\n");

  while (large->len < 3000000)
    g_string_append (large, "a line that is one of many in a large message\r\n");
  loft_private_dovecot_deliver (dovecot, "alice", "", "Message-ID: <1@x>\r\n\r\nx\r\n", -1, "F",
                                1700000000);
  loft_private_dovecot_deliver (dovecot, "alice", "", large->str, (gssize) large->len, "S",
                                1700000001);
  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (dovecot), options);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (count_in (fixture, "Test", "INBOX"), ==, 2);
  move_all (fixture, "Test", "INBOX", HERE, "Archive");
  g_assert_cmpuint (count_in (fixture, "Test", "INBOX"), ==, 0);
  g_assert_cmpuint (count_in (fixture, HERE, "Archive"), ==, 2);
  move_all (fixture, HERE, "Archive", "Test", "INBOX");
  g_assert_cmpuint (count_in (fixture, "Test", "INBOX"), ==, 2);
  g_assert_cmpuint (count_in (fixture, HERE, "Archive"), ==, 0);
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

/* ---- calendars and address books ---------------------------------------------------------- */

static void
assert_output (Fixture *fixture, const char *words, gboolean there)
{
  const char *output = loft_test_profile_get_output (fixture->profile);

  if ((strstr (output, words) != NULL) != there)
    g_error ("\"%s\" is %sin \"%s\"", words, there ? "not " : "", output);
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  const char *event =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//EN\r\nBEGIN:VEVENT\r\nUID:e\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Vienna:20261023T090000\r\n"
    "DTEND;TZID=Europe/Vienna:20261023T093000\r\nRRULE:FREQ=DAILY;COUNT=5\r\n"
    "SUMMARY:Stand-up\r\nX-KEPT:yes\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

  loft_test_profile_run_with_input (fixture->profile, event, "event add -");
  assert_output (fixture, "local.1", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "events --from 2026-10-24 --to 2026-10-26");
  /* Clocks go back in the night between. */
  assert_output (fixture, "2026-10-24T09:00:00+02:00", TRUE);
  assert_output (fixture, "2026-10-25T09:00:00+01:00", TRUE);
  assert_output (fixture, "2026-10-23", FALSE);
  assert_output (fixture, "2026-10-26", FALSE);
  loft_test_profile_expect (fixture->profile, 0, "--json events --from 2026-10-24 --to 2026-10-25");
  assert_output (fixture, "\"recurrence_id\":\"20261024T070000Z\"", TRUE);
  assert_output (fixture, "\"timezone\":\"Europe/Vienna\"", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "event show local.1 --ics");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, event);
  g_assert_cmpint (loft_test_profile_run_with_input (fixture->profile, "no calendar",
                                                     "event add -"),
                   ==, 1);
  loft_test_profile_expect (fixture->profile, 2, "events --from yesterday");
  loft_test_profile_expect (fixture->profile, 0, "event delete local.1");
  loft_test_profile_expect (fixture->profile, 0, "events --from 2026-10-01 --to 2026-12-01");
  assert_output (fixture, "Stand-up", FALSE);
  loft_test_profile_expect (fixture->profile, 1, "event show local.1");
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_tasks (Fixture *fixture, gconstpointer data)
{
  const char *task = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//EN\r\nBEGIN:VTODO\r\nUID:t\r\n"
                     "DTSTAMP:20260101T000000Z\r\nDUE;TZID=Europe/Vienna:20261024T090000\r\n"
                     "RRULE:FREQ=DAILY;COUNT=2\r\nSUMMARY:Water the plants\r\nX-KEPT:yes\r\n"
                     "END:VTODO\r\nEND:VCALENDAR\r\n";

  loft_test_profile_run_with_input (fixture->profile, task, "task add -");
  assert_output (fixture, "local.1", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "task show local.1 --ics");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, task);
  /* Clocks go back in the night between. */
  loft_test_profile_expect (fixture->profile, 0, "--json tasks");
  assert_output (fixture, "\"due\":\"2026-10-24T09:00:00+02:00\",\"status\":\"needs-action\"",
                 TRUE);
  loft_test_profile_expect (fixture->profile, 0, "task done local.1");
  loft_test_profile_expect (fixture->profile, 0, "--json tasks");
  assert_output (fixture, "\"due\":\"2026-10-25T09:00:00+01:00\",\"status\":\"needs-action\"",
                 TRUE);
  loft_test_profile_expect (fixture->profile, 0, "task done local.1");
  loft_test_profile_expect (fixture->profile, 0, "--json task show local.1");
  assert_output (fixture, "\"status\":\"completed\",\"percent\":100", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "task show local.1 --ics");
  assert_output (fixture, "X-KEPT:yes", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "tasks --open");
  assert_output (fixture, "plants", FALSE);
  loft_test_profile_expect (fixture->profile, 0,
                            "task add --summary Rent --due 2026-11-01 --priority 1 --list Tasks");
  loft_test_profile_expect (fixture->profile, 0, "--json tasks --open");
  assert_output (fixture, "\"list\":\"Tasks\",", TRUE);
  assert_output (fixture, "\"summary\":\"Rent\",\"due\":\"2026-11-01\"", TRUE);
  assert_output (fixture, "\"priority\":1", TRUE);
  loft_test_profile_expect (fixture->profile, 2, "task add --summary Rent --due someday");
  loft_test_profile_expect (fixture->profile, 2, "task add --summary Rent --priority 10");
  loft_test_profile_expect (fixture->profile, 2, "task done");
  loft_test_profile_expect (fixture->profile, 0, "task delete local.1 local.2");
  loft_test_profile_expect (fixture->profile, 0, "tasks");
  assert_output (fixture, "local", FALSE);
  loft_test_profile_expect (fixture->profile, 1, "task done local.1");
}

static void
test_contacts (Fixture *fixture, gconstpointer data)
{
  const char *card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c\r\nFN:Jan Nov\xc3\xa1k\r\n"
                     "N:Nov\xc3\xa1k;Jan;;;\r\nEMAIL:jan@example.org\r\nTEL:+420 55\r\nORG:Fair\r\n"
                     "END:VCARD\r\n";

  loft_test_profile_run_with_input (fixture->profile, card, "contact add -");
  assert_output (fixture, "local.1", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "--json contacts novak");
  assert_output (fixture, "\"emails\":[\"jan@example.org\"]", TRUE);
  assert_output (fixture, "\"book\":\"Contacts\"", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "contacts nobody");
  assert_output (fixture, "jan", FALSE);
  loft_test_profile_expect (fixture->profile, 0, "contact show local.1 --vcf");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, card);
  /* Not into a calendar. */
  g_assert_cmpint (loft_test_profile_run_with_input (fixture->profile, card, "event add -"), ==, 1);
  loft_test_profile_expect (fixture->profile, 0, "contact delete local.1");
  loft_test_profile_expect (fixture->profile, 0, "contacts");
  assert_output (fixture, "jan", FALSE);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/server-local/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("always-there", test_always_there);
  ADD ("folders", test_folders);
  ADD ("renamed", test_renamed);
  ADD ("name-taken", test_name_taken);
  ADD ("import-mbox", test_import_mbox);
  ADD ("import-maildir", test_import_maildir);
  ADD ("import-files", test_import_files);
  ADD ("import-collections", test_import_collections);
  ADD ("server", test_server);
  ADD ("moved", test_moved);
  ADD ("import-killed", test_import_killed);
  ADD ("export", test_export);
  ADD ("events", test_events);
  ADD ("tasks", test_tasks);
  ADD ("contacts", test_contacts);
  return g_test_run ();
}
