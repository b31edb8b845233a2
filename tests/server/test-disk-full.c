/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk is full: sync pauses and says so, throws nothing away here or there, and goes on by
 * itself when there is room again. */
#include <signal.h>
#include <string.h>

#include "loft-fault-proxy.h"
#include "loft-fault.h"
#include "loft-witness.h"

#define SPEED        5 /* so many seconds of the program in one of ours */
#define WAIT_SECONDS 60 /* of ours, before a test gives up */

typedef struct {
  LoftPrivateDovecot *server;
  LoftFaultProxy *proxy;
  LoftTestProfile *profile;
  LoftFault *fault;
} World;

/* (transfer full) text that does not become smaller. */
static char *
make_body (gsize length)
{
  char *body = g_strnfill (length, 'x');

  for (gsize i = 0; i < length; i++)
    body[i] = i % 70 == 69 ? '\n' : (char) g_random_int_range ('a', 'z' + 1);
  return body;
}

/* More than the write-ahead logs have room for, which keep theirs. */
static void
fill (LoftPrivateDovecot *server, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u", i);
      g_autofree char *body = make_body (20000);

      loft_witness_deliver (server, "alice", "", subject, body);
    }
}

static void
world_init (World *world)
{
  g_auto (GStrv) environment = NULL;

  world->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fill (world->server, 6);
  world->proxy = loft_fault_proxy_new (loft_private_dovecot_get_imap_port (world->server));
  world->profile = loft_test_profile_new ();
  world->fault = loft_fault_new (loft_test_profile_get_directory (world->profile));
  environment = loft_fault_dup_environment (world->fault);
  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (world->profile, parts[0], parts[1]);
    }
  loft_test_profile_set_environment (world->profile, "G_DEBUG", "fatal-criticals");
  loft_test_profile_add_account (world->profile, "alice", loft_fault_proxy_get_port (world->proxy),
                                 "--security none --window all");
}

static void
world_clear (World *world)
{
  loft_fault_free (world->fault);
  loft_test_profile_free (world->profile);
  loft_fault_proxy_free (world->proxy);
  loft_private_dovecot_free (world->server);
}

/* Nothing that takes mail away was said to the server. */
static void
assert_nothing_deleted (World *world)
{
  static const char *const words[] = { "EXPUNGE", "DELETE", "\\Deleted", "CLOSE", "MOVE" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (loft_fault_proxy_count_sent (world->proxy, words[i]) != 0)
      g_test_fail_printf ("%s was sent", words[i]);
}

typedef gboolean (*Condition) (World *world, gconstpointer data);

/* Seconds of the program's time. */
static double
wait_until (World *world, Condition condition, gconstpointer data, const char *what)
{
  gint64 begin = g_get_monotonic_time ();
  double taken = 0;

  while (!condition (world, data) && taken < WAIT_SECONDS)
    {
      g_usleep (10000);
      taken = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
    }
  if (taken >= WAIT_SECONDS)
    g_error ("waited in vain: %s", what);
  return taken * SPEED;
}

static gboolean
has_sent (World *world, gconstpointer text)
{
  return loft_fault_proxy_count_sent (world->proxy, text) > 0;
}

static gboolean
was_refused (World *world, gconstpointer data)
{
  return world->fault->control->n_refused_room > *(const guint32 *) data;
}

/* Between two tries: neither a file nor the network has been used for a while. */
static gboolean
pauses (World *world, gconstpointer data)
{
  static guint n_before;
  static guint n_same;
  guint n = 0;

  for (guint i = 0; i < LOFT_FAULT_N_CALLS; i++)
    n += world->fault->control->n_calls[i];
  n_same = n == n_before ? n_same + 1 : 0;
  n_before = n;
  return n_same > 30;
}

static gboolean
shows (World *world, gconstpointer state)
{
  g_autofree char *found = loft_test_profile_dump (world->profile);

  return strcmp (found, state) == 0;
}

static int
end_watch (GSubprocess *process, char **errors)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (process, SIGINT);
  if (!g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, errors, &error))
    g_error ("%s", error->message);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* What was here is here still. */
static void
assert_keeps (const char *state, const char *before)
{
  g_auto (GStrv) lines = g_strsplit (before, "\n", -1);
  g_auto (GStrv) now = g_strsplit (state, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) now, lines[i]))
      g_test_fail_printf ("thrown away: %s", lines[i]);
}

static void
assert_tells_of_room (const char *errors)
{
  if (strstr (errors, "check free space") == NULL)
    g_test_fail_printf ("no sentence: %s", errors);
}

/* Full while mail comes in; then a person wants to set a flag; then there is room again. */
static void
test_watch (void)
{
  World world;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *before = NULL;
  g_autofree char *during = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;
  g_autofree char *errors = NULL;
  guint32 n_refused = 0;
  double taken;

  world_init (&world);
  loft_test_profile_expect (world.profile, 0, "sync");
  before = loft_test_profile_dump (world.profile);
  id = loft_test_profile_find_message (world.profile, "INBOX", "3");
  world.fault->control->speed = SPEED;
  process = loft_test_profile_start_piped (world.profile, "sync --watch 100000");
  wait_until (&world, has_sent, "IDLE", "IDLE");

  world.fault->control->room = 0;
  fill (world.server, 30);
  wait_until (&world, was_refused, &n_refused, "a write that fails");
  n_refused = world.fault->control->n_refused_room;
  taken = wait_until (&world, was_refused, &n_refused, "another try");
  g_test_message ("tried again after %.1f s", taken);
  loft_test_profile_expect (world.profile, 1, "--offline flag %s +flagged", id);
  assert_tells_of_room (loft_test_profile_get_errors (world.profile));
  during = loft_test_profile_dump (world.profile);
  assert_keeps (during, before);

  after = loft_witness_state (world.server, "alice");
  world.fault->control->room = G_MAXINT64;
  taken = wait_until (&world, shows, after, "what came meanwhile");
  g_test_message ("went on after %.1f s", taken);
  /* 9 with the pause at its longest; the rest for a slow machine. */
  g_assert_cmpfloat (taken, <, 10 + 3 * SPEED);
  loft_test_profile_expect (world.profile, 0, "--offline flag %s +flagged", id);
  g_assert_cmpint (end_watch (process, &errors), ==, 0);
  assert_nothing_deleted (&world);
  loft_test_profile_expect (world.profile, 0, "doctor");
  world_clear (&world);
}

/* A watch that is ended meanwhile says what is the matter. */
static void
test_sentence (void)
{
  World world;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *errors = NULL;
  guint32 n_refused = 0;

  world_init (&world);
  loft_test_profile_expect (world.profile, 0, "sync");
  process = loft_test_profile_start_piped (world.profile, "sync --watch 100000");
  wait_until (&world, has_sent, "IDLE", "IDLE");
  world.fault->control->room = 0;
  fill (world.server, 30);
  wait_until (&world, was_refused, &n_refused, "a write that fails");
  wait_until (&world, pauses, NULL, "a pause");
  g_assert_cmpint (end_watch (process, &errors), ==, 1);
  assert_tells_of_room (errors);
  world_clear (&world);
}

/* The first sync again and again, with a little more room each time. */
static void
test_little_room (void)
{
  World world;
  guint n_paused = 0;
  int status = 1;

  world_init (&world);
  for (guint i = 0; status != 0 && i < 100; i++)
    {
      world.fault->control->room = 200000;
      status = loft_test_profile_run (world.profile, "sync");
      if (status == 0)
        break;
      g_assert_cmpint (status, ==, 1);
      assert_tells_of_room (loft_test_profile_get_errors (world.profile));
      n_paused++;
    }
  world.fault->control->room = G_MAXINT64;
  g_test_message ("%u syncs had too little room", n_paused);
  g_assert_cmpuint (n_paused, >, 2);
  g_assert_cmpint (status, ==, 0);
  loft_witness_assert_same (world.server, "alice", world.profile);
  assert_nothing_deleted (&world);
  loft_test_profile_expect (world.profile, 0, "doctor");
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/disk-full/little-room", test_little_room);
  g_test_add_func ("/server/disk-full/sentence", test_sentence);
  g_test_add_func ("/server/disk-full/watch", test_watch);
  return g_test_run ();
}
