/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-account-store.h"
#include "loft-conversation-store.h"

/* What finding the conversations of N messages costs a sync, apart from all else it does with their
 * headers (loft-core-speed sync). As in a mailbox of mailing lists: half of the messages stand alone,
 * the others answer one of the last 200 and refer to up to ten before it; every tenth comes before
 * what it answers.
 *
 *   loft-conversation-speed DIRECTORY N     one line of JSON */

#define STEP           1000 /* messages a transaction, as sync has them */
#define MAX_REFERENCES 10
#define RECENT         200

typedef struct {
  gint32 parent; /* -1: none */
} Node;

static void
stop_on (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "loft-conversation-speed: %s\n", error->message);
  exit (1);
}

static Node *
make_nodes (guint n_nodes)
{
  Node *nodes = g_new (Node, n_nodes);
  g_autoptr (GRand) random = g_rand_new_with_seed (42);

  for (guint i = 0; i < n_nodes; i++)
    {
      guint back = (guint) g_rand_int_range (random, 1, RECENT);

      nodes[i].parent = g_rand_boolean (random) || back > i ? -1 : (gint32) (i - back);
    }
  return nodes;
}

static char *
name_of (guint node)
{
  return g_strdup_printf ("%u.%u@lists.bench.example", node * 2654435761u, node);
}

static void
join (LoftMailStore *store, const Node *nodes, guint node, GError **error)
{
  g_autofree char *name = name_of (node);
  g_autoptr (GPtrArray) references = g_ptr_array_new_with_free_func (g_free);
  gint64 conversation = 0;

  for (gint32 at = nodes[node].parent; at >= 0 && references->len < MAX_REFERENCES;
       at = nodes[at].parent)
    g_ptr_array_add (references, name_of ((guint) at));
  loft_conversation_store_join (store, name, references, &conversation, error);
}

/* The order they come in: every tenth changes places with the one ten before it. */
static guint
arrival (guint i)
{
  return i % 20 == 0 ? i + 10 : i % 20 == 10 ? i - 10 : i;
}

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
join_all (LoftMailStore *store, const Node *nodes, guint n_nodes)
{
  GError *error = NULL;

  for (guint first = 0; first < n_nodes; first += STEP)
    {
      loft_mail_store_begin (store, &error);
      for (guint i = first; error == NULL && i < MIN (first + STEP, n_nodes); i++)
        join (store, nodes, MIN (arrival (i), n_nodes - 1), &error);
      stop_on (error);
      loft_mail_store_commit (store, &error);
      stop_on (error);
    }
}

int
main (int argc, char **argv)
{
  guint n_nodes = argc == 3 ? (guint) strtoul (argv[2], NULL, 10) : 0;
  g_autofree Node *nodes = make_nodes (n_nodes);
  g_autoptr (LoftAccountStore) store = NULL;
  LoftMailCounts counts = { 0 };
  GError *error = NULL;
  gint64 begun;
  double cpu;

  if (n_nodes == 0)
    {
      fprintf (stderr, "usage: loft-conversation-speed DIRECTORY N\n");
      return 2;
    }
  loft_account_store_prepare (argv[1], &error);
  stop_on (error);
  store = loft_account_store_open (argv[1], LOFT_DATABASE_WRITE, &error);
  stop_on (error);
  begun = g_get_monotonic_time ();
  cpu = cpu_seconds ();
  join_all (store->mail, nodes, n_nodes);
  cpu = cpu_seconds () - cpu;
  loft_mail_store_count (store->mail, &counts, &error);
  stop_on (error);
  printf ("{\"seconds\": %.6f, \"cpu_seconds\": %.6f, \"conversations\": %" G_GUINT64_FORMAT "}\n",
          (g_get_monotonic_time () - begun) / 1e6, cpu, counts.conversations);
  return 0;
}
