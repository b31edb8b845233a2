/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-assistant-private.h"

#include "config.h"

#include <glib/gi18n.h>

static GtkWidget *
new_title (const char *text)
{
  GtkWidget *title =
    g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER,
                  "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_widget_add_css_class (title, "title-2");
  return title;
}

static GtkWidget *
new_page (LoftDavAssistant *self, const char *name, const char *title)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  if (title != NULL)
    gtk_box_append (GTK_BOX (page), new_title (title));
  gtk_stack_add_named (self->pages, page, name);
  return page;
}

/* The first of a page is its large one. */
static GtkWidget *
add_button (LoftDavAssistant *self, GtkWidget *page, const char *label, const char *class,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *text = gtk_label_new (label);

  g_object_set (text, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, NULL);
  gtk_button_set_child (GTK_BUTTON (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, g_str_equal (class, "flat") ? "flat" : "pill");
  if (class[0] != '\0')
    gtk_widget_add_css_class (button, class);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (page), button);
  return button;
}

static GtkWidget *
add_entry (LoftDavAssistant *self, GtkWidget *group, GtkWidget *row, const char *title,
           GCallback activated)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (loft_dav_assistant_on_typed), self);
  g_signal_connect_swapped (row, "entry-activated", activated, self);
  return row;
}

static void
build_form (LoftDavAssistant *self)
{
  GtkWidget *page = new_page (self, "form", _ ("Calendars and Contacts"));
  GtkWidget *group = adw_preferences_group_new ();
  GCallback submit = G_CALLBACK (loft_dav_assistant_submit);

  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (group),
    _ ("A server of calendars (CalDAV) and address books (CardDAV), such as Nextcloud, Fastmail or "
       "iCloud. Of a mail address the server is looked for. A directory of people (LDAP) has an "
       "address like ldap://directory.example.org."));
  self->server =
    add_entry (self, group, adw_entry_row_new (), _ ("Server or Email Address"), submit);
  self->user = add_entry (self, group, adw_entry_row_new (), _ ("User Name"), submit);
  self->password = add_entry (self, group, adw_password_entry_row_new (), _ ("Password"), submit);
  gtk_box_append (GTK_BOX (page), group);
  self->warning =
    gtk_label_new (_ ("Without encryption, anybody on the way can read the password and what is "
                      "kept there."));
  g_object_set (self->warning, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->warning, "warning");
  gtk_box_append (GTK_BOX (page), self->warning);
  self->submit = add_button (self, page, _ ("Continue"), "suggested-action", submit);
  add_button (self, page, _ ("Back"), "flat", G_CALLBACK (loft_dav_assistant_leave));
}

static void
build_busy (LoftDavAssistant *self)
{
  GtkWidget *page = new_page (self, "busy", NULL);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->busy_text = GTK_LABEL (gtk_label_new (""));
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  g_object_set (self->busy_text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify",
                GTK_JUSTIFY_CENTER, NULL);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->busy_text));
  add_button (self, page, _ ("Cancel"), "", G_CALLBACK (loft_dav_assistant_go_back));
}

static GtkWidget *
add_found (GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
build_found (LoftDavAssistant *self)
{
  GtkWidget *page = new_page (self, "found", _ ("Server Found"));
  GtkWidget *found = adw_preferences_group_new ();
  GtkWidget *choices = adw_preferences_group_new ();

  self->calendars = add_found (found, _ ("Calendars and Tasks"));
  self->contacts = add_found (found, _ ("Contacts"));
  self->name = add_entry (self, choices, adw_entry_row_new (), _ ("Account Name"),
                          G_CALLBACK (loft_dav_assistant_add));
  self->sender = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sender), _ ("Invitations Are Sent By"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sender),
                               _ ("The mail account that writes to guests"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (choices), GTK_WIDGET (self->sender));
  gtk_box_append (GTK_BOX (page), found);
  gtk_box_append (GTK_BOX (page), choices);
  self->add = add_button (self, page, _ ("Add Account"), "suggested-action",
                          G_CALLBACK (loft_dav_assistant_add));
  add_button (self, page, _ ("Back"), "flat", G_CALLBACK (loft_dav_assistant_go_back));
}

static void
build_certificate (LoftDavAssistant *self)
{
  GtkWidget *page = new_page (self, "certificate", NULL);

  self->certificate = g_object_new (LOFT_TYPE_CERTIFICATE_VIEW, NULL);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->certificate));
  add_button (self, page, _ ("Back"), "", G_CALLBACK (loft_dav_assistant_go_back));
  add_button (self, page, _ ("Trust This Certificate"), "destructive-action",
              G_CALLBACK (loft_dav_assistant_trust));
}

void
loft_dav_assistant_build (LoftDavAssistant *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->problem = g_object_new (LOFT_TYPE_BANNER, "margin-bottom", 18, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "account-problem");
  g_signal_connect_swapped (self->problem, "button-clicked",
                            G_CALLBACK (loft_dav_assistant_keep_in_file), self);
  self->pages = GTK_STACK (gtk_stack_new ());
  g_object_set (self->pages, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->pages));
  build_form (self);
  build_busy (self);
  build_found (self);
  build_certificate (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
