/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib-unix.h>
#include <webkit/webkit.h>

#include "loft-application.h"
#include "loft-html-view.h"
#include "loft-message-list-row.h"
#include "loft-message-view.h"

/* How long it takes from a click on a message until its HTML is painted.
 *
 *   loft-html-open PROFILE    selects one message after the other; one line of JSON: milliseconds of
 *                             the first HTML message, which starts WebKit, and of those that follow.
 *                             The last one stays open until standard input ends, for who looks at
 *                             the memory of the process and its children. In run-in-display.sh */

#define N_MEASURED       30
#define N_TRIED          300
#define PATIENCE_SECONDS 120
#define PATIENCE_MS      3000 /* for one message */
#define PAUSE_MS         150

typedef struct {
  GApplication *application;
  GtkWidget *window;
  LoftMessageView *view;
  GtkSelectionModel *rows;
  guint next;
  gint64 begun;
  gboolean in_page;   /* the web process has made a frame: the window's next one shows it */
  guint patience;     /* source */
  double first;       /* ms */
  GArray *times;      /* of double, ms */
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

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

static gboolean
on_input (int fd, GIOCondition condition, gpointer application)
{
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
report (Bench *bench)
{
  g_array_sort (bench->times, compare);
  g_print ("{\"n\": %u, \"first_ms\": %.1f, \"median_ms\": %.1f, \"worst_ms\": %.1f}\n",
           bench->times->len, bench->first,
           g_array_index (bench->times, double, bench->times->len / 2),
           g_array_index (bench->times, double, bench->times->len - 1));
  g_unix_fd_add (0, G_IO_IN | G_IO_HUP, on_input, bench->application);
}

static gboolean open_next (gpointer data);

static gboolean
on_impatient (gpointer data)
{
  Bench *bench = data;

  bench->patience = 0;
  open_next (bench);
  return G_SOURCE_REMOVE;
}

static gboolean
open_next (gpointer data)
{
  Bench *bench = data;
  guint n_rows = MIN (g_list_model_get_n_items (G_LIST_MODEL (bench->rows)), N_TRIED);

  if (bench->next == n_rows)
    {
      g_printerr ("loft-html-open: only %u messages with HTML\n", bench->times->len);
      g_application_quit (bench->application);
      return G_SOURCE_REMOVE;
    }
  bench->patience = g_timeout_add (PATIENCE_MS, on_impatient, bench);
  bench->begun = g_get_monotonic_time ();
  gtk_selection_model_select_item (bench->rows, bench->next++, TRUE);
  return G_SOURCE_REMOVE;
}

static void
finish_one (Bench *bench)
{
  g_clear_handle_id (&bench->patience, g_source_remove);
  if (bench->times->len == N_MEASURED)
    report (bench);
  else
    g_timeout_add (PAUSE_MS, open_next, bench);
}

static void
on_painted (GdkFrameClock *clock, Bench *bench)
{
  double ms = (g_get_monotonic_time () - bench->begun) / 1000.0;

  if (!bench->in_page)
    return;
  bench->in_page = FALSE;
  if (bench->first == 0)
    bench->first = ms;
  else
    g_array_append_val (bench->times, ms);
  finish_one (bench);
}

static void
on_page_frame (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
    WEBKIT_WEB_VIEW (source), result, NULL);

  bench->in_page = value != NULL;
  gtk_widget_queue_draw (GTK_WIDGET (source));
}

static void
on_shown (LoftMessageView *view, LoftMessageRow *row, Bench *bench)
{
  GtkWidget *html = find (GTK_WIDGET (view), LOFT_TYPE_HTML_VIEW);

  if (html == NULL || !loft_message_view_has_html (view))
    {
      finish_one (bench);
      return;
    }
  webkit_web_view_call_async_javascript_function (
    WEBKIT_WEB_VIEW (loft_html_view_get_web_view (LOFT_HTML_VIEW (html))),
    "await new Promise (done => requestAnimationFrame (done)); return 1;", -1, NULL, NULL, NULL,
    NULL, on_page_frame, bench);
}

/* Each message alone, not in its conversation. */
static gboolean
begin (gpointer data)
{
  Bench *bench = data;
  GtkWidget *row = find (bench->window, LOFT_TYPE_MESSAGE_LIST_ROW);
  GtkWidget *list = row == NULL ? NULL : gtk_widget_get_ancestor (row, GTK_TYPE_LIST_VIEW);

  if (list == NULL)
    return G_SOURCE_CONTINUE;
  bench->view = LOFT_MESSAGE_VIEW (find (bench->window, LOFT_TYPE_MESSAGE_VIEW));
  bench->rows = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  gtk_widget_activate_action (bench->window, "mail.conversations", NULL);
  g_signal_connect (bench->view, "shown", G_CALLBACK (on_shown), bench);
  g_signal_connect (gtk_widget_get_frame_clock (bench->window), "after-paint",
                    G_CALLBACK (on_painted), bench);
  g_timeout_add (2000, open_next, bench);
  return G_SOURCE_REMOVE;
}

static void
on_window_added (GtkApplication *application, GtkWidget *window, Bench *bench)
{
  bench->window = window;
  g_timeout_add (50, begin, bench);
}

static gboolean
on_late (gpointer application)
{
  g_printerr ("loft-html-open: it takes too long\n");
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = G_APPLICATION (loft_application_new ());
  char *arguments[] = { argv[0], (char *) "--offline", (char *) "--profile", argv[1], NULL };
  Bench bench = { .application = application };

  bench.times = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &bench);
  g_timeout_add_seconds (PATIENCE_SECONDS, on_late, application);
  return g_application_run (application, argc == 2 ? 4 : 1, arguments);
}
