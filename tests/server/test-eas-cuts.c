/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account by ActiveSync whose answers are lost one by one, and whose program is killed at its writes: what
 * is here in the end is what the server has, each thing once. loftctl and fake-activesync.py. */
#include <signal.h>
#include <string.h>

#include "loft-fake-activesync.h"
#include "loft-fault.h"
#include "loft-test-profile.h"
#include "loft-test-tls.h"

#define N_MESSAGES   105 /* more than one answer */
#define N_KILLS      3 /* in the default run, of each kind of call */
#define MOST_CUTS    200
#define CUT_STEP     9
#define N_OWN        4 /* answers at first that are about what was written here */
#define CHANGES_STEP 4 /* behind them */

#define EVENT                                                                                      \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:mine-%u\r\n"            \
  "DTSTAMP:20261101T000000Z\r\nDTSTART:20261125T140000Z\r\nDTEND:20261125T150000Z\r\n"             \
  "SUMMARY:Mine %u\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define CARD                                                                                       \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-%u\r\nFN:Zoe Quick%u\r\nN:Quick%u;Zoe;;;\r\nEND:VCARD\r\n"

typedef struct {
  LoftFakeActivesync *fake;
  LoftTestProfile *profile;
  LoftFault *fault;
} World;

static gboolean
is_soak (void)
{
  return g_getenv ("LOFT_TEST_SOAK") != NULL;
}

/* ---- the server --------------------------------------------------------------------------- */

static void tell (World *world, const char *word, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
tell (World *world, const char *word, const char *format, ...)
{
  g_autofree char *json = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  loft_fake_activesync_tell (world->fake, word, json);
}

static void
put_mail (World *world, const char *name, guint many)
{
  tell (world, "put",
        "{'folder': 'Inbox', 'many': %u, 'mime': 'From: bob@example.test\\r\\nSubject: %s {n}\\r\\n"
        "Message-ID: <%s-{n}@x.test>\\r\\n\\r\\nText {n}\\r\\n'}",
        many, name, name);
}

static void
put_items (World *world, const char *name)
{
  tell (world, "put",
        "{'folder': 'Calendar', 'data': [['Calendar:Subject', '%s'], ['Calendar:UID', '%s'], "
        "['Calendar:StartTime', '20261124T090000Z'], ['Calendar:EndTime', '20261124T100000Z']]}",
        name, name);
  tell (world, "put",
        "{'folder': 'Contacts', 'data': [['Contacts:FirstName', 'Eva'], ['Contacts:LastName', "
        "'%s']]}",
        name);
}

static void
fill (World *world, const char *version)
{
  tell (world, "reset", "{}");
  tell (world, "versions", "{'versions': ['%s']}", version);
  put_mail (world, "Letter", N_MESSAGES);
  put_items (world, "Fair");
}

/* Items of a folder, by its id. */
static guint
count_there (World *world, const char *folder_id)
{
  g_autofree char *state = loft_fake_activesync_ask (world->fake, "state", NULL);
  g_autofree char *item = g_strdup_printf ("{\"id\": \"%s:", folder_id);
  guint count = 0;

  for (const char *found = strstr (state, item); found != NULL; found = strstr (found + 1, item))
    count++;
  return count;
}

/* The n-th request from now on is done, and the next one for it, too, but nothing is told of either. */
static void
lose (World *world, guint n)
{
  tell (world, "fault", "{'command': '*', 'skip': %u, 'times': 2, 'lose': true}", n);
}

/* ---- here --------------------------------------------------------------------------------- */

static guint
count_here (World *world, const char *command)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (world->profile, 0, "--offline --json %s", command);
  ids = loft_test_profile_list_field (world->profile, "id");
  return ids->len;
}

static void
assert_same (World *world, guint n_mine)
{
  loft_test_profile_expect (world->profile, 0, "--offline doctor");
  g_assert_cmpuint (count_here (world, "messages --limit 1000"), ==, count_there (world, "1"));
  g_assert_cmpuint (count_here (world, "events --from 2026-11-01 --to 2026-12-31"), ==,
                    count_there (world, "7"));
  g_assert_cmpuint (count_here (world, "contacts"), ==, count_there (world, "8"));
  g_assert_cmpuint (count_there (world, "7"), ==, 1 + n_mine);
  g_assert_cmpuint (count_there (world, "8"), ==, 1 + n_mine);
  loft_test_profile_expect (world->profile, 0, "--offline pending");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

/* Whatever it says, it says it in a sentence. */
static void
sync_somehow (World *world)
{
  int status = loft_test_profile_run (world->profile, "sync");

  if (status != 0 && strstr (loft_test_profile_get_errors (world->profile), "loftctl: ") == NULL)
    g_error ("%d: %s", status, loft_test_profile_get_errors (world->profile));
}

static void
sync_well (World *world)
{
  loft_test_profile_expect (world->profile, 0, "sync");
}

static void
watch (World *world)
{
  g_auto (GStrv) environment = NULL;

  world->fault = loft_fault_new (loft_test_profile_get_directory (world->profile));
  environment = loft_fault_dup_environment (world->fault);
  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (world->profile, parts[0], parts[1]);
    }
}

static void
set_up (World *world, gconstpointer version)
{
  world->fake = loft_fake_activesync_new (NULL);
  fill (world, version);
  world->profile = loft_test_profile_new ();
  watch (world);
  loft_test_profile_run_with_input (
    world->profile, "alice-secret\n",
    "account add eas --name Test --address alice@example.test --url %s --user alice "
    "--secrets-file --password-stdin --window all",
    loft_fake_activesync_get_url (world->fake));
}

static void
tear_down (World *world, gconstpointer version)
{
  loft_test_profile_free (world->profile);
  loft_fault_free (world->fault);
  loft_fake_activesync_free (world->fake);
}

/* ---- cases -------------------------------------------------------------------------------- */

static gboolean
was_lost (World *world)
{
  g_autofree char *counts = loft_fake_activesync_ask (world->fake, "faults", NULL);

  return strstr (counts, "\"times\": 2") == NULL;
}

/* A first sync, behind each of its answers. */
static void
test_first_sync (World *world, gconstpointer version)
{
  guint step = is_soak () ? 1 : CUT_STEP;
  gboolean lost = TRUE;

  for (guint i = 0; lost; i += step)
    {
      loft_test_profile_forget (world->profile);
      tell (world, "clear", "{}");
      lose (world, i);
      sync_somehow (world);
      lost = was_lost (world);
      tell (world, "clear", "{}");
      sync_well (world);
      assert_same (world, 0);
      g_assert_cmpuint (i, <, MOST_CUTS);
    }
}

/* What is written here, in files for loftctl. */
static void
add_mine (World *world, guint i)
{
  g_autofree char *file =
    g_build_filename (loft_test_profile_get_directory (world->profile), "new", NULL);
  g_autofree char *event = g_strdup_printf (EVENT, i, i);
  g_autofree char *card = g_strdup_printf (CARD, i, i, i);

  g_assert_true (g_file_set_contents (file, event, -1, NULL));
  loft_test_profile_expect (world->profile, 0, "--offline event add %s --account Test", file);
  g_assert_true (g_file_set_contents (file, card, -1, NULL));
  loft_test_profile_expect (world->profile, 0, "--offline contact add %s --account Test", file);
}

/* One that brings and takes, behind each of its answers; the operations that were sent wait for a while
 * before they are sent again, or go at once. */
static void
test_changes (World *world, gconstpointer version)
{
  gboolean lost = TRUE;
  guint n = 0;

  sync_well (world);
  for (guint i = 0; lost; i += is_soak () || i < N_OWN ? 1 : CHANGES_STEP)
    {
      add_mine (world, ++n);
      put_mail (world, "More", 1);
      tell (world, "clear", "{}");
      lose (world, i);
      sync_somehow (world);
      lost = was_lost (world);
      tell (world, "clear", "{}");
      sync_somehow (world);
      loft_test_profile_run (world->profile, "pending retry");
      sync_well (world);
      assert_same (world, n);
      g_assert_cmpuint (i, <, MOST_CUTS);
    }
}

/* The answer to what is new is lost again and again: the folder is not listed before it is known whether it
 * came, or it would be there twice. */
static void
test_unanswered (World *world, gconstpointer version)
{
  sync_well (world);
  add_mine (world, 1);
  for (guint i = 0; i < 3; i++)
    {
      tell (world, "clear", "{}");
      tell (world, "fault", "{'command': 'Sync', 'times': 2, 'lose': true}");
      sync_somehow (world);
      g_assert_cmpuint (count_here (world, "contacts"), ==, 2);
    }
  tell (world, "clear", "{}");
  loft_test_profile_run (world->profile, "pending retry");
  sync_well (world);
  assert_same (world, 1);
}

static void
sync_killed (World *world, LoftFaultCall call, guint at)
{
  g_autoptr (GSubprocess) process = NULL;

  loft_fault_arm (world->fault, 1u << call, at, LOFT_FAULT_KILL, 0);
  process = loft_test_profile_start (world->profile, "sync");
  g_subprocess_wait (process, NULL, NULL);
  if (!g_subprocess_get_if_exited (process) && g_subprocess_get_term_sig (process) != SIGKILL)
    g_error ("signal %d", g_subprocess_get_term_sig (process));
  loft_fault_reset (world->fault);
}

/* Of a sync that brings and takes: each of its calls is the last thing that the program does, once. */
static void
test_killed (World *world, gconstpointer version)
{
  static const LoftFaultCall calls[] = { LOFT_FAULT_WRITE, LOFT_FAULT_SYNC, LOFT_FAULT_SEND };
  guint n_calls[G_N_ELEMENTS (calls)];
  guint n = 0;

  sync_well (world);
  add_mine (world, ++n);
  put_mail (world, "More", 1);
  loft_fault_reset (world->fault);
  sync_well (world);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      n_calls[i] = world->fault->control->n_calls[calls[i]];
      g_assert_cmpuint (n_calls[i], >, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      guint step = is_soak () ? 1 : MAX (n_calls[i] / N_KILLS, 1);

      for (guint at = 1 + i % step; at <= n_calls[i]; at += step)
        {
          add_mine (world, ++n);
          put_mail (world, "More", 1);
          sync_killed (world, calls[i], at);
          sync_well (world);
          assert_same (world, n);
        }
    }
  g_test_message ("killed at %u of %u writes, %u syncs, %u sends", n - 1, n_calls[0], n_calls[1],
                  n_calls[2]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  g_test_add ("/eas-cuts/14.1/first-sync", World, "14.1", set_up, test_first_sync, tear_down);
  g_test_add ("/eas-cuts/14.1/changes", World, "14.1", set_up, test_changes, tear_down);
  g_test_add ("/eas-cuts/16.1/changes", World, "16.1", set_up, test_changes, tear_down);
  g_test_add ("/eas-cuts/14.1/unanswered", World, "14.1", set_up, test_unanswered, tear_down);
  g_test_add ("/eas-cuts/16.1/unanswered", World, "16.1", set_up, test_unanswered, tear_down);
  g_test_add ("/eas-cuts/14.1/killed", World, "14.1", set_up, test_killed, tear_down);
  if (is_soak ())
    g_test_add ("/eas-cuts/16.1/killed", World, "16.1", set_up, test_killed, tear_down);
  return g_test_run ();
}
