/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-menu.h"

#include "config.h"
#include "loft-absence-text.h"
#include "loft-account-limits.h"
#include "loft-local-account.h"
#include "loft-saved-searches.h"

#include <glib/gi18n.h>

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (id != NULL)
    g_menu_item_set_action_and_target (item, action, "s", id);
  else
    g_menu_item_set_detailed_action (item, action);
  g_menu_append_item (menu, item);
}

static void
append_for_folder (GMenu *menu, const char *label, const char *action, LoftMailAccount *account,
                   gint64 folder_id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(sx)",
                                     loft_mail_account_get_account (account)->id, folder_id);
  g_menu_append_item (menu, item);
}

/* Where the account takes messages from elsewhere. */
static void
append_import (GMenu *menu, LoftMailAccount *account, gint64 folder_id)
{
  if (loft_account_kind_takes_messages (loft_mail_account_get_account (account)->kind))
    append_for_folder (menu, _ ("Import…"), "mail.import", account, folder_id);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* No server, no password, and nothing that removes it. */
static GMenuModel *
new_for_local (LoftMailAccount *account)
{
  GMenu *menu = g_menu_new ();

  append_for_folder (menu, _ ("New Folder…"), "mail.new-folder", account, 0);
  append_for_folder (menu, _ ("Import…"), "mail.import", account, 0);
  append_for_folder (menu, _ ("Export…"), "mail.export", account, 0);
  append_for_folder (menu, _ ("Archive Old Messages…"), "mail.archive-old", account, 0);
  append (menu, _ ("What Takes Room"), "mail.what-takes-room",
          loft_mail_account_get_account (account)->id);
  append (menu, _ ("Rename…"), "mail.account-settings",
          loft_mail_account_get_account (account)->id);
  return G_MENU_MODEL (menu);
}

GMenuModel *
loft_sidebar_menu_new_for_account (LoftMailAccount *account)
{
  LoftAccount *settings = loft_mail_account_get_account (account);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();
  g_autoptr (GMenu) removal = g_menu_new ();

  if (loft_local_account_is (settings))
    {
      g_object_unref (menu);
      return new_for_local (account);
    }
  append (work, _ ("Check for New Mail"), "mail.sync-account", settings->id);
  append (work, settings->offline ? _ ("Go Online") : _ ("Work Offline"),
          settings->offline ? "sidebar.account-online" : "sidebar.account-offline", settings->id);
  append_for_folder (work, _ ("New Folder…"), "mail.new-folder", account, 0);
  append_import (files, account, 0);
  append_for_folder (files, _ ("Export…"), "mail.export", account, 0);
  append_for_folder (files, _ ("Archive Old Messages…"), "mail.archive-old", account, 0);
  append (files, _ ("What Takes Room"), "mail.what-takes-room", settings->id);
  if (loft_absence_kind_may_answer (settings->kind))
    append (change, _ ("Out of Office…"), "absence.edit", settings->id);
  append (change, _ ("Account Settings…"), "mail.account-settings", settings->id);
  append (change, _ ("Change Password…"), "mail.change-password", settings->id);
  append (removal, _ ("Remove Account…"), "mail.remove-account", settings->id);
  append_section (menu, work);
  append_section (menu, files);
  append_section (menu, change);
  append_section (menu, removal);
  return G_MENU_MODEL (menu);
}

/* An archive can go on to this computer, and from there nowhere. */
static gboolean
can_grow_old (LoftMailAccount *account, const LoftFolder *folder)
{
  const LoftArchiveRule rule = { .place =
                                   loft_local_account_is (loft_mail_account_get_account (account))
                                     ? LOFT_ARCHIVE_TO_ARCHIVE
                                     : LOFT_ARCHIVE_TO_LOCAL };

  return loft_archive_rule_can_take (&rule, folder);
}

static GMenuModel *
new_for_folder (LoftSidebarItem *item, LoftSidebarFavourites *favourites)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (item);
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);
  LoftFolder *shown = loft_mail_folder_get (folder);
  gboolean selectable = shown->selectable;
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) place = g_menu_new ();
  g_autoptr (GMenu) edit = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  if (selectable && !loft_local_account_is (loft_mail_account_get_account (account)))
    append (work, _ ("Check for New Mail"), "sidebar.sync", NULL);
  if (selectable)
    append_for_folder (work, _ ("Mark All as Read"), "mail.mark-folder-read", account, shown->id);
  if (shown->role == LOFT_FOLDER_ROLE_TRASH)
    append_for_folder (work, _ ("Empty Trash…"), "mail.empty-folder", account, shown->id);
  if (shown->role == LOFT_FOLDER_ROLE_JUNK)
    append_for_folder (work, _ ("Empty Junk…"), "mail.empty-folder", account, shown->id);
  append_for_folder (edit, _ ("New Subfolder…"), "mail.new-folder", account, shown->id);
  if (shown->role != LOFT_FOLDER_ROLE_INBOX)
    {
      append_for_folder (edit, _ ("Rename…"), "mail.rename-folder", account, shown->id);
      append_for_folder (edit, _ ("Delete Folder…"), "mail.delete-folder", account, shown->id);
    }
  if (selectable && !loft_sidebar_favourites_contains (favourites, folder))
    append (place, _ ("Add to Favourites"), "sidebar.add-favourite", NULL);
  else if (selectable)
    append (place, _ ("Remove from Favourites"), "sidebar.remove-favourite", NULL);
  if (loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_FAVOURITE)
    {
      append (place, _ ("Move Up"), "sidebar.move-up", NULL);
      append (place, _ ("Move Down"), "sidebar.move-down", NULL);
    }
  if (selectable)
    {
      append_import (more, account, shown->id);
      append_for_folder (more, _ ("Export…"), "mail.export", account, shown->id);
      if (can_grow_old (account, shown))
        append_for_folder (more, _ ("Archive Old Messages…"), "mail.archive-old", account,
                           shown->id);
    }
  append (more, _ ("Properties"), "sidebar.properties", NULL);
  append_section (menu, work);
  append_section (menu, place);
  append_section (menu, edit);
  append_section (menu, more);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_for_all (void)
{
  GMenu *menu = g_menu_new ();

  append (menu, _ ("Check for New Mail"), "mail.sync", NULL);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_for_search (LoftSavedSearch *search)
{
  const char *id = loft_saved_search_get_id (search);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) removal = g_menu_new ();

  append (change, _ ("Edit…"), "mail.edit-search", id);
  append (removal, _ ("Remove"), "mail.remove-search", id);
  append_section (menu, change);
  append_section (menu, removal);
  return G_MENU_MODEL (menu);
}

GMenuModel *
loft_sidebar_menu_new (LoftSidebarItem *item, LoftSidebarFavourites *favourites)
{
  switch (loft_sidebar_item_get_kind (item))
    {
    case LOFT_SIDEBAR_FOLDER:
    case LOFT_SIDEBAR_FAVOURITE:
      return new_for_folder (item, favourites);
    case LOFT_SIDEBAR_ACCOUNT:
    case LOFT_SIDEBAR_PROBLEM:
      return loft_sidebar_menu_new_for_account (loft_sidebar_item_get_account (item));
    case LOFT_SIDEBAR_UNIFIED:
      return new_for_all ();
    case LOFT_SIDEBAR_SEARCH:
      return new_for_search (LOFT_SAVED_SEARCH (loft_sidebar_item_get_search (item)));
    case LOFT_SIDEBAR_HEADING:
    default:
      return NULL;
    }
}
