/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-input.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-contact-date.h"
#include "loft-contact-kinds.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_PARTS 7 /* of an address (RFC 6350 6.3.1) */

struct _LoftContactInput {
  char *property;
  LoftContactValue *before; /* (nullable) */
  GtkWidget *row;
  GtkWidget *entry; /* (nullable) GtkEditable, or the first of an address */
  GtkWidget *parts[N_PARTS]; /* (nullable) of an address */
  LoftContactDate *date; /* (nullable) */
  GtkTextBuffer *note; /* (nullable) */
  GtkWidget *text; /* (nullable) of the note */
  GtkDropDown *kinds; /* (nullable) */
  LoftContactInputFunc changed;
  LoftContactInputFunc removed;
  gpointer user_data;
};

static const struct {
  const char *property;
  const char *title;
} titles[] = {
  { "TEL", N_ ("Phone") },
  { "EMAIL", N_ ("E-Mail") },
  { "ADR", N_ ("Address") },
  { "URL", N_ ("Web Page") },
  { "IMPP", N_ ("Chat") },
  { "BDAY", N_ ("Birthday") },
  { "ANNIVERSARY", N_ ("Anniversary") },
  { "RELATED", N_ ("Related Person") },
  { "NOTE", N_ ("Note") },
};

const char *
loft_contact_input_title (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].property, property))
      return _ (titles[i].title);
  return property;
}

static void
on_changed (LoftContactInput *self)
{
  self->changed (self, self->user_data);
}

static void
on_removed (LoftContactInput *self)
{
  self->removed (self, self->user_data);
}

static GtkWidget *
new_remove_button (LoftContactInput *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* Translators: removes a phone number, an address, … */
  g_autofree char *name =
    g_strdup_printf (_ ("Remove %s"), loft_contact_input_title (self->property));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  loft_accessibility_set_button_name (button, name);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_removed), self);
  return button;
}

/* (nullable) */
static GtkWidget *
new_kinds (LoftContactInput *self)
{
  guint selected = 0;
  GListModel *model = loft_contact_kinds_list (self->property, self->before, &selected);
  GtkWidget *kinds;

  if (model == NULL)
    return NULL;
  kinds = gtk_drop_down_new (model, NULL);
  self->kinds = GTK_DROP_DOWN (kinds);
  gtk_drop_down_set_selected (self->kinds, selected);
  gtk_widget_set_valign (kinds, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (kinds, "contact-kind");
  gtk_widget_set_tooltip_text (kinds, _ ("Kind"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (kinds), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Kind"),
                                  -1);
  g_signal_connect_swapped (kinds, "notify::selected", G_CALLBACK (on_changed), self);
  return kinds;
}

static GtkWidget *
new_entry_row (LoftContactInput *self, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  return row;
}

static GtkInputPurpose
find_purpose (const char *property)
{
  if (g_str_equal (property, "TEL"))
    return GTK_INPUT_PURPOSE_PHONE;
  if (g_str_equal (property, "EMAIL"))
    return GTK_INPUT_PURPOSE_EMAIL;
  return g_str_equal (property, "URL") ? GTK_INPUT_PURPOSE_URL : GTK_INPUT_PURPOSE_FREE_FORM;
}

/* Numbers and addresses read from left to right in every language. */
static void
set_direction (LoftContactInput *self)
{
  static const char *const from_left[] = { "TEL", "EMAIL", "URL", "IMPP", NULL };
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->row));

  if (g_strv_contains (from_left, self->property) && GTK_IS_WIDGET (text))
    gtk_widget_set_direction (GTK_WIDGET (text), GTK_TEXT_DIR_LTR);
}

static void
make_text (LoftContactInput *self)
{
  GtkWidget *kinds;

  self->row = self->entry = new_entry_row (self, loft_contact_input_title (self->property),
                                           self->before != NULL ? self->before->value : "");
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), find_purpose (self->property));
  set_direction (self);
  kinds = new_kinds (self);
  if (kinds != NULL)
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), kinds);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), new_remove_button (self));
}

/* The two that are out of use (RFC 6350 6.3.1) are shown where they say something. */
static void
make_address (LoftContactInput *self)
{
  static const struct {
    guint part;
    const char *title;
  } order[] = { { 0, N_ ("Post Office Box") },
                { 1, N_ ("Apartment or Suite") },
                { 2, N_ ("Street") },
                { 5, N_ ("Postal Code") },
                { 3, N_ ("City") },
                { 4, N_ ("Region") },
                { 6, N_ ("Country") } };
  g_auto (GStrv) parts = g_strsplit (self->before != NULL ? self->before->value : "", "\n", -1);
  guint n = g_strv_length (parts);

  self->row = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row),
                                 loft_contact_input_title (self->property));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self->row), new_remove_button (self));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self->row), new_kinds (self));
  for (guint i = 0; i < N_PARTS; i++)
    {
      guint part = order[i].part;
      GtkWidget *row = new_entry_row (self, _ (order[i].title), part < n ? parts[part] : "");

      self->parts[part] = row;
      gtk_widget_set_visible (row, part > 1 || (part < n && *parts[part] != '\0'));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self->row), row);
    }
  self->entry = self->parts[2];
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->row), TRUE);
}

static void
make_date (LoftContactInput *self)
{
  self->row = adw_action_row_new ();
  self->date = loft_contact_date_new (self->before != NULL ? self->before->value : "");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row),
                                 loft_contact_input_title (self->property));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), GTK_WIDGET (self->date));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), new_remove_button (self));
  g_signal_connect_swapped (self->date, "changed", G_CALLBACK (on_changed), self);
}

static void
make_note (LoftContactInput *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (loft_contact_input_title (self->property));

  self->text = gtk_text_view_new ();
  self->note = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  gtk_text_buffer_set_text (self->note, self->before != NULL ? self->before->value : "", -1);
  g_object_set (self->text, "wrap-mode", GTK_WRAP_WORD_CHAR, "accepts-tab", FALSE, "height-request",
                72, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  loft_contact_input_title (self->property), -1);
  gtk_widget_add_css_class (box, "contact-note");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), new_remove_button (self));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), self->text);
  self->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), FALSE);
  gtk_widget_set_focusable (self->row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->row), box);
  g_signal_connect_swapped (self->note, "changed", G_CALLBACK (on_changed), self);
}

static gboolean
is_date (const char *property)
{
  return g_str_equal (property, "BDAY") || g_str_equal (property, "ANNIVERSARY");
}

LoftContactInput *
loft_contact_input_new (const char *property, const LoftContactValue *value,
                        LoftContactInputFunc changed, LoftContactInputFunc removed,
                        gpointer user_data)
{
  LoftContactInput *self = g_new0 (LoftContactInput, 1);

  self->property = g_strdup (property);
  self->before = value != NULL ? loft_contact_value_copy (value) : NULL;
  self->changed = changed;
  self->removed = removed;
  self->user_data = user_data;
  if (g_str_equal (property, "ADR"))
    make_address (self);
  else if (is_date (property) && (value == NULL || loft_contact_date_fits (value->value)))
    make_date (self);
  else if (g_str_equal (property, "NOTE"))
    make_note (self);
  else
    make_text (self);
  return self;
}

void
loft_contact_input_free (LoftContactInput *self)
{
  g_clear_pointer (&self->before, loft_contact_value_free);
  g_free (self->property);
  g_free (self);
}

GtkWidget *
loft_contact_input_get_row (LoftContactInput *self)
{
  return self->row;
}

const char *
loft_contact_input_get_property (LoftContactInput *self)
{
  return self->property;
}

const LoftContactValue *
loft_contact_input_get_before (LoftContactInput *self)
{
  return self->before;
}

/* ---- what comes out of it ----------------------------------------------------------------- */

/* (transfer full) Without blanks at its ends; "" when no part says anything. */
static char *
join_address (LoftContactInput *self)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  gboolean is_empty = TRUE;

  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->parts[i])));

      is_empty = *g_strstrip (text) == '\0' && is_empty;
      g_strv_builder_add (parts, text);
    }
  all = g_strv_builder_end (parts);
  return is_empty ? g_strdup ("") : g_strjoinv ("\n", all);
}

/* (transfer full) */
static char *
get_text (LoftContactInput *self)
{
  GtkTextIter from, to;

  if (self->parts[0] != NULL)
    return join_address (self);
  if (self->date != NULL)
    return loft_contact_date_dup (self->date);
  if (self->note == NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_text_buffer_get_bounds (self->note, &from, &to);
  return gtk_text_buffer_get_text (self->note, &from, &to, FALSE);
}

LoftContactValue *
loft_contact_input_make (LoftContactInput *self)
{
  g_autofree char *text = get_text (self);
  LoftContactValue *value;

  if (self->parts[0] == NULL)
    g_strstrip (text);
  if (*text == '\0')
    return NULL;
  value = self->before != NULL ? loft_contact_value_copy (self->before)
                               : loft_contact_value_new (self->property, text);
  g_free (value->value);
  value->value = g_steal_pointer (&text);
  if (self->kinds != NULL)
    loft_contact_kinds_choose (value, self->before, gtk_drop_down_get_selected (self->kinds));
  return value;
}

gboolean
loft_contact_input_is_valid (LoftContactInput *self)
{
  return self->date == NULL || loft_contact_date_is_valid (self->date);
}

void
loft_contact_input_focus (LoftContactInput *self)
{
  GtkWidget *target = self->entry != NULL  ? self->entry
                      : self->text != NULL ? self->text
                                           : GTK_WIDGET (self->date);

  if (!gtk_widget_grab_focus (target))
    gtk_widget_child_focus (target, GTK_DIR_TAB_FORWARD);
}
