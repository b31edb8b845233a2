/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-header-private.h"

#include "config.h"

#include <glib/gi18n.h>

#define EDGE_REACH 5

static guint sort_signal;

G_DEFINE_FINAL_TYPE (LoftListHeader, loft_list_header, GTK_TYPE_WIDGET)

double
loft_list_header_from_start (LoftListHeader *self, double x)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return x;
}

static void
get_places (LoftListHeader *self, int width, LoftListColumnPlace *places)
{
  loft_list_columns_place (self->columns, MAX (0, width - LOFT_LIST_HEADER_BEFORE), places);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    places[i].x += LOFT_LIST_HEADER_BEFORE;
}

/* The edge between two columns resizes the one of them that is not the subject. */
static gboolean
find_edge (LoftListHeader *self, double x, const LoftListColumnPlace *places,
           LoftListColumn *column)
{
  LoftListColumn before = 0, after = 0;

  for (guint n = 0; loft_list_columns_get_nth (self->columns, n, &before); n++)
    {
      if (ABS (x - (places[before].x + places[before].width)) > EDGE_REACH)
        continue;
      if (before != LOFT_LIST_COLUMN_SUBJECT)
        after = before;
      else if (!loft_list_columns_get_nth (self->columns, n + 1, &after))
        return FALSE;
      *column = after;
      return TRUE;
    }
  return FALSE;
}

gboolean
loft_list_header_find (LoftListHeader *self, double x, LoftListColumn *column, gboolean *at_edge)
{
  LoftListColumnPlace places[LOFT_N_LIST_COLUMNS];

  get_places (self, gtk_widget_get_width (GTK_WIDGET (self)), places);
  *at_edge = find_edge (self, x, places, column);
  if (*at_edge)
    return TRUE;
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (x < places[i].x || x >= places[i].x + places[i].width)
        continue;
      *column = i;
      return TRUE;
    }
  return FALSE;
}

static void
update (LoftListHeader *self)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      LoftMessageSort sort = 0;
      gboolean sorted = loft_list_column_get_sort (i, &sort) && sort == self->sort;

      gtk_widget_set_visible (self->titles[i], loft_list_columns_get_shown (self->columns, i));
      gtk_widget_set_opacity (self->arrows[i], sorted ? 1.0 : 0.0);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrows[i]),
                                    self->ascending ? "pan-up-symbolic" : "pan-down-symbolic");
      gtk_accessible_update_state (
        GTK_ACCESSIBLE (self->titles[i]), GTK_ACCESSIBLE_STATE_PRESSED,
        sorted ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
    }
  loft_list_header_update_menu (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
loft_list_header_set_sort (LoftListHeader *self, LoftMessageSort sort, gboolean ascending)
{
  self->sort = sort;
  self->ascending = ascending;
  update (self);
}

void
loft_list_header_set_shows_recipients (LoftListHeader *self, gboolean recipients)
{
  gtk_label_set_text (GTK_LABEL (self->labels[LOFT_LIST_COLUMN_FROM]),
                      recipients ? C_ ("column", "To")
                                 : loft_list_column_get_title (LOFT_LIST_COLUMN_FROM));
}

static void
on_clicked (GtkWidget *title, LoftListHeader *self)
{
  LoftMessageSort sort = 0;

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (self->titles[i] == title && loft_list_column_get_sort (i, &sort))
        g_signal_emit (self, sort_signal, 0, i);
    }
}

/* Layout */

static void
loft_list_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftListHeader *self = LOFT_LIST_HEADER (widget);
  LoftListColumnPlace places[LOFT_N_LIST_COLUMNS];

  if (self->menu != NULL)
    gtk_popover_present (self->menu);
  if (self->columns == NULL)
    return;
  get_places (self, width, places);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      graphene_point_t origin = GRAPHENE_POINT_INIT (places[i].x, 0);
      int min = 0;

      if (!gtk_widget_should_layout (self->titles[i]))
        continue;
      gtk_widget_measure (self->titles[i], GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      gtk_widget_set_child_visible (self->titles[i], places[i].width >= min);
      if (places[i].width < min)
        continue;
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        origin.x = width - places[i].x - places[i].width;
      gtk_widget_allocate (self->titles[i], places[i].width, height, -1,
                           gsk_transform_translate (NULL, &origin));
    }
}

static void
loft_list_header_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftListHeader *self = LOFT_LIST_HEADER (widget);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (self->titles[0], orientation, -1, minimum, natural, NULL, NULL);
}

static void
loft_list_header_dispose (GObject *object)
{
  LoftListHeader *self = LOFT_LIST_HEADER (object);
  GtkWidget *child = NULL;

  self->menu = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->actions);
  g_clear_object (&self->columns);
  G_OBJECT_CLASS (loft_list_header_parent_class)->dispose (object);
}

static void
loft_list_header_class_init (LoftListHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_list_header_dispose;
  widget_class->size_allocate = loft_list_header_size_allocate;
  widget_class->measure = loft_list_header_measure;
  sort_signal = g_signal_new ("sort", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "listheader");
  loft_list_header_bind_keys (widget_class);
}

static void
add_title (LoftListHeader *self, LoftListColumn column)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *label = gtk_label_new (loft_list_column_get_title (column));
  GtkWidget *arrow = gtk_image_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  loft_list_column_get_title (column), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  self->titles[column] = button;
  self->labels[column] = label;
  self->arrows[column] = arrow;
}

static void
loft_list_header_init (LoftListHeader *self)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    add_title (self, i);
  loft_list_header_add_drag (self);
}

void
loft_list_header_set_columns (LoftListHeader *self, LoftListColumns *columns)
{
  g_return_if_fail (self->columns == NULL);

  self->columns = g_object_ref (columns);
  loft_list_header_add_menu (self);
  g_signal_connect_object (columns, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
