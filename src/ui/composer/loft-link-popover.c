/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-link-popover.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDTH_CHARS 28

struct _LoftLinkPopover {
  GtkPopover parent_instance;

  LoftHtmlEditor *editor; /* (borrowed) */
  GtkEntry *address;
  GtkEntry *text;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (LoftLinkPopover, loft_link_popover, GTK_TYPE_POPOVER)

static void
finish (LoftLinkPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
on_set (LoftLinkPopover *self)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  loft_html_editor_set_link (self->editor, address, text);
  finish (self);
}

static void
on_remove (LoftLinkPopover *self)
{
  loft_html_editor_set_link (self->editor, "", NULL);
  finish (self);
}

static gboolean
looks_like_address (const char *text)
{
  return strpbrk (text, " \t") == NULL && strchr (text, '.') != NULL;
}

void
loft_link_popover_start (LoftLinkPopover *self)
{
  const char *link = loft_html_editor_get_link (self->editor);
  const char *selected = loft_html_editor_get_selected (self->editor);

  gtk_editable_set_text (GTK_EDITABLE (self->address), link[0] != '\0'                 ? link
                                                       : looks_like_address (selected) ? selected
                                                                                       : "");
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), selected[0] == '\0' && link[0] == '\0');
  gtk_widget_set_visible (self->remove, link[0] != '\0');
  gtk_editable_select_region (GTK_EDITABLE (self->address), 0, -1);
}

static GtkEntry *
add_entry (LoftLinkPopover *self, GtkWidget *box, const char *title)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), title);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), WIDTH_CHARS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_set), self);
  gtk_box_append (GTK_BOX (box), entry);
  return GTK_ENTRY (entry);
}

static void
loft_link_popover_class_init (LoftLinkPopoverClass *klass)
{
}

static void
loft_link_popover_init (LoftLinkPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *set = gtk_button_new_with_mnemonic (_ ("_Set Link"));

  self->address = add_entry (self, box, _ ("Address"));
  gtk_entry_set_input_purpose (self->address, GTK_INPUT_PURPOSE_URL);
  self->text = add_entry (self, box, _ ("Text"));
  self->remove = gtk_button_new_with_mnemonic (_ ("_Remove Link"));
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (on_remove), self);
  g_signal_connect_swapped (set, "clicked", G_CALLBACK (on_set), self);
  gtk_widget_add_css_class (set, "suggested-action");
  gtk_widget_set_hexpand (set, TRUE);
  gtk_widget_set_halign (set, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->remove);
  gtk_box_append (GTK_BOX (buttons), set);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "format-popover");
}

GtkWidget *
loft_link_popover_new (LoftHtmlEditor *editor)
{
  LoftLinkPopover *self = g_object_new (LOFT_TYPE_LINK_POPOVER, NULL);

  self->editor = editor;
  return GTK_WIDGET (self);
}
