/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource.h"

#include <sys/wait.h>
#include <unistd.h>

#include "loft-schema.h"

/* With the plain call about one start in ten failed with two processors. */
#define STARTS  60
#define THREADS 4

static gint n_waiting;

/* All at the same moment, as accounts are opened. */
static gpointer
look (gpointer data)
{
  g_atomic_int_dec_and_test (&n_waiting);
  while (g_atomic_int_get (&n_waiting) > 0)
    g_thread_yield ();
  return loft_resource_get (loft_schema_get_resource);
}

/* A process can be the first to use it once. */
static int
start (void)
{
  GThread *threads[THREADS];
  int n_without = 0;

  g_atomic_int_set (&n_waiting, THREADS);
  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("first", look, NULL);
  for (guint i = 0; i < THREADS; i++)
    n_without += g_thread_join (threads[i]) == NULL;
  return n_without;
}

static void
test_first_use (void)
{
  for (guint i = 0; i < STARTS; i++)
    {
      pid_t child = fork ();
      int status = 0;

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        _exit (start ());
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resource/first-use", test_first_use);
  return g_test_run ();
}
