/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-search-elsewhere.h"
#include "loft-columns.h"
#include "loft-contact-editor.h"
#include "loft-contact-view.h"
#include "loft-contacts-pane.h"
#include "loft-directory-search.h"
#include "loft-selection.h"

G_BEGIN_DECLS

struct _LoftContactsPane {
  GtkWidget parent_instance;

  LoftContactActions *contacts; /* (owned) */
  LoftService *service; /* (owned) (nullable) */
  LoftContactList *list; /* (owned) */
  LoftDirectories *directories; /* (owned) (nullable) */
  LoftDirectory *directory; /* (owned) (nullable) the chosen place is this one */
  LoftDirectorySearch *asked; /* (owned) (nullable) with it: what was typed */
  LoftContactList *found; /* (owned) whom it knows */
  gint pause; /* as loft_contacts_pane_set_directories () was told */
  AdwToastOverlay *toasts;
  AdwToast *undo_toast; /* (weak) (nullable) */
  guint64 undo; /* of the last change; 0: none */
  LoftColumns *columns;
  AdwHeaderBar *sidebar_header;
  AdwHeaderBar *list_header;
  AdwHeaderBar *main_header;
  AdwWindowTitle *main_title;
  GtkWidget *menu_button;
  GtkWidget *sidebar_button;
  GtkWidget *list_back_button;
  GtkWidget *main_back_button;
  GtkWidget *edit_button;
  GtkWidget *delete_button;
  AdwSplitButton *take_button;
  GtkWidget *more_button;
  GtkWidget *cancel_button;
  GtkWidget *save_button;
  AdwWindowTitle *list_title;
  GtkListBox *places;
  GtkSearchEntry *search;
  GtkStack *list_stack;
  AdwStatusPage *nobody;
  GtkWidget *nobody_button;
  LoftSearchElsewhere *elsewhere;
  GtkListView *rows;
  GtkWidget *note; /* below the rows: how far they go */
  GtkWidget *note_spinner;
  GtkLabel *note_text;
  GtkStack *main_stack; /* view, several, editor */
  AdwStatusPage *several;
  LoftContactView *view;
  LoftContactEditor *editor; /* (nullable) of the stack, while one is edited or saved */
  gboolean is_saving;
  GtkWidget *popover; /* (nullable) the menu of rows */

  GSimpleActionGroup *actions; /* (owned) */
  LoftSelection *selection; /* (owned) */
  GPtrArray *live; /* of GtkListItem, not owned: rows that are made */
  LoftContact *shown; /* (owned) (nullable) */
  char *shown_uid; /* (nullable) who is to be shown when the list has them */
  gboolean is_restoring; /* the selection, after the list was loaded again */
  gboolean is_placing; /* rows of the sidebar come and go */
  LoftContact *wanted_group; /* (owned) (nullable) is chosen when the sidebar has it */
  guint letters_source;
};

/* The sidebar. */
GtkWidget *loft_contacts_pane_make_sidebar (LoftContactsPane *self);
void loft_contacts_pane_update_places (LoftContactsPane *self);
void loft_contacts_pane_update_books (LoftContactsPane *self);

/* (transfer none) (nullable) The book that is chosen there, or NULL for all and for groups. */
LoftCalendarItem *loft_contacts_pane_get_book (LoftContactsPane *self);

/* (transfer full) (nullable) The group that is chosen there, as it is now. */
LoftContact *loft_contacts_pane_dup_group (LoftContactsPane *self);
/* (transfer full) of LoftContact (owned): the groups of all books, by the name. */
GPtrArray *loft_contacts_pane_list_groups (LoftContactsPane *self);

/* Groups: who joins and leaves; row: (transfer none) of a group in the sidebar. */
void loft_contacts_pane_add_group_actions (LoftContactsPane *self);
void loft_contacts_pane_update_group_actions (LoftContactsPane *self);
void loft_contacts_pane_add_to_group (LoftContactsPane *self, LoftContact *group,
                                      GPtrArray *contacts);
void loft_contacts_pane_fill_group_menu (LoftContactsPane *self, GMenu *menu);
/* (transfer full) What can be done with the group that is chosen. */
GMenuModel *loft_contacts_pane_new_group_menu (void);
/* Chooses group in the sidebar, now or as soon as it is there. */
void loft_contacts_pane_choose_group (LoftContactsPane *self, LoftContact *group);
/* (transfer full) of LoftContact (owned): contacts, with who is in them in place of groups. */
GPtrArray *loft_contacts_pane_list_people (LoftContactsPane *self, GPtrArray *contacts);

/* Directories: their places; the chosen one (nullable) is asked for what is typed. */
void loft_contacts_pane_fill_directories (LoftContactsPane *self, LoftDirectory *chosen);
void loft_contacts_pane_set_directory (LoftContactsPane *self, LoftDirectory *directory);
/* While one is chosen: another text was typed; what the list says that has nobody; the note below it. */
void loft_contacts_pane_ask (LoftContactsPane *self);
void loft_contacts_pane_show_nobody_known (LoftContactsPane *self);
void loft_contacts_pane_update_note (LoftContactsPane *self);
/* Copies of contacts into book (nullable: the first that can be written). */
void loft_contacts_pane_take (LoftContactsPane *self, GPtrArray *contacts, LoftCalendarItem *book);
/* (transfer full) of what is selected there. */
GMenuModel *loft_contacts_pane_new_found_menu (LoftContactsPane *self);
/* (transfer full) The books that can be written; action: with the id of one. */
GMenuModel *loft_contacts_pane_new_books_menu (LoftContactsPane *self, const char *action);
GtkWidget *loft_contacts_pane_make_note (LoftContactsPane *self);
void loft_contacts_pane_add_directory_actions (LoftContactsPane *self);

/* The list. */
/* (transfer none) Those that are shown: of the books, or found in a directory. */
LoftContactList *loft_contacts_pane_get_rows (LoftContactsPane *self);
GtkWidget *loft_contacts_pane_make_list (LoftContactsPane *self);
void loft_contacts_pane_update_state (LoftContactsPane *self);

/* At a place of row, in its coordinates. */
void loft_contacts_pane_popup_menu (LoftContactsPane *self, GMenuModel *menu, GtkWidget *row,
                                    double x, double y);

/* (transfer full) of LoftContact (owned): the selected ones in the order of the list. */
GPtrArray *loft_contacts_pane_dup_selected (LoftContactsPane *self);

/* Who is selected when those that are selected have gone. */
void loft_contacts_pane_expect_next (LoftContactsPane *self);
void loft_contacts_pane_expect (LoftContactsPane *self, const char *uid);

/* The main column: what it shows, and its header. */
GtkWidget *loft_contacts_pane_make_main (LoftContactsPane *self);
void loft_contacts_pane_show_selected (LoftContactsPane *self);
void loft_contacts_pane_update_main (LoftContactsPane *self);

/* Actions and their menus. */
void loft_contacts_pane_add_actions (LoftContactsPane *self);
void loft_contacts_pane_update_actions (LoftContactsPane *self);
/* Whether somebody is selected whom no book has: of a directory, or an address that is in a group. */
gboolean loft_contacts_pane_is_elsewhere (LoftContactsPane *self);
GMenuModel *loft_contacts_pane_new_list_menu (void);
GMenuModel *loft_contacts_pane_new_contact_menu (LoftContactsPane *self);
void loft_contacts_pane_write_to (LoftContactsPane *self, GPtrArray *contacts);

/* Changes, and taking them back. done: (transfer full) what a toast says. */
void loft_contacts_pane_change (LoftContactsPane *self, const LoftContactChange *changes, guint n,
                                char *done);
void loft_contacts_pane_tell (LoftContactsPane *self, const char *text);
void loft_contacts_pane_tell_error (LoftContactsPane *self, const GError *error);
void loft_contacts_pane_offer_undo (LoftContactsPane *self, guint64 undo, const char *done);
void loft_contacts_pane_undo (LoftContactsPane *self);
void loft_contacts_pane_remove (LoftContactsPane *self, GPtrArray *contacts);
void loft_contacts_pane_move (LoftContactsPane *self, GPtrArray *contacts, LoftCalendarItem *book);

/* (transfer none) (nullable) The book a contact is in; one that can be written: the chosen one, else the
 * first. */
LoftCalendarItem *loft_contacts_pane_find_book (LoftContactsPane *self, gint64 folder_id);
LoftCalendarItem *loft_contacts_pane_find_writable (LoftContactsPane *self);
gboolean loft_contacts_pane_may_write (LoftContactsPane *self, const LoftContact *contact);

/* Editing. */
void loft_contacts_pane_edit (LoftContactsPane *self, LoftContact *contact);
void loft_contacts_pane_edit_new (LoftContactsPane *self);
void loft_contacts_pane_save (LoftContactsPane *self);
/* Asks before what was typed is lost. */
void loft_contacts_pane_cancel (LoftContactsPane *self);
/* Somebody else is selected: what was typed is saved. */
void loft_contacts_pane_leave (LoftContactsPane *self);
gboolean loft_contacts_pane_is_editing (LoftContactsPane *self);

/* Files. */
void loft_contacts_pane_import (LoftContactsPane *self);
void loft_contacts_pane_export (LoftContactsPane *self);

G_END_DECLS
