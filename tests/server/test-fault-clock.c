/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock on the wall jumps, by a day and by ten years, forth and back: sync goes on, nothing
 * waits for years, nothing is lost. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "loft-fault-proxy.h"
#include "loft-fault.h"
#include "loft-witness.h"

#define DAY          (24 * 60 * 60)
#define YEAR         (365 * DAY)
#define SPEED        30
#define MAX_WAIT     300 /* of the program's seconds */
#define MAX_CONNECTS 40

static const gint64 jumps[] = { DAY, -DAY, (gint64) 10 * YEAR, (gint64) -10 * YEAR };

typedef struct {
  LoftPrivateDovecot *server;
  LoftFaultProxy *proxy;
  LoftTestProfile *profile;
  LoftFault *fault;
} World;

static void
world_init (World *world, const char *window)
{
  g_auto (GStrv) environment = NULL;
  g_autofree char *options = g_strdup_printf ("--security none --window %s", window);

  world->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  for (guint i = 0; i < 6; i++)
    loft_witness_deliver (world->server, "alice", "", "Some mail", "of these days");
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
                                 options);
}

static void
world_clear (World *world)
{
  loft_fault_free (world->fault);
  loft_test_profile_free (world->profile);
  loft_fault_proxy_free (world->proxy);
  loft_private_dovecot_free (world->server);
}

static void
assert_nothing_waits (World *world)
{
  loft_test_profile_expect (world->profile, 0, "--json --offline pending");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

static guint
count_tries (World *world)
{
  g_autofree char *tries = NULL;

  loft_test_profile_expect (world->profile, 0, "--json --offline pending");
  tries = loft_test_profile_dup_field (world->profile, "tries");
  return tries != NULL ? (guint) g_ascii_strtoull (tries, NULL, 10) : 0;
}

/* Lost twice at the moment it is sent: then there is a time before which nobody tries by himself.
 * */
static void
let_fail_twice (World *world)
{
  for (guint n = 3; n < 12 && count_tries (world) < 2; n++)
    for (guint i = 0; i < 2; i++)
      {
        loft_fault_arm (world->fault, 1u << LOFT_FAULT_SEND, n, LOFT_FAULT_FAIL, ECONNRESET);
        loft_test_profile_run (world->profile, "sync");
      }
  g_assert_cmpuint (count_tries (world), ==, 2);
  loft_fault_reset (world->fault);
}

/* An operation failed and waits for its next try; then the clock jumps. */
static void
test_waiting_operation (void)
{
  World world;
  g_autofree char *id = NULL;

  world_init (&world, "all");
  loft_test_profile_expect (world.profile, 0, "sync");
  id = loft_test_profile_find_message (world.profile, "INBOX", "3");
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      loft_test_profile_expect (world.profile, 0, "--offline flag %s +jump-%u", id, i);
      let_fail_twice (&world);
      world.fault->control->clock_offset = jumps[i];
      loft_test_profile_expect (world.profile, 0, "sync");
      assert_nothing_waits (&world);
      loft_witness_assert_same (world.server, "alice", world.profile);
      world.fault->control->clock_offset = 0;
    }
  world_clear (&world);
}

static gboolean
wait_until_same (World *world)
{
  gint64 begin = g_get_monotonic_time ();

  while ((g_get_monotonic_time () - begin) / G_USEC_PER_SEC * SPEED < MAX_WAIT)
    {
      g_autofree char *state = loft_witness_state (world->server, "alice");
      g_autofree char *found = loft_test_profile_dump (world->profile);

      if (strcmp (state, found) == 0)
        return TRUE;
    }
  return FALSE;
}

/* While it watches, and while it pauses because the server is away. */
static void
test_watch (void)
{
  World world;
  g_autoptr (GSubprocess) process = NULL;
  guint n_connects;

  world_init (&world, "all");
  loft_test_profile_expect (world.profile, 0, "sync");
  world.fault->control->speed = SPEED;
  process = loft_test_profile_start (world.profile, "sync --watch 10000000");
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      n_connects = world.fault->control->n_calls[LOFT_FAULT_CONNECT];
      loft_fault_proxy_set_link (world.proxy, LOFT_FAULT_LINK_REFUSE);
      world.fault->control->clock_offset += jumps[i];
      loft_witness_deliver (world.server, "alice", "", "Came meanwhile", "news");
      /* Two pauses long. */
      g_usleep (15 * G_USEC_PER_SEC / SPEED);
      world.fault->control->clock_offset -= 2 * jumps[i];
      loft_fault_proxy_set_link (world.proxy, LOFT_FAULT_LINK_UP);
      if (!wait_until_same (&world))
        g_test_fail_printf ("nothing goes on after a jump of %" G_GINT64_FORMAT " s", jumps[i]);
      n_connects = world.fault->control->n_calls[LOFT_FAULT_CONNECT] - n_connects;
      g_assert_cmpuint (n_connects, <=, MAX_CONNECTS);
      world.fault->control->clock_offset = 0;
    }
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_wait (process, NULL, NULL);
  loft_test_profile_expect (world.profile, 0, "--offline doctor");
  world_clear (&world);
}

/* A window of 30 days while the clock is wrong, and right again: nothing is thrown away for it. */
static void
test_window (void)
{
  World world;
  g_autofree char *right = NULL;
  g_autofree char *again = NULL;

  world_init (&world, "30");
  world.fault->control->clock_offset = 0;
  loft_test_profile_expect (world.profile, 0, "sync");
  right = loft_test_profile_dump (world.profile);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      world.fault->control->clock_offset = jumps[i];
      loft_test_profile_expect (world.profile, 0, "sync");
      again = loft_test_profile_dump (world.profile);
      loft_witness_assert_equal (right, again);
      g_clear_pointer (&again, g_free);
      loft_test_profile_expect (world.profile, 0, "doctor");
      world.fault->control->clock_offset = 0;
      loft_test_profile_expect (world.profile, 0, "sync");
      again = loft_test_profile_dump (world.profile);
      loft_witness_assert_equal (right, again);
      g_clear_pointer (&again, g_free);
    }
  world_clear (&world);
}

static void
deliver_at (World *world, const char *name, gint64 received)
{
  g_autofree char *message =
    g_strdup_printf ("From: b@example.test\nSubject: %s\nMessage-ID: <%s@example.test>\n\n%s\n",
                     name, name, name);

  loft_private_dovecot_deliver (world->server, "alice", "", message, -1, "", received);
}

static gboolean
is_here (World *world, const char *remote_id)
{
  g_autofree char *state = loft_test_profile_dump (world->profile);
  g_autofree char *row = g_strdup_printf ("INBOX\t%s\t", remote_id);
  g_autofree char *found = NULL;

  g_assert_nonnull (strstr (state, row));
  found = g_strdup (strstr (state, row));
  found[strcspn (found, "\n")] = '\0';
  return !g_str_has_suffix (found, "\t-");
}

/* What is older than the window stays for a month when a person has opened it. */
static void
test_opened (void)
{
  World world;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *id = NULL;

  world_init (&world, "30");
  deliver_at (&world, "old", now - 300 * DAY);
  deliver_at (&world, "older", now - 400 * DAY);
  loft_test_profile_expect (world.profile, 0, "sync");
  g_assert_false (is_here (&world, "2"));
  id = loft_test_profile_find_message (world.profile, "INBOX", "2");
  loft_test_profile_expect (world.profile, 0, "show %s", id);
  for (guint i = 0; i < 2; i++)
    {
      loft_test_profile_expect (world.profile, 0, "sync");
      g_assert_true (is_here (&world, "2"));
    }
  g_assert_false (is_here (&world, "1"));
  world.fault->control->clock_offset = 31 * DAY;
  deliver_at (&world, "new", now + 31 * DAY);
  loft_test_profile_expect (world.profile, 0, "sync");
  g_assert_false (is_here (&world, "2"));
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/fault-clock/waiting-operation", test_waiting_operation);
  g_test_add_func ("/server/fault-clock/watch", test_watch);
  g_test_add_func ("/server/fault-clock/window", test_window);
  g_test_add_func ("/server/fault-clock/opened", test_opened);
  return g_test_run ();
}
