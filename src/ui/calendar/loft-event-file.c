/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-file.h"

#include "config.h"
#include "loft-attachment-file.h"
#include "loft-attachment-opener.h"
#include "loft-save-dialog.h"

#include <glib/gi18n.h>

gboolean
loft_event_file_is_link (const LoftEventAttachment *self)
{
  return g_str_has_prefix (self->uri, "https://") || g_str_has_prefix (self->uri, "http://");
}

static gboolean
is_elsewhere (const LoftEventAttachment *self)
{
  return self->bytes == NULL && g_str_has_prefix (self->uri, "cid:");
}

char *
loft_event_file_dup_title (const LoftEventAttachment *self)
{
  if (*self->name != '\0')
    return g_strdup (self->name);
  return g_strdup (self->bytes != NULL || is_elsewhere (self) ? _ ("File") : self->uri);
}

char *
loft_event_file_dup_subtitle (const LoftEventAttachment *self)
{
  if (self->bytes != NULL)
    return g_format_size (g_bytes_get_size (self->bytes));
  if (is_elsewhere (self))
    return g_strdup (_ ("Only on the server"));
  return g_strdup (*self->name != '\0' ? self->uri : "");
}

void
loft_event_file_open (GtkWidget *widget, const LoftEventAttachment *self)
{
  g_autofree char *title = loft_event_file_dup_title (self);
  g_autofree char *name = loft_attachment_file_safe_name (title);

  if (self->bytes != NULL)
    loft_attachment_opener_open_bytes (widget, self->bytes, name);
  else if (loft_event_file_is_link (self))
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW)), self->uri,
                  GDK_CURRENT_TIME);
}

void
loft_event_file_save (GtkWidget *widget, const LoftEventAttachment *self)
{
  g_autofree char *title = loft_event_file_dup_title (self);
  g_autofree char *name = loft_attachment_file_safe_name (title);

  if (self->bytes != NULL)
    loft_save_dialog_open_bytes (widget, self->bytes, name);
}
