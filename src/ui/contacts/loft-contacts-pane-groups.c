/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-contact-groups.h"
#include "loft-group-dialog.h"

#include <glib/gi18n.h>

GPtrArray *
loft_contacts_pane_list_people (LoftContactsPane *self, GPtrArray *contacts)
{
  g_autoptr (GPtrArray) all = loft_contact_list_get_contacts (self->list);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);
      g_autoptr (GPtrArray) members =
        contact->is_group ? loft_contact_groups_list_members (contact, all) : NULL;

      if (members == NULL && g_hash_table_add (seen, contact))
        g_ptr_array_add (people, loft_contact_ref (contact));
      for (guint k = 0; members != NULL && k < members->len; k++)
        if (g_hash_table_add (seen, g_ptr_array_index (members, k)))
          g_ptr_array_add (people, loft_contact_ref (g_ptr_array_index (members, k)));
    }
  return people;
}

/* ---- changes ------------------------------------------------------------------------------ */

/* done: (transfer full) */
static void
change (LoftContactsPane *self, LoftContact *group, LoftContact *after, char *done)
{
  LoftContactChange wish = { LOFT_CONTACT_EDIT, group, after, NULL };

  loft_contacts_pane_change (self, &wish, 1, done);
}

static gboolean
may_write (LoftContactsPane *self, const LoftContact *group)
{
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, group->folder_id);
  g_autofree char *text = NULL;

  if (loft_contacts_pane_may_write (self, group))
    return TRUE;
  text = g_strdup_printf (_ ("“%s” can only be read"),
                          book != NULL ? loft_calendar_item_get_name (book) : "");
  loft_contacts_pane_tell (self, text);
  return FALSE;
}

void
loft_contacts_pane_add_to_group (LoftContactsPane *self, LoftContact *group, GPtrArray *contacts)
{
  g_autoptr (LoftContact) after = loft_contact_groups_add (group, contacts);
  guint n = g_strv_length (after->members) - g_strv_length (group->members);

  if (!may_write (self, group))
    return;
  if (n == 0)
    {
      loft_contacts_pane_tell (self, _ ("Nobody is new in the group"));
      return;
    }
  /* Translators: the name of a group. */
  change (self, group, after, g_strdup_printf (_ ("Added to “%s”"), group->name));
}

static void
on_join (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);
  g_autoptr (GPtrArray) groups = loft_contacts_pane_list_groups (self);

  for (guint i = 0; i < groups->len; i++)
    {
      LoftContact *group = g_ptr_array_index (groups, i);

      if (group->resource_id != g_variant_get_int64 (parameter))
        continue;
      loft_contacts_pane_add_to_group (self, group, selected);
      return;
    }
}

static void
on_leave (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);
  g_autoptr (LoftContact) after = NULL;

  if (group == NULL || selected->len == 0 || !may_write (self, group))
    return;
  after = loft_contact_groups_remove (group, selected);
  loft_contacts_pane_expect_next (self);
  /* Translators: the name of a group. */
  change (self, group, after, g_strdup_printf (_ ("Removed from “%s”"), group->name));
}

static void
on_write (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  if (group == NULL)
    return;
  g_ptr_array_add (one, group);
  loft_contacts_pane_write_to (self, one);
}

/* ---- the groups themselves ---------------------------------------------------------------- */

static void
on_created (LoftGroupDialog *dialog, LoftContact *group, guint64 undo, LoftContactsPane *self)
{
  loft_contacts_pane_choose_group (self, group);
  loft_contacts_pane_offer_undo (self, undo, _ ("Group created"));
}

static void
on_renamed (LoftGroupDialog *dialog, LoftContact *group, guint64 undo, LoftContactsPane *self)
{
  loft_contacts_pane_offer_undo (self, undo, _ ("Group renamed"));
}

static void
present (LoftContactsPane *self, GtkWindow *dialog, GCallback on_saved)
{
  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (dialog, "saved", on_saved, self, 0);
  gtk_window_present (dialog);
}

/* members: (nullable) */
static void
create (LoftContactsPane *self, GPtrArray *members)
{
  LoftCalendarItem *book = loft_contacts_pane_find_writable (self);

  if (book == NULL)
    loft_contacts_pane_tell (self, _ ("There is no address book that can be written"));
  else
    present (self, loft_group_dialog_new (self->contacts, book, members), G_CALLBACK (on_created));
}

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  create (self, NULL);
}

static void
on_join_new (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);
  g_autoptr (GPtrArray) people = loft_contacts_pane_list_people (self, selected);

  create (self, people);
}

static void
on_rename (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);

  if (group != NULL && may_write (self, group))
    present (self, loft_group_dialog_new_rename (self->contacts, group), G_CALLBACK (on_renamed));
}

/* Who was in it stays. */
static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);
  LoftContactChange wish = { LOFT_CONTACT_REMOVE, group, NULL, NULL };

  if (group == NULL || !may_write (self, group))
    return;
  /* Translators: the name of a group. */
  loft_contacts_pane_change (self, &wish, 1,
                             g_strdup_printf (_ ("Group “%s” deleted"), group->name));
}

/* ---- actions and menus -------------------------------------------------------------------- */

static const GActionEntry entries[] = {
  { "join-group", on_join, "x" }, { "leave-group", on_leave },       { "write-group", on_write },
  { "new-group", on_new },        { "join-new-group", on_join_new }, { "rename-group", on_rename },
  { "delete-group", on_delete },
};

void
loft_contacts_pane_add_group_actions (LoftContactsPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static void
enable (LoftContactsPane *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
loft_contacts_pane_update_group_actions (LoftContactsPane *self)
{
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);
  gboolean is_editing = loft_contacts_pane_is_editing (self);
  gboolean is_some = self->selection != NULL && self->directory == NULL &&
                     loft_selection_get_n_selected (self->selection) > 0;

  enable (self, "join-group", is_some && !is_editing);
  enable (self, "leave-group", is_some && !is_editing && group != NULL);
  enable (self, "join-new-group", is_some && !is_editing);
  enable (self, "write-group", group != NULL);
  enable (self, "new-group", !is_editing);
  enable (self, "rename-group", group != NULL && !is_editing);
  enable (self, "delete-group", group != NULL && !is_editing);
}

static void
add_group (GMenu *menu, const LoftContact *group)
{
  g_auto (GStrv) words = g_strsplit (group->name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", words); /* no mnemonics in names */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "contacts.join-group", "x", group->resource_id);
  g_menu_append_item (menu, item);
}

void
loft_contacts_pane_fill_group_menu (LoftContactsPane *self, GMenu *menu)
{
  g_autoptr (GPtrArray) groups = loft_contacts_pane_list_groups (self);
  g_autoptr (LoftContact) chosen = loft_contacts_pane_dup_group (self);
  g_autoptr (GMenu) submenu = g_menu_new ();
  g_autoptr (GMenu) known = g_menu_new ();
  g_autoptr (GMenu) another = g_menu_new ();

  for (guint i = 0; i < groups->len; i++)
    if (loft_contacts_pane_may_write (self, g_ptr_array_index (groups, i)))
      add_group (known, g_ptr_array_index (groups, i));
  g_menu_append (another, _ ("_New Group…"), "contacts.join-new-group");
  g_menu_append_section (submenu, NULL, G_MENU_MODEL (known));
  g_menu_append_section (submenu, NULL, G_MENU_MODEL (another));
  g_menu_append_submenu (menu, _ ("_Add to Group"), G_MENU_MODEL (submenu));
  if (chosen != NULL)
    g_menu_append (menu, _ ("_Remove from Group"), "contacts.leave-group");
}

/* Not there at all while no group is chosen. */
static void
append (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

GMenuModel *
loft_contacts_pane_new_group_menu (void)
{
  GMenu *menu = g_menu_new ();

  append (menu, _ ("_Write to the Group"), "contacts.write-group");
  append (menu, _ ("_Rename Group…"), "contacts.rename-group");
  append (menu, _ ("_Delete Group"), "contacts.delete-group");
  return G_MENU_MODEL (menu);
}
