/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account by ActiveSync on a real SOGo: all kinds of data, changes from both sides, by loftctl. */
#include <string.h>

#include "loft-private-sogo.h"
#include "loft-test-profile.h"

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivateSogo *sogo;
  LoftTestProfile *profile;
} World;

static World world;

#define N_MESSAGES 12

#define EVENT                                                                                      \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:standup\r\n"            \
  "DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20261124T090000\r\n"                     \
  "DTEND;TZID=Europe/Berlin:20261124T100000\r\nSUMMARY:Standup with Zo\xc3\xab\r\n"                \
  "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

#define NEW_EVENT                                                                                  \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:review\r\n"             \
  "DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20261125T140000\r\n"                     \
  "DTEND;TZID=Europe/Berlin:20261125T150000\r\nSUMMARY:Review\r\nLOCATION:Room 1\r\n"              \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"

#define TASK                                                                                       \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VTODO\r\nUID:milk\r\n"                \
  "DTSTAMP:20261101T000000Z\r\nDUE;VALUE=DATE:20261125\r\nSUMMARY:Buy milk\r\nEND:VTODO\r\n"       \
  "END:VCALENDAR\r\n"

#define CARD                                                                                       \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:zoe\r\nFN:Zo\xc3\xab Quick\r\nN:Quick;Zo\xc3\xab;;;\r\n"      \
  "EMAIL;TYPE=work:zoe@example.test\r\nTEL;TYPE=cell:+491234\r\nEND:VCARD\r\n"

/* ---- the other side ----------------------------------------------------------------------- */

/* SOGo 5.8 may not find a folder at once that another of its processes has just made. */
static void
put (const char *path, const char *text)
{
  guint status = 0;

  for (guint i = 0; i < 50 && status / 100 != 2; i++)
    {
      if (i > 0)
        g_usleep (100000);
      status = loft_private_sogo_ask (world.sogo, "alice", "PUT", path, NULL, text, NULL);
    }
  g_assert_cmpuint (status / 100, ==, 2);
}

/* (transfer full) */
static char *
get (const char *path)
{
  char *answer = NULL;
  guint status = loft_private_sogo_ask (world.sogo, "alice", "GET", path, NULL, NULL, &answer);

  g_assert_cmpuint (status, ==, 200);
  return answer;
}

static void
deliver (guint i)
{
  g_autofree char *message = g_strdup_printf (
    "From: Bob <bob@example.test>\nTo: alice@example.test\nSubject: Letter %u\n"
    "Date: Mon, 23 Nov 2026 04:%02u:00 +0000\nMessage-ID: <letter-%u@example.test>\n"
    "Content-Type: text/plain; charset=utf-8\n\nWords of letter %u, na\xc3\xafve\n",
    i, i % 60, i, i);

  loft_private_dovecot_deliver (world.dovecot, "alice", "", message, -1, "", 1795402800 + i * 60);
}

/* ---- this side ---------------------------------------------------------------------------- */

static void
sync_all (void)
{
  loft_test_profile_expect (world.profile, 0, "sync");
}

static gboolean
prints (const char *text)
{
  return strstr (loft_test_profile_get_output (world.profile), text) != NULL;
}

#define assert_prints(text)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!prints (text))                                                                            \
      g_error ("\"%s\" is not in:\n%s", text, loft_test_profile_get_output (world.profile));       \
  }                                                                                                \
  G_STMT_END

/* (transfer full) the id of the first line that search, events … print. */
static char *
first_id (const char *command)
{
  loft_test_profile_expect (world.profile, 0, "--json %s", command);
  return loft_test_profile_dup_field (world.profile, "id");
}

static void
assert_settled (void)
{
  loft_test_profile_expect (world.profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
  loft_test_profile_expect (world.profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
}

/* ---- cases -------------------------------------------------------------------------------- */

static void
test_first_sync (void)
{
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "folders");
  assert_prints ("inbox");
  assert_prints ("trash");
  assert_prints ("calendar");
  assert_prints ("contacts");
  assert_prints ("tasks");
  loft_test_profile_expect (world.profile, 0, "--json messages");
  {
    g_autoptr (GPtrArray) ids = loft_test_profile_list_field (world.profile, "id");

    g_assert_cmpuint (ids->len, ==, N_MESSAGES);
  }
  loft_test_profile_expect (world.profile, 0, "search 'na\xc3\xafve subject:7'");
  assert_prints ("Letter 7");
  loft_test_profile_expect (world.profile, 0, "events --from 2026-11-23 --to 2027-01-31");
  assert_prints ("2026-11-24T09:00:00+01:00");
  assert_prints ("2026-12-22T09:00:00+01:00");
  loft_test_profile_expect (world.profile, 0, "tasks");
  assert_prints ("Buy milk");
  loft_test_profile_expect (world.profile, 0, "contacts");
  assert_prints ("zoe@example.test");
}

/* As the trace of the last run tells. */
static guint
count_requests (const char *command)
{
  g_autofree char *line = g_strdup_printf (" eas %s\n", command);
  const char *trace = loft_test_profile_get_errors (world.profile);
  guint count = 0;

  for (const char *found = strstr (trace, line); found != NULL; found = strstr (found + 1, line))
    count++;
  return count;
}

/* Nothing comes twice, and nothing goes; all folders are asked for at once. */
static void
test_nothing_new (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sync_all ();
  before = loft_test_profile_dump (world.profile);
  loft_test_profile_set_environment (world.profile, "LOFT_TRACE", "eas");
  sync_all ();
  loft_test_profile_set_environment (world.profile, "LOFT_TRACE", NULL);
  g_assert_cmpuint (count_requests ("Sync"), ==, 1);
  g_assert_cmpuint (count_requests ("FolderSync"), ==, 1);
  after = loft_test_profile_dump (world.profile);
  g_assert_cmpstr (before, ==, after);
  assert_settled ();
}

static void
test_mail_here (void)
{
  g_autofree char *flagged = first_id ("search 'subject:\"Letter 1\"'");
  g_autofree char *moved = first_id ("search 'subject:\"Letter 2\"'");
  g_autofree char *deleted = first_id ("search 'subject:\"Letter 3\"'");

  loft_test_profile_expect (world.profile, 0, "--offline flag %s +seen +flagged", flagged);
  loft_test_profile_expect (world.profile, 0, "--offline move %s --to Archive", moved);
  loft_test_profile_expect (world.profile, 0, "--offline delete %s", deleted);
  sync_all ();
  assert_settled ();
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "messages --folder Archive");
  assert_prints ("Letter 2");
  loft_test_profile_expect (world.profile, 0, "messages --folder Trash");
  assert_prints ("Letter 3");
  loft_test_profile_expect (world.profile, 0, "messages");
  g_assert_false (prints ("Letter 2\n"));
  loft_test_profile_expect (world.profile, 0, "--json show %s", flagged);
  assert_prints ("\"flagged\"");
}

static void
test_mail_there (void)
{
  deliver (N_MESSAGES);
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "messages");
  assert_prints ("Letter 12");
}

static void
test_send (void)
{
  loft_test_profile_run_with_input (
    world.profile,
    "From: alice@example.test\nTo: bob@example.test\nBcc: carol@example.test\nSubject: Hello Bob\n"
    "MIME-Version: 1.0\nContent-Type: text/plain\n\nWords\n",
    "send - --account Exchange");
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "outbox");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
  loft_test_profile_expect (world.profile, 0, "messages --folder Sent");
  assert_prints ("Hello Bob");
}

/* The original bears its mark here; what arrives is what was written, without what the server would add. */
static void
test_answer (void)
{
  g_autofree char *original = first_id ("search 'subject:\"Letter 5\"'");
  g_autofree char *copy = NULL;

  loft_test_profile_run_with_input (
    world.profile,
    "From: alice@example.test\nTo: bob@example.test\nSubject: Re: Letter 5\n"
    "In-Reply-To: <letter-5@example.test>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
    "My answer\n",
    "send - --account Exchange");
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "outbox");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
  loft_test_profile_expect (world.profile, 0, "--json show %s", original);
  assert_prints ("\"answered\"");
  loft_test_profile_expect (world.profile, 0, "messages --folder Sent");
  assert_prints ("Re: Letter 5");
  copy = first_id ("search 'subject:\"Re: Letter 5\"'");
  loft_test_profile_expect (world.profile, 0, "show %s", copy);
  assert_prints ("My answer");
  g_assert_false (prints ("Words of letter 5"));
  assert_settled ();
}

static void
test_items_here (void)
{
  const char *directory = loft_test_profile_get_directory (world.profile);
  g_autofree char *file = g_build_filename (directory, "new.ics", NULL);
  g_autofree char *changed = g_build_filename (directory, "changed.ics", NULL);
  g_autofree char *event = first_id ("events --from 2026-11-23 --to 2026-11-25");
  g_autoptr (GString) text = NULL;
  g_autofree char *there = NULL;

  g_assert_true (g_file_set_contents (file, NEW_EVENT, -1, NULL));
  loft_test_profile_expect (world.profile, 0, "event show %s --ics", event);
  text = g_string_new (loft_test_profile_get_output (world.profile));
  g_assert_cmpuint (g_string_replace (text, "Standup with Zo\xc3\xab", "Standup, moved", 0), ==, 1);
  g_assert_true (g_file_set_contents (changed, text->str, -1, NULL));
  loft_test_profile_expect (world.profile, 0, "--offline event edit %s %s", event, changed);
  loft_test_profile_expect (world.profile, 0,
                            "--offline event add %s --account Exchange --calendar "
                            "'Personal Calendar'",
                            file);
  sync_all ();
  sync_all ();
  assert_settled ();
  there = get ("Calendar/personal/standup.ics");
  g_assert_nonnull (strstr (there, "SUMMARY:Standup\\, moved"));
  g_assert_nonnull (strstr (there, "COUNT=5"));
  /* SOGo 5.8 looks at no zone but that of its user's settings. */
  g_assert_nonnull (strstr (there, "TZID=Etc/UTC:20261124T080000"));
  loft_test_profile_expect (world.profile, 0, "events --from 2026-11-23 --to 2026-12-02");
  assert_prints ("Review");
  assert_prints ("Standup, moved");
}

static void
test_items_there (void)
{
  g_autoptr (GString) card = g_string_new (CARD);

  g_string_replace (card, "+491234", "+495678", 0);
  put ("Contacts/personal/zoe.vcf", card->str);
  loft_private_sogo_ask (world.sogo, "alice", "DELETE", "Calendar/personal/milk.ics", NULL, NULL,
                         NULL);
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "tasks");
  g_assert_false (prints ("Buy milk"));
  {
    g_autofree char *zoe = first_id ("contacts");

    loft_test_profile_expect (world.profile, 0, "--json contact show %s", zoe);
    assert_prints ("+495678");
  }
  assert_settled ();
}

#define RICH_CARD                                                                                  \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:rich\r\nFN:Rich Roll\r\nN:Roll;Rich;;;\r\nROLE:Speaker\r\n"   \
  "TEL;TYPE=cell:+491\r\nTEL;TYPE=cell:+492\r\nEND:VCARD\r\n"

/* What the server has no place for does not keep the rest from it, and is told. */
static void
test_left_out (void)
{
  const char *directory = loft_test_profile_get_directory (world.profile);
  g_autofree char *file = g_build_filename (directory, "rich.vcf", NULL);

  g_assert_true (g_file_set_contents (file, RICH_CARD, -1, NULL));
  loft_test_profile_expect (world.profile, 0, "contact add %s --account Exchange", file);
  sync_all ();
  loft_test_profile_expect (world.profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
  loft_test_profile_expect (world.profile, 0, "contacts");
  assert_prints ("Rich Roll");
  loft_test_profile_expect (world.profile, 0, "problems");
  assert_prints ("no role beside it");
  assert_prints ("+492");
}

static void
set_up (void)
{
  g_autofree char *options = NULL;

  world.dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world.sogo = loft_private_sogo_new (world.dovecot);
  world.profile = loft_test_profile_new ();
  for (guint i = 0; i < N_MESSAGES; i++)
    deliver (i);
  put ("Calendar/personal/standup.ics", EVENT);
  put ("Calendar/personal/milk.ics", TASK);
  put ("Contacts/personal/zoe.vcf", CARD);
  loft_test_profile_run_with_input (world.profile, "alice-secret\n",
                                    "account add eas --name Exchange --address alice@example.test "
                                    "--url %s --user alice --secrets-file --password-stdin "
                                    "--window all",
                                    loft_private_sogo_get_plain_url (world.sogo));
}

/* Nobody of the address book of the server is here; it is asked. */
static void
test_directory (void)
{
  loft_test_profile_expect (world.profile, 0, "--json contacts --directory exampl");
  assert_prints ("\"carol@example.test\"");
  assert_prints ("\"room@example.test\"");
  loft_test_profile_expect (world.profile, 0,
                            "--json contacts --directory carol --account Exchange");
  assert_prints ("\"name\":\"Carol\"");
  g_assert_false (prints ("room@example.test"));
  loft_test_profile_expect (world.profile, 0, "contacts --directory nobodyofthatname");
  g_assert_cmpstr (loft_test_profile_get_output (world.profile), ==, "");
  loft_test_profile_expect (world.profile, 2, "contacts --directory ca");
  loft_test_profile_expect (world.profile, 5, "--offline contacts --directory carol");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/eas/first-sync", test_first_sync);
  g_test_add_func ("/eas/nothing-new", test_nothing_new);
  g_test_add_func ("/eas/mail-here", test_mail_here);
  g_test_add_func ("/eas/mail-there", test_mail_there);
  g_test_add_func ("/eas/send", test_send);
  g_test_add_func ("/eas/answer", test_answer);
  g_test_add_func ("/eas/items-here", test_items_here);
  g_test_add_func ("/eas/items-there", test_items_there);
  g_test_add_func ("/eas/left-out", test_left_out);
  g_test_add_func ("/eas/directory", test_directory);
  status = g_test_run ();
  loft_test_profile_free (world.profile);
  loft_private_sogo_free (world.sogo);
  loft_private_dovecot_free (world.dovecot);
  return status;
}
