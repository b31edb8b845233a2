/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fitting.h"

struct _LoftFitting {
  GtkWidget parent_instance;

  GtkWidget *shown; /* (nullable) (borrowed) a child */
};

G_DEFINE_FINAL_TYPE (LoftFitting, loft_fitting, GTK_TYPE_WIDGET)

GtkWidget *
loft_fitting_get_shown (LoftFitting *self)
{
  return self->shown;
}

int
loft_fitting_get_least (LoftFitting *self)
{
  int least = G_MAXINT;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural = 0;

      if (!gtk_widget_get_visible (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      least = MIN (least, natural);
    }
  return least == G_MAXINT ? 0 : least;
}

static GtkWidget *
find_child (LoftFitting *self, int width)
{
  GtkWidget *found = NULL;
  int natural = G_MAXINT;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL && natural > width; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      found = child;
    }
  return found;
}

static void
loft_fitting_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftFitting *self = LOFT_FITTING (widget);
  GtkAllocation all = { 0, 0, width, height };

  self->shown = find_child (self, width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_child_visible (child, child == self->shown);
  if (self->shown != NULL)
    gtk_widget_size_allocate (self->shown, &all, baseline);
}

/* Of the width: the least that the smallest needs, and what the largest would like. */
static void
loft_fitting_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int least = G_MAXINT;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0, child_natural = 0;

      if (!gtk_widget_get_visible (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      least = MIN (least, child_minimum);
      *minimum = across ? least : MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
loft_fitting_dispose (GObject *object)
{
  LoftFitting *self = LOFT_FITTING (object);
  GtkWidget *child;

  self->shown = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_fitting_parent_class)->dispose (object);
}

static void
loft_fitting_class_init (LoftFittingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_fitting_dispose;
  widget_class->measure = loft_fitting_measure;
  widget_class->size_allocate = loft_fitting_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "fitting");
}

static void
loft_fitting_init (LoftFitting *self)
{
}

GtkWidget *
loft_fitting_new (void)
{
  return g_object_new (LOFT_TYPE_FITTING, NULL);
}

void
loft_fitting_add (LoftFitting *self, GtkWidget *child)
{
  gtk_widget_set_child_visible (child, FALSE);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
