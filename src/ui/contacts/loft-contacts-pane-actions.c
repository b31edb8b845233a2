/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-compose.h"
#include "loft-contact-merge-window.h"
#include "loft-sync-shown.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RECIPIENTS 500

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_edit_new (self);
}

static void
on_edit (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);

  if (selected->len == 1)
    loft_contacts_pane_edit (self, g_ptr_array_index (selected, 0));
}

static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);

  if (!loft_contacts_pane_is_editing (self) && selected->len > 0)
    loft_contacts_pane_remove (self, selected);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_undo (self);
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_save (self);
}

static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_cancel (self);
}

static void
on_move (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, g_variant_get_int64 (parameter));

  if (book != NULL && selected->len > 0)
    loft_contacts_pane_move (self, selected, book);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void
add_recipient (GString *uri, const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  g_autofree char *escaped = NULL;

  if (emails->len == 0)
    return;
  escaped =
    g_uri_escape_string (((LoftContactValue *) g_ptr_array_index (emails, 0))->value, "@", FALSE);
  g_string_append_printf (uri, "%s%s", uri->len > strlen ("mailto:") ? "," : "", escaped);
}

void
loft_contacts_pane_write_to (LoftContactsPane *self, GPtrArray *contacts)
{
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autoptr (GPtrArray) people = loft_contacts_pane_list_people (self, contacts);

  if (people->len > MAX_RECIPIENTS)
    {
      loft_contacts_pane_tell (self, _ ("These are too many for one message"));
      return;
    }
  for (guint i = 0; i < people->len; i++)
    add_recipient (uri, g_ptr_array_index (people, i));
  if (uri->len == strlen ("mailto:"))
    loft_contacts_pane_tell (self, people->len == 1 ? _ ("This contact has no e-mail address")
                                                    : _ ("None of them has an e-mail address"));
  else if (!loft_compose_mailto (uri->str))
    loft_contacts_pane_tell (self, _ ("There is no account to write with"));
}

static void
on_write (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);

  loft_contacts_pane_write_to (self, selected);
}

/* ---- merging ------------------------------------------------------------------------------ */

static void
on_merged (LoftContactMergeWindow *window, guint64 undo, LoftContactsPane *self)
{
  loft_contacts_pane_offer_undo (self, undo, _ ("Contacts merged"));
}

/* (transfer full) of LoftContact (owned): those whose books can be written. */
static GPtrArray *
filter_writable (LoftContactsPane *self, GPtrArray *contacts)
{
  GPtrArray *writable = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < contacts->len; i++)
    if (loft_contacts_pane_may_write (self, g_ptr_array_index (contacts, i)))
      g_ptr_array_add (writable, loft_contact_ref (g_ptr_array_index (contacts, i)));
  return writable;
}

static void
open_merge (LoftContactsPane *self, GPtrArray *contacts, gboolean is_asked)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GPtrArray) writable = filter_writable (self, contacts);
  GtkWidget *window = loft_contact_merge_window_new (self->contacts, writable, is_asked);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  g_signal_connect_object (window, "merged", G_CALLBACK (on_merged), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_merge (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);

  if (selected->len > 1)
    open_merge (self, selected, TRUE);
}

static void
on_find_duplicates (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (GPtrArray) all = loft_contact_list_get_contacts (self->list);

  open_merge (self, all, FALSE);
}

static void
on_import (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_import (self);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  loft_contacts_pane_export (self);
}

/* What can be taken back goes on saying so. */
static void
on_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  const char *text = NULL;

  if (self->service == NULL)
    return;
  text = loft_sync_shown (self->service, loft_contact_actions_get_books (self->contacts),
                          loft_contacts_pane_get_book (self));
  if (self->undo_toast == NULL)
    loft_contacts_pane_tell (self, text);
}

/* ---- moving about ------------------------------------------------------------------------- */

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;

  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;

  if (loft_contacts_pane_is_editing (self))
    loft_contacts_pane_cancel (self);
  else
    loft_columns_go_back (self->columns);
}

static void
on_sidebar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  gboolean is_open = loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR);

  loft_columns_show (self->columns, is_open ? LOFT_COLUMN_MIDDLE : LOFT_COLUMN_SIDEBAR);
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;

  if (!loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR))
    loft_columns_show (self->columns, LOFT_COLUMN_SIDEBAR);
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}

static const GActionEntry entries[] = {
  { "new", on_new },        { "edit", on_edit },     { "delete", on_delete },
  { "undo", on_undo },      { "save", on_save },     { "cancel", on_cancel },
  { "move", on_move, "x" }, { "write", on_write },   { "merge", on_merge },
  { "import", on_import },  { "export", on_export }, { "find-duplicates", on_find_duplicates },
  { "find", on_find },      { "back", on_back },     { "sidebar", on_sidebar },
  { "menu", on_menu },      { "sync", on_sync },
};

void
loft_contacts_pane_add_actions (LoftContactsPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  loft_contacts_pane_add_group_actions (self);
  loft_contacts_pane_add_directory_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "contacts", G_ACTION_GROUP (self->actions));
}

static void
enable (LoftContactsPane *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

gboolean
loft_contacts_pane_is_elsewhere (LoftContactsPane *self)
{
  g_autoptr (LoftContact) group =
    self->directory == NULL ? loft_contacts_pane_dup_group (self) : NULL;
  g_autoptr (GPtrArray) selected =
    group != NULL && self->selection != NULL ? loft_contacts_pane_dup_selected (self) : NULL;

  for (guint i = 0; selected != NULL && i < selected->len; i++)
    if (((LoftContact *) g_ptr_array_index (selected, i))->folder_id == 0)
      return TRUE;
  return self->directory != NULL;
}

void
loft_contacts_pane_update_actions (LoftContactsPane *self)
{
  gboolean is_editing = loft_contacts_pane_is_editing (self);
  gboolean is_elsewhere = loft_contacts_pane_is_elsewhere (self);
  gboolean may_change = !is_editing && !is_elsewhere;
  guint n = self->selection != NULL ? loft_selection_get_n_selected (self->selection) : 0;

  enable (self, "edit", n == 1 && may_change);
  enable (self, "delete", n > 0 && may_change);
  enable (self, "move", n > 0 && may_change);
  enable (self, "write", n > 0);
  enable (self, "merge", n > 1 && may_change);
  enable (self, "take", n > 0 && is_elsewhere);
  enable (self, "export", self->directory == NULL);
  loft_contacts_pane_update_group_actions (self);
  enable (self, "undo", self->undo != 0);
  enable (self, "cancel", is_editing && !self->is_saving);
  enable (self, "save",
          is_editing && !self->is_saving && loft_contact_editor_can_save (self->editor));
}

/* ---- menus -------------------------------------------------------------------------------- */

GMenuModel *
loft_contacts_pane_new_list_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();
  g_autoptr (GMenu) order = g_menu_new ();
  g_autoptr (GMenu) groups = g_menu_new ();
  g_autoptr (GMenuModel) group = loft_contacts_pane_new_group_menu ();

  g_menu_append (groups, _ ("New _Group…"), "contacts.new-group");
  g_menu_append (files, _ ("_Import…"), "contacts.import");
  g_menu_append (files, _ ("_Export…"), "contacts.export");
  g_menu_append (order, _ ("Find _Duplicates…"), "contacts.find-duplicates");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (groups));
  g_menu_append_section (menu, NULL, group);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  return G_MENU_MODEL (menu);
}

GMenuModel *
loft_contacts_pane_new_books_menu (LoftContactsPane *self, const char *action)
{
  GListModel *books = loft_contact_actions_get_books (self->contacts);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);
      g_auto (GStrv) words = g_strsplit (loft_calendar_item_get_name (book), "_", -1);
      g_autofree char *label = g_strjoinv ("__", words); /* no mnemonics in names */
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (!loft_calendar_item_get_writable (book))
        continue;
      g_menu_item_set_action_and_target (item, action, "x",
                                         loft_contact_actions_get_book_id (self->contacts, book));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

GMenuModel *
loft_contacts_pane_new_contact_menu (LoftContactsPane *self)
{
  GMenu *menu;
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) second = g_menu_new ();
  g_autoptr (GMenuModel) books = loft_contacts_pane_new_books_menu (self, "contacts.move");

  if (self->directory != NULL)
    return loft_contacts_pane_new_found_menu (self);
  menu = g_menu_new ();
  g_menu_append (first, _ ("_Write Message"), "contacts.write");
  g_menu_append (first, _ ("_Edit"), "contacts.edit");
  g_menu_append (first, _ ("_Merge…"), "contacts.merge");
  g_menu_append_submenu (second, _ ("M_ove To"), books);
  loft_contacts_pane_fill_group_menu (self, second);
  g_menu_append (second, _ ("E_xport…"), "contacts.export");
  g_menu_append (second, _ ("_Delete"), "contacts.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  return G_MENU_MODEL (menu);
}
