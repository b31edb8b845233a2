/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-color-dot.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

/* Lists: a new one, another name, another colour. */

static const struct {
  const char *color;
  const char *name;
} colors[] = {
  { "#3584e4", NC_ ("color", "Blue") },   { "#26a269", NC_ ("color", "Green") },
  { "#e5a50a", NC_ ("color", "Yellow") }, { "#c64600", NC_ ("color", "Orange") },
  { "#a51d2d", NC_ ("color", "Red") },    { "#813d9c", NC_ ("color", "Purple") },
  { "#63452c", NC_ ("color", "Brown") },  { "#5e5c64", NC_ ("color", "Gray") },
};

typedef struct {
  LoftTasksPane *pane; /* (borrowed) the popover is its child */
  LoftCalendarItem *list; /* (owned) (nullable) a new one */
  GtkWidget *popover;
  GtkWidget *entry;
  GtkWidget *save;
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_clear_object (&form->list);
  g_free (form);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftTasksPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_task_actions_change_finish (LOFT_TASK_ACTIONS (source), result, NULL, &error))
    return;
  text = loft_error_text_for_change (error);
  loft_tasks_pane_tell (pane, text);
}

static void
on_save (Form *form)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->entry)));
  LoftTasksPane *pane = form->pane;

  if (*g_strstrip (name) == '\0')
    return;
  if (form->list == NULL)
    loft_task_actions_create_list_async (pane->tasks, name, on_done, g_object_ref (pane));
  else if (!g_str_equal (name, loft_calendar_item_get_name (form->list)))
    loft_task_actions_rename_list_async (pane->tasks, form->list, name, on_done,
                                         g_object_ref (pane));
  gtk_popover_popdown (GTK_POPOVER (form->popover));
}

static void
on_typed (Form *form)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->entry)));

  gtk_widget_set_sensitive (form->save, *g_strstrip (name) != '\0');
}

static void
on_color (GtkButton *button, Form *form)
{
  g_autoptr (GError) error = NULL;

  if (loft_task_actions_set_color (form->pane->tasks, form->list,
                                   g_object_get_data (G_OBJECT (button), "color"), &error))
    return;
  g_message ("The colour of a list is not kept: %s", error->message);
}

static GtkWidget *
new_colors (Form *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      GtkWidget *button = gtk_button_new ();
      GtkWidget *dot = loft_color_dot_new ();
      GdkRGBA color;

      gdk_rgba_parse (&color, colors[i].color);
      loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
      gtk_button_set_child (GTK_BUTTON (button), dot);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular");
      loft_accessibility_set_button_name (button, g_dpgettext2 (NULL, "color", colors[i].name));
      g_object_set_data (G_OBJECT (button), "color", (gpointer) colors[i].color);
      g_signal_connect (button, "clicked", G_CALLBACK (on_color), form);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static GtkWidget *
new_form (Form *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  form->entry = gtk_entry_new ();
  form->save = gtk_button_new_with_mnemonic (form->list != NULL ? _ ("_Rename") : _ ("_Create"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (form->entry), _ ("Name of the list"));
  gtk_entry_set_max_length (GTK_ENTRY (form->entry), 200);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the list"), -1);
  gtk_widget_add_css_class (form->save, "suggested-action");
  g_signal_connect_swapped (form->entry, "activate", G_CALLBACK (on_save), form);
  g_signal_connect_swapped (form->entry, "changed", G_CALLBACK (on_typed), form);
  g_signal_connect_swapped (form->save, "clicked", G_CALLBACK (on_save), form);
  gtk_editable_set_text (GTK_EDITABLE (form->entry),
                         form->list != NULL ? loft_calendar_item_get_name (form->list) : "");
  on_typed (form);
  gtk_box_append (GTK_BOX (line), form->entry);
  gtk_box_append (GTK_BOX (line), form->save);
  gtk_box_append (GTK_BOX (box), line);
  if (form->list != NULL)
    gtk_box_append (GTK_BOX (box), new_colors (form));
  gtk_widget_add_css_class (box, "task-list-form");
  return box;
}

void
loft_tasks_pane_edit_list (LoftTasksPane *self, LoftCalendarItem *list, GtkWidget *at)
{
  Form *form = g_new0 (Form, 1);
  GdkRectangle place = { 0, 0, gtk_widget_get_width (at), gtk_widget_get_height (at) };
  double x = 0;
  double y = 0;

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_new ();
  form->pane = self;
  form->list = list != NULL ? g_object_ref (list) : NULL;
  form->popover = self->menu;
  gtk_widget_translate_coordinates (at, GTK_WIDGET (self), 0, 0, &x, &y);
  place.x = (int) x;
  place.y = (int) y;
  g_object_set_data_full (G_OBJECT (self->menu), "form", form, form_free);
  gtk_popover_set_child (GTK_POPOVER (self->menu), new_form (form));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
  gtk_widget_grab_focus (form->entry);
}
