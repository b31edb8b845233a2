/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-folder-look.h"
#include "loft-search-note.h"

#include <glib/gi18n.h>
#include <string.h>

#define SERVER_PAUSE_MS 700 /* of typing, before servers are asked */
#define MOST_OF_ACCOUNT 1000 /* a list of what was found holds no more of one */

/* Where there may be more than the list holds, the number alone would not be true. */
static char *
count_found (guint n)
{
  if (n < MOST_OF_ACCOUNT)
    return g_strdup_printf (ngettext ("%'u found", "%'u found", n), n);
  return g_strdup_printf (ngettext ("%'u or more found", "%'u or more found", n), n);
}

void
loft_mail_pane_show_search_title (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  const char *saved = loft_mail_pane_get_saved_name (self);
  g_autofree char *found = count_found (g_list_model_get_n_items (G_LIST_MODEL (list)));

  adw_window_title_set_title (self->list_title, saved != NULL ? saved : _ ("Search"));
  adw_window_title_set_subtitle (self->list_title,
                                 loft_message_list_get_loading (list) ? "" : found);
}

/* Where */

LoftMailAccount *
loft_mail_pane_get_searched_account (LoftMailPane *self)
{
  return loft_search_bar_get_scope (self->search) == LOFT_SEARCH_SCOPE_EVERYWHERE
           ? NULL
           : self->search_account;
}

gint64
loft_mail_pane_get_searched_folder (LoftMailPane *self)
{
  if (loft_search_bar_get_scope (self->search) != LOFT_SEARCH_SCOPE_FOLDER ||
      self->search_folder == NULL)
    return 0;
  return loft_mail_folder_get (self->search_folder)->id;
}

void
loft_mail_pane_set_search_place (LoftMailPane *self, LoftMailAccount *account,
                                 LoftMailFolder *folder)
{
  g_set_object (&self->search_account, account);
  g_set_object (&self->search_folder, folder);
  loft_search_bar_set_place (self->search, account,
                             folder != NULL ? loft_folder_look_name (loft_mail_folder_get (folder))
                                            : NULL);
}

/* What was searched */

static void
stop_server_search (LoftMailPane *self)
{
  g_clear_handle_id (&self->server_source, g_source_remove);
  if (self->server_search == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->server_search, self);
  loft_server_search_stop (self->server_search);
  g_clear_object (&self->server_search);
  loft_search_bar_set_busy (self->search, FALSE);
}

static void
update_note (LoftMailPane *self)
{
  g_autofree char *query = loft_search_bar_get_query (self->search);
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  g_autofree char *problem = loft_search_note_new_for_problems (parsed);
  g_autofree char *note =
    self->server_search == NULL
      ? NULL
      : loft_search_note_new (loft_server_search_get_parts (self->server_search));

  if (problem != NULL)
    loft_search_bar_set_note (self->search, problem, TRUE);
  else if (note != NULL)
    loft_search_bar_set_note (self->search, note, FALSE);
  loft_search_bar_set_busy (self->search, self->server_search != NULL &&
                                            loft_server_search_is_running (self->server_search));
}

static void
on_found_on_server (LoftMailPane *self, LoftMailAccount *account, GArray *ids)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  if (self->searching && list != NULL)
    loft_message_list_set_from_server (list, account, ids);
}

static gboolean
ask_servers (gpointer user_data)
{
  LoftMailPane *self = user_data;
  g_autofree char *query = loft_search_bar_get_query (self->search);

  self->server_source = 0;
  self->server_search =
    loft_server_search_new (self->service, loft_mail_pane_get_searched_account (self),
                            loft_mail_pane_get_searched_folder (self), query);
  g_signal_connect_swapped (self->server_search, "found", G_CALLBACK (on_found_on_server), self);
  g_signal_connect_swapped (self->server_search, "changed", G_CALLBACK (update_note), self);
  update_note (self);
  return G_SOURCE_REMOVE;
}

/* The search */

static void
on_list_changed (LoftMailPane *self)
{
  if (self->searching)
    loft_mail_pane_show_search_title (self);
}

static void
begin_searching (LoftMailPane *self)
{
  if (self->searching)
    return;
  self->searching = TRUE;
  self->key_before_search = loft_message_list_view_get_current_key (self->list);
}

static void
end_searching (LoftMailPane *self)
{
  gboolean was = self->searching;

  stop_server_search (self);
  loft_mail_pane_show_folder_list (self);
  loft_mail_pane_leave_saved (self);
  if (was && self->key_before_search != 0)
    loft_message_list_view_show_key (self->list, self->key_before_search);
  self->key_before_search = 0;
}

/* Other panes know words, not the conditions of mail. */
static void
show_elsewhere (LoftMailPane *self, const char *query)
{
  loft_message_list_view_set_searched (self->list, strpbrk (query, ":\"") == NULL ? query : "");
}

void
loft_mail_pane_on_search_changed (LoftMailPane *self)
{
  g_autofree char *query = NULL;
  g_autoptr (LoftMessageList) list = NULL;

  if (self->service == NULL)
    return;
  query = loft_search_bar_get_typed_query (self->search);
  if (query[0] == '\0')
    {
      end_searching (self);
      loft_search_bar_set_note (self->search, "", FALSE);
      return;
    }
  stop_server_search (self);
  begin_searching (self);
  list = loft_message_list_new_search (self->service, loft_mail_pane_get_searched_account (self),
                                       query, loft_mail_pane_get_searched_folder (self));
  loft_mail_pane_arrange (self, list);
  loft_message_list_view_set_list (self->list, list, LOFT_LIST_SEARCH);
  show_elsewhere (self, query);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (on_list_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_list_changed), self,
                           G_CONNECT_SWAPPED);
  loft_mail_pane_show_search_title (self);
  self->server_source = g_timeout_add (SERVER_PAUSE_MS, ask_servers, self);
}

void
loft_mail_pane_on_search_mode (LoftMailPane *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    {
      if (self->service != NULL)
        loft_search_bar_set_service (self->search, self->service, self->searches);
      loft_mail_pane_set_search_place (self, self->account, self->folder);
      if (!self->opening_saved)
        gtk_widget_grab_focus (GTK_WIDGET (self->search));
      return;
    }
  loft_search_bar_clear (self->search);
  end_searching (self);
}

void
loft_mail_pane_search (LoftPane *pane, const char *words)
{
  LoftMailPane *self = LOFT_MAIL_PANE (pane);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  loft_search_bar_set_query (self->search, words, LOFT_SEARCH_SCOPE_EVERYWHERE);
}

void
loft_mail_pane_on_clear_search (LoftMailPane *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  loft_message_list_view_focus_list (self->list);
}

void
loft_mail_pane_on_search_down (LoftMailPane *self)
{
  loft_search_bar_close_suggestions (self->search);
  loft_message_list_view_focus_list (self->list);
}

void
loft_mail_pane_forget_search (LoftMailPane *self)
{
  stop_server_search (self);
  g_clear_object (&self->search_account);
  g_clear_object (&self->search_folder);
}
