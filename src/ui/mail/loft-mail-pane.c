/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-account-dialogs.h"
#include "loft-category-learning.h"
#include "loft-category-look.h"
#include "loft-compose.h"
#include "loft-image-permission.h"
#include "loft-message-actions.h"
#include "loft-pane.h"
#include "loft-removed-banner.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-ui.h"

static void pane_interface_init (LoftPaneInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftMailPane, loft_mail_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_PANE, pane_interface_init))

void
loft_mail_pane_tell (LoftMailPane *self, const char *text)
{
  if (self->toasts == NULL)
    return;
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* Messages */

static void
on_open_row_changed (LoftMailPane *self)
{
  loft_mail_pane_update_actions (self);
}

static void
watch (LoftMailPane *self, LoftMessageRow *row)
{
  if (self->watched != NULL)
    g_clear_signal_handler (&self->watched_handler, self->watched);
  g_set_object (&self->watched, row);
  if (row != NULL)
    self->watched_handler =
      g_signal_connect_swapped (row, "notify::message", G_CALLBACK (on_open_row_changed), self);
}

void
loft_mail_pane_on_selection_changed (LoftMailPane *self)
{
  g_autoptr (LoftMessageRow) row = loft_message_list_view_get_only (self->list);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  watch (self, row);
  if (row != NULL && loft_columns_get_main_place (self->columns) != LOFT_MAIN_OFF)
    loft_message_view_open (self->message, loft_message_row_get_account (row), row);
  else
    loft_message_view_close (self->message, loft_message_list_view_get_n_selected (self->list));
  loft_mail_pane_update_actions (self);
}

static void
on_remedy (LoftMailPane *self, LoftMailAccount *account)
{
  loft_account_dialogs_remedy (GTK_WIDGET (self->columns), self->service, account);
}

static void
on_go_online (LoftMailPane *self)
{
  loft_service_set_forced_offline (self->service, FALSE);
}

GActionGroup *
loft_mail_pane_get_actions (LoftMailPane *self)
{
  return G_ACTION_GROUP (self->actions);
}

static GActionGroup *
get_actions (LoftPane *pane)
{
  return loft_mail_pane_get_actions (LOFT_MAIL_PANE (pane));
}

static void
focus (LoftPane *pane)
{
  LoftMailPane *self = LOFT_MAIL_PANE (pane);
  LoftColumn column = loft_columns_get_column (self->columns);

  if (column == LOFT_COLUMN_MIDDLE)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
pane_interface_init (LoftPaneInterface *interface)
{
  interface->get_actions = get_actions;
  interface->focus = focus;
  interface->search = loft_mail_pane_search;
}

void
loft_mail_pane_set_service (LoftMailPane *self, LoftService *service)
{
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  loft_folder_sidebar_set_service (self->sidebar, service);
  loft_message_list_view_set_accounts (self->list, loft_service_get_accounts (service));
  g_signal_connect_object (service, "notify", G_CALLBACK (loft_mail_pane_update_offline), self,
                           G_CONNECT_SWAPPED);
  loft_mail_pane_update_offline (self);
  loft_compose_start (service);
  loft_image_permission_open (loft_service_get_profile_dir (service));
  loft_category_look_open (loft_service_get_profile_dir (service));
  loft_category_learning_follow (loft_category_look_get_list (),
                                 loft_service_get_accounts (service), G_OBJECT (self));
  loft_mail_pane_follow_categories (self);
  loft_mail_pane_follow_searches (self);
  loft_mail_pane_follow_accounts (self);
  loft_mail_pane_follow_preparing (self);
  loft_mail_pane_follow_alerts (self);
  loft_mail_pane_follow_troubles (self);
  loft_removed_banner_follow (self->removed_banner, service);
  loft_mail_pane_follow_archiver (self);
  loft_mail_pane_follow_quotas (self);
  loft_mail_pane_follow_absences (self);
  loft_mail_pane_follow_today (self);
  loft_mail_pane_follow_made (self);
}

static void
loft_mail_pane_dispose (GObject *object)
{
  LoftMailPane *self = LOFT_MAIL_PANE (object);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  watch (self, NULL);
  if (self->toasts != NULL)
    {
      loft_mail_pane_remember_folder (self);
      loft_mail_pane_remember_columns (self);
    }
  loft_mail_pane_forget_search (self);
  loft_mail_pane_forget_searches (self);
  loft_mail_pane_forget_folder (self);
  loft_mail_pane_drop_today (self);
  g_clear_pointer (&self->made_of, g_free);
  g_clear_pointer (&self->made_uid, g_free);
  g_clear_pointer (&self->account_window, gtk_window_destroy);
  g_clear_pointer ((GtkWidget **) &self->toasts, gtk_widget_unparent);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->list_columns);
  g_clear_object (&self->category_menu);
  g_clear_object (&self->follow_up_menu);
  g_clear_object (&self->actions);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_mail_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, columns);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_title);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_back_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, search);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, offline_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, preparing_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, alert_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, trouble_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, removed_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, quota_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, absence_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, filter_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, made_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, main_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, main_back_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, message_menu_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, flag_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, read_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, archive_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, delete_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, move_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, today_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, reading);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, message);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_menu);
}

static void
loft_mail_pane_class_init (LoftMailPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_mail_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-mail-pane.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_update_columns);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_update_actions);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_folder_selected);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_unified_selected);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_messages_dropped);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_files_dropped);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_search_down);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_save_search);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_saved_selected);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_clear_search);
  gtk_widget_class_bind_template_callback (widget_class, on_go_online);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_alert_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_trouble_clicked);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_quota_clicked);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_quota_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_made_clicked);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_absence_clicked);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_absence_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_message_activated);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_open_windows);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_clear_filter);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_sort_column);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_swiped);
  gtk_widget_class_bind_template_callback (widget_class, loft_mail_pane_on_message_shown);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_mail_pane_init (LoftMailPane *self)
{
  g_autofree char *density = loft_settings_get_string (LOFT_SETTING_DENSITY);

  self->unified = -1;
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_move_undo_free);
  self->actions = g_simple_action_group_new ();
  loft_mail_pane_add_actions (self);
  loft_mail_pane_add_edit_actions (self);
  loft_mail_pane_add_transfer_actions (self);
  loft_mail_pane_add_link_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_mail_pane_accept_files (self);
  loft_banner_set_dismissable (self->quota_banner, TRUE);
  loft_message_actions_add (G_ACTION_MAP (self->actions), self->message);
  loft_mail_pane_add_today (self);
  loft_mail_pane_restore_columns (self);
  loft_mail_pane_start_arrangement (self);
  loft_mail_pane_add_categories (self);
  loft_mail_pane_add_follow_ups (self);
  loft_message_list_view_set_menu (self->list, self->list_menu);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_PANE);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "compact-list",
                                      g_variant_new_boolean (g_str_equal (density, "compact")));
  loft_mail_pane_update_columns (self);
  loft_mail_pane_update_actions (self);
}
