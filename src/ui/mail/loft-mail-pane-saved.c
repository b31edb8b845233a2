/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-saved-search-dialog.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 12

/* ---- saving ------------------------------------------------------------------------------- */

static void
on_saved (LoftSavedSearch *search, gpointer user_data)
{
  loft_mail_pane_tell (user_data,
                       search != NULL ? _ ("Search saved") : _ ("The search could not be saved"));
}

void
loft_mail_pane_on_save_search (LoftMailPane *self)
{
  g_autofree char *query = loft_search_bar_get_query (self->search);
  LoftMailAccount *account = loft_mail_pane_get_searched_account (self);
  gboolean in_folder = loft_mail_pane_get_searched_folder (self) != 0;

  loft_saved_search_dialog_save (GTK_WIDGET (self), self->searches, query,
                                 account != NULL ? loft_mail_account_get_account (account)->id : "",
                                 in_folder ? loft_mail_folder_get (self->search_folder)->path : "",
                                 on_saved, g_object_ref (self), g_object_unref);
}

/* ---- opening ------------------------------------------------------------------------------ */

static LoftMailFolder *
find_folder (LoftMailAccount *account, const char *path)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (g_str_equal (loft_mail_folder_get (folder)->path, path))
        return folder; /* the list holds it */
    }
  return NULL;
}

/* Where an account or a folder is gone, all is searched rather than nothing. The keyboard focus stays
 * in the sidebar, where one goes from line to line. */
static void
open_saved (LoftMailPane *self, LoftSavedSearch *search)
{
  LoftMailAccount *account =
    loft_service_find_account_by_id (self->service, loft_saved_search_get_account (search));
  LoftMailFolder *folder =
    account != NULL ? find_folder (account, loft_saved_search_get_folder (search)) : NULL;
  LoftSearchScope scope = LOFT_SEARCH_SCOPE_EVERYWHERE;

  if (account != NULL)
    scope = folder != NULL ? LOFT_SEARCH_SCOPE_FOLDER : LOFT_SEARCH_SCOPE_ACCOUNT;
  g_free (self->saved_id);
  self->saved_id = g_strdup (loft_saved_search_get_id (search));
  self->opening_saved = TRUE;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  if (account != NULL)
    loft_mail_pane_set_search_place (self, account, folder);
  loft_search_bar_set_query (self->search, loft_saved_search_get_query (search), scope);
  self->opening_saved = FALSE;
}

void
loft_mail_pane_on_saved_selected (LoftMailPane *self, GObject *search)
{
  if (search != NULL)
    open_saved (self, LOFT_SAVED_SEARCH (search));
}

const char *
loft_mail_pane_get_saved_name (LoftMailPane *self)
{
  LoftSavedSearch *search =
    self->saved_id == NULL ? NULL : loft_saved_searches_find (self->searches, self->saved_id);

  return search != NULL ? loft_saved_search_get_name (search) : NULL;
}

/* The line of what is shown now is marked again. */
void
loft_mail_pane_leave_saved (LoftMailPane *self)
{
  if (self->saved_id == NULL)
    return;
  g_clear_pointer (&self->saved_id, g_free);
  self->marking = TRUE;
  if (self->folder != NULL)
    loft_folder_sidebar_select (self->sidebar, self->account,
                                loft_mail_folder_get (self->folder)->id);
  else if (self->unified >= 0)
    loft_folder_sidebar_select_unified (self->sidebar, (LoftUnifiedKind) self->unified);
  self->marking = FALSE;
}

/* ---- changing ----------------------------------------------------------------------------- */

static void
on_edited (LoftSavedSearch *search, gpointer user_data)
{
  LoftMailPane *self = user_data;

  if (search == NULL)
    loft_mail_pane_tell (self, _ ("The search could not be saved"));
  else if (self->service != NULL &&
           g_strcmp0 (self->saved_id, loft_saved_search_get_id (search)) == 0)
    open_saved (self, search);
}

static void
on_edit_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  LoftSavedSearch *search =
    self->searches == NULL
      ? NULL
      : loft_saved_searches_find (self->searches, g_variant_get_string (parameter, NULL));

  if (search != NULL)
    loft_saved_search_dialog_edit (GTK_WIDGET (self), self->searches, search, self->service,
                                   on_edited, g_object_ref (self), g_object_unref);
}

typedef struct {
  LoftSavedSearches *searches;
  LoftSavedSearch *search;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->searches);
  g_object_unref (removal->search);
  g_free (removal);
}

static void
on_undo_removal (Removal *removal)
{
  LoftSavedSearch *search = removal->search;
  g_autoptr (GError) error = NULL;

  if (loft_saved_searches_add (removal->searches, loft_saved_search_get_name (search),
                               loft_saved_search_get_query (search),
                               loft_saved_search_get_account (search),
                               loft_saved_search_get_folder (search), &error) == NULL)
    g_warning ("The search is not saved again: %s", error->message);
}

static void
offer_undo (LoftMailPane *self, LoftSavedSearch *search)
{
  /* Translators: name of a saved search */
  g_autofree char *text = g_strdup_printf (_ ("“%s” removed"), loft_saved_search_get_name (search));
  g_autofree char *title = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (title);
  Removal *removal = g_new0 (Removal, 1);

  removal->searches = g_object_ref (self->searches);
  removal->search = g_object_ref (search);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_removal), removal,
                         removal_free, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_remove_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  LoftSavedSearch *found =
    self->searches == NULL ? NULL : loft_saved_searches_find (self->searches, id);
  g_autoptr (LoftSavedSearch) search = found != NULL ? g_object_ref (found) : NULL;
  g_autoptr (GError) error = NULL;

  if (search == NULL)
    return;
  if (g_strcmp0 (self->saved_id, id) == 0)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  if (!loft_saved_searches_remove (self->searches, search, &error))
    g_warning ("The removal is not kept: %s", error->message);
  offer_undo (self, search);
}

/* ---- life --------------------------------------------------------------------------------- */

void
loft_mail_pane_follow_searches (LoftMailPane *self)
{
  static const GActionEntry entries[] = {
    { "edit-search", on_edit_search, "s" },
    { "remove-search", on_remove_search, "s" },
  };

  self->searches = loft_saved_searches_new (loft_service_get_profile_dir (self->service));
  self->search_lines = loft_sidebar_searches_new (self->searches);
  loft_folder_sidebar_add_part (self->sidebar,
                                loft_sidebar_searches_get_lines (self->search_lines));
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

void
loft_mail_pane_forget_searches (LoftMailPane *self)
{
  g_clear_pointer (&self->search_lines, loft_sidebar_searches_free);
  g_clear_pointer (&self->saved_id, g_free);
  g_clear_object (&self->searches);
}
