/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-color-row.h"

#include "config.h"
#include "loft-account-color.h"
#include "loft-color-check.h"

#include <glib/gi18n.h>

#define MAX_BUTTONS 16

struct _LoftColorRow {
  AdwPreferencesRow parent_instance;

  GtkWidget *line;
  GtkCheckButton *buttons[MAX_BUTTONS];
  char *colors[MAX_BUTTONS];
  guint n;
  guint selected;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftColorRow, loft_color_row, ADW_TYPE_PREFERENCES_ROW)

/* In the order of loft_account_color_palette (). */
static const char *const names[] = { N_ ("Blue"),   N_ ("Orange"), N_ ("Green"), N_ ("Purple"),
                                     N_ ("Yellow"), N_ ("Teal"),   N_ ("Red"),   N_ ("Brown") };

/* A mark on the chosen one, so that no colour alone says which it is. */
static void
show_mark (LoftColorRow *self, guint i)
{
  LoftColorCheck *disc = LOFT_COLOR_CHECK (gtk_check_button_get_child (self->buttons[i]));

  loft_color_check_set (disc, self->colors[i], gtk_check_button_get_active (self->buttons[i]));
}

static void
on_toggled (LoftColorRow *self, GtkCheckButton *button)
{
  for (guint i = 0; i < self->n; i++)
    if (self->buttons[i] == button)
      show_mark (self, i);
  if (!gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < self->n; i++)
    if (self->buttons[i] == button && self->selected != i)
      {
        self->selected = i;
        g_signal_emit (self, signals[CHANGED], 0);
      }
}

static void
add_color (LoftColorRow *self, const char *color, const char *name)
{
  GtkWidget *button = gtk_check_button_new ();

  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), loft_color_check_new_disc ());
  gtk_widget_add_css_class (button, "color-choice");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons[0]);
  gtk_box_append (GTK_BOX (self->line), button);
  self->colors[self->n] = g_strdup (color);
  self->buttons[self->n] = GTK_CHECK_BUTTON (button);
  show_mark (self, self->n++);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
}

void
loft_color_row_set_color (LoftColorRow *self, const char *color)
{
  guint i = 0;

  while (i < self->n && g_ascii_strcasecmp (self->colors[i], color) != 0)
    i++;
  if (i == self->n && i < MAX_BUTTONS)
    add_color (self, color, _ ("Another Color"));
  if (i == self->n)
    return;
  self->selected = i;
  gtk_check_button_set_active (self->buttons[i], TRUE);
}

const char *
loft_color_row_get_color (LoftColorRow *self)
{
  return self->colors[self->selected];
}

static void
loft_color_row_finalize (GObject *object)
{
  LoftColorRow *self = LOFT_COLOR_ROW (object);

  for (guint i = 0; i < self->n; i++)
    g_free (self->colors[i]);
  G_OBJECT_CLASS (loft_color_row_parent_class)->finalize (object);
}

static void
loft_color_row_class_init (LoftColorRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_color_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_color_row_init (LoftColorRow *self)
{
  const char *const *palette = loft_account_color_palette ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_ ("Color"));

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (box, "color-row");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Color"));
  for (guint i = 0; palette[i] != NULL && i < MAX_BUTTONS - 1; i++)
    add_color (self, palette[i], i < G_N_ELEMENTS (names) ? _ (names[i]) : palette[i]);
}
