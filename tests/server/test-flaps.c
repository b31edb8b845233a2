/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network goes and comes while an account is watched: nothing is lost or comes twice, what came
 * meanwhile is seen soon after, and a server that is away is not hammered. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-fault-proxy.h"
#include "loft-fault.h"
#include "loft-witness.h"

#define SEED         20261122
#define N_FLAPS      10
#define N_FLAPS_SOAK 200
#define SPEED        30 /* so many seconds of the program in one of ours */
#define MAX_REFUSED  60 /* long enough for several pauses */
#define MAX_DOWN     20 /* of the program's seconds */
#define MAX_WAIT     300 /* until everything is seen: a timeout and a pause, on a slow machine */
#define MAX_WAIT_LOST                                                                              \
  900 /* a connection that stays silent is found by the check of every ten minutes */
#define LOST_EVERY 40 /* flaps */
/* Of one outage: pauses of 5, 10, 20 and 40 seconds, two addresses of localhost, two connections.
 * */
#define MAX_CONNECTS 24

static const char *const link_names[LOFT_FAULT_N_LINKS] = {
  "up", "black hole", "connections lost", "reset", "refused", "slow",
};

typedef struct {
  LoftPrivateDovecot *server;
  LoftFaultProxy *proxy;
  LoftTestProfile *profile;
  LoftFault *fault;
  GSubprocess *watch;
  char *id; /* of the message that is changed */
  double longest;
  guint most_connects;
} World;

static void
world_init (World *world)
{
  g_auto (GStrv) environment = NULL;

  *world = (World){ 0 };
  world->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  loft_witness_deliver (world->server, "alice", "", "To be changed", "again and again");
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
  loft_test_profile_expect (world->profile, 0, "sync");
  world->id = loft_test_profile_find_message (world->profile, "INBOX", "1");
  world->fault->control->speed = SPEED;
  world->watch = loft_test_profile_start (world->profile, "sync --watch 10000000");
}

static void
world_clear (World *world)
{
  g_subprocess_send_signal (world->watch, SIGINT);
  g_subprocess_wait (world->watch, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (world->watch));
  g_object_unref (world->watch);
  g_free (world->id);
  loft_fault_free (world->fault);
  loft_test_profile_free (world->profile);
  loft_fault_proxy_free (world->proxy);
  loft_private_dovecot_free (world->server);
}

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC * SPEED;
}

static gboolean
is_the_same (World *world, const char *keyword)
{
  g_autofree char *state = loft_witness_state (world->server, "alice");
  g_autofree char *found = loft_test_profile_dump (world->profile);

  return strcmp (state, found) == 0 && strstr (state, keyword) != NULL;
}

/* Mail comes, and a person changes a message. */
static GSubprocess *
change_both_sides (World *world, guint n, const char *keyword)
{
  g_autofree char *subject = g_strdup_printf ("Came in flap %u", n);

  loft_witness_deliver (world->server, "alice", "", subject, "news");
  return loft_test_profile_start (world->profile, "flag %s %cflagged +%s", world->id,
                                  n % 2 == 0 ? '+' : '-', keyword);
}

static void
stay_down (double seconds)
{
  g_usleep ((gulong) (seconds / SPEED * G_USEC_PER_SEC));
}

static LoftFaultLink
choose_link (guint n)
{
  static const LoftFaultLink links[] = { LOFT_FAULT_LINK_HOLE, LOFT_FAULT_LINK_RESET,
                                         LOFT_FAULT_LINK_REFUSE, LOFT_FAULT_LINK_SLOW };

  return n % LOST_EVERY == LOST_EVERY - 1 ? LOFT_FAULT_LINK_LOST : links[n % G_N_ELEMENTS (links)];
}

/* One of the two connections may still be silent from the flap before, when the other had seen
 * everything. */
static gboolean
may_be_silent (guint n)
{
  return choose_link (n) == LOFT_FAULT_LINK_LOST ||
         (n > 0 && choose_link (n - 1) == LOFT_FAULT_LINK_LOST);
}

static gboolean
flap (World *world, guint n, LoftFaultLink link, double down)
{
  g_autofree char *keyword = g_strdup_printf ("flap-%u", n);
  guint connects = world->fault->control->n_calls[LOFT_FAULT_CONNECT];
  g_autoptr (GSubprocess) flag = NULL;
  gint64 begin;
  double limit = may_be_silent (n) ? MAX_WAIT_LOST : MAX_WAIT;
  double taken = 0;

  loft_fault_proxy_set_link (world->proxy, link);
  flag = change_both_sides (world, n, keyword);
  stay_down (down);
  connects = world->fault->control->n_calls[LOFT_FAULT_CONNECT] - connects;
  loft_fault_proxy_set_link (world->proxy, LOFT_FAULT_LINK_UP);
  begin = g_get_monotonic_time ();
  while (!is_the_same (world, keyword) && taken < limit)
    taken = seconds_since (begin);
  g_assert_true (g_subprocess_wait_check (flag, NULL, NULL));
  world->longest = MAX (world->longest, taken);
  world->most_connects = MAX (world->most_connects, connects);
  if (taken < limit && connects <= MAX_CONNECTS)
    return TRUE;
  g_test_fail_printf ("flap %u, %s for %.0f s: %u connects, %.0f s until seen", n, link_names[link],
                      down, connects, taken);
  return FALSE;
}

static guint
count_flaps (void)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? N_FLAPS_SOAK : N_FLAPS;
}

static double
choose_time (LoftFaultLink link, GRand *random)
{
  return link == LOFT_FAULT_LINK_REFUSE ? MAX_REFUSED : g_rand_double_range (random, 0, MAX_DOWN);
}

static void
test_flaps (void)
{
  World world;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_flaps = count_flaps ();
  guint n = 0;

  world_init (&world);
  while (n < n_flaps && flap (&world, n, choose_link (n), choose_time (choose_link (n), random)))
    n++;
  g_test_message ("seed %d: %u flaps, seen after %.0f s at most, %u connects in one at most", SEED,
                  n, world.longest, world.most_connects);
  g_assert_cmpuint (world.fault->control->n_keepalives, >, 0);
  loft_test_profile_expect (world.profile, 0, "--offline doctor");
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/flaps/watch", test_flaps);
  return g_test_run ();
}
