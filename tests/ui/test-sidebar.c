/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the sidebar, what can be done with them, and the windows that it opens. */
#include "fake-service.h"
#include "loft-activity-window.h"
#include "loft-category-look.h"
#include "loft-folder-look.h"
#include "loft-folder-properties.h"
#include "loft-folder-sidebar.h"
#include "loft-pending-row.h"
#include "loft-progress-text.h"
#include "loft-settings.h"
#include "loft-sidebar-model.h"
#include "loft-sidebar-unified.h"
#include "ui-test.h"

#include <adwaita.h>
#include <string.h>

static void
forget_settings (void)
{
  static const char *const none[] = { NULL };

  loft_settings_set_strings (LOFT_SETTING_FAVOURITES, none);
  loft_settings_set_strings (LOFT_SETTING_FOLDED_ACCOUNTS, none);
  loft_settings_set_strings (LOFT_SETTING_FOLDED, none);
}

static LoftMailAccount *
add_account (LoftService *service, const char *name)
{
  LoftMailAccount *account = fake_service_add_account (service, name, "a@example.org");

  fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fake_account_add_folder (account, "Drafts", LOFT_FOLDER_ROLE_DRAFTS);
  fake_account_add_folder (account, "Fair", LOFT_FOLDER_ROLE_NONE);
  return account;
}

static LoftMailFolder *
folder_at (LoftMailAccount *account, guint position)
{
  g_autoptr (LoftMailFolder) folder =
    g_list_model_get_item (loft_mail_account_get_folders (account), position);

  return folder; /* the list holds it */
}

static void
append_line (GString *text, LoftSidebarItem *item)
{
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);

  switch (loft_sidebar_item_get_kind (item))
    {
    case LOFT_SIDEBAR_HEADING:
      g_string_append_printf (text, "[%s]", loft_sidebar_item_get_label (item));
      break;
    case LOFT_SIDEBAR_UNIFIED:
      g_string_append_printf (text, "=%s %u",
                              loft_sidebar_unified_name (loft_sidebar_item_get_unified (item)),
                              loft_sidebar_item_get_count (item));
      break;
    case LOFT_SIDEBAR_FAVOURITE:
      g_string_append_printf (text, "*%s/%s",
                              loft_mail_account_get_name (loft_sidebar_item_get_account (item)),
                              loft_mail_folder_get (folder)->path);
      break;
    case LOFT_SIDEBAR_ACCOUNT:
      g_string_append_printf (text, "(%s)",
                              loft_mail_account_get_name (loft_sidebar_item_get_account (item)));
      break;
    case LOFT_SIDEBAR_PROBLEM:
      g_string_append (text, "!");
      break;
    case LOFT_SIDEBAR_SEARCH:
      g_string_append_printf (text, "?%s", loft_sidebar_item_get_label (item));
      break;
    case LOFT_SIDEBAR_FOLDER:
    default:
      g_string_append (text, loft_mail_folder_get (folder)->path);
    }
  g_string_append_c (text, ' ');
}

static void
assert_lines (LoftSidebarModel *model, const char *expected)
{
  GString *text = g_string_new (NULL);
  g_autofree char *lines = NULL;

  ui_test_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      append_line (text, item);
    }
  lines = g_string_free (text, FALSE);
  g_assert_cmpstr (g_strchomp (lines), ==, expected);
}

/* Follows the model by its signals alone, as a view does. */
typedef struct {
  GListModel *model;
  GPtrArray *copy;
} Follower;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  GPtrArray *copy = data;

  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (copy, position);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, (int) (position + i), g_list_model_get_item (model, position + i));
}

static GPtrArray *
follow (LoftSidebarModel *model)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  on_items_changed (G_LIST_MODEL (model), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (model)),
                    copy);
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), copy);
  return copy;
}

static void
assert_followed (LoftSidebarModel *model, GPtrArray *copy)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, copy->len);
  for (guint i = 0; i < copy->len; i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_assert_true (item == g_ptr_array_index (copy, i));
    }
}

static LoftSidebarItem *
line_at (LoftSidebarModel *model, guint position)
{
  g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  return item; /* the model holds it */
}

/* From two accounts on, with counts that follow; folded and remembered. */
static void
test_unified (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *work = add_account (service, "work");
  LoftMailAccount *home = NULL;
  GListModel *accounts = loft_service_get_accounts (service);
  LoftSidebarModel *model = NULL;
  GPtrArray *copy = NULL;

  forget_settings ();
  model = loft_sidebar_model_new (accounts);
  copy = follow (model);
  assert_lines (model, "(work) INBOX Drafts Fair");
  home = add_account (service, "home");
  fake_folder_set_counts (folder_at (work, 0), 10, 3);
  fake_folder_set_counts (folder_at (home, 0), 10, 4);
  fake_folder_set_counts (folder_at (home, 1), 2, 1);
  assert_lines (model, "[All Accounts] =Inbox 7 =Flagged 0 =Drafts 2 "
                       "(work) INBOX Drafts Fair (home) INBOX Drafts Fair");
  fake_account_add_folder (home, "Sent", LOFT_FOLDER_ROLE_SENT);
  fake_folder_set_counts (folder_at (work, 0), 10, 0);
  assert_lines (model, "[All Accounts] =Inbox 4 =Flagged 0 =Drafts 2 =Sent 0 "
                       "(work) INBOX Drafts Fair (home) INBOX Drafts Fair Sent");
  assert_followed (model, copy);

  loft_sidebar_model_set_expanded (model, line_at (model, 0), FALSE);
  loft_sidebar_model_set_expanded (model, line_at (model, 1), FALSE);
  assert_lines (model, "[All Accounts] (work) (home) INBOX Drafts Fair Sent");
  assert_followed (model, copy);
  g_object_unref (model);
  model = loft_sidebar_model_new (accounts);
  assert_lines (model, "[All Accounts] (work) (home) INBOX Drafts Fair Sent");
  /* What is looked for is unfolded. */
  g_assert_cmpuint (loft_sidebar_model_find (model, work, 3), ==, 4);
  g_object_unref (model);
  g_ptr_array_unref (copy);
  forget_settings ();
}

static void
test_favourites (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *work = add_account (service, "work");
  GListModel *accounts = loft_service_get_accounts (service);
  LoftSidebarModel *model = NULL;
  LoftSidebarFavourites *favourites = NULL;
  GPtrArray *copy = NULL;
  g_auto (GStrv) kept = NULL;

  forget_settings ();
  model = loft_sidebar_model_new (accounts);
  copy = follow (model);
  favourites = loft_sidebar_model_get_favourites (model);
  loft_sidebar_favourites_add (favourites, work, folder_at (work, 2));
  loft_sidebar_favourites_add (favourites, work, folder_at (work, 0));
  loft_sidebar_favourites_add (favourites, work, folder_at (work, 2));
  assert_lines (model, "[Favourites] *work/Fair *work/INBOX (work) INBOX Drafts Fair");
  g_assert_false (loft_sidebar_favourites_move (favourites, folder_at (work, 2), -1));
  g_assert_true (loft_sidebar_favourites_move (favourites, folder_at (work, 2), 1));
  g_assert_false (loft_sidebar_favourites_move (favourites, folder_at (work, 2), 1));
  g_assert_false (loft_sidebar_favourites_move (favourites, folder_at (work, 1), 1));
  assert_lines (model, "[Favourites] *work/INBOX *work/Fair (work) INBOX Drafts Fair");
  assert_followed (model, copy);

  /* Renamed: still the same. */
  fake_folder_rename (folder_at (work, 2), "Fairs/2024");
  ui_test_settle ();
  kept = loft_settings_get_strings (LOFT_SETTING_FAVOURITES);
  g_assert_cmpstr (kept[1], ==, "account-1/Fairs/2024");
  g_object_unref (model);
  fake_account_add_folder (work, "Fairs", LOFT_FOLDER_ROLE_NONE);
  model = loft_sidebar_model_new (accounts);
  favourites = loft_sidebar_model_get_favourites (model);
  assert_lines (model, "[Favourites] *work/INBOX *work/Fairs/2024 (work) INBOX Drafts Fairs "
                       "Fairs/2024");

  /* Gone, and made anew. */
  fake_account_remove_folder (work, folder_at (work, 2));
  assert_lines (model, "[Favourites] *work/INBOX (work) INBOX Drafts Fairs");
  fake_account_add_folder (work, "Fairs/2024", LOFT_FOLDER_ROLE_NONE);
  assert_lines (model, "[Favourites] *work/INBOX *work/Fairs/2024 (work) INBOX Drafts Fairs "
                       "Fairs/2024");
  loft_sidebar_favourites_remove (favourites, folder_at (work, 0));
  loft_sidebar_favourites_remove (favourites, folder_at (work, 1));
  assert_lines (model, "[Favourites] *work/Fairs/2024 (work) INBOX Drafts Fairs Fairs/2024");
  loft_sidebar_favourites_remove (favourites, folder_at (work, 3));
  assert_lines (model, "(work) INBOX Drafts Fairs Fairs/2024");
  g_object_unref (model);
  g_ptr_array_unref (copy);
  forget_settings ();
}

/* Accounts come, go and change places under an open sidebar, with lines of others before them. */
static void
test_accounts (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  g_autoptr (LoftSidebarModel) model = NULL;
  g_autoptr (GPtrArray) copy = NULL;
  g_autoptr (GListStore) searches = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  g_autoptr (GObject) search = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (LoftSidebarItem) line = loft_sidebar_item_new_search (search, "big ones");
  LoftMailAccount *home = NULL;
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "no");

  forget_settings ();
  model = loft_sidebar_model_new (loft_service_get_accounts (service));
  copy = follow (model);
  assert_lines (model, "");
  loft_sidebar_model_add_part (model, G_LIST_MODEL (searches));
  add_account (service, "work");
  g_list_store_append (searches, line);
  g_assert_true (loft_sidebar_item_has_messages (line));
  home = add_account (service, "home");
  fake_account_set_state (home, LOFT_ACCOUNT_PROBLEM, error);
  assert_lines (model, "[All Accounts] =Inbox 0 =Flagged 0 =Drafts 0 ?big ones "
                       "(work) INBOX Drafts Fair (home) ! INBOX Drafts Fair");
  loft_service_move_account_async (service, home, 0, NULL, NULL, NULL);
  assert_lines (model, "[All Accounts] =Inbox 0 =Flagged 0 =Drafts 0 ?big ones "
                       "(home) ! INBOX Drafts Fair (work) INBOX Drafts Fair");
  loft_service_remove_account_async (service, home, NULL, NULL, NULL);
  assert_lines (model, "?big ones (work) INBOX Drafts Fair");
  assert_followed (model, copy);
}

/* What has no mail has no line, and makes no two accounts of one. */
static void
test_without_mail (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  g_autoptr (LoftSidebarModel) model = NULL;
  GPtrArray *copy = NULL;
  LoftMailAccount *team = NULL;

  forget_settings ();
  team = fake_service_add_dav_account (service, "dav", "team", "https://dav.example.org/");
  model = loft_sidebar_model_new (loft_service_get_accounts (service));
  copy = follow (model);
  fake_account_set_state (team, LOFT_ACCOUNT_PROBLEM, NULL);
  assert_lines (model, "");
  add_account (service, "work");
  fake_service_add_dav_account (service, "ics", "holidays", "https://example.org/holidays.ics");
  assert_lines (model, "(work) INBOX Drafts Fair");
  loft_service_remove_account_async (service, team, NULL, NULL, NULL);
  assert_lines (model, "(work) INBOX Drafts Fair");
  add_account (service, "home");
  assert_lines (model, "[All Accounts] =Inbox 0 =Flagged 0 =Drafts 0 (work) INBOX Drafts Fair "
                       "(home) INBOX Drafts Fair");
  assert_followed (model, copy);
  g_ptr_array_unref (copy);
}

/* The sidebar */

typedef struct {
  LoftService *service;
  LoftMailAccount *work;
  LoftMailAccount *home;
  LoftFolderSidebar *sidebar;
  GtkWindow *window;
  LoftMailFolder *selected;
  int unified;
  guint n_told;
} Fixture;

static void
on_folder_selected (Fixture *fixture, LoftMailAccount *account, LoftMailFolder *folder)
{
  fixture->selected = folder;
  fixture->unified = -1;
  fixture->n_told++;
}

static void
on_unified_selected (Fixture *fixture, int unified)
{
  fixture->selected = NULL;
  fixture->unified = unified;
  fixture->n_told++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  forget_settings ();
  fixture->unified = -1;
  fixture->service = fake_service_new ();
  fixture->work = add_account (fixture->service, "work");
  fixture->home = add_account (fixture->service, "home");
  fixture->sidebar = g_object_new (LOFT_TYPE_FOLDER_SIDEBAR, NULL);
  g_signal_connect_swapped (fixture->sidebar, "folder-selected", G_CALLBACK (on_folder_selected),
                            fixture);
  g_signal_connect_swapped (fixture->sidebar, "unified-selected", G_CALLBACK (on_unified_selected),
                            fixture);
  loft_folder_sidebar_set_service (fixture->sidebar, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->sidebar), 240, 600);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
  forget_settings ();
}

static GtkAdjustment *
place_of (LoftFolderSidebar *sidebar)
{
  return gtk_scrollable_get_vadjustment (ui_test_child (sidebar, "list_view"));
}

/* Laid out with more lines than it had. */
typedef struct {
  GtkAdjustment *place;
  double height;
} Growing;

static gboolean
has_grown (Growing *growing)
{
  return gtk_adjustment_get_upper (growing->place) > growing->height;
}

static void
wait_for_lines (LoftFolderSidebar *sidebar, double height)
{
  Growing growing = { place_of (sidebar), height };

  ui_test_wait_for (has_grown, &growing);
}

/* Lines that come above the first one are seen by who is at the top; who has scrolled stays. */
static void
test_stays_at_top (Fixture *fixture, gconstpointer data)
{
  LoftService *service = fake_service_new ();
  LoftMailAccount *work = add_account (service, "work");
  LoftFolderSidebar *sidebar = g_object_new (LOFT_TYPE_FOLDER_SIDEBAR, NULL);
  GtkWindow *window = NULL;
  double height;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("Project %02u", i);

      fake_account_add_folder (work, name, LOFT_FOLDER_ROLE_NONE);
    }
  loft_folder_sidebar_set_service (sidebar, service);
  window = ui_test_show (GTK_WIDGET (sidebar), 240, 400);
  wait_for_lines (sidebar, 800);
  height = gtk_adjustment_get_upper (place_of (sidebar));
  add_account (service, "home"); /* now there is what all accounts have together, above all */
  wait_for_lines (sidebar, height);
  g_assert_cmpfloat (gtk_adjustment_get_value (place_of (sidebar)), ==, 0);
  gtk_adjustment_set_value (place_of (sidebar), 300);
  height = gtk_adjustment_get_upper (place_of (sidebar));
  fake_account_add_folder (work, "Archive", LOFT_FOLDER_ROLE_ARCHIVE);
  wait_for_lines (sidebar, height);
  g_assert_cmpfloat (gtk_adjustment_get_value (place_of (sidebar)), >=, 300);
  gtk_window_destroy (window);
  ui_test_settle ();
  g_object_unref (service);
}

static GListModel *
lines_of (Fixture *fixture)
{
  GtkListView *list = ui_test_child (fixture->sidebar, "list_view");

  return G_LIST_MODEL (gtk_list_view_get_model (list));
}

static LoftSidebarItem *
find_line (Fixture *fixture, LoftSidebarKind kind, LoftMailAccount *account)
{
  GListModel *lines = lines_of (fixture);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (lines, i);

      if (loft_sidebar_item_get_kind (item) == kind &&
          loft_sidebar_item_get_account (item) == account)
        return item; /* the list holds it */
    }
  return NULL;
}

static gboolean
has_selection (Fixture *fixture)
{
  return gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (lines_of (fixture))) != NULL;
}

/* What is open stays open while its account is folded, and is marked again when it is not. */
static void
test_folded_selection (Fixture *fixture, gconstpointer data)
{
  LoftSidebarItem *heading = NULL;

  loft_folder_sidebar_select (fixture->sidebar, fixture->home, 3);
  ui_test_settle ();
  g_assert_true (fixture->selected == folder_at (fixture->home, 2));
  heading = find_line (fixture, LOFT_SIDEBAR_ACCOUNT, fixture->home);
  loft_sidebar_item_expand (heading, FALSE);
  ui_test_settle ();
  g_assert_false (has_selection (fixture));
  g_assert_true (loft_folder_sidebar_get_folder (fixture->sidebar) == fixture->selected);
  g_assert_cmpuint (fixture->n_told, ==, 1);
  loft_sidebar_item_expand (heading, TRUE);
  ui_test_settle ();
  g_assert_true (has_selection (fixture));
  g_assert_cmpuint (fixture->n_told, ==, 1);

  /* But not when it is gone. */
  loft_sidebar_item_expand (heading, FALSE);
  fake_account_remove_folder (fixture->home, folder_at (fixture->home, 2));
  ui_test_settle ();
  loft_sidebar_item_expand (heading, TRUE);
  ui_test_settle ();
  g_assert_null (fixture->selected);
  g_assert_false (loft_folder_sidebar_has_selection (fixture->sidebar));
}

static void
test_select_unified (Fixture *fixture, gconstpointer data)
{
  g_assert_true (loft_folder_sidebar_select_nth (fixture->sidebar, 1));
  g_assert_cmpint (fixture->unified, ==, LOFT_UNIFIED_INBOX);
  g_assert_true (loft_folder_sidebar_select_unified (fixture->sidebar, LOFT_UNIFIED_FLAGGED));
  g_assert_cmpint (fixture->unified, ==, LOFT_UNIFIED_FLAGGED);
  g_assert_null (loft_folder_sidebar_get_folder (fixture->sidebar));
  g_assert_true (loft_folder_sidebar_has_selection (fixture->sidebar));
  /* With one account left there is nothing to join. */
  loft_service_remove_account_async (fixture->service, fixture->home, NULL, NULL, NULL);
  ui_test_settle ();
  g_assert_false (loft_folder_sidebar_has_selection (fixture->sidebar));
}

/* With the focus elsewhere, so that it is about what is selected. */
static void
act (Fixture *fixture, const char *action)
{
  gtk_window_set_focus (fixture->window, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->sidebar), action, NULL);
  ui_test_settle ();
}

/* The actions of menu and keys, on what is selected. */
static void
test_actions (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sidebar = GTK_WIDGET (fixture->sidebar);
  LoftAccount *settings = loft_mail_account_get_account (fixture->work);

  loft_folder_sidebar_select (fixture->sidebar, fixture->work, 3);
  g_assert_null (find_line (fixture, LOFT_SIDEBAR_FAVOURITE, fixture->work));
  act (fixture, "sidebar.add-favourite");
  g_assert_nonnull (find_line (fixture, LOFT_SIDEBAR_FAVOURITE, fixture->work));
  act (fixture, "sidebar.remove-favourite");
  g_assert_null (find_line (fixture, LOFT_SIDEBAR_FAVOURITE, fixture->work));

  gtk_widget_activate_action (sidebar, "sidebar.account-offline", "s", settings->id);
  g_assert_true (loft_mail_account_get_account (fixture->work)->offline);
  gtk_widget_activate_action (sidebar, "sidebar.account-online", "s", settings->id);
  g_assert_false (loft_mail_account_get_account (fixture->work)->offline);
  gtk_widget_activate_action (sidebar, "sidebar.account-offline", "s", "nobody");
}

/* Words */

static const struct {
  LoftAccountState state;
  int error; /* -1: none */
  guint n_pending;
  gboolean offline;
  gint64 last;
  const char *text;
} states[] = {
  { LOFT_ACCOUNT_IDLE, -1, 0, FALSE, 0, "Not updated yet" },
  { LOFT_ACCOUNT_IDLE, -1, 0, FALSE, 1000000 - 150, "Updated 2 min ago" },
  { LOFT_ACCOUNT_IDLE, -1, 1, FALSE, 1000000, "1 change waiting" },
  { LOFT_ACCOUNT_CONNECTING, -1, 0, FALSE, 0, "Connecting…" },
  { LOFT_ACCOUNT_SYNCING, -1, 0, FALSE, 0, "Downloading Inbox: 2 of 8" },
  { LOFT_ACCOUNT_OFFLINE, LOFT_ERROR_OFFLINE, 0, FALSE, 0, "Offline" },
  { LOFT_ACCOUNT_OFFLINE, -1, 3, FALSE, 0, "Offline, 3 changes waiting" },
  { LOFT_ACCOUNT_OFFLINE, -1, 0, TRUE, 0, "Working offline" },
  { LOFT_ACCOUNT_PROBLEM, LOFT_ERROR_AUTH, 0, FALSE, 0, "Sign-in needed" },
  { LOFT_ACCOUNT_PROBLEM, LOFT_ERROR_UNTRUSTED, 0, FALSE, 0, "Server not trusted" },
  { LOFT_ACCOUNT_PROBLEM, LOFT_ERROR_STORE, 0, FALSE, 0, "Stopped" },
};

static void
test_state_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (LoftService) service = fake_service_new ();
      LoftMailAccount *account = add_account (service, "work");
      g_autoptr (GError) error =
        states[i].error < 0 ? NULL : g_error_new_literal (LOFT_ERROR, states[i].error, "why");
      double fraction = 0;
      g_autofree char *text = NULL;

      loft_mail_account_get_account (account)->offline = states[i].offline;
      fake_account_set_last_success (account, states[i].last);
      fake_account_set_pending (account, states[i].n_pending);
      fake_account_set_progress (account, LOFT_PROGRESS_BODIES, "INBOX", 2, 8);
      fake_account_set_state (account, states[i].state, error);
      text = loft_progress_text_for_account (account, 1000000, &fraction);
      g_assert_cmpstr (text, ==, states[i].text);
      g_assert_cmpfloat (fraction, ==, states[i].state == LOFT_ACCOUNT_SYNCING ? 0.25 : -1.0);
    }
}

static void
test_metered_words (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = add_account (service, "work");
  double fraction = 0;
  gboolean offline = FALSE;
  g_autofree char *saving = NULL;
  g_autofree char *allowed = NULL;

  fake_account_set_last_success (account, 1000000 - 150);
  fake_service_set_metered (service, TRUE);
  saving = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (saving, ==, "Updated 2 min ago, headers only");
  loft_service_set_metered_allowed (service, TRUE);
  allowed = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (allowed, ==, "Updated 2 min ago");
}

/* Below the folders it is mail that is spoken of, where there is any. */
static void
test_foot_of_mail (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *team =
    fake_service_add_dav_account (service, "dav", "team", "https://dav.example.org/");
  LoftMailAccount *work = NULL;
  double fraction = 0;
  gboolean offline = FALSE;
  g_autofree char *alone = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *waiting = NULL;

  fake_account_set_last_success (team, 1000000);
  fake_account_set_state (team, LOFT_ACCOUNT_SYNCING, NULL);
  alone = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (alone, ==, "Updating…");
  work = add_account (service, "work");
  fake_account_set_last_success (work, 1000000 - 150);
  beside = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (beside, ==, "Updated 2 min ago");
  fake_account_set_pending (team, 2);
  fake_account_set_state (work, LOFT_ACCOUNT_OFFLINE, NULL);
  waiting = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (waiting, ==, "Offline, 2 changes waiting");
  g_assert_true (offline);
}

/* What one account has is not said of all. */
static void
test_foot_of_some (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *work = add_account (service, "work");
  LoftMailAccount *home = add_account (service, "home");
  double fraction = 0;
  gboolean offline = FALSE;
  g_autofree char *without = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *wished = NULL;
  g_autofree char *all = NULL;

  fake_account_set_last_success (work, 1000000 - 150);
  fake_account_set_state (home, LOFT_ACCOUNT_OFFLINE, NULL);
  without = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (without, ==, "Updated 2 min ago, except 1 account");
  g_assert_false (offline);
  fake_account_set_state (home, LOFT_ACCOUNT_PROBLEM, NULL);
  refused = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (refused, ==, "Updated 2 min ago, except 1 account");
  loft_mail_account_get_account (home)->offline = TRUE;
  fake_account_set_state (home, LOFT_ACCOUNT_OFFLINE, NULL);
  wished = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (wished, ==, "Updated 2 min ago");
  loft_mail_account_get_account (home)->offline = FALSE;
  fake_account_set_state (home, LOFT_ACCOUNT_PROBLEM, NULL);
  fake_account_set_state (work, LOFT_ACCOUNT_PROBLEM, NULL);
  all = loft_progress_text_for_service (service, 1000000, &fraction, &offline);
  g_assert_cmpstr (all, ==, "Updated 2 min ago");
}

static const struct {
  const char *what;
  const char *words;
} changes[] = {
  { "+seen", "Mark as read" },
  { "+seen -flagged", "Mark as read, Remove the flag" },
  { "+$Work +$Later", "Change labels" },
  { "+seen +$label2 -$LABEL1 +other",
    "Mark as read, Into the category Work, Out of the category Important, Change labels" },
  { "move to Old %s plans", "Move to Old %s plans" },
  { "upload to Sent", "Upload to Sent" },
  { "delete for ever", "Delete for ever" },
  { "rename folder A to B", "Rename the folder A to B" },
  { "  ", "" },
  { "", "" },
};

static void
test_pending_words (void)
{
  loft_category_look_open ("/nonexistent");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *words = loft_pending_row_words (changes[i].what);

      g_assert_cmpstr (words, ==, changes[i].words);
    }
}

/* What the list's own keys would be given next. */
static gboolean
press_key (Fixture *fixture, guint key, GdkModifierType state)
{
  GtkWidget *list = ui_test_child (fixture->sidebar, "list_view");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
  ui_test_settle ();
  return handled;
}

/* The arrows to the sides open and fold what has folders below it, mirrored where text is; with a
 * modifier, and where there is nothing to open, they are not taken. */
static void
test_tree_keys (Fixture *fixture, gconstpointer data)
{
  gboolean mirrored = GPOINTER_TO_INT (data);
  guint open = mirrored ? GDK_KEY_Left : GDK_KEY_Right;
  guint fold = mirrored ? GDK_KEY_Right : GDK_KEY_Left;
  LoftMailFolder *parent =
    fake_account_add_folder (fixture->work, "Bridges", LOFT_FOLDER_ROLE_NONE);
  guint n_lines;

  gtk_widget_set_direction (GTK_WIDGET (fixture->sidebar),
                            mirrored ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  fake_account_add_folder (fixture->work, "Bridges/Stone", LOFT_FOLDER_ROLE_NONE);
  ui_test_settle ();
  loft_folder_sidebar_select (fixture->sidebar, fixture->work, loft_mail_folder_get (parent)->id);
  ui_test_settle ();
  press_key (fixture, fold, 0);
  n_lines = g_list_model_get_n_items (lines_of (fixture));
  g_assert_false (press_key (fixture, fold, 0));
  g_assert_false (press_key (fixture, open, GDK_CONTROL_MASK));
  g_assert_true (press_key (fixture, open, 0));
  g_assert_cmpuint (g_list_model_get_n_items (lines_of (fixture)), >, n_lines);
  g_assert_false (press_key (fixture, open, 0));
  g_assert_true (press_key (fixture, fold, 0));
  g_assert_cmpuint (g_list_model_get_n_items (lines_of (fixture)), ==, n_lines);
  g_assert_true (loft_folder_sidebar_get_folder (fixture->sidebar) == parent);
  g_assert_false (press_key (fixture, GDK_KEY_Down, 0));
}

/* Windows */

static const char *
text_in (gpointer window, const char *id)
{
  return gtk_label_get_text (ui_test_child (window, id));
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *fair = folder_at (fixture->work, 2);
  const LoftFolderUsage all = { TRUE, 12, 5000000, TRUE, 400, 1000 };
  const LoftFolderUsage none = { FALSE };
  GtkWindow *window = NULL;

  fake_folder_set_counts (fair, 10, 3);
  fake_folder_rename (fair, "<b>Fair & more");
  fake_account_set_usage (fixture->work, &all);
  loft_folder_sidebar_select (fixture->sidebar, fixture->work, 3);
  act (fixture, "sidebar.properties");
  window = find_window (LOFT_TYPE_FOLDER_PROPERTIES);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "<b>Fair & more");
  g_assert_cmpstr (text_in (window, "total"), ==, "10");
  g_assert_cmpstr (text_in (window, "unread"), ==, "3");
  g_assert_nonnull (strstr (text_in (window, "size"), "12 messages"));
  g_assert_true (gtk_widget_get_visible (ui_test_child (window, "quota_bar")));
  g_assert_cmpfloat (gtk_level_bar_get_value (ui_test_child (window, "quota_bar")), ==, 0.4);

  g_assert_false (gtk_switch_get_active (ui_test_child (window, "subscribed")));
  gtk_switch_set_active (ui_test_child (window, "subscribed"), TRUE);
  g_assert_true (loft_mail_folder_get (fair)->subscribed);

  /* Chosen, kept, followed. */
  adw_combo_row_set_selected (ui_test_child (window, "window"), 2);
  g_assert_cmpint (loft_mail_folder_get (fair)->window_days, ==, 0);
  fake_folder_set_counts (fair, 11, 4);
  g_assert_cmpstr (text_in (window, "total"), ==, "11");
  gtk_window_destroy (window);

  fake_account_set_usage (fixture->work, &none);
  act (fixture, "sidebar.properties");
  window = find_window (LOFT_TYPE_FOLDER_PROPERTIES);
  g_assert_cmpstr (text_in (window, "size"), ==, "Not told by this server");
  g_assert_cmpstr (text_in (window, "quota"), ==, "Not told by this server");
  gtk_window_destroy (window);

  /* Closed before the answer comes. */
  fake_account_set_usage (fixture->work, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->sidebar), "sidebar.properties", NULL);
  gtk_window_destroy (find_window (LOFT_TYPE_FOLDER_PROPERTIES));
  act (fixture, "sidebar.properties");
  window = find_window (LOFT_TYPE_FOLDER_PROPERTIES);
  g_assert_cmpstr (text_in (window, "size"), ==, "Not known while offline");
  gtk_window_destroy (window);
}

static GtkWidget *
find_account_group (GtkWidget *root, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_account_group (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* (transfer none) (nullable) the last mapped button below root that says so. */
static GtkWidget *
find_button (GtkWidget *root, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (root), tooltip) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_last_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_button (child, tooltip);
  return found;
}

/* What could not be downloaded is named with the reason, as plain text; what is tried again and
 * comes goes from the list. */
static void
check_left_out (Fixture *fixture, GtkWidget *group)
{
  GtkWidget *row = ui_test_child (group, "left_out_row");

  g_assert_false (gtk_widget_get_visible (row));
  fake_account_set_left_out (fixture->work, 2);
  g_assert_true (gtk_widget_get_visible (row));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (row, "Projects/Bridge"));
  g_assert_nonnull (ui_test_find_text (row, "Folder · Refused by the Server\n"
                                            "Details: “[SERVERBUG] Internal error <x>”"));
  g_assert_nonnull (ui_test_find_text (row, "Message in Inbox · Too Large\n"
                                            "Details: “The message is larger than 256 MB”"));
  g_signal_emit_by_name (find_button (row, "Try Again"), "clicked");
  ui_test_settle ();
  g_assert_null (ui_test_find_text (row, "Budget <b>for</b> the spring fair"));
  g_assert_nonnull (ui_test_find_text (row, "Projects/Bridge"));
  fake_account_set_left_out (fixture->work, 60);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (row, "10 more"));
  fake_account_set_left_out (fixture->work, 0);
  g_assert_false (gtk_widget_get_visible (row));
}

static void
click_named (GtkWidget *root, const char *name)
{
  GtkWidget *button = find_button (root, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

/* What the menu of the row with that text offers. */
static void
act_on (GtkWidget *root, const char *text, const char *action)
{
  GtkWidget *label = ui_test_find_text (root, text);

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_activate_action (label, action, NULL));
  ui_test_settle ();
}

/* What came to nothing is counted in the sidebar, named in the window, and dismissed there; the only
 * copy of a message not without a question. */
static void
check_problems (Fixture *fixture, GtkWidget *group)
{
  GtkWidget *row = ui_test_child (group, "problems_row");
  GtkWidget *badge = ui_test_child (fixture->sidebar, "foot_problems");
  GtkWidget *dialog;

  g_assert_false (gtk_widget_get_visible (row));
  g_assert_false (gtk_widget_get_visible (badge));
  fake_account_set_problems (fixture->work, 4);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "4 problems");
  g_assert_true (gtk_widget_get_visible (badge));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (badge), ==, "4 problems");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (row, "Create the folder Projects/<b>Bridge</b>"));
  g_assert_nonnull (ui_test_find_text (row, "This message is only on this computer."));

  g_assert_nonnull (ui_test_find_text (row, "Read a message in Projects/<b>Bridge</b>"));

  act_on (row, "This message is only on this computer.", "problem.dismiss");
  dialog = GTK_WIDGET (find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  ui_test_settle ();
  g_assert_cmpstr (gtk_widget_get_tooltip_text (badge), ==, "4 problems");
  act_on (row, "Create the folder Projects/<b>Bridge</b>", "problem.dismiss");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (badge), ==, "3 problems");
  click_named (row, "Try Again");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (badge), ==, "2 problems");
  fake_account_set_problems (fixture->work, 0);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (row));
}

static gboolean
is_hidden (GtkWidget *widget)
{
  return !gtk_widget_get_visible (widget);
}

static void
test_activity (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sidebar = GTK_WIDGET (fixture->sidebar);
  GtkWindow *window = NULL;
  GtkWidget *group = NULL;

  gtk_widget_activate_action (sidebar, "sidebar.activity", NULL);
  window = find_window (LOFT_TYPE_ACTIVITY_WINDOW);
  gtk_widget_activate_action (sidebar, "sidebar.activity", NULL);
  g_assert_true (find_window (LOFT_TYPE_ACTIVITY_WINDOW) == window);
  group = find_account_group (GTK_WIDGET (window), "LoftActivityAccount");

  /* The first account works, and is told to stop. */
  fake_account_set_state (fixture->work, LOFT_ACCOUNT_SYNCING, NULL);
  fake_account_set_progress (fixture->work, LOFT_PROGRESS_HEADERS, "INBOX", 1, 4);
  g_assert_cmpstr (text_in (group, "state"), ==, "Listing Inbox: 1 of 4");
  g_assert_true (gtk_widget_get_visible (ui_test_child (group, "progress")));
  g_signal_emit_by_name (ui_test_child (group, "work"), "clicked");
  g_assert_cmpint (loft_mail_account_get_state (fixture->work), ==, LOFT_ACCOUNT_IDLE);
  g_assert_false (gtk_widget_get_visible (ui_test_child (group, "progress")));

  /* What waits, and is taken back. */
  g_assert_false (gtk_widget_get_visible (ui_test_child (group, "pending_row")));
  fake_account_set_pending (fixture->work, 60);
  ui_test_wait_for (gtk_widget_get_visible, ui_test_child (group, "pending_row"));
  fake_account_set_pending (fixture->work, 0);
  ui_test_wait_for (is_hidden, ui_test_child (group, "pending_row"));
  check_left_out (fixture, group);
  check_problems (fixture, group);

  /* Offline, all and one; a network that costs. */
  gtk_switch_set_active (ui_test_child (window, "offline"), TRUE);
  g_assert_true (loft_service_get_forced_offline (fixture->service));
  loft_service_set_forced_offline (fixture->service, FALSE);
  g_assert_false (gtk_switch_get_active (ui_test_child (window, "offline")));
  gtk_switch_set_active (ui_test_child (group, "offline"), TRUE);
  g_assert_true (loft_mail_account_get_account (fixture->work)->offline);
  g_assert_false (gtk_widget_get_visible (ui_test_child (window, "metered_row")));
  fake_service_set_metered (fixture->service, TRUE);
  g_assert_true (gtk_widget_get_visible (ui_test_child (window, "metered_row")));
  gtk_switch_set_active (ui_test_child (window, "metered"), TRUE);
  g_assert_true (loft_service_get_metered_allowed (fixture->service));

  loft_service_remove_account_async (fixture->service, fixture->work, NULL, NULL, NULL);
  ui_test_settle ();
  gtk_window_destroy (window);
}

/* What is kept beside the folders of a server that takes no drafts. */
static void
test_kept_here (void)
{
  static const char *const paths[] = { "Local Drafts", "Local Drafts (2)", "Local Drafts of mine" };
  static const char *const names[] = { "Local Drafts", "Local Drafts", "Drafts" };
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "Work", "a@example.org");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      LoftMailFolder *folder = fake_account_add_folder (account, paths[i], LOFT_FOLDER_ROLE_DRAFTS);

      g_assert_cmpstr (loft_folder_look_name (loft_mail_folder_get (folder)), ==, names[i]);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/sidebar/unified", test_unified);
  g_test_add_func ("/sidebar/favourites", test_favourites);
  g_test_add_func ("/sidebar/kept-here", test_kept_here);
  g_test_add_func ("/sidebar/accounts", test_accounts);
  g_test_add_func ("/sidebar/without-mail", test_without_mail);
  g_test_add_func ("/sidebar/state-words", test_state_words);
  g_test_add_func ("/sidebar/metered-words", test_metered_words);
  g_test_add_func ("/sidebar/foot-of-mail", test_foot_of_mail);
  g_test_add_func ("/sidebar/foot-of-some", test_foot_of_some);
  g_test_add_func ("/sidebar/pending-words", test_pending_words);
  g_test_add ("/sidebar/folded-selection", Fixture, NULL, set_up, test_folded_selection, tear_down);
  g_test_add ("/sidebar/select-unified", Fixture, NULL, set_up, test_select_unified, tear_down);
  g_test_add ("/sidebar/tree-keys", Fixture, GINT_TO_POINTER (FALSE), set_up, test_tree_keys,
              tear_down);
  g_test_add ("/sidebar/tree-keys-mirrored", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_tree_keys, tear_down);
  g_test_add ("/sidebar/stays-at-top", Fixture, NULL, set_up, test_stays_at_top, tear_down);
  g_test_add ("/sidebar/actions", Fixture, NULL, set_up, test_actions, tear_down);
  g_test_add ("/sidebar/properties", Fixture, NULL, set_up, test_properties, tear_down);
  g_test_add ("/sidebar/activity", Fixture, NULL, set_up, test_activity, tear_down);
  return g_test_run ();
}
