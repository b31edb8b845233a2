/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fake-service.h"
#include "loft-composer-private.h"
#include "loft-html-editor-private.h"
#include "ui-test.h"

/* How long it takes to open a composer until its text can be seen, and what a typed letter costs the
 * window, for text and for HTML, on a service that only pretends.
 *
 *   loft-composer-open     one line of JSON; in run-in-display.sh. "first": cold; the others are
 *                          opened while another window of the same kind is there. */

#define N_OPENED 20
#define N_TYPED  200

typedef struct {
  gboolean rich;
  LoftService *service;
  LoftComposer *composer;
  gboolean painted;
} Bench;

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

static void
on_painted (GdkFrameClock *clock, Bench *bench)
{
  bench->painted =
    !bench->rich || loft_html_editor_is_ready (LOFT_HTML_EDITOR (bench->composer->editor));
}

static gboolean
is_painted (gpointer bench)
{
  return ((Bench *) bench)->painted;
}

static GtkWindow *
open_one (Bench *bench)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  GtkWindow *window = NULL;
  GdkFrameClock *clock = NULL;

  bench->painted = FALSE;
  draft->html = bench->rich ? g_strdup ("<div>Hello</div>") : NULL;
  bench->composer = LOFT_COMPOSER (loft_composer_new (bench->service, NULL, draft, 0));
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (window, 700, 600);
  gtk_window_set_child (window, GTK_WIDGET (bench->composer));
  gtk_window_present (window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), bench);
  if (bench->rich)
    g_signal_connect_swapped (bench->composer->editor, "ready", G_CALLBACK (gtk_widget_queue_draw),
                              window);
  ui_test_wait (is_painted, bench);
  g_signal_handlers_disconnect_by_func (clock, on_painted, bench);
  return window;
}

static void
type_letter (Bench *bench)
{
  if (bench->rich)
    loft_html_editor_run (LOFT_HTML_EDITOR (bench->composer->editor), "loft.run (name, value)",
                          "insertText", "x");
  else
    loft_editor_insert_text (bench->composer->editor, "x");
}

/* What one letter keeps the window busy, with everything that follows it. */
static gint64
worst_letter (Bench *bench)
{
  gint64 worst = 0;

  for (guint i = 0; i < N_TYPED; i++)
    {
      gint64 start = ui_test_cpu_time ();

      type_letter (bench);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      worst = MAX (worst, ui_test_cpu_time () - start);
    }
  return worst;
}

static void
measure (LoftService *service, gboolean rich)
{
  Bench bench = { rich, service, NULL, FALSE };
  gint64 times[N_OPENED];
  gint64 start = g_get_monotonic_time ();
  GtkWindow *kept = open_one (&bench);
  gint64 first = g_get_monotonic_time () - start;
  gint64 worst = 0;

  for (guint i = 0; i < N_OPENED; i++)
    {
      GtkWindow *window = NULL;

      start = g_get_monotonic_time ();
      window = open_one (&bench);
      times[i] = g_get_monotonic_time () - start;
      if (i == N_OPENED - 1)
        worst = worst_letter (&bench);
      gtk_window_destroy (window);
      ui_test_settle ();
    }
  gtk_window_destroy (kept);
  qsort (times, N_OPENED, sizeof times[0], compare);
  g_print ("\"%s\": {\"first_ms\": %.1f, \"median_ms\": %.1f, \"worst_ms\": %.1f, "
           "\"worst_letter_ms\": %.1f}",
           rich ? "html" : "text", first / 1000.0, times[N_OPENED / 2] / 1000.0,
           times[N_OPENED - 1] / 1000.0, worst / 1000.0);
}

int
main (int argc, char **argv)
{
  g_autoptr (LoftService) service = NULL;

  ui_test_init (&argc, &argv);
  service = fake_service_new ();
  fake_service_add_account (service, "home", "me@home.example");
  g_print ("{");
  measure (service, FALSE);
  g_print (", ");
  measure (service, TRUE);
  g_print ("}\n");
  return 0;
}
