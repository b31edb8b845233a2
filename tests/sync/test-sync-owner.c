/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-owner.h"

/* Which process owns an account. The other processes are this program again: it tries to own the
 * folder, says "owner" or "not", and serves. */

static char *self_path;

/* ---- the other process -------------------------------------------------------------------- */

static LoftError
class_from_word (const char *word)
{
  for (int i = LOFT_ERROR_OFFLINE; i <= LOFT_ERROR_STORE; i++)
    if (g_str_equal (loft_error_class_name ((LoftError) i), word))
      return (LoftError) i;
  return LOFT_ERROR_TEMPORARY;
}

/* "count N", "fail CLASS", "cancel", "lines"; anything else is done at once. */
static void
on_request (LoftOwnerRequest *request, gpointer user_data)
{
  g_auto (GStrv) words = g_strsplit (loft_owner_request_get_text (request), " ", 2);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "count"))
    for (int i = 1; i <= atoi (words[1]); i++)
      {
        g_autofree char *line = g_strdup_printf ("progress %d", i);

        loft_owner_request_tell (request, line);
      }
  else if (g_str_equal (words[0], "fail"))
    error = g_error_new (LOFT_ERROR, class_from_word (words[1]), "No\nto %s", words[1]);
  else if (g_str_equal (words[0], "cancel"))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else if (g_str_equal (words[0], "die"))
    _exit (1);
  loft_owner_request_finish (request, error);
}

static int
be_the_other (const char *directory)
{
  g_autoptr (LoftOwner) owner = loft_owner_new (directory);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  /* A test that failed must leave nobody behind. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  loft_owner_set_request_func (owner, on_request, NULL);
  g_print ("%s\n", loft_owner_try (owner, &error) ? "owner" : error != NULL ? "error" : "not");
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}

/* ---- helpers ------------------------------------------------------------------------------ */

typedef struct {
  char *top;
  char *directory;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->top = g_dir_make_tmp ("loft-owner-XXXXXX", NULL);
  fixture->directory = g_strdup (fixture->top);
}

/* Far over the 108 bytes of a socket's address. */
static void
long_set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strnfill (120, 'x');

  fixture->top = g_dir_make_tmp ("loft-owner-XXXXXX", NULL);
  fixture->directory = g_build_filename (fixture->top, name, name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->directory, 0700), ==, 0);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->top, NULL };

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->directory);
  g_free (fixture->top);
}

static GSubprocess *
spawn_other (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path,
                                         "--other", fixture->directory, NULL);

  g_assert_no_error (error);
  return other;
}

static char *
read_word (GSubprocess *other)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (other));

  return g_data_input_stream_read_line (lines, NULL, NULL, NULL);
}

static void
end_other (GSubprocess *other)
{
  g_subprocess_send_signal (other, SIGKILL);
  g_subprocess_wait (other, NULL, NULL);
  g_object_unref (other);
}

static GSubprocess *
spawn_owner (Fixture *fixture)
{
  GSubprocess *other = spawn_other (fixture);
  g_autofree char *word = read_word (other);

  g_assert_cmpstr (word, ==, "owner");
  return other;
}

static void
collect_line (const char *line, gpointer user_data)
{
  g_string_append_printf (user_data, "%s;", line);
}

/* ---- the lock ----------------------------------------------------------------------------- */

static void
test_dead_owner (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOwner) owner = loft_owner_new (fixture->directory);
  GSubprocess *other = spawn_owner (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_owner_try (owner, &error));
  g_assert_no_error (error);
  g_assert_false (loft_owner_is_owner (owner));
  end_other (other);
  g_assert_true (loft_owner_try (owner, &error));
  g_assert_no_error (error);
  g_assert_true (loft_owner_is_owner (owner));
  g_assert_true (loft_owner_try (owner, NULL));
  other = spawn_other (fixture);
  {
    g_autofree char *word = read_word (other);

    g_assert_cmpstr (word, ==, "not");
  }
  end_other (other);
}

static void
test_fight (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 10; round++)
    {
      GSubprocess *others[4];
      guint n_owners = 0;

      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        others[i] = spawn_other (fixture);
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        {
          g_autofree char *word = read_word (others[i]);

          g_assert_cmpstr (word, !=, "error");
          n_owners += g_str_equal (word, "owner");
        }
      g_assert_cmpuint (n_owners, ==, 1);
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        end_other (others[i]);
    }
}

static void
test_release (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOwner) owner = loft_owner_new (fixture->directory);
  g_autoptr (LoftOwner) next = loft_owner_new (fixture->directory);

  g_assert_true (loft_owner_try (owner, NULL));
  g_assert_false (loft_owner_try (next, NULL));
  loft_owner_release (owner);
  loft_owner_release (owner);
  g_assert_true (loft_owner_try (next, NULL));
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->directory, "nowhere", NULL);
  g_autoptr (LoftOwner) owner = loft_owner_new (nowhere);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) ask_error = NULL;

  g_assert_false (loft_owner_try (owner, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_false (loft_owner_ask (nowhere, "sync", NULL, NULL, NULL, NULL, &ask_error));
  g_assert_error (ask_error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

/* ---- asking ------------------------------------------------------------------------------- */

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  GSubprocess *other = spawn_owner (fixture);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_owner_ask (fixture->directory, "sync", NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (
      loft_owner_ask (fixture->directory, "count 3", collect_line, lines, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lines->str, ==, "progress 1;progress 2;progress 3;");
  end_other (other);
}

static void
test_ask_error_classes (Fixture *fixture, gconstpointer data)
{
  GSubprocess *other = spawn_owner (fixture);
  g_autoptr (GError) cancelled = NULL;

  for (int i = LOFT_ERROR_OFFLINE; i <= LOFT_ERROR_STORE; i++)
    {
      g_autofree char *request =
          g_strdup_printf ("fail %s", loft_error_class_name ((LoftError) i));
      g_autofree char *message =
          g_strdup_printf ("No to %s", loft_error_class_name ((LoftError) i));
      g_autoptr (GError) error = NULL;

      g_assert_false (loft_owner_ask (fixture->directory, request, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, LOFT_ERROR, i);
      g_assert_cmpstr (error->message, ==, message);
    }
  g_assert_false (loft_owner_ask (fixture->directory, "cancel", NULL, NULL, NULL, NULL, &cancelled));
  g_assert_error (cancelled, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  end_other (other);
}

static void
test_ask_a_dying_owner (Fixture *fixture, gconstpointer data)
{
  GSubprocess *other = spawn_owner (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;
  gboolean gone = FALSE;

  g_assert_false (loft_owner_ask (fixture->directory, "fail refused", NULL, NULL, &gone, NULL, NULL));
  g_assert_false (gone);
  g_assert_false (loft_owner_ask (fixture->directory, "die", NULL, NULL, &gone, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (gone);
  g_assert_false (loft_owner_ask (fixture->directory, "die", NULL, NULL, NULL, NULL, NULL));
  gone = FALSE;
  g_assert_false (loft_owner_ask (fixture->directory, "sync", NULL, NULL, &gone, NULL, &later));
  g_assert_error (later, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_true (gone);
  end_other (other);
}

static void
test_ask_cancelled (Fixture *fixture, gconstpointer data)
{
  GSubprocess *other = spawn_owner (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (loft_owner_ask (fixture->directory, "sync", NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  end_other (other);
}

/* Whoever says too much, or nothing, does not keep others from being served. */
static void
test_rude_askers (Fixture *fixture, gconstpointer data)
{
  GSubprocess *other = spawn_owner (fixture);
  g_autofree char *path = g_build_filename (fixture->directory, "owner.sock", NULL);
  g_autofree char *flood = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) slow = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) loud = NULL;

  silent = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  loud = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (loud)), flood, 100000,
                             NULL, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (loud)), "\n", 1, NULL,
                             NULL, NULL);
  g_assert_true (loft_owner_ask (fixture->directory, "sync", NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  /* A reader that is too slow may be cut off. */
  if (!loft_owner_ask (fixture->directory, "count 20000", NULL, NULL, NULL, NULL, &slow))
    g_assert_error (slow, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_true (loft_owner_ask (fixture->directory, "sync", NULL, NULL, NULL, NULL, &error));
  end_other (other);
}

#define ADD(path, set_up, func) g_test_add (path, Fixture, NULL, set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--other"))
    return be_the_other (argv[2]);
  self_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  ADD ("/owner/dead", fixture_set_up, test_dead_owner);
  ADD ("/owner/fight", fixture_set_up, test_fight);
  ADD ("/owner/release", fixture_set_up, test_release);
  ADD ("/owner/no-folder", fixture_set_up, test_no_folder);
  ADD ("/owner/ask", fixture_set_up, test_ask);
  ADD ("/owner/ask/error-classes", fixture_set_up, test_ask_error_classes);
  ADD ("/owner/ask/dying", fixture_set_up, test_ask_a_dying_owner);
  ADD ("/owner/ask/cancelled", fixture_set_up, test_ask_cancelled);
  ADD ("/owner/ask/rude", fixture_set_up, test_rude_askers);
  ADD ("/owner/long-path/dead", long_set_up, test_dead_owner);
  ADD ("/owner/long-path/ask", long_set_up, test_ask);
  return g_test_run ();
}
