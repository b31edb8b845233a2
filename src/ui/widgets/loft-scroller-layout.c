/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scroller-layout.h"

struct _LoftScrollerLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (LoftScrollerLayout, loft_scroller_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
content_height (GtkScrolledWindow *scroller, int width)
{
  int most = gtk_scrolled_window_get_max_content_height (scroller);
  int height = 0;

  gtk_widget_measure (gtk_scrolled_window_get_child (scroller), GTK_ORIENTATION_VERTICAL, width,
                      NULL, &height, NULL, NULL);
  return most < 0 ? height : MIN (height, most);
}

static void
loft_scroller_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                              GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *natural = MAX (*minimum, content_height (GTK_SCROLLED_WINDOW (child), for_size));
}

static void
loft_scroller_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                               int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static GtkSizeRequestMode
loft_scroller_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
loft_scroller_layout_class_init (LoftScrollerLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = loft_scroller_layout_measure;
  layout_class->allocate = loft_scroller_layout_allocate;
  layout_class->get_request_mode = loft_scroller_layout_get_request_mode;
}

static void
loft_scroller_layout_init (LoftScrollerLayout *self)
{
}
