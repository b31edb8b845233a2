/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets the lock of a file, who waits, and that signals change nothing. */
#include <errno.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-file-lock.h"

typedef struct {
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("loft-lock-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "lock", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

#define SHARED    LOFT_FILE_LOCK_SHARED
#define EXCLUSIVE LOFT_FILE_LOCK_EXCLUSIVE

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  static const struct {
    LoftFileLockKind held;
    LoftFileLockKind wanted;
    gboolean given;
  } rows[] = {
    { SHARED, SHARED, TRUE },
    { SHARED, EXCLUSIVE, FALSE },
    { EXCLUSIVE, SHARED, FALSE },
    { EXCLUSIVE, EXCLUSIVE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int held = loft_file_lock_take (fixture->path, rows[i].held, FALSE);
      int wanted;

      g_assert_cmpint (held, >=, 0);
      errno = 0;
      wanted = loft_file_lock_take (fixture->path, rows[i].wanted, FALSE);
      g_assert_cmpint (wanted >= 0, ==, rows[i].given);
      if (!rows[i].given)
        g_assert_cmpint (errno, ==, EWOULDBLOCK);
      loft_file_lock_release (wanted);
      loft_file_lock_release (held);
    }
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;
  int lock = loft_file_lock_take (fixture->path, EXCLUSIVE, TRUE);

  g_assert_cmpint (lock, >=, 0);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  loft_file_lock_release (lock);
  loft_file_lock_release (-1);
  g_assert_cmpint (loft_file_lock_take ("/nowhere/lock", EXCLUSIVE, TRUE), ==, -1);
  g_assert_cmpint (errno, ==, ENOENT);
}

/* A descriptor that a child has got does not hold the lock beyond its release. */
static void
test_release (Fixture *fixture, gconstpointer data)
{
  int lock = loft_file_lock_take (fixture->path, EXCLUSIVE, TRUE);
  int childs = dup (lock);
  int again;

  loft_file_lock_release (lock);
  again = loft_file_lock_take (fixture->path, EXCLUSIVE, FALSE);
  g_assert_cmpint (again, >=, 0);
  loft_file_lock_release (again);
  close (childs);
}

static gint n_signals; /* atomic */
static gint has_ended; /* atomic */

static void
on_signal (int number)
{
  g_atomic_int_inc (&n_signals);
}

static gpointer
wait_for_lock (gpointer path)
{
  int lock = loft_file_lock_take (path, EXCLUSIVE, TRUE);

  g_atomic_int_set (&has_ended, TRUE);
  return GINT_TO_POINTER (lock);
}

/* A signal without SA_RESTART breaks the wait off in the kernel; nobody sees that. */
static void
test_signal (Fixture *fixture, gconstpointer data)
{
  struct sigaction action = { .sa_handler = on_signal };
  int held = loft_file_lock_take (fixture->path, EXCLUSIVE, TRUE);
  int waited;
  pthread_t thread;
  void *result;

  sigaction (SIGUSR1, &action, NULL);
  g_assert_cmpint (pthread_create (&thread, NULL, wait_for_lock, fixture->path), ==, 0);
  while (g_atomic_int_get (&n_signals) < 100 && !g_atomic_int_get (&has_ended))
    {
      pthread_kill (thread, SIGUSR1);
      g_thread_yield ();
    }
  g_assert_false (g_atomic_int_get (&has_ended));
  loft_file_lock_release (held);
  pthread_join (thread, &result);
  waited = GPOINTER_TO_INT (result);
  g_assert_cmpint (waited, >=, 0);
  loft_file_lock_release (waited);
}

static void
test_open_file (Fixture *fixture, gconstpointer data)
{
  int held = loft_file_lock_take (fixture->path, EXCLUSIVE, TRUE);

  loft_file_lock_unlock (held);
  g_assert_true (loft_file_lock_wait (held, SHARED));
  g_assert_cmpint (loft_file_lock_take (fixture->path, EXCLUSIVE, FALSE), ==, -1);
  loft_file_lock_release (held);
  g_assert_false (loft_file_lock_wait (-1, SHARED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/file-lock/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/file-lock/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/file-lock/release", Fixture, NULL, set_up, test_release, tear_down);
  g_test_add ("/file-lock/signal", Fixture, NULL, set_up, test_signal, tear_down);
  g_test_add ("/file-lock/open-file", Fixture, NULL, set_up, test_open_file, tear_down);
  return g_test_run ();
}
