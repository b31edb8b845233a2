/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pane.h"
#include "loft-mail-pane.h"

#include <adwaita.h>

#include "loft-banner.h"
#include "loft-category-menu.h"
#include "loft-columns.h"
#include "loft-folder-sidebar.h"
#include "loft-list-columns.h"
#include "loft-message-drag.h"
#include "loft-message-list-view.h"
#include "loft-message-move.h"
#include "loft-message-view.h"
#include "loft-saved-searches.h"
#include "loft-selection-bar.h"
#include "loft-search-bar.h"
#include "loft-server-search.h"
#include "loft-sidebar-searches.h"

G_BEGIN_DECLS

/* What the pane's files share: the pane itself (template, columns, the open message), its folder
 * and search, its flags, its actions. */
struct _LoftMailPane {
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  LoftColumns *columns;
  AdwHeaderBar *sidebar_header;
  GtkMenuButton *menu_button;
  LoftFolderSidebar *sidebar;
  AdwHeaderBar *list_header;
  AdwWindowTitle *list_title;
  GtkWidget *sidebar_button;
  GtkWidget *list_back_button;
  GtkSearchBar *search_bar;
  LoftSearchBar *search;
  LoftBanner *offline_banner;
  LoftBanner *preparing_banner;
  LoftBanner *alert_banner;
  LoftBanner *trouble_banner;
  LoftBanner *removed_banner;
  LoftBanner *quota_banner;
  LoftBanner *absence_banner;
  LoftBanner *filter_banner;
  LoftBanner *made_banner;
  LoftSelectionBar *selection_bar;
  LoftMessageListView *list;
  AdwHeaderBar *main_header;
  GtkWidget *main_back_button;
  GtkWidget *message_menu_button;
  GtkButton *flag_button;
  GtkButton *read_button;
  GtkWidget *archive_button;
  GtkWidget *delete_button;
  GtkWidget *move_button;
  GtkWidget *today_button;
  GtkWidget *reading; /* the message, and today beside it */
  LoftMessageView *message;
  GMenuModel *list_menu;

  GtkWidget *today; /* (nullable) the column, once it was seen */
  GtkWidget *today_popover;
  LoftService *service;
  GSimpleActionGroup *actions;
  LoftMailAccount *account;
  LoftMailFolder *folder;
  int unified; /* LoftUnifiedKind of the folder of all accounts that is open; -1: none */
  GPtrArray *unified_folders; /* (nullable) of LoftMailFolder: what that one is made of */
  LoftMessageList *folder_list;
  gulong folder_handler;
  LoftMessageRow *watched; /* the open row, for its flags */
  gulong watched_handler;
  guint seen_source;
  GtkWindow *account_window; /* (nullable) the last one, open or closed */
  LoftMainPlace shown_place;
  LoftListColumns *list_columns;
  LoftMessageArrangement arrangement;
  gboolean saving_arrangement;
  LoftSavedSearches *searches; /* (nullable) before there is a service */
  LoftSidebarSearches *search_lines; /* (nullable) the same */
  char *made_of; /* (nullable) Message-ID of the message whose tasks are told of */
  char *made_uid; /* (nullable) of the task that is shown then */
  char *saved_id; /* (nullable) of the saved search that is shown */
  gboolean opening_saved; /* the keyboard focus stays where it is */
  gboolean marking; /* the sidebar marks what is shown already */
  LoftServerSearch *server_search; /* (nullable) */
  guint server_source;
  LoftMailAccount *search_account; /* (nullable) where the search bar may search */
  LoftMailFolder *search_folder; /* (nullable) */
  gint64 key_before_search;
  gboolean searching; /* the list shows what a search found */
  LoftCategoryMenu *category_menu;
  GMenu *follow_up_menu; /* a section of two menus */
  GPtrArray *undo; /* of LoftMoveUndo, the last step at its end */
  AdwToast *undo_toast; /* (weak) (nullable) of the last step */
};

/* loft-mail-pane.c */

/* A toast. Answers may come when the window is closed already. */
void loft_mail_pane_tell (LoftMailPane *self, const char *text);
/* Shows what is selected now, where there is a place for it. */
void loft_mail_pane_on_selection_changed (LoftMailPane *self);

/* loft-mail-pane-folder.c: which folder, and what of it the list shows */

/* Follows the accounts of the service; what was open last is opened. */
void loft_mail_pane_follow_accounts (LoftMailPane *self);
void loft_mail_pane_forget_folder (LoftMailPane *self);
/* For the next start. */
void loft_mail_pane_remember_folder (LoftMailPane *self);
void loft_mail_pane_on_folder_selected (LoftMailPane *self, LoftMailAccount *account,
                                        LoftMailFolder *folder);
void loft_mail_pane_on_unified_selected (LoftMailPane *self, int unified);
void loft_mail_pane_on_folder_activated (LoftMailPane *self, LoftMailAccount *account,
                                         LoftMailFolder *folder);
void loft_mail_pane_show_folder_list (LoftMailPane *self);
void loft_mail_pane_update_title (LoftMailPane *self);

/* loft-mail-pane-unified.c: the folders behind one of all accounts */

/* Anew, as unified is now. */
void loft_mail_pane_follow_unified (LoftMailPane *self);
/* Whether one of them has never been downloaded. */
gboolean loft_mail_pane_unified_is_waiting (LoftMailPane *self);
/* Whether all of it is on no server. */
gboolean loft_mail_pane_is_local (LoftMailAccount *account);

/* loft-mail-pane-search.c */
void loft_mail_pane_forget_search (LoftMailPane *self);
void loft_mail_pane_show_search_title (LoftMailPane *self);
void loft_mail_pane_on_search_changed (LoftMailPane *self);
void loft_mail_pane_on_search_mode (LoftMailPane *self);
void loft_mail_pane_on_clear_search (LoftMailPane *self);
/* As LoftPane's search: in all mail. */
void loft_mail_pane_search (LoftPane *pane, const char *words);
void loft_mail_pane_on_search_down (LoftMailPane *self);
/* (transfer none) (nullable) where is searched; 0: in no folder alone */
LoftMailAccount *loft_mail_pane_get_searched_account (LoftMailPane *self);
gint64 loft_mail_pane_get_searched_folder (LoftMailPane *self);
/* What the search bar offers beside all accounts; both (nullable). */
void loft_mail_pane_set_search_place (LoftMailPane *self, LoftMailAccount *account,
                                      LoftMailFolder *folder);

/* loft-mail-pane-saved.c: searches that have a name and a line in the sidebar */
void loft_mail_pane_follow_searches (LoftMailPane *self);
void loft_mail_pane_forget_searches (LoftMailPane *self);
void loft_mail_pane_on_save_search (LoftMailPane *self);
void loft_mail_pane_on_saved_selected (LoftMailPane *self, GObject *search);
/* (transfer none) (nullable) of the one that is shown. */
const char *loft_mail_pane_get_saved_name (LoftMailPane *self);
/* The folder is shown again. */
void loft_mail_pane_leave_saved (LoftMailPane *self);

/* loft-mail-pane-preparing.c: accounts that are not here yet, or cannot be opened */
void loft_mail_pane_follow_preparing (LoftMailPane *self);

/* loft-mail-pane-alert.c: what servers want people to read */
void loft_mail_pane_follow_alerts (LoftMailPane *self);
void loft_mail_pane_on_alert_dismissed (LoftMailPane *self);

/* loft-mail-pane-age.c: that older mail is not here, where an organisation wants it so */
void loft_mail_pane_update_age (LoftMailPane *self);

/* loft-mail-pane-trouble.c: an account that waits for the person, where no sidebar says so */
void loft_mail_pane_follow_troubles (LoftMailPane *self);
void loft_mail_pane_update_trouble (LoftMailPane *self);
void loft_mail_pane_on_trouble_clicked (LoftMailPane *self);

/* loft-mail-pane-flags.c */

/* The open message counts as read when it stays on screen. */
void loft_mail_pane_on_message_shown (LoftMailPane *self, LoftMessageRow *row);
/* add to and remove from everything that is selected */
void loft_mail_pane_change_flags (LoftMailPane *self, LoftFlags add, LoftFlags remove);
void loft_mail_pane_toggle_flag (LoftMailPane *self, LoftFlags flag);
/* the same to the rows of these keys */
void loft_mail_pane_change_flags_of (LoftMailPane *self, const gint64 *keys, guint n_keys,
                                     LoftFlags add, LoftFlags remove);
gboolean loft_mail_pane_lacks (LoftMailPane *self, LoftFlags flag);

/* loft-mail-pane-move.c: messages go elsewhere, and come back */
void loft_mail_pane_move_to_role (LoftMailPane *self, LoftFolderRole role);
/* To the trash; out of it and out of junk for ever, which is asked. */
void loft_mail_pane_delete (LoftMailPane *self);
void loft_mail_pane_delete_for_ever (LoftMailPane *self);
/* Asks which. */
void loft_mail_pane_choose_folder (LoftMailPane *self, gboolean copy);
void loft_mail_pane_undo (LoftMailPane *self);
gboolean loft_mail_pane_is_role (LoftMailPane *self, LoftFolderRole role); /* of the open folder */
void loft_mail_pane_on_messages_dropped (LoftMailPane *self, LoftMailAccount *account,
                                         LoftMailFolder *folder, LoftMessageDrag *drag,
                                         gboolean copy);

/* What was done, with what takes it back. undo: (transfer full) */
void loft_mail_pane_add_undo (LoftMailPane *self, LoftMoveUndo *undo, const char *text);

/* loft-mail-pane-follow-up.c */
void loft_mail_pane_add_follow_ups (LoftMailPane *self);
void loft_mail_pane_update_follow_ups (LoftMailPane *self);

/* loft-mail-pane-categories.c: what is selected goes into categories, and out of them */
void loft_mail_pane_add_categories (LoftMailPane *self);
/* Once the profile is known. */
void loft_mail_pane_follow_categories (LoftMailPane *self);
void loft_mail_pane_update_categories (LoftMailPane *self);

/* loft-mail-pane-transfer.c: mail from files and into files */
void loft_mail_pane_add_transfer_actions (LoftMailPane *self);
/* Files that are dropped on the list come into the open folder. */
void loft_mail_pane_accept_files (LoftMailPane *self);
/* paths: of char* */
void loft_mail_pane_on_files_dropped (LoftMailPane *self, LoftMailAccount *account,
                                      LoftMailFolder *folder, GPtrArray *paths);

/* loft-mail-pane-archive.c: old messages on their way to the archive */
void loft_mail_pane_follow_archiver (LoftMailPane *self);

/* loft-mail-pane-room.c: servers that fill up, and what takes room */
void loft_mail_pane_follow_quotas (LoftMailPane *self);
void loft_mail_pane_on_quota_clicked (LoftMailPane *self);
void loft_mail_pane_on_quota_dismissed (LoftMailPane *self);

/* loft-mail-pane-absence.c: servers that answer in the person's place */
void loft_mail_pane_follow_absences (LoftMailPane *self);
void loft_mail_pane_on_absence_clicked (LoftMailPane *self);
void loft_mail_pane_on_absence_dismissed (LoftMailPane *self);

/* loft-mail-pane-edit.c: folders that are made, renamed, emptied, deleted */
void loft_mail_pane_add_edit_actions (LoftMailPane *self);

/* loft-mail-pane-columns.c: which column is where */
void loft_mail_pane_update_columns (LoftMailPane *self);
void loft_mail_pane_restore_columns (LoftMailPane *self);
/* For the next start. */
void loft_mail_pane_remember_columns (LoftMailPane *self);

/* loft-mail-pane-today.c: what comes next, beside the message */
void loft_mail_pane_add_today (LoftMailPane *self);
void loft_mail_pane_follow_today (LoftMailPane *self);
void loft_mail_pane_update_today (LoftMailPane *self);
void loft_mail_pane_drop_today (LoftMailPane *self);

/* loft-mail-pane-link.c: events and tasks made of a message */
void loft_mail_pane_add_link_actions (LoftMailPane *self);
void loft_mail_pane_update_link_actions (LoftMailPane *self);

/* loft-mail-pane-made.c: the tasks that were made of the message that is open */
void loft_mail_pane_follow_made (LoftMailPane *self);
void loft_mail_pane_update_made (LoftMailPane *self);
void loft_mail_pane_on_made_clicked (LoftMailPane *self);

/* loft-mail-pane-arrangement.c: order and filter of the list */
void loft_mail_pane_start_arrangement (LoftMailPane *self);
/* For each list that is going to be shown. */
void loft_mail_pane_arrange (LoftMailPane *self, LoftMessageList *list);
void loft_mail_pane_clear_filter (LoftMailPane *self);
void loft_mail_pane_on_sort_column (LoftMailPane *self, guint column);

/* loft-mail-pane-selection.c: several rows at once, and what fingers do */
void loft_mail_pane_update_selection_bar (LoftMailPane *self);
void loft_mail_pane_end_selection (LoftMailPane *self);
void loft_mail_pane_on_swiped (LoftMailPane *self, LoftMessageRow *row, const char *action);

/* loft-mail-pane-open.c: what happens to a message that is opened */
void loft_mail_pane_on_message_activated (LoftMailPane *self);
void loft_mail_pane_open_windows (LoftMailPane *self);

/* loft-mail-pane-actions.c */
void loft_mail_pane_add_actions (LoftMailPane *self);
/* (transfer full) (nullable) */
LoftMailAccount *loft_mail_pane_find_account (LoftMailPane *self, const char *id);
void loft_mail_pane_update_actions (LoftMailPane *self);
void loft_mail_pane_update_offline (LoftMailPane *self);

G_END_DECLS
