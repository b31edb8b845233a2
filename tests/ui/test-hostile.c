/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window on a real profile full of hostile mails: nothing that a person opens takes the main
 * thread away for longer than a tenth of a second.
 *
 *   test-ui-hostile --make DIRECTORY    writes the profile only, the worst mail newest */

#include "hostile-mail.h"
#include "hostile-profile.h"
#include "loft-folder-sidebar.h"
#include "loft-html-view.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-service.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <time.h>
#include <webkit/webkit.h>

#define WATCH_MS    10
#define LINGER_MS   150
#define MAX_GAP_MS  100

/* The longest time that the main thread worked without coming back to its loop: its own CPU time,
 * so that a busy machine says nothing about the window. */
typedef struct {
  gint64 last_cpu;
  gint64 gap;
  guint source;
} Watch;

static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000) + now.tv_nsec / 1000;
}

static gboolean
on_watch (gpointer data)
{
  Watch *watch = data;
  gint64 now = cpu_time ();

  watch->gap = MAX (watch->gap, now - watch->last_cpu);
  watch->last_cpu = now;
  return G_SOURCE_CONTINUE;
}

static void
watch_start (Watch *watch)
{
  watch->last_cpu = cpu_time ();
  watch->gap = 0;
  watch->source = g_timeout_add_full (G_PRIORITY_HIGH, WATCH_MS, on_watch, watch, NULL);
}

static double
watch_stop (Watch *watch)
{
  on_watch (watch);
  g_source_remove (watch->source);
  return watch->gap / 1000.0;
}

typedef struct {
  char *directory;
  LoftService *service;
  LoftMailPane *pane;
  LoftMessageListView *list;
  LoftMessageView *message;
  GtkWindow *window;
  gboolean shown;
} Fixture;

static void
on_shown (Fixture *fixture)
{
  fixture->shown = TRUE;
}

static gboolean
is_shown (gpointer data)
{
  return ((Fixture *) data)->shown;
}

static gboolean
has_rows (gpointer list)
{
  return ui_test_find (list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static gboolean
stop (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* Frames and answers that come late. */
static void
linger (guint ms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (ms, stop, loop);
  g_main_loop_run (loop);
}

static double
allowed_ms (void)
{
#if defined(__SANITIZE_ADDRESS__)
  return MAX_GAP_MS * 20;
#else
  return MAX_GAP_MS;
#endif
}

static void
make_profile (const char *directory)
{
  HostileProfile *profile = hostile_profile_new (directory);
  guint n = 0;
  const HostileMail *mails = hostile_mails_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) raw = hostile_mail_make (&mails[n - 1 - i]);

      hostile_profile_add (profile, raw);
    }
  hostile_profile_free (profile);
}

static void
open_window (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->service = loft_service_open (fixture->directory, &error);
  g_assert_no_error (error);
  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->list = ui_test_child (fixture->pane, "list");
  fixture->message = ui_test_child (fixture->pane, "message");
  g_signal_connect_swapped (fixture->message, "shown", G_CALLBACK (on_shown), fixture);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), 1200, 760);
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  ui_test_wait (has_rows, fixture->list);
}

static void
close_window (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  loft_service_stop (fixture->service);
  g_clear_object (&fixture->service);
}

static gpointer
content (Fixture *fixture)
{
  return ui_test_child (fixture->message, "content");
}

static const char *
body_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (ui_test_child (content (fixture), "bodies"));
}

static void
test_opening (Fixture *fixture)
{
  double worst = 0;
  guint n = 0;
  const HostileMail *mails = hostile_mails_get (&n);

  for (guint i = 0; i < n; i++)
    {
      Watch watch = { 0 };
      gint64 start = g_get_monotonic_time ();
      double gap = 0;

      fixture->shown = FALSE;
      watch_start (&watch);
      g_assert_true (loft_message_list_view_move (fixture->list, 1));
      ui_test_wait (is_shown, fixture);
      linger (LINGER_MS);
      gap = watch_stop (&watch);
      g_test_message ("%-18s %7.1f ms at a stretch, shown as %s after %.0f ms", mails[i].name, gap,
                      body_shown (fixture),
                      (g_get_monotonic_time () - start) / 1000.0 - LINGER_MS);
      worst = MAX (worst, gap);
    }
  g_test_minimized_result (worst, "longest work of the main thread, ms");
  g_assert_cmpfloat (worst, <, allowed_ms ());
}

static gboolean
shows_text (gpointer fixture)
{
  return g_str_equal (body_shown (fixture), "text");
}

static gboolean
shows_html (gpointer fixture)
{
  return g_str_equal (body_shown (fixture), "html");
}

static void
go_to_mail (Fixture *fixture, const char *name)
{
  guint n = 0;
  const HostileMail *mails = hostile_mails_get (&n);

  if (!loft_message_list_view_move (fixture->list, -1))
    loft_message_list_view_move (fixture->list, 1);
  while (loft_message_list_view_move (fixture->list, -1))
    ;
  for (guint i = 0; i < n && !g_str_equal (mails[i].name, name); i++)
    loft_message_list_view_move (fixture->list, 1);
}

/* The text is there within a second, as often as it takes, and the next message is shown again. */
static void
test_web_process_ends (Fixture *fixture)
{
  guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? 20 : 3;
  LoftHtmlView *html = ui_test_child (content (fixture), "html");
  double slowest = 0;

  for (guint i = 0; i < n; i++)
    {
      gint64 start = 0;

      go_to_mail (fixture, i % 2 == 0 ? "large-picture" : "nested-html");
      ui_test_wait (shows_html, fixture);
      start = g_get_monotonic_time ();
      webkit_web_view_terminate_web_process (
        WEBKIT_WEB_VIEW (loft_html_view_get_web_view (html)));
      ui_test_wait (shows_text, fixture);
      slowest = MAX (slowest, (g_get_monotonic_time () - start) / 1000.0);
    }
  g_test_minimized_result (slowest, "from the end of the web process to the text, ms");
  g_assert_cmpfloat (slowest, <, 1000);
}

/* What asks for more memory than a message may have is read as text. */
static void
test_hungry (Fixture *fixture)
{
  go_to_mail (fixture, "hungry-html");
  ui_test_wait (shows_text, fixture);
}

static void
test_show_anyway (Fixture *fixture)
{
  GtkWidget *banner = ui_test_child (content (fixture), "large");

  go_to_mail (fixture, "long-html");
  ui_test_wait (shows_text, fixture);
  g_assert_nonnull (ui_test_find_text (banner, "very large"));
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_wait (shows_html, fixture);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR))
        remove_all (below);
      else
        g_remove (below);
    }
  g_rmdir (path);
}

#define ADD(path, function) \
  g_test_add_data_func (path, &fixture, (GTestDataFunc) (GCallback) function)

int
main (int argc, char **argv)
{
  static Fixture fixture;
  int status = 0;

  if (argc == 3 && g_str_equal (argv[1], "--make"))
    {
      make_profile (argv[2]);
      return 0;
    }
  ui_test_init (&argc, &argv);
  fixture.directory = g_dir_make_tmp ("loft-hostile-XXXXXX", NULL);
  make_profile (fixture.directory);
  open_window (&fixture);
  ADD ("/hostile/opening", test_opening);
  ADD ("/hostile/web-process-ends", test_web_process_ends);
  ADD ("/hostile/hungry", test_hungry);
  ADD ("/hostile/show-anyway", test_show_anyway);
  status = g_test_run ();
  close_window (&fixture);
  remove_all (fixture.directory);
  g_free (fixture.directory);
  return status;
}
