/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wrap-layout.h"

struct _LoftWrapLayout {
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (LoftWrapLayout, loft_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct {
  GtkWidget *child;
  int minimum;
  int width;
  int height;
} Place;

static GArray *
measure_children (GtkWidget *widget)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Place place = { .child = child };

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &place.minimum, &place.width, NULL,
                          NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL, NULL);
      g_array_append_val (places, place);
    }
  return places;
}

/* The index behind the last child of the line that begins at first; *height: of the line. The last
 * child, a field to type in, may be as narrow as it likes. */
static guint
end_of_line (GArray *places, guint first, int width, int spacing, int *height)
{
  int used = 0;
  guint i;

  *height = 0;
  for (i = first; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      int wanted = i + 1 == places->len ? place->minimum : place->width;

      if (i > first && used + spacing + wanted > width)
        break;
      used += wanted + (i > first ? spacing : 0);
      *height = MAX (*height, place->height);
    }
  return i;
}

static void
measure_width (GArray *places, int spacing, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      *minimum = MAX (*minimum, place->minimum);
      *natural += place->width + (i > 0 ? spacing : 0);
    }
}

static int
measure_height (GArray *places, int width, int spacing)
{
  int total = 0;
  int height = 0;

  for (guint i = 0; i < places->len;)
    {
      total += i > 0 ? spacing : 0;
      i = end_of_line (places, i, width, spacing, &height);
      total += height;
    }
  return total;
}

static void
loft_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                          int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  LoftWrapLayout *self = LOFT_WRAP_LAYOUT (manager);
  g_autoptr (GArray) places = measure_children (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (places, self->spacing, minimum, natural);
  else
    *minimum = *natural =
      measure_height (places, for_size < 0 ? G_MAXINT / 2 : for_size, self->spacing);
}

static void
allocate_line (GArray *places, guint first, guint end, int width, int y, int height, int spacing,
               gboolean mirrored)
{
  int x = 0;

  for (guint i = first; i < end; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      int taken = i + 1 == places->len ? width - x : MIN (place->width, width - x);
      GtkAllocation allocation = { mirrored ? width - x - taken : x,
                                   y + (height - place->height) / 2, MAX (taken, place->minimum),
                                   place->height };

      gtk_widget_size_allocate (place->child, &allocation, -1);
      x += taken + spacing;
    }
}

static void
loft_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                           int baseline)
{
  LoftWrapLayout *self = LOFT_WRAP_LAYOUT (manager);
  g_autoptr (GArray) places = measure_children (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (guint i = 0; i < places->len;)
    {
      int line = 0;
      guint end = end_of_line (places, i, width, self->spacing, &line);

      allocate_line (places, i, end, width, y, line, self->spacing, mirrored);
      y += line + self->spacing;
      i = end;
    }
}

static GtkSizeRequestMode
loft_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
loft_wrap_layout_class_init (LoftWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = loft_wrap_layout_measure;
  layout_class->allocate = loft_wrap_layout_allocate;
  layout_class->get_request_mode = loft_wrap_layout_get_request_mode;
}

static void
loft_wrap_layout_init (LoftWrapLayout *self)
{
}

GtkLayoutManager *
loft_wrap_layout_new (int spacing)
{
  LoftWrapLayout *self = g_object_new (LOFT_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
