/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

/* Calendars and contacts from files and into files, by loftctl as a person runs it. */

#define ACCOUNT "On this computer"

typedef struct {
  char *profile;
  char *output;
  char *errors;
  int status;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->profile = g_dir_make_tmp ("loft-files-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", self->profile, NULL };

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (self->profile);
  g_free (self->output);
  g_free (self->errors);
}

/* Words are parted by "|". */
static void
run (Fixture *self, const char *words)
{
  g_autofree char *line =
    g_strdup_printf ("%s|--profile|%s|%s", LOFT_TEST_LOFTCTL, self->profile, words);
  g_auto (GStrv) arguments = g_strsplit (line, "|", -1);
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->errors, g_free);
  g_spawn_sync (NULL, arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &self->output, &self->errors,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  self->status = WEXITSTATUS (status);
}

static void
must_run (Fixture *self, const char *words, const char *expected)
{
  run (self, words);
  if (self->status != 0 || strstr (self->output, expected) == NULL)
    g_error ("%s: %d\n%s%s", words, self->status, self->output, self->errors);
}

static char *
write_file (Fixture *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->profile, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static char *
read_file (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    n++;
  return n;
}

#define CALENDAR                                                                                   \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\nMETHOD:PUBLISH\r\n"                     \
  "BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"                  \
  "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"                    \
  "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Mine:20260302T090000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"     \
  "SUMMARY:Walk\r\nX-KEPT:as it is\r\nEND:VEVENT\r\n"                                              \
  "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=Mine:20260303T090000\r\n"                           \
  "DTSTART;TZID=Mine:20260303T100000\r\nSUMMARY:Later walk\r\nEND:VEVENT\r\n"                      \
  "BEGIN:VEVENT\r\nUID:b\r\nDTSTART;TZID=Mine:20260304T090000\r\nSUMMARY:Run\r\nEND:VEVENT\r\n"    \
  "BEGIN:VEVENT\r\nDTSTART:20260305T090000Z\r\nSUMMARY:Without UID\r\nEND:VEVENT\r\n"              \
  "END:VCALENDAR\r\n"

static void
test_calendar (Fixture *self, gconstpointer data)
{
  g_autofree char *file = write_file (self, "in.ics", CALENDAR);
  g_autofree char *words =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Calendar", file);
  g_autofree char *out = g_build_filename (self->profile, "out.ics", NULL);
  g_autofree char *export_words =
    g_strdup_printf ("export|--account|" ACCOUNT "|--folder|Calendar|--output|%s", out);
  g_autofree char *text = NULL;

  must_run (self, words, "3 imported, 0 already there, 0 could not be read");
  must_run (self, words, "0 imported, 3 already there, 0 could not be read");
  must_run (self, "events|--from|2026-03-01|--to|2026-04-01", "Later walk");
  must_run (self, export_words, "3 exported");
  text = read_file (out);
  g_assert_cmpuint (count (text, "BEGIN:VEVENT"), ==, 4);
  g_assert_cmpuint (count (text, "BEGIN:VTIMEZONE"), ==, 1);
  g_assert_cmpuint (count (text, "BEGIN:VCALENDAR"), ==, 1);
  g_assert_cmpuint (count (text, "X-KEPT:as it is\r\n"), ==, 1);
  g_assert_cmpuint (count (text, "METHOD"), ==, 0);
}

/* What was written out finds itself again, and makes the same once more. */
static void
test_round (Fixture *self, gconstpointer data)
{
  g_autofree char *file = write_file (self, "in.ics", CALENDAR);
  g_autofree char *out = g_build_filename (self->profile, "out.ics", NULL);
  g_autofree char *words =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Calendar", file);
  g_autofree char *export_words =
    g_strdup_printf ("export|--account|" ACCOUNT "|--folder|Calendar|--output|%s", out);
  g_autofree char *again =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Calendar", out);

  must_run (self, words, "3 imported");
  must_run (self, export_words, "3 exported");
  must_run (self, again, "0 imported, 3 already there");
}

#define CARDS                                                                                       \
  "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:one\r\nFN:Eva Adler\r\nEMAIL:eva@example.org\r\nEND:VCARD\r\n" \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Novak;Jan;;;\r\nFN:Jan Novak\r\nX-KEPT:yes\r\nEND:VCARD\r\n"

static void
test_contacts (Fixture *self, gconstpointer data)
{
  g_autofree char *file = write_file (self, "in.vcf", CARDS);
  g_autofree char *words =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Contacts", file);
  g_autofree char *directory = g_build_filename (self->profile, "out", NULL);
  g_autofree char *export_words =
    g_strdup_printf ("export|--account|" ACCOUNT "|--output|%s|--format|vcf", directory);
  g_autofree char *out = g_build_filename (directory, "Contacts.vcf", NULL);
  g_autofree char *text = NULL;

  must_run (self, words, "2 imported");
  must_run (self, words, "0 imported, 2 already there");
  must_run (self, "contacts", "Jan Novak");
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  must_run (self, export_words, "2 exported");
  text = read_file (out);
  g_assert_cmpuint (count (text, "BEGIN:VCARD"), ==, 2);
  g_assert_cmpuint (count (text, "X-KEPT:yes\r\n"), ==, 1);
}

static void
test_folders (Fixture *self, gconstpointer data)
{
  must_run (self, "--json|folders|--account|" ACCOUNT, "\"path\":\"Calendar\"");
  g_assert_nonnull (strstr (self->output, "\"kind\":\"calendar\""));
  g_assert_nonnull (strstr (self->output, "\"kind\":\"contacts\""));
  must_run (self, "folders|--account|" ACCOUNT, "calendar");
}

/* Each with a sentence; nothing comes in. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *cards = write_file (self, "in.vcf", CARDS);
  g_autofree char *broken = write_file (self, "broken.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n");
  g_autofree char *into_calendar =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Calendar", cards);
  g_autofree char *into_nothing =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Nowhere", cards);
  g_autofree char *of_broken =
    g_strdup_printf ("import|%s|--account|" ACCOUNT "|--folder|Calendar", broken);

  run (self, into_calendar);
  g_assert_cmpint (self->status, ==, 1);
  g_assert_nonnull (strstr (self->errors, "does not keep things of this kind"));
  run (self, into_nothing);
  g_assert_cmpint (self->status, ==, 2);
  run (self, of_broken);
  g_assert_cmpint (self->status, !=, 2);
  must_run (self, "events|--from|2026-01-01|--to|2027-01-01", "");
  g_assert_null (strstr (self->output, "Walk"));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/collection-files/calendar", Fixture, NULL, set_up, test_calendar, tear_down);
  g_test_add ("/collection-files/round", Fixture, NULL, set_up, test_round, tear_down);
  g_test_add ("/collection-files/contacts", Fixture, NULL, set_up, test_contacts, tear_down);
  g_test_add ("/collection-files/folders", Fixture, NULL, set_up, test_folders, tear_down);
  g_test_add ("/collection-files/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
