/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-zone-chooser.h"

#include "loft-zone-list.h"

struct _LoftZoneChooser {
  GtkWidget parent_instance;

  GtkWidget *drop_down;
  GPtrArray *zones; /* interned, in the order of titles */
  GtkStringList *titles;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (LoftZoneChooser, loft_zone_chooser, GTK_TYPE_WIDGET)

const char *
loft_zone_chooser_get (LoftZoneChooser *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  return selected < self->zones->len ? g_ptr_array_index (self->zones, selected) : "";
}

static void
add (LoftZoneChooser *self, const char *zone, const char *title)
{
  g_ptr_array_add (self->zones, (gpointer) g_intern_string (zone));
  gtk_string_list_append (self->titles, title);
}

static guint
find (LoftZoneChooser *self, const char *zone)
{
  for (guint i = 0; i < self->zones->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->zones, i), zone))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
loft_zone_chooser_set (LoftZoneChooser *self, const char *zone)
{
  guint position = find (self, zone);

  self->setting = TRUE;
  if (position == GTK_INVALID_LIST_POSITION)
    {
      g_autofree char *title = loft_zone_list_get_title (zone);

      add (self, zone, title);
      position = self->zones->len - 1;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
  self->setting = FALSE;
}

static void
on_selected (LoftZoneChooser *self)
{
  if (!self->setting)
    g_signal_emit_by_name (self, "changed");
}

static void
fill (LoftZoneChooser *self, const char *none)
{
  const char *const *zones = loft_zone_list_get ();

  if (none != NULL)
    add (self, "", none);
  for (guint i = 0; zones[i] != NULL; i++)
    {
      g_autofree char *title = loft_zone_list_get_title (zones[i]);

      add (self, zones[i], title);
    }
}

static void
loft_zone_chooser_dispose (GObject *object)
{
  LoftZoneChooser *self = LOFT_ZONE_CHOOSER (object);

  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  g_clear_object (&self->titles);
  G_OBJECT_CLASS (loft_zone_chooser_parent_class)->dispose (object);
}

static void
loft_zone_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_ZONE_CHOOSER (object)->zones);
  G_OBJECT_CLASS (loft_zone_chooser_parent_class)->finalize (object);
}

static void
loft_zone_chooser_class_init (LoftZoneChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_zone_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_zone_chooser_finalize;
  g_signal_new ("changed", LOFT_TYPE_ZONE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_zone_chooser_init (LoftZoneChooser *self)
{
  self->zones = g_ptr_array_new ();
  self->titles = gtk_string_list_new (NULL);
}

GtkWidget *
loft_zone_chooser_new (const char *name, const char *none)
{
  LoftZoneChooser *self = g_object_new (LOFT_TYPE_ZONE_CHOOSER, NULL);
  GtkExpression *title = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  fill (self, none);
  self->drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->titles)), title);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), TRUE);
  gtk_widget_set_tooltip_text (self->drop_down, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (on_selected), self);
  return GTK_WIDGET (self);
}
