/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-chooser.h"

#include "config.h"
#include "loft-color-dot.h"

#include <glib/gi18n.h>

struct _LoftCalendarChooser {
  GtkWidget parent_instance;

  GtkWidget *drop_down;
};

G_DEFINE_FINAL_TYPE (LoftCalendarChooser, loft_calendar_chooser, GTK_TYPE_WIDGET)

LoftCalendarItem *
loft_calendar_chooser_get (LoftCalendarChooser *self)
{
  return gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->drop_down));
}

void
loft_calendar_chooser_set (LoftCalendarChooser *self, LoftCalendarItem *calendar)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (self->drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LoftCalendarItem) each = g_list_model_get_item (model, i);

      if (each == calendar)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), i);
    }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_box_append (GTK_BOX (box), loft_color_dot_new ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (list_item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  LoftCalendarItem *calendar = gtk_list_item_get_item (list_item);
  GtkWidget *dot = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GdkRGBA color;

  if (gdk_rgba_parse (&color, loft_calendar_item_get_color (calendar)))
    loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (dot)),
                       loft_calendar_item_get_name (calendar));
}

static gboolean
is_writable (gpointer calendar, gpointer unused)
{
  return loft_calendar_item_get_writable (calendar);
}

static void
loft_calendar_chooser_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_CALENDAR_CHOOSER (object)->drop_down, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_calendar_chooser_parent_class)->dispose (object);
}

static void
loft_calendar_chooser_class_init (LoftCalendarChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_calendar_chooser_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_calendar_chooser_init (LoftCalendarChooser *self)
{
}

GtkWidget *
loft_calendar_chooser_new (GListModel *calendars)
{
  LoftCalendarChooser *self = g_object_new (LOFT_TYPE_CALENDAR_CHOOSER, NULL);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_writable, NULL, NULL));
  GtkFilterListModel *writable = gtk_filter_list_model_new (g_object_ref (calendars), filter);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (writable), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), factory);
  g_object_unref (factory);
  gtk_widget_set_tooltip_text (self->drop_down, _ ("Calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Calendar"), -1);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
