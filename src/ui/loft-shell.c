/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-shell.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-panes.h"
#include "loft-rail.h"
#include "loft-settings.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define NARROW_TO 600

struct _LoftShell {
  GtkWidget parent_instance;

  GtkWidget *rail;
  GtkStack *stack;
  GSimpleActionGroup *actions;
  GSimpleAction *pane;
  LoftService *service;
  guint turn_source;
  gboolean narrow;
};

enum { PROP_0, PROP_PANE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LoftShell, loft_shell, GTK_TYPE_WIDGET)

static LoftRail *
rail (LoftShell *self)
{
  return LOFT_RAIL (self->rail);
}

static gboolean
has_rail (LoftShell *self)
{
  return gtk_widget_get_visible (self->rail);
}

static void
on_badge_changed (LoftPane *pane, LoftShell *self)
{
  loft_rail_set_badge (rail (self), gtk_widget_get_name (GTK_WIDGET (pane)),
                       loft_pane_get_badge (pane));
}

LoftPane *
loft_shell_get_pane (LoftShell *self, const char *name)
{
  GtkWidget *pane = gtk_stack_get_child_by_name (self->stack, name);

  return pane != NULL ? LOFT_PANE (pane) : NULL;
}

static void
make_pane (LoftShell *self, const LoftPaneKind *kind)
{
  GtkWidget *pane = kind->make (self->service);

  gtk_widget_set_name (pane, kind->name);
  loft_accessibility_prepare (pane);
  gtk_stack_add_named (self->stack, pane, kind->name);
  g_signal_connect_object (pane, "badge-changed", G_CALLBACK (on_badge_changed), self, 0);
  on_badge_changed (LOFT_PANE (pane), self);
}

void
loft_shell_show (LoftShell *self, const char *name)
{
  const LoftPaneKind *kind = loft_panes_find (name);

  if (kind == NULL || !loft_panes_is_shown (kind, self->service) ||
      g_strcmp0 (loft_shell_get_shown (self), name) == 0)
    return;
  if (loft_shell_get_pane (self, name) == NULL)
    make_pane (self, kind);
  gtk_stack_set_visible_child_name (self->stack, name);
  g_simple_action_set_state (self->pane, g_variant_new_string (name));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANE]);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    loft_pane_focus (loft_shell_get_pane (self, name));
}

const char *
loft_shell_get_shown (LoftShell *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

GActionGroup *
loft_shell_get_actions (LoftShell *self)
{
  return G_ACTION_GROUP (self->actions);
}

static void
update_rail (LoftShell *self)
{
  guint n;
  const LoftPaneKind *kinds = loft_panes_get (&n);

  for (guint i = 0; i < n; i++)
    {
      gboolean shown = loft_panes_is_shown (&kinds[i], self->service);

      loft_rail_set_shown (rail (self), kinds[i].name, shown);
      if (!shown && g_strcmp0 (loft_shell_get_shown (self), kinds[i].name) == 0)
        loft_shell_show (self, kinds[0].name);
    }
  gtk_widget_set_visible (self->rail, loft_rail_count_shown (rail (self)) > 1);
}

static void
on_pane (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_shell_show (data, g_variant_get_string (parameter, NULL));
}

/* Widgets must not change while sizes are given. */
static gboolean
turn_rail (gpointer data)
{
  LoftShell *self = data;

  self->turn_source = 0;
  loft_rail_set_orientation (rail (self),
                             self->narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  return G_SOURCE_REMOVE;
}

static void
set_narrow (LoftShell *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  if (self->turn_source == 0)
    self->turn_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, turn_rail, self, NULL);
}

static int
min_size (GtkWidget *widget, GtkOrientation orientation)
{
  int min = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, orientation, -1, &min, NULL, NULL, NULL);
  return min;
}

/* In a narrow window the rail takes no width, and all windows can be narrow. */
static void
loft_shell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftShell *self = LOFT_SHELL (widget);

  gtk_widget_measure (GTK_WIDGET (self->stack), orientation, -1, minimum, natural, NULL, NULL);
  if (self->narrow && orientation == GTK_ORIENTATION_VERTICAL)
    *minimum += min_size (self->rail, orientation);
  if (orientation == GTK_ORIENTATION_VERTICAL && !self->narrow)
    *minimum = MAX (*minimum, min_size (self->rail, orientation));
  *natural = MAX (*natural, *minimum);
}

static void
allocate_at (GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation place = { x, y, width, height };

  gtk_widget_size_allocate (child, &place, -1);
}

static void
loft_shell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftShell *self = LOFT_SHELL (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int rail_width = min_size (self->rail, GTK_ORIENTATION_HORIZONTAL);
  int rail_height = min_size (self->rail, GTK_ORIENTATION_VERTICAL);
  int stack_min = min_size (GTK_WIDGET (self->stack), GTK_ORIENTATION_HORIZONTAL);

  set_narrow (self, width < NARROW_TO * loft_ui_text_scale (widget) ||
                      width < stack_min + (self->narrow ? 0 : rail_width));
  if (!has_rail (self))
    {
      allocate_at (GTK_WIDGET (self->stack), 0, 0, width, height);
      return;
    }
  if (self->narrow)
    {
      rail_height = MIN (rail_height, height / 2);
      allocate_at (GTK_WIDGET (self->stack), 0, 0, width, height - rail_height);
      allocate_at (self->rail, 0, height - rail_height, width, rail_height);
      return;
    }
  allocate_at (self->rail, mirrored ? width - rail_width : 0, 0, rail_width, height);
  allocate_at (GTK_WIDGET (self->stack), mirrored ? 0 : rail_width, 0, width - rail_width, height);
}

static void
loft_shell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, loft_shell_get_shown (LOFT_SHELL (object)));
}

static void
loft_shell_dispose (GObject *object)
{
  LoftShell *self = LOFT_SHELL (object);

  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_clear_pointer (&self->rail, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->pane);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_shell_parent_class)->dispose (object);
}

static void
loft_shell_class_init (LoftShellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_shell_dispose;
  G_OBJECT_CLASS (klass)->get_property = loft_shell_get_property;
  GTK_WIDGET_CLASS (klass)->measure = loft_shell_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = loft_shell_size_allocate;
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
loft_shell_init (LoftShell *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  g_object_set (self->stack, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  loft_accessibility_prepare (GTK_WIDGET (self->stack));
  self->rail = g_object_new (LOFT_TYPE_RAIL, NULL);
  /* The pane first: it has the focus at first. */
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_set_parent (self->rail, GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  self->pane =
    g_simple_action_new_stateful ("pane", G_VARIANT_TYPE_STRING, g_variant_new_string ("mail"));
  g_signal_connect (self->pane, "activate", G_CALLBACK (on_pane), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (self->pane));
}

GtkWidget *
loft_shell_new (LoftService *service)
{
  LoftShell *self = g_object_new (LOFT_TYPE_SHELL, NULL);
  guint n;
  const LoftPaneKind *kinds = loft_panes_get (&n);

  self->service = g_object_ref (service);
  for (guint i = 0; i < n; i++)
    loft_rail_add (rail (self), kinds[i].name, _ (kinds[i].title), kinds[i].icon, i + 1);
  loft_shell_show (self, kinds[0].name);
  update_rail (self);
  loft_settings_follow (LOFT_SETTING_HIDDEN_PANES, G_CALLBACK (update_rail), self);
  g_signal_connect_object (service, "notify::calendar", G_CALLBACK (update_rail), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
