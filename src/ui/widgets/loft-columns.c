/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-columns-private.h"

#define SIDEBAR_DEFAULT 248
#define MIDDLE_DEFAULT  372
#define HEIGHT_DEFAULT  300
#define SLIDE_MS        220

enum {
  PROP_0,
  PROP_SIDEBAR,
  PROP_MIDDLE,
  PROP_MAIN,
  PROP_MODE,
  PROP_COLUMN,
  PROP_SIDEBAR_OPEN,
  PROP_MAIN_PLACE,
  PROP_SIDEBAR_WIDTH,
  PROP_MIDDLE_WIDTH,
  PROP_MIDDLE_HEIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LoftColumns, loft_columns, GTK_TYPE_WIDGET)

static void
forget_open_sidebar (LoftColumns *self)
{
  if (!self->sidebar_open)
    return;
  adw_animation_reset (self->open);
  self->open_amount = 0.0;
  self->sidebar_open = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_OPEN]);
}

static void
show_place (LoftColumns *self)
{
  static const char *const css_classes[] = { "main-beside", "main-below", "main-off" };

  for (guint i = 0; i < G_N_ELEMENTS (css_classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), css_classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self), css_classes[self->place]);
  gtk_widget_set_cursor_from_name (self->edges[1],
                                   self->place == LOFT_MAIN_BELOW ? "row-resize" : "col-resize");
}

static gboolean
notify_layout (gpointer data)
{
  LoftColumns *self = data;

  self->notify_source = 0;
  if (self->notified_mode == self->mode && self->notified_place == self->place)
    return G_SOURCE_REMOVE;
  self->notified_mode = self->mode;
  self->notified_place = self->place;
  if (self->mode != LOFT_COLUMNS_MEDIUM)
    forget_open_sidebar (self);
  show_place (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
  return G_SOURCE_REMOVE;
}

/* What hangs on the layout changes other widgets, which must not happen while sizes are given. */
void
loft_columns_set_layout (LoftColumns *self, LoftColumnsMode mode, LoftMainPlace place)
{
  if (self->mode == mode && self->place == place)
    return;
  self->mode = mode;
  self->place = place;
  if (self->notify_source == 0)
    self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_layout, self, NULL);
}

LoftMainPlace
loft_columns_get_main_place (LoftColumns *self)
{
  return self->place;
}

/* From the window down: GtkTextView asks for another height while it is given its size. When only the
 * columns were laid out, since nothing else has changed, that stays with whoever stands between them
 * and the window, and a frame is drawn without them. */
static void
lay_out_again (LoftColumns *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
loft_columns_set_main_place (LoftColumns *self, LoftMainPlace place)
{
  if (self->wanted_place == place)
    return;
  self->wanted_place = place;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAIN_PLACE]);
  lay_out_again (self);
}

static void
animate (LoftColumns *self, AdwAnimation *animation, double from, double to)
{
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (animation), from);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (animation), to);
  adw_animation_play (animation);
}

static void
on_slide (double value, gpointer data)
{
  LoftColumns *self = data;

  self->position = value;
  lay_out_again (self);
}

static void
on_open (double value, gpointer data)
{
  LoftColumns *self = data;

  self->open_amount = value;
  lay_out_again (self);
}

static void
set_sidebar_open (LoftColumns *self, gboolean open)
{
  if (self->sidebar_open == open)
    return;
  self->sidebar_open = open;
  animate (self, self->open, self->open_amount, open ? 1.0 : 0.0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_OPEN]);
}

void
loft_columns_show (LoftColumns *self, LoftColumn column)
{
  gboolean changed = self->column != column;

  g_return_if_fail (LOFT_IS_COLUMNS (self));

  self->column = column;
  set_sidebar_open (self, self->mode == LOFT_COLUMNS_MEDIUM && column == LOFT_COLUMN_SIDEBAR);
  if (self->mode == LOFT_COLUMNS_NARROW)
    animate (self, self->slide, self->position, column);
  else
    {
      adw_animation_reset (self->slide);
      self->position = column;
    }
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLUMN]);
  lay_out_again (self);
}

gboolean
loft_columns_go_back (LoftColumns *self)
{
  if (self->mode == LOFT_COLUMNS_MEDIUM && self->sidebar_open)
    {
      loft_columns_show (self, LOFT_COLUMN_MIDDLE);
      return TRUE;
    }
  if (self->mode != LOFT_COLUMNS_NARROW || self->column == LOFT_COLUMN_SIDEBAR)
    return FALSE;
  loft_columns_show (self, self->column - 1);
  return TRUE;
}

LoftColumnsMode
loft_columns_get_mode (LoftColumns *self)
{
  return self->mode;
}

LoftColumn
loft_columns_get_column (LoftColumns *self)
{
  return self->column;
}

gboolean
loft_columns_get_sidebar_open (LoftColumns *self)
{
  return self->sidebar_open;
}

gboolean
loft_columns_is_shown (LoftColumns *self, LoftColumn column)
{
  if (self->mode == LOFT_COLUMNS_NARROW)
    return self->column == column;
  if (column == LOFT_COLUMN_SIDEBAR)
    return self->mode == LOFT_COLUMNS_WIDE || self->sidebar_open;
  return column != LOFT_COLUMN_MAIN || self->place != LOFT_MAIN_OFF;
}

static void
on_scrim_pressed (LoftColumns *self)
{
  loft_columns_show (self, LOFT_COLUMN_MIDDLE);
}

static void
set_column (LoftColumns *self, LoftColumn column, GtkWidget *child)
{
  static const char *css_classes[LOFT_N_COLUMNS] = { "sidebar-column", "middle-column",
                                                     "main-column" };

  if (self->columns[column] == child)
    return;
  g_clear_pointer (&self->columns[column], gtk_widget_unparent);
  if (child == NULL)
    return;
  self->columns[column] = child;
  gtk_widget_add_css_class (child, css_classes[column]);
  /* The order of children is that of picking: the sidebar lies on the scrim, that on the rest. */
  gtk_widget_insert_before (child, GTK_WIDGET (self),
                            column == LOFT_COLUMN_SIDEBAR ? NULL : self->scrim);
}

/* Tab goes in reading order; the order of children is that of picking, the sidebar on top. */
static gboolean
loft_columns_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LoftColumns *self = LOFT_COLUMNS (widget);
  GtkWidget *inside = gtk_widget_get_focus_child (widget);
  int step = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_LEFT ? -1 : 1;
  int i = step > 0 ? 0 : LOFT_N_COLUMNS - 1;

  if (inside != NULL)
    {
      if (gtk_widget_child_focus (inside, direction))
        return TRUE;
      if (direction == GTK_DIR_UP || direction == GTK_DIR_DOWN)
        return FALSE;
      for (int k = 0; k < LOFT_N_COLUMNS; k++)
        {
          if (self->columns[k] == inside)
            i = k + step;
        }
    }
  for (; i >= 0 && i < LOFT_N_COLUMNS; i += step)
    {
      if (self->columns[i] != NULL && loft_columns_is_shown (self, i) &&
          gtk_widget_child_focus (self->columns[i], direction))
        return TRUE;
    }
  return FALSE;
}

static void
loft_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LoftColumns *self = LOFT_COLUMNS (object);

  switch (id)
    {
    case PROP_SIDEBAR:
    case PROP_MIDDLE:
    case PROP_MAIN:
      g_value_set_object (value, self->columns[id - PROP_SIDEBAR]);
      break;
    case PROP_MODE:
      g_value_set_uint (value, self->mode);
      break;
    case PROP_COLUMN:
      g_value_set_uint (value, self->column);
      break;
    case PROP_SIDEBAR_OPEN:
      g_value_set_boolean (value, self->sidebar_open);
      break;
    case PROP_MAIN_PLACE:
      g_value_set_uint (value, self->wanted_place);
      break;
    case PROP_SIDEBAR_WIDTH:
      g_value_set_int (value, self->sidebar_width);
      break;
    case PROP_MIDDLE_WIDTH:
      g_value_set_int (value, self->middle_width);
      break;
    case PROP_MIDDLE_HEIGHT:
      g_value_set_int (value, self->middle_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_size (LoftColumns *self, guint id, int *size, int value)
{
  if (*size == value)
    return;
  *size = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  lay_out_again (self);
}

static void
loft_columns_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LoftColumns *self = LOFT_COLUMNS (object);

  switch (id)
    {
    case PROP_SIDEBAR:
    case PROP_MIDDLE:
    case PROP_MAIN:
      set_column (self, id - PROP_SIDEBAR, g_value_get_object (value));
      break;
    case PROP_SIDEBAR_WIDTH:
      set_size (self, id, &self->sidebar_width, g_value_get_int (value));
      break;
    case PROP_MIDDLE_WIDTH:
      set_size (self, id, &self->middle_width, g_value_get_int (value));
      break;
    case PROP_MIDDLE_HEIGHT:
      set_size (self, id, &self->middle_height, g_value_get_int (value));
      break;
    case PROP_MAIN_PLACE:
      loft_columns_set_main_place (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
loft_columns_dispose (GObject *object)
{
  LoftColumns *self = LOFT_COLUMNS (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_object (&self->slide);
  g_clear_object (&self->open);
  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    g_clear_pointer (&self->columns[i], gtk_widget_unparent);
  g_clear_pointer (&self->scrim, gtk_widget_unparent);
  g_clear_pointer (&self->edges[0], gtk_widget_unparent);
  g_clear_pointer (&self->edges[1], gtk_widget_unparent);
  G_OBJECT_CLASS (loft_columns_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  static const char *names[LOFT_N_COLUMNS] = { "sidebar", "middle", "main" };
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    properties[PROP_SIDEBAR + i] =
      g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET, write);
  properties[PROP_MODE] = g_param_spec_uint ("mode", NULL, NULL, 0, LOFT_COLUMNS_WIDE, 0, read);
  properties[PROP_COLUMN] = g_param_spec_uint ("column", NULL, NULL, 0, LOFT_COLUMN_MAIN, 0, read);
  properties[PROP_SIDEBAR_OPEN] = g_param_spec_boolean ("sidebar-open", NULL, NULL, FALSE, read);
  properties[PROP_SIDEBAR_WIDTH] =
    g_param_spec_int ("sidebar-width", NULL, NULL, LOFT_SIDEBAR_MIN_WIDTH, LOFT_SIDEBAR_MAX_WIDTH,
                      SIDEBAR_DEFAULT, write);
  properties[PROP_MIDDLE_WIDTH] =
    g_param_spec_int ("middle-width", NULL, NULL, LOFT_MIDDLE_MIN_WIDTH, LOFT_MIDDLE_MAX_WIDTH,
                      MIDDLE_DEFAULT, write);
  properties[PROP_MIDDLE_HEIGHT] =
    g_param_spec_int ("middle-height", NULL, NULL, LOFT_MIDDLE_MIN_HEIGHT, LOFT_MIDDLE_MAX_HEIGHT,
                      HEIGHT_DEFAULT, write);
  properties[PROP_MAIN_PLACE] =
    g_param_spec_uint ("main-place", NULL, NULL, 0, LOFT_MAIN_OFF, 0, write);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
loft_columns_class_init (LoftColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = loft_columns_dispose;
  object_class->get_property = loft_columns_get_property;
  object_class->set_property = loft_columns_set_property;
  widget_class->measure = loft_columns_measure;
  widget_class->size_allocate = loft_columns_size_allocate;
  widget_class->snapshot = loft_columns_snapshot;
  widget_class->focus = loft_columns_focus;
  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "columns");
}

static void
add_scrim (LoftColumns *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->scrim = adw_bin_new ();
  gtk_widget_add_css_class (self->scrim, "scrim");
  gtk_widget_set_child_visible (self->scrim, FALSE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_scrim_pressed), self);
  gtk_widget_add_controller (self->scrim, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_parent (self->scrim, GTK_WIDGET (self));
}

static AdwAnimation *
new_animation (LoftColumns *self, AdwAnimationTargetFunc func)
{
  return adw_timed_animation_new (GTK_WIDGET (self), 0, 1, SLIDE_MS,
                                  adw_callback_animation_target_new (func, self, NULL));
}

static void
loft_columns_init (LoftColumns *self)
{
  self->mode = LOFT_COLUMNS_WIDE;
  self->notified_mode = LOFT_COLUMNS_WIDE;
  self->column = LOFT_COLUMN_MIDDLE;
  self->position = LOFT_COLUMN_MIDDLE;
  self->sidebar_width = SIDEBAR_DEFAULT;
  self->middle_width = MIDDLE_DEFAULT;
  self->middle_height = HEIGHT_DEFAULT;
  self->slide = new_animation (self, on_slide);
  self->open = new_animation (self, on_open);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_scrim (self);
  loft_columns_add_edges (self);
  show_place (self);
}
