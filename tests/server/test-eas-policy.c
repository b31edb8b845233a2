/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loftctl and an Exchange server whose organisation asks for something: its policy, which a person accepts or
 * not, and that all of an account be deleted here. What the server was told is its own word. */
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "loft-fake-activesync.h"
#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-test-profile.h"
#include "loft-test-tls.h"

#define MOST_POINTS 100 /* at which it is killed, of each kind */

static LoftFakeActivesync *fake;

typedef struct {
  LoftTestProfile *profile;
  LoftFault *fault;
} World;

/* ---- here and there ----------------------------------------------------------------------- */

static void
put_mail (const char *user, const char *subject)
{
  g_autofree char *mime =
    g_strdup_printf ("From: carol@example.test\r\nTo: %s@example.test\r\nSubject: %s\r\n"
                     "Message-ID: <%s@example.test>\r\n\r\nText of %s\r\n",
                     user, subject, subject, subject);

  g_free (loft_fake_activesync_put_mail (fake, user, "Inbox", mime));
}

static void
add_account (World *world, const char *user)
{
  g_autofree char *input = g_strdup_printf ("%s-secret\n", user);
  g_autofree char *line = g_strdup_printf (
    "account add eas --name %s --address %s@example.test --url %s --user %s --secrets-file "
    "--password-stdin",
    user, user, loft_fake_activesync_get_url (fake), user);

  if (loft_test_profile_run_with_input (world->profile, input, "%s", line) != 0)
    g_error ("%s", loft_test_profile_get_errors (world->profile));
}

/* Brings loft-fault-shim.c into each loftctl. */
static LoftFault *
watch (LoftTestProfile *profile)
{
  LoftFault *fault = loft_fault_new (loft_test_profile_get_directory (profile));
  g_auto (GStrv) environment = loft_fault_dup_environment (fault);

  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (profile, parts[0], parts[1]);
    }
  return fault;
}

static void
set_up (World *world, gconstpointer data)
{
  loft_fake_activesync_tell (fake, "reset", NULL);
  put_mail ("alice", "first");
  put_mail ("bob", "second");
  world->profile = loft_test_profile_new ();
  world->fault = watch (world->profile);
  loft_fault_reset (world->fault);
  add_account (world, "alice");
  add_account (world, "bob");
}

static void
tear_down (World *world, gconstpointer data)
{
  loft_test_profile_free (world->profile);
  loft_fault_free (world->fault);
}

static gboolean
says (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static gboolean
server_has (const char *word, const char *part)
{
  g_autofree char *answer = loft_fake_activesync_ask (fake, word, NULL);

  return says (answer, part);
}

/* ---- the policy --------------------------------------------------------------------------- */

static void
test_policy (World *world, gconstpointer data)
{
  LoftTestProfile *profile = world->profile;
  guint asked;

  loft_fake_activesync_tell (fake, "set",
                             "{'policy': ['EASProvisionDoc', ['RequireDeviceEncryption', 1], "
                             "['MaxEmailAgeFilter', 5]]}");
  loft_test_profile_expect (profile, 4, "sync --account alice");
  g_assert_true (says (loft_test_profile_get_errors (profile), "account policy"));
  loft_test_profile_expect (profile, 0, "account policy alice");
  g_assert_true (says (loft_test_profile_get_output (profile), "Not accepted yet"));
  g_assert_true (says (loft_test_profile_get_output (profile), "The computer's disk is encrypted"));
  g_assert_true (says (loft_test_profile_get_output (profile), "deleted here"));
  loft_test_profile_expect (profile, 0, "--json account policy alice");
  g_assert_true (says (loft_test_profile_get_output (profile), "\"MaxEmailAgeFilter\""));
  asked = loft_fake_activesync_get_count (fake, "Provision");

  loft_test_profile_expect (profile, 0, "account policy alice accept --all-is-so");
  g_assert_cmpuint (loft_fake_activesync_get_count (fake, "Provision"), ==, asked);
  loft_test_profile_expect (profile, 0, "sync --account alice");
  loft_test_profile_expect (profile, 0, "messages --account alice --folder INBOX");
  g_assert_true (says (loft_test_profile_get_output (profile), "first"));
  loft_test_profile_expect (profile, 0, "account policy alice");
  g_assert_true (says (loft_test_profile_get_output (profile), "all is kept"));
  /* It is asked once. */
  asked = loft_fake_activesync_get_count (fake, "Provision");
  loft_test_profile_expect (profile, 0, "sync --account alice");
  g_assert_cmpuint (loft_fake_activesync_get_count (fake, "Provision"), ==, asked);
  /* What one account accepts is not accepted for another. */
  loft_test_profile_expect (profile, 4, "sync --account bob");
}

/* ---- deleting ----------------------------------------------------------------------------- */

static char *
dup_directory (World *world, const char *user)
{
  g_autofree char *id = NULL;

  loft_test_profile_expect (world->profile, 0, "--json account show %s", user);
  id = loft_test_profile_dup_field (world->profile, "id");
  return g_build_filename (loft_test_profile_get_directory (world->profile), "accounts", id, NULL);
}

static char *
read_file (World *world, const char *name)
{
  g_autofree char *path =
    g_build_filename (loft_test_profile_get_directory (world->profile), name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

/* Nothing of alice, and all of bob. */
static void
assert_gone (World *world, const char *directory)
{
  g_autofree char *secrets = read_file (world, "secrets.ini");
  g_autofree char *settings = read_file (world, "accounts.ini");
  g_autofree char *id = g_path_get_basename (directory);

  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
  g_assert_false (says (secrets, "alice-secret"));
  g_assert_false (says (settings, id));
  g_assert_true (server_has ("devices", "RemoteWipe"));
  loft_test_profile_expect (world->profile, 0, "account list");
  g_assert_false (says (loft_test_profile_get_output (world->profile), "alice"));
  g_assert_true (says (loft_test_profile_get_output (world->profile), "bob@"));
  g_assert_true (
    says (loft_test_profile_get_errors (world->profile), "removed the data of \"alice\""));
  loft_test_profile_expect (world->profile, 0, "messages --account bob --folder INBOX");
  g_assert_true (says (loft_test_profile_get_output (world->profile), "second"));
}

static void
demand_wipe (void)
{
  loft_fake_activesync_tell (fake, "set", "{'wipe': {'alice': 'device'}}");
}

static void
test_wipe (World *world, gconstpointer data)
{
  g_autofree char *directory = dup_directory (world, "alice");

  loft_test_profile_expect (world->profile, 0, "sync");
  demand_wipe ();
  loft_test_profile_expect (world->profile, 4, "sync --account alice");
  assert_gone (world, directory);
  loft_test_profile_expect (world->profile, 0, "sync");
}

/* ---- killed ------------------------------------------------------------------------------- */

static void
run_killed (World *world)
{
  g_autoptr (GSubprocess) process =
    loft_test_profile_start (world->profile, "sync --account alice");

  g_subprocess_wait (process, NULL, NULL);
  if (!g_subprocess_get_if_exited (process) && g_subprocess_get_term_sig (process) != SIGKILL)
    g_error ("signal %d", g_subprocess_get_term_sig (process));
}

/* Whoever comes next finishes it. */
static void
finish (World *world)
{
  loft_fault_reset (world->fault);
  loft_test_profile_run (world->profile, "sync");
  loft_test_profile_run (world->profile, "sync");
}

static void
rewind_all (World *world, GHashTable *before)
{
  loft_fault_snapshot_restore (before, loft_test_profile_get_directory (world->profile));
  loft_fake_activesync_tell (fake, "forget", "{'what': 'device'}");
  demand_wipe ();
}

/* FALSE: there are not so many. */
static gboolean
try_point (World *world, GHashTable *before, const char *directory, LoftFaultCall call, guint n)
{
  gboolean reached;

  rewind_all (world, before);
  loft_fault_arm (world->fault, 1u << call, n, LOFT_FAULT_KILL, 0);
  run_killed (world);
  reached = world->fault->control->n_hit > 0;
  g_test_message ("call %u, the %u-th: %s", call, n, reached ? "killed" : "not reached");
  finish (world);
  assert_gone (world, directory);
  return reached;
}

static void
test_killed (World *world, gconstpointer data)
{
  static const LoftFaultCall calls[] = { LOFT_FAULT_UNLINK, LOFT_FAULT_RENAME, LOFT_FAULT_SEND };
  g_autofree char *directory = dup_directory (world, "alice");
  g_autoptr (GHashTable) before = NULL;

  loft_test_profile_expect (world->profile, 0, "sync");
  before = loft_fault_snapshot_take (loft_test_profile_get_directory (world->profile));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      guint n = 1;

      while (n < MOST_POINTS && try_point (world, before, directory, calls[i], n))
        n++;
      g_assert_cmpuint (n, >, 3);
    }
}

/* ---- all ---------------------------------------------------------------------------------- */

#define ADD(name, func) g_test_add ("/eas-policy/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  fake = loft_fake_activesync_new ("16.1");
  ADD ("policy", test_policy);
  ADD ("wipe", test_wipe);
  ADD ("killed", test_killed);
  result = g_test_run ();
  loft_fake_activesync_free (fake);
  return result;
}
