/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the switch to the calendar to its first frame, and to the first with an event in it.
 *
 *   loft-pane-frame PROFILE    inside of run-in-display.sh
 *
 * Prints one line of JSON, in seconds: the first time, when the pane is made, and the median of later
 * ones; and the processor time until the first of all. */
#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-event-chip.h"
#include "loft-service.h"
#include "loft-ui.h"
#include "loft-window.h"

#define N_SWITCHES       11
#define REST_MS          300 /* between them: what was begun comes to its end */
#define PATIENCE_SECONDS 60

typedef struct {
  GMainLoop *loop;
  LoftWindow *window;
  gint64 switched; /* 0: not on the way */
  gint64 framed; /* 0: no frame since */
  double cpu; /* at the first switch, then until its first frame */
  guint n;
  double frame[N_SWITCHES];
  double events[N_SWITCHES];
} Bench;

static double
processor_seconds (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static gboolean
has_event (GtkWidget *root)
{
  if (LOFT_IS_EVENT_CHIP (root) && gtk_widget_get_mapped (root))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_event (child))
        return TRUE;
    }
  return FALSE;
}

static gboolean go (gpointer data);

static gboolean
go_back (gpointer data)
{
  Bench *bench = data;

  if (bench->n == N_SWITCHES)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }
  loft_window_show_pane (bench->window, "mail");
  g_timeout_add (REST_MS, go, bench);
  return G_SOURCE_REMOVE;
}

static void
on_painted (GdkFrameClock *clock, Bench *bench)
{
  gint64 now = g_get_monotonic_time ();

  if (bench->switched == 0)
    return;
  if (bench->framed == 0 && bench->n == 0)
    bench->cpu = processor_seconds () - bench->cpu;
  if (bench->framed == 0)
    bench->framed = now;
  if (!has_event (GTK_WIDGET (bench->window)))
    return;
  bench->frame[bench->n] = (double) (bench->framed - bench->switched) / G_USEC_PER_SEC;
  bench->events[bench->n] = (double) (now - bench->switched) / G_USEC_PER_SEC;
  bench->switched = bench->framed = 0;
  bench->n++;
  g_timeout_add (REST_MS, go_back, bench);
}

static gboolean
go (gpointer data)
{
  Bench *bench = data;

  if (bench->n == 0)
    bench->cpu = processor_seconds ();
  bench->switched = g_get_monotonic_time ();
  loft_window_show_pane (bench->window, "calendar");
  return G_SOURCE_REMOVE;
}

static void
on_map (GtkWidget *window, Bench *bench)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted),
                    bench);
  g_timeout_add (2 * REST_MS, go, bench);
}

static gboolean
on_late (gpointer data)
{
  fprintf (stderr, "loft-pane-frame: no event was painted\n");
  exit (1);
}

static int
compare (const void *a, const void *b)
{
  const double *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

/* Of all but the first. */
static double
median (double *times)
{
  qsort (times + 1, N_SWITCHES - 1, sizeof times[0], compare);
  return times[1 + (N_SWITCHES - 1) / 2];
}

static void
run (LoftService *service)
{
  Bench bench = { g_main_loop_new (NULL, FALSE), loft_window_new (NULL, service, NULL) };

  gtk_widget_activate_action (GTK_WIDGET (bench.window), "win.begin-without-account", NULL);
  g_signal_connect_after (bench.window, "map", G_CALLBACK (on_map), &bench);
  g_timeout_add_seconds (PATIENCE_SECONDS, on_late, NULL);
  gtk_window_present (GTK_WINDOW (bench.window));
  g_main_loop_run (bench.loop);
  printf ("{\"first frame\": %.4f, \"first events\": %.4f, \"frame\": %.4f, "
          "\"with events\": %.4f, \"first cpu\": %.4f}\n",
          bench.frame[0], bench.events[0], median (bench.frame), median (bench.events), bench.cpu);
  exit (0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftService) service = NULL;

  if (argc != 2)
    {
      fprintf (stderr, "usage: loft-pane-frame PROFILE\n");
      return 2;
    }
  gtk_init ();
  loft_ui_init ();
  service = loft_service_open (argv[1], &error);
  if (service == NULL)
    {
      fprintf (stderr, "loft-pane-frame: %s\n", error->message);
      return 1;
    }
  run (service);
  return 0;
}
