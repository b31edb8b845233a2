/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-editor-private.h"

#include <string.h>

#include "config.h"
#include "loft-avatar.h"
#include "loft-calendar-chooser.h"
#include "loft-contact-look.h"

#include <glib/gi18n.h>

#define FACE  96
#define WIDTH 600 /* as of LoftContactView */

/* In the order of the view; the first of a group is what the row at its end adds. */
static const struct {
  const char *property;
  guint group;
} properties[] = {
  { "TEL", NUMBERS },       { "EMAIL", NUMBERS },  { "IMPP", NUMBERS },
  { "ADR", ADDRESSES },     { "URL", PAGES },      { "BDAY", DATES },
  { "ANNIVERSARY", DATES }, { "RELATED", PEOPLE }, { "NOTE", NOTES },
};

G_DEFINE_FINAL_TYPE (LoftContactEditor, loft_contact_editor, GTK_TYPE_WIDGET)

gboolean
loft_contact_editor_is_shown (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (properties[i].property, property))
      return TRUE;
  return FALSE;
}

static gboolean
has_input (LoftContactEditor *self, const LoftContactValue *value)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const LoftContactValue *before =
        loft_contact_input_get_before (g_ptr_array_index (self->inputs, i));

      if (before != NULL && loft_contact_value_equal (before, value))
        return TRUE;
    }
  return FALSE;
}

/* ---- while it is edited ------------------------------------------------------------------- */

static void
show_head (LoftContactEditor *self)
{
  g_autoptr (LoftContact) made = loft_contact_editor_make (self);
  g_autofree char *name = loft_contact_fields_dup_name (self->fields);
  const char *shown = *name != '\0' ? name : made->name;
  gboolean is_new = *self->before->uid == '\0';
  g_autofree char *work = loft_contact_look_dup_work (made);

  gtk_label_set_text (self->work, work);
  gtk_widget_set_visible (GTK_WIDGET (self->work), *work != '\0');
  loft_avatar_show_contact (self->face, made);
  gtk_label_set_text (self->name, *shown != '\0' ? shown
                                  : is_new       ? _ ("New Contact")
                                                 : _ ("No Name"));
}

void
loft_contact_editor_update (LoftContactEditor *self)
{
  if (!self->is_filled)
    return;
  self->is_changed = TRUE;
  show_head (self);
  g_signal_emit_by_name (self, "changed");
}

static void
on_changed (LoftContactInput *input, gpointer self)
{
  loft_contact_editor_update (self);
}

/* Its button is inside of what goes: the input is freed later. */
static void
on_removed (LoftContactInput *input, gpointer data)
{
  LoftContactEditor *self = data;
  GtkWidget *row = loft_contact_input_get_row (input);
  guint place = 0;

  if (!g_ptr_array_find (self->inputs, input, &place))
    return;
  g_ptr_array_add (self->dead, g_ptr_array_steal_index (self->inputs, place));
  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX)), row);
  loft_contact_editor_update (self);
}

static guint
find_group (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (properties[i].property, property))
      return properties[i].group;
  return NUMBERS;
}

/* Below the last of its property, above what is of others that come later. */
static int
find_place (LoftContactEditor *self, const char *property)
{
  guint before = 0;
  gboolean is_behind = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (properties) && !is_behind; i++)
    {
      if (properties[i].group == find_group (property))
        for (guint k = 0; k < self->inputs->len; k++)
          if (g_str_equal (loft_contact_input_get_property (g_ptr_array_index (self->inputs, k)),
                           properties[i].property))
            before++;
      is_behind = g_str_equal (properties[i].property, property);
    }
  return (int) before;
}

static LoftContactInput *
add_input (LoftContactEditor *self, const char *property, const LoftContactValue *value)
{
  LoftContactInput *input = loft_contact_input_new (property, value, on_changed, on_removed, self);
  int place = find_place (self, property);
  GtkListBox *list = self->groups[find_group (property)];

  gtk_list_box_insert (list, loft_contact_input_get_row (input), place);
  gtk_widget_set_visible (GTK_WIDGET (list), TRUE);
  g_ptr_array_add (self->inputs, input);
  return input;
}

static void
add (LoftContactEditor *self, const char *property)
{
  if (self->inputs->len >= LOFT_CONTACT_EDITOR_MAX_INPUTS + 20)
    return;
  loft_contact_input_focus (add_input (self, property, NULL));
  loft_contact_editor_update (self);
}

static void
on_add (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  add (self, g_variant_get_string (parameter, NULL));
}

static void
on_add_field (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactEditor *self = data;

  loft_contact_fields_add (self->fields, g_variant_get_string (parameter, NULL));
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, LoftContactEditor *self)
{
  const char *property = g_object_get_data (G_OBJECT (row), "property");

  if (property != NULL)
    add (self, property);
}

/* ---- what it is made of ------------------------------------------------------------------- */

static GtkListBox *
add_list (LoftContactEditor *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_box_append (self->lists, list);
  return GTK_LIST_BOX (list);
}

static void
add_adder (GtkListBox *list, const char *property, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "property", (char *) property);
  gtk_widget_add_css_class (row, "contact-adder");
  gtk_list_box_append (list, row);
}

static GtkWidget *
new_more_button (void)
{
  static const char *const more[] = { "IMPP", "URL", "BDAY", "ANNIVERSARY", "RELATED", "NOTE" };
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) values = g_menu_new ();
  g_autoptr (GMenuModel) fields = loft_contact_fields_new_menu ();
  GtkWidget *button = gtk_menu_button_new ();

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      g_autofree char *action = g_strdup_printf ("contact.add::%s", more[i]);

      g_menu_append (values, loft_contact_input_title (more[i]), action);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (values));
  g_menu_append_section (menu, NULL, fields);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Add Field"));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  return button;
}

static void
add_groups (LoftContactEditor *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    self->groups[i] = add_list (self);
  add_adder (self->groups[NUMBERS], "TEL", _ ("Add Phone"));
  add_adder (self->groups[NUMBERS], "EMAIL", _ ("Add E-Mail"));
  add_adder (self->groups[ADDRESSES], "ADR", _ ("Add Address"));
  for (guint i = PAGES; i < N_GROUPS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), FALSE);
}

static void
add_last (LoftContactEditor *self, GListModel *books)
{
  GtkListBox *list = add_list (self);
  GtkWidget *row = adw_action_row_new ();

  self->categories = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->categories), _ ("Groups"));
  gtk_widget_set_tooltip_text (self->categories, _ ("Names with commas between them"));
  self->book = loft_calendar_chooser_new (books);
  gtk_widget_set_valign (self->book, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Address Book"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->book);
  gtk_list_box_append (list, self->categories);
  gtk_list_box_append (list, row);
  gtk_box_append (self->lists, new_more_button ());
}

static GtkLabel *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
new_page (LoftContactEditor *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->face = ADW_AVATAR (adw_avatar_new (FACE, NULL, TRUE));
  self->name = new_label ("title-1");
  self->work = new_label ("dim-label");
  self->lists = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  gtk_widget_add_css_class (box, "contact-page");
  gtk_widget_set_margin_top (GTK_WIDGET (self->lists), 18);
  self->photo_problem = new_label ("error");
  gtk_widget_set_visible (GTK_WIDGET (self->photo_problem), FALSE);
  gtk_box_append (GTK_BOX (box), loft_contact_editor_new_face (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->photo_problem));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->work));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->lists));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  return self->scroller;
}

static void
loft_contact_editor_dispose (GObject *object)
{
  LoftContactEditor *self = LOFT_CONTACT_EDITOR (object);

  self->is_filled = FALSE;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_contact_editor_parent_class)->dispose (object);
}

static void
loft_contact_editor_finalize (GObject *object)
{
  LoftContactEditor *self = LOFT_CONTACT_EDITOR (object);

  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->dead);
  loft_contact_fields_free (self->fields);
  loft_contact_unref (self->before);
  g_clear_pointer (&self->photo, g_bytes_unref);
  g_object_unref (self->actions);
  G_OBJECT_CLASS (loft_contact_editor_parent_class)->finalize (object);
}

static void
loft_contact_editor_class_init (LoftContactEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  static const char *const names[] = { "changed", "save", "cancel" };

  G_OBJECT_CLASS (class)->dispose = loft_contact_editor_dispose;
  G_OBJECT_CLASS (class)->finalize = loft_contact_editor_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i], LOFT_TYPE_CONTACT_EDITOR, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Escape, 0, "cancel", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "save",
                                       NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "save",
                                       NULL);
}

static void
loft_contact_editor_init (LoftContactEditor *self)
{
  static const GActionEntry entries[] = { { "add", on_add, "s" },
                                          { "add-field", on_add_field, "s" } };

  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_input_free);
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_input_free);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "contact", G_ACTION_GROUP (self->actions));
}

static void
show_values (LoftContactEditor *self)
{
  const LoftContact *contact = self->before;
  g_autofree char *categories = g_strjoinv (", ", contact->categories);

  for (guint i = 0; i < contact->values->len && i < LOFT_CONTACT_EDITOR_MAX_INPUTS; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (loft_contact_editor_is_shown (value->property) && !has_input (self, value))
        add_input (self, value->property, value);
    }
  if (*contact->uid == '\0' && contact->values->len == 0)
    {
      add_input (self, "TEL", NULL);
      add_input (self, "EMAIL", NULL);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->categories), categories);
}

LoftContactEditor *
loft_contact_editor_new (GListModel *books, LoftContact *contact, LoftCalendarItem *book)
{
  LoftContactEditor *self = g_object_new (LOFT_TYPE_CONTACT_EDITOR, NULL);
  GtkListBox *names;

  self->before = loft_contact_ref (contact);
  gtk_widget_set_parent (new_page (self), GTK_WIDGET (self));
  loft_contact_editor_set_photo (self, contact->photo);
  names = add_list (self);
  self->fields = loft_contact_fields_new (names, add_list (self), contact,
                                          G_CALLBACK (loft_contact_editor_update), self);
  add_groups (self);
  add_last (self, books);
  show_values (self);
  if (book != NULL)
    loft_calendar_chooser_set (LOFT_CALENDAR_CHOOSER (self->book), book);
  show_head (self);
  g_signal_connect_swapped (self->categories, "changed", G_CALLBACK (loft_contact_editor_update),
                            self);
  g_signal_connect_swapped (gtk_widget_get_first_child (self->book), "notify::selected",
                            G_CALLBACK (loft_contact_editor_update), self);
  self->is_filled = TRUE;
  return self;
}

void
loft_contact_editor_begin (LoftContactEditor *self)
{
  loft_contact_fields_focus (self->fields);
}
