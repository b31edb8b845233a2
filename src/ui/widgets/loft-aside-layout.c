/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-aside-layout.h"

struct _LoftAsideLayout {
  GtkLayoutManager parent_instance;

  int spacing;
  int room;
};

G_DEFINE_FINAL_TYPE (LoftAsideLayout, loft_aside_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
width_of (GtkWidget *child, int *minimum)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, &natural, NULL, NULL);
  return natural;
}

static int
height_of (GtkWidget *child, int width)
{
  int minimum = 0;
  int height = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, &height, NULL, NULL);
  return MAX (minimum, height);
}

/* What the first gets when the second stands beside it; 0: the second stands below. */
static int
width_beside (LoftAsideLayout *self, GtkWidget *first, GtkWidget *second, int width)
{
  int minimum = 0;
  int wanted = MIN (width_of (first, &minimum), self->room);
  int left = width - self->spacing - width_of (second, NULL);

  return left >= MAX (MAX (wanted, minimum), 1) ? left : 0;
}

static int
measure_height (LoftAsideLayout *self, GtkWidget *first, GtkWidget *second, int width)
{
  int beside = width < 0 ? width_of (first, NULL) : width_beside (self, first, second, width);

  if (beside > 0)
    return MAX (height_of (first, beside), height_of (second, width_of (second, NULL)));
  return height_of (first, width) + self->spacing + height_of (second, width);
}

static void
loft_aside_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                           int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  LoftAsideLayout *self = LOFT_ASIDE_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  int least_first = 0;
  int least_second = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = measure_height (self, first, second, for_size);
      return;
    }
  *natural = width_of (first, &least_first) + self->spacing + width_of (second, &least_second);
  *minimum = MAX (least_first, least_second);
}

static void
place (GtkWidget *widget, GtkWidget *child, int x, int y, int width, int height)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = { mirrored ? gtk_widget_get_width (widget) - x - width : x, y, width,
                               height };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
loft_aside_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                            int baseline)
{
  LoftAsideLayout *self = LOFT_ASIDE_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  int minimum = 0;
  int taken = MIN (MAX (width_of (second, &minimum), minimum), width);
  int beside = width_beside (self, first, second, width);
  int above = 0;

  if (beside > 0)
    {
      place (widget, first, 0, 0, beside, height);
      place (widget, second, width - taken, 0, taken, height);
      return;
    }
  above = height_of (first, width);
  place (widget, first, 0, 0, width, above);
  place (widget, second, width - taken, above + self->spacing, taken,
         MAX (height_of (second, taken), height - above - self->spacing));
}

static GtkSizeRequestMode
loft_aside_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
loft_aside_layout_class_init (LoftAsideLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = loft_aside_layout_measure;
  layout_class->allocate = loft_aside_layout_allocate;
  layout_class->get_request_mode = loft_aside_layout_get_request_mode;
}

static void
loft_aside_layout_init (LoftAsideLayout *self)
{
}

GtkLayoutManager *
loft_aside_layout_new (int spacing, int room)
{
  LoftAsideLayout *self = g_object_new (LOFT_TYPE_ASIDE_LAYOUT, NULL);

  self->spacing = spacing;
  self->room = room;
  return GTK_LAYOUT_MANAGER (self);
}
