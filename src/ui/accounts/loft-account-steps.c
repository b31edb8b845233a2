/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-steps.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _LoftAccountSteps {
  GtkWidget parent_instance;

  GtkWidget *box; /* of the lines */
  GHashTable *lines; /* id -> Line */
};

typedef struct {
  GtkWidget *row;
  GtkStack *icon;
  GtkLabel *title;
  GtkLabel *text;
} Line;

G_DEFINE_FINAL_TYPE (LoftAccountSteps, loft_account_steps, GTK_TYPE_WIDGET)

static const char *const state_names[] = { "runs", "done", "nothing" };

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                  "natural-wrap-mode", GTK_NATURAL_WRAP_WORD, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
icon_new (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_stack_add_named (GTK_STACK (stack), spinner, state_names[LOFT_STEP_RUNS]);
  gtk_stack_add_named (GTK_STACK (stack), gtk_image_new_from_icon_name ("object-select-symbolic"),
                       state_names[LOFT_STEP_DONE]);
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new ("–"), state_names[LOFT_STEP_NOTHING]);
  gtk_widget_set_valign (stack, GTK_ALIGN_START);
  return stack;
}

static Line *
line_new (LoftAccountSteps *self)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  line->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  line->icon = GTK_STACK (icon_new ());
  line->title = GTK_LABEL (label_new (NULL));
  line->text = GTK_LABEL (label_new ("dim-label"));
  gtk_widget_add_css_class (GTK_WIDGET (line->text), "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (line->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (line->text));
  gtk_box_append (GTK_BOX (line->row), GTK_WIDGET (line->icon));
  gtk_box_append (GTK_BOX (line->row), words);
  gtk_box_append (GTK_BOX (self->box), line->row);
  return line;
}

void
loft_account_steps_clear (LoftAccountSteps *self)
{
  GtkWidget *child = NULL;

  g_hash_table_remove_all (self->lines);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static const char *
state_word (LoftStepState state)
{
  switch (state)
    {
    case LOFT_STEP_RUNS:
      return _ ("Working");
    case LOFT_STEP_DONE:
      return _ ("Done");
    case LOFT_STEP_NOTHING:
    default:
      return _ ("Without result");
    }
}

void
loft_account_steps_set (LoftAccountSteps *self, const char *id, LoftStepState state,
                        const char *title, const char *text)
{
  Line *line = g_hash_table_lookup (self->lines, id);

  if (line == NULL)
    {
      line = line_new (self);
      g_hash_table_insert (self->lines, g_strdup (id), line);
    }
  gtk_stack_set_visible_child_name (line->icon, state_names[state]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  state_word (state), -1);
  gtk_label_set_text (line->title, title);
  gtk_label_set_text (line->text, text);
  gtk_widget_set_visible (GTK_WIDGET (line->text), text[0] != '\0');
  if (state == LOFT_STEP_NOTHING)
    gtk_widget_add_css_class (GTK_WIDGET (line->title), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->title), "dim-label");
}

static void
loft_account_steps_dispose (GObject *object)
{
  LoftAccountSteps *self = LOFT_ACCOUNT_STEPS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->lines, g_hash_table_unref);
  G_OBJECT_CLASS (loft_account_steps_parent_class)->dispose (object);
}

static void
loft_account_steps_class_init (LoftAccountStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_account_steps_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_account_steps_init (LoftAccountSteps *self)
{
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->box, "card");
  gtk_widget_add_css_class (self->box, "account-steps");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
