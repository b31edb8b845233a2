/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages go into categories by key and menu, and come out again; categories are made, renamed and
 * removed. */

#include "fake-service.h"
#include "loft-category-dots.h"
#include "loft-category-look.h"
#include "loft-category-window.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-row-text.h"
#include "loft-message-window-private.h"
#include "loft-search-words.h"
#include "ui-test.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#define N_MESSAGES 4

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMailPane *pane;
  LoftMessageListView *list;
  GtkWindow *window;
  gint64 ids[N_MESSAGES]; /* newest first */
} Fixture;

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = g_dir_make_tmp ("loft-ui-categories-XXXXXX", NULL);
  fake_service_set_profile_dir (fixture->profile);
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  for (guint i = N_MESSAGES; i > 0; i--)
    {
      g_autofree char *raw =
        g_strdup_printf ("From: Eva Adler <eva@example.org>\r\nSubject: Number %u\r\n\r\nText\r\n",
                         i - 1);

      fixture->ids[i - 1] =
        fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN,
                                  g_get_real_time () / G_USEC_PER_SEC);
    }
  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->list = ui_test_child (fixture->pane, "list");
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), 1180, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "mail",
                                  loft_mail_pane_get_actions (fixture->pane));
  ui_test_wait_for (list_is_filled, fixture);
  loft_message_list_view_move (fixture->list, 1);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->profile, "categories.ini", NULL);

  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
  fake_service_set_profile_dir (NULL);
  g_unlink (path);
  g_rmdir (fixture->profile);
  g_free (fixture->profile);
}

static void
press (Fixture *fixture, int key)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "mail.category", "i", key));
  ui_test_settle ();
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, NULL));
  ui_test_settle ();
}

static const char *
keywords (Fixture *fixture, guint i)
{
  return fake_account_get_message (fixture->account, fixture->ids[i])->keywords;
}

static gboolean
is_checked (Fixture *fixture, const char *name)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (loft_mail_pane_get_actions (fixture->pane), name);

  return g_variant_get_boolean (state);
}

static void
test_keys_and_undo (Fixture *fixture, gconstpointer data)
{
  press (fixture, 2);
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "1 message is in the category Work"));
  g_assert_true (is_checked (fixture, "category-2"));
  g_assert_false (is_checked (fixture, "category-1"));
  press (fixture, 5);
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2 $label5");
  press (fixture, 2);
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label5");
  act (fixture, "mail.undo");
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2 $label5");
  press (fixture, 0);
  g_assert_cmpstr (keywords (fixture, 0), ==, "");
  act (fixture, "mail.undo");
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2 $label5");
  /* There is none of that number. */
  press (fixture, 9);
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2 $label5");
}

/* Keywords of others, as $NotJunk, are left alone. */
static void
test_clear_keeps_others (Fixture *fixture, gconstpointer data)
{
  fake_account_set_keywords (fixture->account, fixture->ids[0], "$NotJunk $label1 custom");
  press (fixture, 0);
  g_assert_cmpstr (keywords (fixture, 0), ==, "$NotJunk custom");
}

/* Some have it, some have not: all get it, and then all lose it. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  fake_account_set_keywords (fixture->account, fixture->ids[1], "$label1");
  gtk_widget_activate_action (ui_test_find (fixture->list, GTK_TYPE_LIST_VIEW), "list.select-all",
                              NULL);
  ui_test_settle ();
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, N_MESSAGES);
  press (fixture, 1);
  for (guint i = 0; i < N_MESSAGES; i++)
    g_assert_cmpstr (keywords (fixture, i), ==, "$label1");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "3 messages are in the category Important"));
  press (fixture, 1);
  for (guint i = 0; i < N_MESSAGES; i++)
    g_assert_cmpstr (keywords (fixture, i), ==, "");
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageRow) row = loft_message_list_view_get_only (fixture->list);
  GtkWidget *dots = ui_test_find (fixture->list, LOFT_TYPE_CATEGORY_DOTS);
  g_autoptr (LoftMessageRowText) text = NULL;

  g_assert_false (gtk_widget_get_visible (dots));
  fake_account_set_keywords (fixture->account, fixture->ids[0], "$label4 $label1");
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (dots));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (dots), ==, "Important, To Do");
  /* By name above the message. */
  g_assert_nonnull (ui_test_find_text (fixture->pane, "To Do"));
  text = loft_message_row_text_new (row, FALSE, 0);
  g_assert_true (g_str_has_suffix (text->sentence, ", categories: Important, To Do"));
}

/* Everything that shows a category follows when it changes. */
static void
test_renamed (Fixture *fixture, gconstpointer data)
{
  LoftCategories *list = loft_category_look_get_list ();
  GtkWidget *dots = ui_test_find (fixture->list, LOFT_TYPE_CATEGORY_DOTS);

  fake_account_set_keywords (fixture->account, fixture->ids[0], "$label4");
  g_assert_true (loft_categories_change (list, loft_categories_find_name (list, "To Do"), "Errands",
                                         "#123456", NULL));
  ui_test_settle ();
  g_assert_cmpstr (gtk_widget_get_tooltip_text (dots), ==, "Errands");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Errands"));
  g_assert_true (loft_categories_remove (list, loft_categories_find_name (list, "Errands"), NULL));
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (dots));
  g_assert_null (ui_test_find_text (fixture->pane, "Errands"));
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label4");
}

static void
test_search_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *query = loft_search_words_to_query ("category:\"to do\" plan");
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  g_autofree char *said = loft_search_words_describe (loft_search_query_get_term (parsed, 0));

  g_assert_cmpstr (query, ==, "keyword:$label4 plan");
  g_assert_cmpstr (said, ==, "Category: To Do");
}

static GtkWindow *
find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_strcmp0 (gtk_window_get_title (window), title) == 0 ||
          (ADW_IS_MESSAGE_DIALOG (window) &&
           g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), title) == 0))
        return window;
    }
  return NULL;
}

/* What is made from the menu is given to what was selected. */
static void
test_new (Fixture *fixture, gconstpointer data)
{
  AdwMessageDialog *dialog;
  GtkWidget *entry;

  act (fixture, "mail.new-category");
  dialog = ADW_MESSAGE_DIALOG (find_window ("New Category"));
  g_assert_nonnull (dialog);
  entry = ui_test_find (dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "add"));
  gtk_editable_set_text (GTK_EDITABLE (entry), " work ");
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "add"));
  g_assert_nonnull (ui_test_find_text (dialog, "There is a category of this name."));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Spring Fair");
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "add"));
  adw_message_dialog_response (dialog, "add");
  ui_test_settle ();
  g_assert_cmpstr (keywords (fixture, 0), ==, "spring_fair");
  g_assert_true (is_checked (fixture, "category-6"));
}

static void
test_window (Fixture *fixture, gconstpointer data)
{
  LoftCategories *list = loft_category_look_get_list ();
  GtkWindow *window = NULL;

  act (fixture, "mail.edit-categories");
  window = find_window ("Categories");
  g_assert_nonnull (window);
  g_assert_nonnull (ui_test_find_text (window, "Important"));
  g_assert_nonnull (ui_test_find_text (window, "Key 5"));
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    {
      g_autoptr (LoftCategory) first = g_list_model_get_item (G_LIST_MODEL (list), 0);

      g_assert_true (loft_categories_remove (list, first, NULL));
    }
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (window, "No Categories"));
  gtk_window_destroy (window);
}

static gboolean
window_is_checked (GtkWidget *window, const char *name)
{
  GActionGroup *actions = G_ACTION_GROUP (LOFT_MESSAGE_WINDOW (window)->actions);
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, name);

  return g_variant_get_boolean (state);
}

/* A message's own window has the same keys and the same menu. */
static void
test_own_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageRow) row = loft_message_list_view_get_only (fixture->list);
  LoftMessageList *list = loft_message_list_view_get_list (fixture->list);
  GtkWidget *window = GTK_WIDGET (loft_message_window_open (NULL, list, row));

  ui_test_settle ();
  g_assert_true (gtk_widget_activate_action (window, "mail.category", "i", 2));
  ui_test_settle ();
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label2");
  g_assert_true (window_is_checked (window, "category-2"));
  g_assert_nonnull (ui_test_find_text (window, "Work"));
  g_assert_true (gtk_widget_activate_action (window, "mail.category-1", NULL));
  ui_test_settle ();
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label1 $label2");
  g_assert_true (gtk_widget_activate_action (window, "mail.category-2", NULL));
  ui_test_settle ();
  g_assert_cmpstr (keywords (fixture, 0), ==, "$label1");
  g_assert_true (gtk_widget_activate_action (window, "mail.clear-categories", NULL));
  ui_test_settle ();
  g_assert_cmpstr (keywords (fixture, 0), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* (transfer full) the label of a line of the first section. */
static char *
label_of (GMenuModel *menu, int i)
{
  g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  char *label = NULL;

  g_assert_true (g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_LABEL, "s", &label));
  return label;
}

/* In the bar below several messages and in the page beside it; names are no markup. */
static void
test_menus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_child (fixture->pane, "selection_bar");
  GtkMenuButton *in_bar = ui_test_find (bar, GTK_TYPE_MENU_BUTTON);
  GtkMenuButton *in_page =
    ui_test_child (ui_test_child (fixture->pane, "message"), "several_categories");
  GMenuModel *menu = gtk_menu_button_get_menu_model (in_bar);
  LoftCategories *list = loft_category_look_get_list ();
  g_autofree char *first = label_of (menu, 0);
  g_autofree char *changed = NULL;

  g_assert_true (gtk_menu_button_get_menu_model (in_page) == menu);
  g_assert_nonnull (strstr (first, "Important"));
  g_assert_true (loft_categories_change (list, loft_categories_find_name (list, "Important"),
                                         "<b>_R & D", "#123456", NULL));
  ui_test_settle ();
  changed = label_of (menu, 0);
  g_assert_nonnull (strstr (changed, "#123456"));
  g_assert_nonnull (strstr (changed, "&lt;b&gt;__R &amp; D"));
}

#define ADD(name, func) g_test_add ("/ui/categories/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("keys-and-undo", test_keys_and_undo);
  ADD ("clear-keeps-others", test_clear_keeps_others);
  ADD ("several", test_several);
  ADD ("shown", test_shown);
  ADD ("renamed", test_renamed);
  ADD ("search-words", test_search_words);
  ADD ("new", test_new);
  ADD ("own-window", test_own_window);
  ADD ("menus", test_menus);
  ADD ("window", test_window);
  return g_test_run ();
}
