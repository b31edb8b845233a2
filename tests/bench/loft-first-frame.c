/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "loft-application.h"
#include "loft-message-list-row.h"

#include <time.h>

/* When the first frame of Loft is painted.
 *
 *   loft-first-frame PROFILE    one line of JSON: seconds of the monotonic clock when the first
 *                               frame, and the first with a message in it, were painted, and the
 *                               processor time until that first frame; inside of run-in-display.sh */

/* Whatever happens, it ends. */
#define PATIENCE_SECONDS 30

typedef struct {
  GApplication *application;
  GtkWidget *window;
  double frame;
  double cpu; /* seconds of processor time until then */
} Bench;

static double
now (void)
{
  return g_get_monotonic_time () / (double) G_USEC_PER_SEC;
}

static double
processor_seconds (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static gboolean
has_row (GtkWidget *root)
{
  if (LOFT_IS_MESSAGE_LIST_ROW (root) && gtk_widget_get_mapped (root))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_row (child))
        return TRUE;
    }
  return FALSE;
}

static void
on_painted (GdkFrameClock *clock, Bench *bench)
{
  if (bench->frame == 0)
    {
      bench->frame = now ();
      bench->cpu = processor_seconds ();
    }
  if (!has_row (bench->window))
    return;
  g_print ("{\"frame\": %.6f, \"cpu\": %.6f, \"rows\": %.6f}\n", bench->frame, bench->cpu,
           now ());
  g_signal_handlers_disconnect_by_data (clock, bench);
  g_application_quit (bench->application);
}

static void
on_realize (GtkWidget *window, Bench *bench)
{
  bench->window = window;
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted),
                    bench);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Bench *bench)
{
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), bench);
}

static gboolean
on_late (gpointer application)
{
  g_printerr ("loft-first-frame: no frame\n");
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = G_APPLICATION (loft_application_new ());
  char *arguments[] = { argv[0], (char *) "--offline", (char *) "--profile", argv[1], NULL };
  Bench bench = { .application = application };

  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &bench);
  g_timeout_add_seconds (PATIENCE_SECONDS, on_late, application);
  return g_application_run (application, argc == 2 ? 4 : 1, arguments);
}
