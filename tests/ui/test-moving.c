/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages that are thrown away, archived, moved by name and by mouse, and come back. */

#include "fake-service.h"
#include "loft-folder-chooser.h"
#include "loft-folder-match.h"
#include "loft-folder-sidebar.h"
#include "loft-mail-pane.h"
#include "loft-message-drag.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-settings.h"
#include "loft-sidebar-menu.h"
#include "ui-test.h"

#include <adwaita.h>

#define N_MESSAGES 5

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMailFolder *archive;
  LoftMailFolder *fair;
  LoftMailFolder *trash;
  LoftMailPane *pane;
  LoftMessageListView *list;
  LoftMessageView *message;
  LoftFolderSidebar *sidebar;
  GtkWindow *window;
  gint64 ids[N_MESSAGES]; /* newest first */
} Fixture;

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
add_messages (Fixture *fixture)
{
  for (guint i = N_MESSAGES; i > 0; i--)
    {
      g_autofree char *raw =
        g_strdup_printf ("From: Eva Adler <eva@example.org>\r\nSubject: Number %u\r\n\r\nText\r\n",
                         i - 1);

      fixture->ids[i - 1] =
        fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN,
                                  g_get_real_time () / G_USEC_PER_SEC);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->archive = fake_account_add_folder (fixture->account, "Old", LOFT_FOLDER_ROLE_ARCHIVE);
  fixture->trash = fake_account_add_folder (fixture->account, "Bin", LOFT_FOLDER_ROLE_TRASH);
  fixture->fair =
    fake_account_add_folder (fixture->account, "Projects/Fair", LOFT_FOLDER_ROLE_NONE);
  add_messages (fixture);

  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->list = ui_test_child (fixture->pane, "list");
  fixture->message = ui_test_child (fixture->pane, "message");
  fixture->sidebar = ui_test_child (fixture->pane, "sidebar");
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), 1180, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "mail",
                                  loft_mail_pane_get_actions (fixture->pane));
  ui_test_wait_for (list_is_filled, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, NULL));
  ui_test_settle ();
}

static guint
total (LoftMailFolder *folder)
{
  return loft_mail_folder_get (folder)->total;
}

static gint64
selected_id (Fixture *fixture)
{
  g_autoptr (LoftMessageRow) row = loft_message_list_view_get_only (fixture->list);

  return row == NULL ? 0 : loft_message_row_get_id (row);
}

/* Selects the row of a place, 0 the newest. */
static void
select_nth (Fixture *fixture, guint n)
{
  loft_message_list_view_unselect_all (fixture->list);
  for (guint i = 0; i <= n; i++)
    loft_message_list_view_move (fixture->list, 1);
  ui_test_settle ();
}

static void
test_delete_and_undo (Fixture *fixture, gconstpointer data)
{
  select_nth (fixture, 1);
  g_assert_cmpint (selected_id (fixture), ==, fixture->ids[1]);
  act (fixture, "mail.delete");
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES - 1);
  g_assert_cmpuint (total (fixture->trash), ==, 1);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "1 message moved to Trash"));
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Undo"));
  /* On to the next one in reading direction. */
  g_assert_cmpint (selected_id (fixture), ==, fixture->ids[2]);

  act (fixture, "mail.undo");
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES);
  g_assert_cmpuint (total (fixture->trash), ==, 0);
  g_assert_false (
    g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane), "undo"));
}

static void
test_last_row (Fixture *fixture, gconstpointer data)
{
  select_nth (fixture, N_MESSAGES - 1);
  act (fixture, "mail.archive");
  g_assert_cmpuint (total (fixture->archive), ==, 1);
  g_assert_cmpint (selected_id (fixture), ==, fixture->ids[N_MESSAGES - 2]);
}

/* As is preferred: nothing is opened, and the keyboard goes on from there. */
static void
test_back_to_list (Fixture *fixture, gconstpointer data)
{
  loft_settings_set_boolean (LOFT_SETTING_SELECT_NEXT, FALSE);
  select_nth (fixture, 1);
  act (fixture, "mail.archive");
  g_assert_cmpuint (total (fixture->archive), ==, 1);
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 0);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "No Message Selected"));
  act (fixture, "mail.undo");
  loft_settings_set_boolean (LOFT_SETTING_SELECT_NEXT, TRUE);
}

static void
test_several_steps_back (Fixture *fixture, gconstpointer data)
{
  select_nth (fixture, 0);
  act (fixture, "mail.archive");
  act (fixture, "mail.delete");
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES - 2);
  act (fixture, "mail.undo");
  g_assert_cmpuint (total (fixture->trash), ==, 0);
  g_assert_cmpuint (total (fixture->archive), ==, 1);
  act (fixture, "mail.undo");
  g_assert_cmpuint (total (fixture->archive), ==, 0);
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES);
}

static gpointer
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static void
test_for_ever (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  select_nth (fixture, 0);
  act (fixture, "mail.delete-for-ever");
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  ui_test_settle ();
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES - 1);
  g_assert_cmpuint (total (fixture->trash), ==, 0);
}

static void
test_by_name (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chooser;
  GtkEditable *entry;

  select_nth (fixture, 0);
  act (fixture, "mail.move");
  chooser = find_window (LOFT_TYPE_FOLDER_CHOOSER);
  g_assert_nonnull (chooser);
  g_assert_null (ui_test_find_text (chooser, "Inbox"));
  entry = ui_test_child (chooser, "entry");
  gtk_editable_set_text (entry, "nowhere");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (chooser, "No Such Folder"));
  gtk_editable_set_text (entry, "FAIR");
  ui_test_settle ();
  g_signal_emit_by_name (entry, "activate");
  ui_test_settle ();
  g_assert_cmpuint (total (fixture->fair), ==, 1);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "1 message moved to Fair"));
}

/* The inbox of another account is found by that account's name. */
static void
test_by_account (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *other = fake_service_add_account (fixture->service, "Rowing Club", "me@club");
  GtkWidget *chooser;

  fake_account_add_folder (other, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  ui_test_settle ();
  select_nth (fixture, 0);
  act (fixture, "mail.move");
  chooser = find_window (LOFT_TYPE_FOLDER_CHOOSER);
  gtk_editable_set_text (ui_test_child (chooser, "entry"), "club inb");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (chooser, "Rowing Club"));
  g_assert_null (ui_test_find_text (chooser, "Fair"));
  gtk_window_destroy (GTK_WINDOW (chooser));
}

static void
test_by_mouse (Fixture *fixture, gconstpointer data)
{
  LoftMessageList *list = loft_message_list_view_get_list (fixture->list);
  g_autoptr (GArray) keys = NULL;
  LoftMessageDrag *drag;

  select_nth (fixture, 2);
  keys = loft_message_list_view_get_selected_keys (fixture->list, G_MAXUINT);
  drag = loft_message_drag_new (list, keys);
  g_signal_emit_by_name (fixture->sidebar, "messages-dropped", fixture->account, fixture->fair,
                         drag, FALSE);
  loft_message_drag_free (drag);
  ui_test_settle ();
  g_assert_cmpuint (total (fixture->fair), ==, 1);
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES - 1);
}

/* ---- Exchange ----------------------------------------------------------------------------- */

static void
make_exchange (LoftMailAccount *account)
{
  LoftAccount *settings = loft_mail_account_get_account (account);

  g_free (settings->kind);
  settings->kind = g_strdup ("eas");
}

static void
drop_on (Fixture *fixture, LoftMailAccount *account, LoftMailFolder *folder, gboolean copy)
{
  LoftMessageList *list = loft_message_list_view_get_list (fixture->list);
  g_autoptr (GArray) keys = NULL;
  LoftMessageDrag *drag;

  select_nth (fixture, 0);
  keys = loft_message_list_view_get_selected_keys (fixture->list, G_MAXUINT);
  drag = loft_message_drag_new (list, keys);
  g_signal_emit_by_name (fixture->sidebar, "messages-dropped", account, folder, drag, copy);
  loft_message_drag_free (drag);
  ui_test_settle ();
}

/* What cannot be taken back is not offered. */
static void
test_exchange_for_good (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *home = fake_service_add_account (fixture->service, "home", "me@example.com");
  LoftMailFolder *kept = fake_account_add_folder (home, "Kept", LOFT_FOLDER_ROLE_NONE);

  make_exchange (fixture->account);
  drop_on (fixture, home, kept, FALSE);
  g_assert_nonnull (
    ui_test_find_text (fixture->pane,
                       "1 message moved to Kept for good: Exchange takes no messages back"));
  g_assert_null (ui_test_find_text (fixture->pane, "Undo"));
  g_assert_false (
    g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane), "undo"));
}

/* Its messages can be moved, but nothing is copied, and nothing comes from elsewhere. */
static void
test_exchange (Fixture *fixture, gconstpointer data)
{
  make_exchange (fixture->account);
  drop_on (fixture, fixture->account, fixture->fair, TRUE);
  g_assert_nonnull (
    ui_test_find_text (fixture->pane, "Exchange accounts cannot copy messages, only move them."));
  g_assert_cmpuint (total (fixture->fair), ==, 0);
  drop_on (fixture, fixture->account, fixture->fair, FALSE);
  g_assert_cmpuint (total (fixture->fair), ==, 1);
}

static void
test_into_exchange (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *other = fake_service_add_account (fixture->service, "Office", "me@office");
  LoftMailFolder *inbox = fake_account_add_folder (other, "INBOX", LOFT_FOLDER_ROLE_INBOX);

  make_exchange (other);
  drop_on (fixture, other, inbox, FALSE);
  g_assert_nonnull (
    ui_test_find_text (fixture->pane, "Exchange accounts take no messages from other accounts."));
  g_assert_cmpuint (total (inbox), ==, 0);
  g_assert_cmpuint (total (fixture->inbox), ==, N_MESSAGES);
}

static gboolean
offers (GMenuModel *menu, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *name = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &name);
      if (g_strcmp0 (name, action) == 0 || (section != NULL && offers (section, action)))
        return TRUE;
    }
  return FALSE;
}

static void
test_exchange_menu (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMenuModel) before = loft_sidebar_menu_new_for_account (fixture->account);
  g_autoptr (GMenuModel) after = NULL;

  make_exchange (fixture->account);
  after = loft_sidebar_menu_new_for_account (fixture->account);
  g_assert_true (offers (before, "mail.import"));
  g_assert_false (offers (after, "mail.import"));
  g_assert_true (offers (after, "mail.export"));
}

/* ---- folders ------------------------------------------------------------------------------ */

static void
act_on (Fixture *fixture, const char *name, LoftMailFolder *folder)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, "(sx)",
                                loft_mail_account_get_account (fixture->account)->id,
                                folder == NULL ? (gint64) 0 : loft_mail_folder_get (folder)->id));
  ui_test_settle ();
}

static void
answer (const char *response)
{
  GtkWidget *dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
}

static gboolean
can_answer (void)
{
  GtkWidget *dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);

  return adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "do");
}

static void
test_new_folder (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "  ", "a/b", "Fair" };
  GtkEditable *entry;

  act_on (fixture, "mail.new-folder", NULL);
  g_assert_false (can_answer ());
  entry = ui_test_find (find_window (ADW_TYPE_MESSAGE_DIALOG), GTK_TYPE_ENTRY);
  gtk_editable_set_text (entry, "Ideas");
  g_assert_true (can_answer ());
  answer ("do");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Folder Ideas created"));

  /* Below a folder, where one of that name is. */
  fake_account_add_folder (fixture->account, "Projects", LOFT_FOLDER_ROLE_NONE);
  act_on (fixture, "mail.rename-folder", fixture->fair);
  entry = ui_test_find (find_window (ADW_TYPE_MESSAGE_DIALOG), GTK_TYPE_ENTRY);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (entry, bad[i]);
      g_assert_false (can_answer ());
    }
  answer ("cancel");
}

static void
test_empty_and_delete (Fixture *fixture, gconstpointer data)
{
  select_nth (fixture, 0);
  act (fixture, "mail.delete");
  act (fixture, "mail.delete");
  g_assert_cmpuint (total (fixture->trash), ==, 2);
  act_on (fixture, "mail.empty-folder", fixture->trash);
  answer ("cancel");
  g_assert_cmpuint (total (fixture->trash), ==, 2);
  act_on (fixture, "mail.empty-folder", fixture->trash);
  answer ("do");
  g_assert_cmpuint (total (fixture->trash), ==, 0);
  act_on (fixture, "mail.delete-folder", fixture->fair);
  answer ("do");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Folder Fair deleted"));
}

static const struct {
  const char *typed;
  const char *name;
  const char *path;
  guint rank; /* at most; NONE: does not match */
} matches[] = {
  { "", "Fair", "Projects/Fair", 0 },
  { "fa", "Fair", "Projects/Fair", 0 },
  { "FAÍR", "Fair", "Projects/Fair", 0 },
  { "pro fa", "Fair", "Projects/Fair", 2 },
  { "pro/fa", "Fair", "Projects/Fair", 2 },
  { "fair 26", "Trade Fair 2026", "Trade Fair 2026", 3 },
  { "air", "Fair", "Projects/Fair", 3 },
  { "inbox", "Inbox", "INBOX", 0 },
  { "sent", "Sent", "Gesendet", 0 },
  { "gesend", "Sent", "Gesendet", 2 },
  { "x", "Fair", "Projects/Fair", LOFT_FOLDER_MATCH_NONE },
  { "fair x", "Fair", "Projects/Fair", LOFT_FOLDER_MATCH_NONE },
};

static void
test_matches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      guint rank = loft_folder_match (matches[i].typed, matches[i].name, matches[i].path);

      g_test_message ("%s: %u", matches[i].typed, rank);
      if (matches[i].rank == LOFT_FOLDER_MATCH_NONE)
        g_assert_cmpuint (rank, ==, LOFT_FOLDER_MATCH_NONE);
      else
        g_assert_cmpuint (rank, <=, matches[i].rank);
    }
  g_assert_cmpuint (loft_folder_match ("fa", "Fair", "Projects/Fair"), <,
                    loft_folder_match ("fa", "Old Fair", "Old Fair"));
}

#define ADD(name, function) g_test_add ("/moving/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/moving/matches", test_matches);
  ADD ("delete-and-undo", test_delete_and_undo);
  ADD ("last-row", test_last_row);
  ADD ("back-to-list", test_back_to_list);
  ADD ("several-steps-back", test_several_steps_back);
  ADD ("for-ever", test_for_ever);
  ADD ("by-name", test_by_name);
  ADD ("by-account", test_by_account);
  ADD ("by-mouse", test_by_mouse);
  ADD ("exchange", test_exchange);
  ADD ("exchange-for-good", test_exchange_for_good);
  ADD ("into-exchange", test_into_exchange);
  ADD ("exchange-menu", test_exchange_menu);
  ADD ("new-folder", test_new_folder);
  ADD ("empty-and-delete", test_empty_and_delete);
  return g_test_run ();
}
