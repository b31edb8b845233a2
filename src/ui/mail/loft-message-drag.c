/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-drag.h"

#include "config.h"

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (LoftMessageDrag, loft_message_drag, loft_message_drag_copy,
                     loft_message_drag_free)

LoftMessageDrag *
loft_message_drag_new (LoftMessageList *list, GArray *keys)
{
  LoftMessageDrag *self = g_new0 (LoftMessageDrag, 1);

  self->list = g_object_ref (list);
  self->keys = g_array_ref (keys);
  return self;
}

LoftMessageDrag *
loft_message_drag_copy (LoftMessageDrag *self)
{
  return loft_message_drag_new (self->list, self->keys);
}

void
loft_message_drag_free (LoftMessageDrag *self)
{
  g_object_unref (self->list);
  g_array_unref (self->keys);
  g_free (self);
}

GtkWidget *
loft_message_drag_new_icon (LoftMessageDrag *self)
{
  guint n = self->keys->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%'u message", "%'u messages", n), n);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "messagedrag");
  return label;
}

GPtrArray *
loft_message_drag_list_paths (const GValue *files)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (GSList *each = g_value_get_boxed (files); each != NULL; each = each->next)
    {
      char *path = g_file_get_path (each->data);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  return paths;
}
