/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib-unix.h>
#include <webkit/webkit.h>

/* Two columns with header bars and nothing in them but a web view with one paragraph, which no
 * window that shows HTML can take less memory than. Prints a line when it is painted, and ends with
 * its standard input. */

#define WIDTH  1180
#define HEIGHT 760
#define COLUMN 400

static gboolean
on_input (int fd, GIOCondition condition, gpointer application)
{
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, GApplication *application)
{
  if (event != WEBKIT_LOAD_FINISHED)
    return;
  g_print ("{}\n");
  g_unix_fd_add (0, G_IO_IN | G_IO_HUP, on_input, application);
}

static GtkWidget *
new_column (GtkWidget *content)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (column), adw_header_bar_new ());
  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (column), content);
  return column;
}

static void
on_activate (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *columns = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  GtkWidget *view = webkit_web_view_new ();

  gtk_paned_set_start_child (GTK_PANED (columns), new_column (gtk_list_box_new ()));
  gtk_paned_set_end_child (GTK_PANED (columns), new_column (view));
  gtk_paned_set_position (GTK_PANED (columns), COLUMN);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), columns);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  g_signal_connect (view, "load-changed", G_CALLBACK (on_load_changed), application);
  webkit_web_view_load_html (WEBKIT_WEB_VIEW (view), "<p>One paragraph.</p>", NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
    adw_application_new ("org.loftmail.EmptyWeb", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
