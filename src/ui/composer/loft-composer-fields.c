/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"

#include <glib/gi18n.h>

#define MAX_SUBJECT 900

/* The label of each row is as wide as the widest: labels begin at one edge, fields at another. */
static GtkWidget *
new_row (LoftComposer *self, GtkSizeGroup *group, const char *title, GtkWidget *field)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_size_group_add_widget (group, label);
  gtk_widget_add_css_class (row, "composer-row");
  gtk_widget_set_hexpand (field, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), field);
  gtk_box_append (GTK_BOX (self->fields), row);
  return row;
}

/* Sender */

static void
on_sender_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (item, label);
}

static void
on_sender_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *text = loft_sender_get_label (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), text);
}

static void
on_sender_chosen (LoftComposer *self)
{
  if (self->is_filling || self->chosen == NULL)
    return;
  loft_composer_choose_sender (self, gtk_drop_down_get_selected_item (self->sender));
  loft_composer_changed (self);
}

static void
add_sender (LoftComposer *self, GtkSizeGroup *group)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_drop_down_new (g_object_ref (self->senders), NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (on_sender_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_sender_bind), NULL);
  self->sender = GTK_DROP_DOWN (list);
  gtk_drop_down_set_factory (self->sender, factory);
  g_object_unref (factory);
  gtk_widget_set_halign (list, GTK_ALIGN_START);
  gtk_widget_add_css_class (list, "composer-sender");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("composer", "From"), -1);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (on_sender_chosen), self);
  self->sender_row = new_row (self, group, C_ ("composer", "From"), list);
  gtk_widget_set_visible (self->sender_row, g_list_model_get_n_items (self->senders) > 1);
}

/* Recipients */

static void
on_recipients_changed (LoftComposer *self)
{
  loft_composer_tell (self, LOFT_COMPOSER_RECIPIENTS, NULL);
  loft_composer_changed (self);
}

static void
add_recipients (LoftComposer *self, GtkSizeGroup *group, LoftRecipientField field,
                const char *title)
{
  GtkWidget *entry = loft_recipient_entry_new (title);

  self->recipients[field] = LOFT_RECIPIENT_ENTRY (entry);
  self->recipient_rows[field] = new_row (self, group, title, entry);
  gtk_widget_set_visible (self->recipient_rows[field], field == LOFT_RECIPIENT_TO);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_recipients_changed), self);
}

static void
add_field_button (LoftComposer *self, LoftRecipientField field, const char *label,
                  const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "composer-field-button");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  /* From the recipients Tab leads to the subject; the menu has them for keys. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self->recipient_rows[LOFT_RECIPIENT_TO]), button);
  self->field_buttons[field] = button;
}

/* Subject */

static gboolean
on_subject_activate (LoftComposer *self)
{
  return gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
add_subject (LoftComposer *self, GtkSizeGroup *group)
{
  self->subject = GTK_TEXT (gtk_text_new ());
  gtk_text_set_max_length (self->subject, MAX_SUBJECT);
  gtk_text_set_input_hints (self->subject, GTK_INPUT_HINT_SPELLCHECK);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->subject), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("composer", "Subject"), -1);
  g_signal_connect_swapped (self->subject, "changed", G_CALLBACK (loft_composer_changed), self);
  g_signal_connect_swapped (self->subject, "activate", G_CALLBACK (on_subject_activate), self);
  gtk_box_append (GTK_BOX (
                    new_row (self, group, C_ ("composer", "Subject"), GTK_WIDGET (self->subject))),
                  loft_composer_new_rich_button ());
}

void
loft_composer_add_fields (LoftComposer *self)
{
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  self->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->fields, "composer-fields");
  add_sender (self, group);
  add_recipients (self, group, LOFT_RECIPIENT_TO, C_ ("composer", "To"));
  add_recipients (self, group, LOFT_RECIPIENT_CC, C_ ("composer", "Cc"));
  add_recipients (self, group, LOFT_RECIPIENT_BCC, C_ ("composer", "Bcc"));
  add_recipients (self, group, LOFT_RECIPIENT_REPLY_TO, C_ ("composer", "Reply to"));
  add_field_button (self, LOFT_RECIPIENT_CC, C_ ("composer", "Cc"), "composer.show-cc");
  add_field_button (self, LOFT_RECIPIENT_BCC, C_ ("composer", "Bcc"), "composer.show-bcc");
  add_subject (self, group);
  gtk_box_append (GTK_BOX (self->box), self->fields);
}
