/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-opener.h"

#include "config.h"
#include "loft-attachment-file.h"
#include "loft-error.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
tell (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static void
on_unpacked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = loft_attachment_file_unpack_finish (result, &error);
  g_autofree char *uri = NULL;
  GtkWidget *window = gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW);

  if (path == NULL)
    {
      tell (widget, g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED)
                      ? _ ("This is a program. It can be saved, but is not opened from here.")
                      : _ ("The attachment could not be opened. Save it instead."));
      return;
    }
  uri = g_filename_to_uri (path, NULL, NULL);
  gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

void
loft_attachment_opener_open (GtkWidget *widget, LoftMessageBody *body, guint n, const char *name)
{
  loft_attachment_file_unpack_async (body, n, name, NULL, on_unpacked, g_object_ref (widget));
}

void
loft_attachment_opener_open_bytes (GtkWidget *widget, GBytes *bytes, const char *name)
{
  loft_attachment_file_unpack_bytes_async (bytes, name, NULL, on_unpacked, g_object_ref (widget));
}
