/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-elsewhere.h"

#include "config.h"

#include <glib/gi18n.h>

static const struct {
  const char *pane;
  const char *action;
  const char *label;
} places[] = {
  { "mail", "win.search-mail", N_ ("Search in Mail") },
  { "calendar", "win.search-calendar", N_ ("Search in Calendar") },
  { "contacts", "win.search-contacts", N_ ("Search in Contacts") },
  { "tasks", "win.search-tasks", N_ ("Search in Tasks") },
};

struct _LoftSearchElsewhere {
  GtkWidget parent_instance;

  GtkWidget *buttons[G_N_ELEMENTS (places)]; /* (nullable) that of the own pane */
};

G_DEFINE_FINAL_TYPE (LoftSearchElsewhere, loft_search_elsewhere, GTK_TYPE_WIDGET)

static void
loft_search_elsewhere_dispose (GObject *object)
{
  LoftSearchElsewhere *self = LOFT_SEARCH_ELSEWHERE (object);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
  G_OBJECT_CLASS (loft_search_elsewhere_parent_class)->dispose (object);
}

static void
loft_search_elsewhere_class_init (LoftSearchElsewhereClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_search_elsewhere_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
loft_search_elsewhere_init (LoftSearchElsewhere *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* An action that the window does not offer now makes the button insensitive, and so away. */
static GtkWidget *
new_button (LoftSearchElsewhere *self, const char *action, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  g_object_bind_property (button, "sensitive", button, "visible", G_BINDING_SYNC_CREATE);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

GtkWidget *
loft_search_elsewhere_new (const char *pane)
{
  LoftSearchElsewhere *self = g_object_new (LOFT_TYPE_SEARCH_ELSEWHERE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (!g_str_equal (places[i].pane, pane))
      self->buttons[i] = new_button (self, places[i].action, _ (places[i].label));
  return GTK_WIDGET (self);
}

void
loft_search_elsewhere_set_words (LoftSearchElsewhere *self, const char *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (self->buttons[i] != NULL)
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "s", words);
  gtk_widget_set_visible (GTK_WIDGET (self), *words != '\0');
}
