/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-view.h"

#include <adwaita.h>
#include <string.h>

#include "config.h"
#include "loft-accessibility.h"
#include "loft-avatar.h"
#include "loft-compose.h"
#include "loft-contact-look.h"
#include "loft-link-opener.h"

#include <glib/gi18n.h>

#define FACE       96
#define WIDTH      600 /* of the column of rows at most */
#define MAX_ROWS   100 /* of a contact that are shown */
#define MAX_LENGTH 2000 /* bytes of a note that are laid out */

struct _LoftContactView {
  GtkWidget parent_instance;

  GtkStack *stack;
  AdwAvatar *face;
  GtkLabel *name;
  GtkLabel *work;
  GtkBox *groups;
  GtkWidget *scroller;
};

G_DEFINE_FINAL_TYPE (LoftContactView, loft_contact_view, GTK_TYPE_WIDGET)

/* Rows of one group, in this order. */
static const char *const groups[][6] = {
  { "TEL", "EMAIL", "IMPP", NULL },
  { "ADR", "GEO", NULL },
  { "URL", "X-SOCIALPROFILE", "CALURI", "FBURL", NULL },
  { "BDAY", "ANNIVERSARY", "X-ABDATE", NULL },
  { "RELATED", NULL },
  { "NOTE", NULL },
  { "LANG", "TZ", "GENDER", NULL },
};

static void
loft_contact_view_dispose (GObject *object)
{
  LoftContactView *self = LOFT_CONTACT_VIEW (object);
  GtkWidget *stack = GTK_WIDGET (self->stack);

  self->stack = NULL;
  g_clear_pointer (&stack, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_contact_view_parent_class)->dispose (object);
}

static void
loft_contact_view_class_init (LoftContactViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_contact_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
new_page (LoftContactView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->face = ADW_AVATAR (adw_avatar_new (FACE, NULL, TRUE));
  self->name = new_label ("title-1");
  self->work = new_label ("dim-label");
  self->groups = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  gtk_widget_add_css_class (box, "contact-page");
  gtk_widget_set_margin_top (GTK_WIDGET (self->groups), 18);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->face));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->work));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->groups));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  return self->scroller;
}

static void
loft_contact_view_init (LoftContactView *self)
{
  GtkWidget *nobody = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (nobody), "avatar-default-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (nobody), _ ("No Contact Selected"));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_stack_add_named (self->stack, nobody, "nobody");
  gtk_stack_add_named (self->stack, new_page (self), "contact");
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_contact_view_new (void)
{
  return g_object_new (LOFT_TYPE_CONTACT_VIEW, NULL);
}

static void
open_uri (GtkButton *button, gpointer user_data)
{
  const char *uri = g_object_get_data (G_OBJECT (button), "uri");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  if (g_str_has_prefix (uri, "mailto:"))
    loft_compose_mailto (uri);
  else if (g_str_has_prefix (uri, "http"))
    loft_link_opener_open (GTK_WIDGET (button), uri, NULL);
  else
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static void
copy_text (GtkButton *button, gpointer user_data)
{
  const char *text = g_object_get_data (G_OBJECT (button), "text");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
}

static GtkWidget *
new_button (const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  loft_accessibility_set_button_name (button, name);
  g_signal_connect (button, "clicked", clicked, NULL);
  return button;
}

static void
add_buttons (AdwActionRow *row, const LoftContactValue *value, const char *text)
{
  g_autofree char *uri = loft_contact_look_uri (value);
  const char *name = loft_contact_look_action (value->property);
  GtkWidget *copy = new_button ("edit-copy-symbolic", _ ("Copy"), G_CALLBACK (copy_text));
  GtkWidget *action;

  g_object_set_data_full (G_OBJECT (copy), "text", g_strdup (text), g_free);
  if (uri != NULL && *name != '\0')
    {
      action =
        new_button (loft_contact_look_action_icon (value->property), name, G_CALLBACK (open_uri));
      g_object_set_data_full (G_OBJECT (action), "uri", g_steal_pointer (&uri), g_free);
      adw_action_row_add_suffix (row, action);
    }
  adw_action_row_add_suffix (row, copy);
}

static char *
cut (const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_LENGTH);

  return strlen (text) > MAX_LENGTH ? g_utf8_make_valid (start, -1) : g_steal_pointer (&start);
}

/* Numbers and addresses read from left to right in every language. */
static char *
isolate (const LoftContactValue *value, const char *text)
{
  static const char *const from_left[] = { "TEL", "EMAIL", "URL", "IMPP", "GEO", NULL };

  return g_strv_contains (from_left, value->property) ? g_strconcat ("\u2066", text, "\u2069", NULL)
                                                      : g_strdup (text);
}

static GtkWidget *
new_row (const LoftContactValue *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *whole = loft_contact_look_text (value);
  g_autofree char *text = cut (whole);
  g_autofree char *isolated = isolate (value, text);
  g_autofree char *kind = loft_contact_look_kind (value);
  g_autofree char *title = g_markup_escape_text (isolated, -1);
  g_autofree char *subtitle = g_markup_escape_text (kind, -1);
  const char *icon = loft_contact_look_icon (value->property);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), *icon != '\0' ? icon : NULL);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  add_buttons (ADW_ACTION_ROW (row), value, whole);
  return row;
}

static void
add_group (LoftContactView *self, const LoftContact *contact, const char *const *properties,
           guint *rows)
{
  GtkWidget *list = NULL;

  for (guint i = 0; properties[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) values = loft_contact_list_values (contact, properties[i]);

      for (guint k = 0; k < values->len && *rows < MAX_ROWS; k++, ++*rows)
        {
          if (list == NULL)
            list = gtk_list_box_new ();
          gtk_list_box_append (GTK_LIST_BOX (list), new_row (g_ptr_array_index (values, k)));
        }
    }
  if (list == NULL)
    return;
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (self->groups, list);
}

static GtkWidget *
new_text_row (const char *text, const char *kind, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *start = cut (text);
  g_autofree char *title = g_markup_escape_text (start, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), kind);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

/* What is no value. */
static void
add_texts (LoftContactView *self, const LoftContact *contact)
{
  g_autofree char *categories = g_strjoinv (", ", contact->categories);
  GtkWidget *list;

  if (*contact->nickname == '\0' && *categories == '\0')
    return;
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  if (*contact->nickname != '\0')
    gtk_list_box_append (GTK_LIST_BOX (list), new_text_row (contact->nickname, _ ("Nickname"),
                                                            "avatar-default-symbolic"));
  if (*categories != '\0')
    gtk_list_box_append (GTK_LIST_BOX (list),
                         new_text_row (categories, _ ("Groups"), "loft-category-symbolic"));
  gtk_box_append (self->groups, list);
}

static void
clear_groups (LoftContactView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
}

static void
show_head (LoftContactView *self, const LoftContact *contact)
{
  g_autofree char *work = loft_contact_look_dup_work (contact);

  loft_avatar_show_contact (self->face, contact);
  gtk_label_set_text (self->name, *contact->name != '\0' ? contact->name : _ ("No Name"));
  gtk_label_set_text (self->work, work);
  gtk_widget_set_visible (GTK_WIDGET (self->work), *work != '\0');
}

void
loft_contact_view_show (LoftContactView *self, LoftContact *contact)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  guint rows = 0;

  clear_groups (self);
  gtk_stack_set_visible_child_name (self->stack, contact != NULL ? "contact" : "nobody");
  if (contact == NULL)
    return;
  show_head (self, contact);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    add_group (self, contact, groups[i], &rows);
  add_texts (self, contact);
  gtk_adjustment_set_value (place, 0);
}
