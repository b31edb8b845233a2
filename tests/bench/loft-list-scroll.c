/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-service.h"
#include "loft-ui.h"

/* The window on a folder of a million messages: seconds from the choice of the folder to the first
 * frame with its rows; milliseconds from frame to frame while the wheel turns a notch in each, and
 * while the scroll bar is dragged from end to end.
 *
 *   loft-list-scroll PROFILE    one line of JSON; inside of run-in-display.sh */

#define WHEEL_FRAMES  900
#define DRAG_FRAMES   120
#define SETTLE_FRAMES 30

typedef enum {
  OPENING,
  SETTLING,
  WHEELING,
  RESTING,
  DRAGGING,
  DONE,
} Phase;

typedef struct {
  GMainLoop *loop;
  LoftMailPane *pane;
  GtkWidget *list;      /* GtkListView */
  GtkAdjustment *place;
  Phase phase;
  guint n_frames;       /* of this phase */
  gint64 chosen;
  gint64 opened;
  gint64 last;          /* when the frame before was painted */
  GArray *wheel;        /* of double, ms */
  GArray *drag;
  double cpu;           /* ms of the main thread until the frame before */
  GArray *drag_cpu;     /* of double, ms: what a busy machine does not change */
} Bench;

static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
enter (Bench *bench, Phase phase)
{
  bench->phase = phase;
  bench->n_frames = 0;
}

/* What a notch is for GtkScrolledWindow. */
static double
notch (GtkAdjustment *place)
{
  return pow (gtk_adjustment_get_page_size (place), 2.0 / 3.0);
}

static void
note (GArray *times, gint64 since)
{
  double ms = (g_get_monotonic_time () - since) / 1000.0;

  g_array_append_val (times, ms);
}

static double
thread_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

static void
find_list (Bench *bench)
{
  GtkWidget *row = find (GTK_WIDGET (bench->pane), LOFT_TYPE_MESSAGE_LIST_ROW);
  GtkWidget *scroller = NULL;

  if (row == NULL)
    return;
  bench->opened = g_get_monotonic_time ();
  bench->list = gtk_widget_get_ancestor (row, GTK_TYPE_LIST_VIEW);
  scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  bench->place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  enter (bench, SETTLING);
}

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  gint64 last = bench->last;
  double cpu = thread_ms () - bench->cpu;

  bench->cpu += cpu;
  bench->last = g_get_monotonic_time ();
  bench->n_frames++;
  switch (bench->phase)
    {
    case OPENING:
      if (bench->chosen != 0)
        find_list (bench);
      break;
    case SETTLING:
    case RESTING:
      if (bench->n_frames == SETTLE_FRAMES)
        enter (bench, bench->phase + 1);
      break;
    case WHEELING:
      note (bench->wheel, last);
      if (bench->n_frames == WHEEL_FRAMES)
        enter (bench, RESTING);
      break;
    case DRAGGING:
      note (bench->drag, last);
      g_array_append_val (bench->drag_cpu, cpu);
      if (bench->n_frames == DRAG_FRAMES)
        enter (bench, DONE);
      break;
    case DONE:
      g_main_loop_quit (bench->loop);
      break;
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  double upper = bench->place == NULL ? 0 : gtk_adjustment_get_upper (bench->place);

  /* Every frame is drawn, also where nothing moves. */
  gtk_widget_queue_draw (widget);
  if (bench->phase == WHEELING)
    gtk_adjustment_set_value (bench->place,
                              gtk_adjustment_get_value (bench->place) + notch (bench->place));
  else if (bench->phase == DRAGGING)
    gtk_adjustment_set_value (bench->place, upper * bench->n_frames / DRAG_FRAMES);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

/* The value that this part of all values does not exceed. */
static double
quantile (GArray *times, double part)
{
  guint i = (guint) (part * times->len);

  g_array_sort (times, compare);
  return g_array_index (times, double, MIN (i, times->len - 1));
}

static guint
n_rows (Bench *bench)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (bench->list))));
}

static void
on_map (GtkWidget *window, gpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), data);
  gtk_widget_add_tick_callback (window, on_tick, data, NULL);
}

static gboolean
choose (gpointer data)
{
  Bench *bench = data;
  LoftService *service = g_object_get_data (G_OBJECT (bench->pane), "service");

  bench->chosen = g_get_monotonic_time ();
  loft_mail_pane_set_service (bench->pane, service);
  return G_SOURCE_REMOVE;
}

static void
run (LoftService *service)
{
  GtkWidget *window = adw_window_new ();
  Bench bench = { g_main_loop_new (NULL, FALSE), g_object_new (LOFT_TYPE_MAIL_PANE, NULL) };

  bench.wheel = g_array_new (FALSE, FALSE, sizeof (double));
  bench.drag = g_array_new (FALSE, FALSE, sizeof (double));
  bench.drag_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_object_set_data (G_OBJECT (bench.pane), "service", service);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (bench.pane));
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
  g_signal_connect_after (window, "map", G_CALLBACK (on_map), &bench);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (700, choose, &bench);
  g_main_loop_run (bench.loop);
  printf ("{\"rows\": %u, \"open_seconds\": %.4f, \"wheel_median_ms\": %.2f, "
          "\"wheel_99_ms\": %.2f, \"wheel_worst_ms\": %.2f, \"drag_99_ms\": %.2f, "
          "\"drag_worst_ms\": %.2f, \"drag_cpu_ms\": %.2f, \"drag_worst_cpu_ms\": %.2f}\n",
          n_rows (&bench), (bench.opened - bench.chosen) / 1e6, quantile (bench.wheel, 0.5),
          quantile (bench.wheel, 0.99), quantile (bench.wheel, 1.0), quantile (bench.drag, 0.99),
          quantile (bench.drag, 1.0), quantile (bench.drag_cpu, 0.5),
          quantile (bench.drag_cpu, 1.0));
  exit (0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftService) service = NULL;

  if (argc != 2)
    {
      fprintf (stderr, "usage: loft-list-scroll PROFILE\n");
      return 2;
    }
  gtk_init ();
  loft_ui_init ();
  service = loft_service_open (argv[1], &error);
  if (service == NULL)
    {
      fprintf (stderr, "loft-list-scroll: %s\n", error->message);
      return 1;
    }
  run (service);
  return 0;
}
