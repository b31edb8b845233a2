/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-columns-private.h"

#include "loft-accessibility.h"
#include "loft-ui.h"

#include <math.h>

#define WIDE_FROM    1000
#define MEDIUM_FROM  600
#define MAIN_MIN     300

static int
column_min_width (LoftColumns *self, LoftColumn column)
{
  static const int floors[LOFT_N_COLUMNS] = { LOFT_SIDEBAR_MIN_WIDTH, LOFT_MIDDLE_MIN_WIDTH,
                                              MAIN_MIN };
  int min = 0;

  if (self->columns[column] != NULL)
    gtk_widget_measure (self->columns[column], GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL,
                        NULL);
  return MAX (min, floors[column]);
}

static int
column_min_height (LoftColumns *self, LoftColumn column)
{
  static const int floors[LOFT_N_COLUMNS] = { 0, LOFT_MIDDLE_MIN_HEIGHT, LOFT_MAIN_MIN_HEIGHT };
  int min = 0;

  if (self->columns[column] != NULL)
    gtk_widget_measure (self->columns[column], GTK_ORIENTATION_VERTICAL, -1, &min, NULL, NULL,
                        NULL);
  return MAX (min, floors[column]);
}

/* Too low for both: beside is the better of the two others, it hides nothing. */
static LoftMainPlace
place_for_height (LoftColumns *self, int height)
{
  if (self->wanted_place == LOFT_MAIN_BELOW &&
      height < column_min_height (self, LOFT_COLUMN_MIDDLE) +
                 column_min_height (self, LOFT_COLUMN_MAIN))
    return LOFT_MAIN_BESIDE;
  return self->wanted_place;
}

static int
content_min_width (LoftColumns *self, LoftMainPlace place)
{
  int middle = column_min_width (self, LOFT_COLUMN_MIDDLE);
  int main = column_min_width (self, LOFT_COLUMN_MAIN);

  if (place == LOFT_MAIN_BESIDE)
    return middle + main;
  return place == LOFT_MAIN_BELOW ? MAX (middle, main) : middle;
}

static LoftColumnsMode
mode_for_width (LoftColumns *self, int width, LoftMainPlace place)
{
  int content = content_min_width (self, place);
  int sidebar = column_min_width (self, LOFT_COLUMN_SIDEBAR);
  double scale = loft_ui_text_scale (GTK_WIDGET (self));

  if (width >= WIDE_FROM * scale && width >= sidebar + content)
    return LOFT_COLUMNS_WIDE;
  if (width >= MEDIUM_FROM * scale && width >= content)
    return LOFT_COLUMNS_MEDIUM;
  return LOFT_COLUMNS_NARROW;
}

static void
place_at (LoftColumns *self, GtkWidget *child, int x, int y, int width, int height)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_point_t origin = GRAPHENE_POINT_INIT (x, y);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    origin.x = total - x - width;
  gtk_widget_allocate (child, width, height, -1, gsk_transform_translate (NULL, &origin));
}

static void
place (LoftColumns *self, GtkWidget *child, int x, int width, int height)
{
  place_at (self, child, x, 0, width, height);
}

static void
show_child (GtkWidget *child, gboolean shown)
{
  if (child == NULL || gtk_widget_get_child_visible (child) == shown)
    return;
  gtk_widget_set_child_visible (child, shown);
  loft_accessibility_set_hidden (child, !shown);
}

static void
allocate_narrow (LoftColumns *self, int width, int height)
{
  show_child (self->scrim, FALSE);
  show_child (self->edges[0], FALSE);
  show_child (self->edges[1], FALSE);
  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    {
      double offset = i - self->position;

      if (self->columns[i] == NULL)
        continue;
      show_child (self->columns[i], fabs (offset) < 1.0);
      if (fabs (offset) < 1.0)
        place (self, self->columns[i], (int) round (offset * width), width, height);
    }
}

static void
place_edge (LoftColumns *self, int edge, int x, int height)
{
  self->edge_at[edge] = x;
  show_child (self->edges[edge], TRUE);
  place (self, self->edges[edge], x - LOFT_COLUMNS_EDGE_REACH, 2 * LOFT_COLUMNS_EDGE_REACH, height);
}

static void
allocate_beside (LoftColumns *self, int left, int width, int height)
{
  int middle_min = column_min_width (self, LOFT_COLUMN_MIDDLE);
  int main_min = column_min_width (self, LOFT_COLUMN_MAIN);
  int middle = CLAMP (self->middle_width, middle_min, MAX (middle_min, width - left - main_min));

  if (self->columns[LOFT_COLUMN_MIDDLE] != NULL)
    place (self, self->columns[LOFT_COLUMN_MIDDLE], left, middle, height);
  if (self->columns[LOFT_COLUMN_MAIN] != NULL)
    place (self, self->columns[LOFT_COLUMN_MAIN], left + middle, width - left - middle, height);
  place_edge (self, 1, left + middle, height);
}

static void
allocate_below (LoftColumns *self, int left, int width, int height)
{
  int middle_min = column_min_height (self, LOFT_COLUMN_MIDDLE);
  int main_min = column_min_height (self, LOFT_COLUMN_MAIN);
  int middle = CLAMP (self->middle_height, middle_min, MAX (middle_min, height - main_min));

  if (self->columns[LOFT_COLUMN_MIDDLE] != NULL)
    place (self, self->columns[LOFT_COLUMN_MIDDLE], left, width - left, middle);
  if (self->columns[LOFT_COLUMN_MAIN] != NULL)
    place_at (self, self->columns[LOFT_COLUMN_MAIN], left, middle, width - left, height - middle);
  self->edge_at[1] = middle;
  show_child (self->edges[1], TRUE);
  place_at (self, self->edges[1], left, middle - LOFT_COLUMNS_EDGE_REACH, width - left,
            2 * LOFT_COLUMNS_EDGE_REACH);
}

static void
allocate_middle_and_main (LoftColumns *self, int left, int width, int height)
{
  show_child (self->columns[LOFT_COLUMN_MIDDLE], TRUE);
  show_child (self->columns[LOFT_COLUMN_MAIN], self->place != LOFT_MAIN_OFF);
  if (self->place == LOFT_MAIN_BESIDE)
    allocate_beside (self, left, width, height);
  else if (self->place == LOFT_MAIN_BELOW)
    allocate_below (self, left, width, height);
  else
    {
      show_child (self->edges[1], FALSE);
      if (self->columns[LOFT_COLUMN_MIDDLE] != NULL)
        place (self, self->columns[LOFT_COLUMN_MIDDLE], left, width - left, height);
    }
}

static void
allocate_medium (LoftColumns *self, int width, int height)
{
  GtkWidget *sidebar = self->columns[LOFT_COLUMN_SIDEBAR];
  int sidebar_width = MIN (MAX (column_min_width (self, LOFT_COLUMN_SIDEBAR),
                                self->sidebar_width), width);
  gboolean shown = self->open_amount > 0.0;

  allocate_middle_and_main (self, 0, width, height);
  show_child (self->edges[0], FALSE);
  show_child (self->scrim, shown);
  show_child (sidebar, shown);
  if (!shown)
    return;
  gtk_widget_set_opacity (self->scrim, self->open_amount);
  place (self, self->scrim, 0, width, height);
  if (sidebar != NULL)
    place (self, sidebar, (int) round ((self->open_amount - 1.0) * sidebar_width),
           sidebar_width, height);
}

static void
allocate_wide (LoftColumns *self, int width, int height)
{
  int sidebar_min = column_min_width (self, LOFT_COLUMN_SIDEBAR);
  int rest_min = content_min_width (self, self->place);
  int sidebar = CLAMP (self->sidebar_width, sidebar_min, MAX (sidebar_min, width - rest_min));

  show_child (self->scrim, FALSE);
  show_child (self->columns[LOFT_COLUMN_SIDEBAR], TRUE);
  if (self->columns[LOFT_COLUMN_SIDEBAR] != NULL)
    place (self, self->columns[LOFT_COLUMN_SIDEBAR], 0, sidebar, height);
  allocate_middle_and_main (self, sidebar, width, height);
  place_edge (self, 0, sidebar, height);
}

void
loft_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftColumns *self = LOFT_COLUMNS (widget);
  LoftMainPlace wanted = place_for_height (self, height);
  LoftColumnsMode mode = mode_for_width (self, width, wanted);

  loft_columns_set_layout (self, mode, mode == LOFT_COLUMNS_NARROW ? LOFT_MAIN_BESIDE : wanted);
  switch (self->mode)
    {
    case LOFT_COLUMNS_NARROW:
      allocate_narrow (self, width, height);
      break;
    case LOFT_COLUMNS_MEDIUM:
      allocate_medium (self, width, height);
      break;
    case LOFT_COLUMNS_WIDE:
      allocate_wide (self, width, height);
      break;
    }
}

/* Any column alone must fit: what is wider is a matter of the mode. */
void
loft_columns_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  LoftColumns *self = LOFT_COLUMNS (widget);

  *minimum = 0;
  *natural = 0;
  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    {
      int min = 0, nat = 0;

      if (self->columns[i] == NULL)
        continue;
      gtk_widget_measure (self->columns[i], orientation, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + nat : MAX (*natural, nat);
    }
  *natural = MAX (*natural, *minimum);
}

/* The sidebar and its scrim are drawn over the other columns, edges over everything but them. */
void
loft_columns_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftColumns *self = LOFT_COLUMNS (widget);
  GtkWidget *order[] = { self->columns[LOFT_COLUMN_MIDDLE], self->columns[LOFT_COLUMN_MAIN],
                         self->scrim, self->columns[LOFT_COLUMN_SIDEBAR] };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (order[i] != NULL && gtk_widget_get_child_visible (order[i]))
        gtk_widget_snapshot_child (widget, order[i], snapshot);
    }
}
