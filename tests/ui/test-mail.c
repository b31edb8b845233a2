/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mail pane and the account pages as a person uses them, on a service that pretends. */

#include "fake-service.h"
#include "loft-attachment-file.h"
#include "loft-banner.h"
#include "loft-columns.h"
#include "loft-error.h"
#include "loft-folder-sidebar.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-search-entry.h"
#include "loft-sidebar-model.h"
#include "loft-start-page.h"
#include "ui-test.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMailFolder *drafts;
  LoftMailPane *pane;
  LoftMessageListView *list;
  LoftMessageView *message;
  LoftFolderSidebar *sidebar;
  LoftColumns *columns;
  GtkWindow *window;
  gint64 ids[4];
} Fixture;

static gint64
add_message (Fixture *fixture, const char *subject, const char *text, LoftFlags flags)
{
  g_autofree char *raw = g_strdup_printf (
    "From: Eva Adler <eva@example.org>\r\nTo: me@example.org\r\nSubject: %s\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", subject, text);

  return fake_account_add_message (fixture->account, fixture->inbox, raw, -1, flags,
                                   g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
set_up_sized (Fixture *fixture, int width)
{
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->drafts = fake_account_add_folder (fixture->account, "Drafts", LOFT_FOLDER_ROLE_DRAFTS);
  fixture->ids[3] = add_message (fixture, "Fourth", "fourth text", LOFT_FLAG_SEEN);
  fixture->ids[2] = add_message (fixture, "Third", "third text", LOFT_FLAG_NONE);
  fixture->ids[1] = add_message (fixture, "Second", "second text", LOFT_FLAG_SEEN);
  fixture->ids[0] = add_message (fixture, "First", "first text", LOFT_FLAG_NONE);

  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->list = ui_test_child (fixture->pane, "list");
  fixture->message = ui_test_child (fixture->pane, "message");
  fixture->sidebar = ui_test_child (fixture->pane, "sidebar");
  fixture->columns = ui_test_child (fixture->pane, "columns");
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), width, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "mail",
                                  loft_mail_pane_get_actions (fixture->pane));
  ui_test_wait_for (list_is_filled, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer width)
{
  set_up_sized (fixture, GPOINTER_TO_INT (width));
}

static void
tear_down (Fixture *fixture, gconstpointer width)
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

static LoftFlags
flags_of (Fixture *fixture, guint i)
{
  return fake_account_get_message (fixture->account, fixture->ids[i])->flags;
}

static gboolean
message_is_open (Fixture *fixture)
{
  return loft_message_view_get_body (fixture->message) != NULL;
}

static gint64
open_id (Fixture *fixture)
{
  LoftMessageRow *row = loft_message_view_get_row (fixture->message);

  return row == NULL ? 0 : loft_message_row_get_id (row);
}

/* Opens the next message and waits for its text. */
static void
open_next (Fixture *fixture)
{
  act (fixture, "mail.next");
  ui_test_wait_for (message_is_open, fixture);
}

static const char *
title_of (Fixture *fixture)
{
  return adw_window_title_get_title (ui_test_child (fixture->pane, "list_title"));
}

/* Reading */

static void
test_starts_in_inbox (Fixture *fixture, gconstpointer data)
{
  g_assert_true (loft_folder_sidebar_get_folder (fixture->sidebar) == fixture->inbox);
  g_assert_cmpstr (title_of (fixture), ==, "Inbox");
  g_assert_nonnull (ui_test_find_text (fixture->list, "First"));
  g_assert_nonnull (ui_test_find_text (fixture->list, "Today"));
  g_assert_nonnull (ui_test_find_text (fixture->message, "No Message Selected"));
  g_assert_cmpint (open_id (fixture), ==, 0);
}

static void
test_opens (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  g_assert_nonnull (ui_test_find_text (fixture->message, "Eva Adler"));
  /* The true address is there without asking. */
  g_assert_nonnull (ui_test_find_text (fixture->message, "eva@example.org"));
  g_assert_cmpstr (loft_message_view_get_body (fixture->message)->text, !=, "");
}

static gboolean
first_is_seen (Fixture *fixture)
{
  return (flags_of (fixture, 0) & LOFT_FLAG_SEEN) != 0;
}

static void
test_marks_seen (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  open_next (fixture);
  g_assert_false (first_is_seen (fixture));
  ui_test_wait_for (first_is_seen, fixture);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC / 2);
}

static gboolean
third_is_seen (Fixture *fixture)
{
  return (flags_of (fixture, 2) & LOFT_FLAG_SEEN) != 0;
}

/* Passing by is not reading. */
static void
test_passing_by (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  open_next (fixture);
  open_next (fixture);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[2]);
  ui_test_wait_for (third_is_seen, fixture);
  g_assert_false (first_is_seen (fixture));
}

static void
test_flags (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  act (fixture, "mail.toggle-flag");
  g_assert_true ((flags_of (fixture, 0) & LOFT_FLAG_FLAGGED) != 0);
  act (fixture, "mail.toggle-flag");
  g_assert_false ((flags_of (fixture, 0) & LOFT_FLAG_FLAGGED) != 0);
  act (fixture, "mail.toggle-read");
  g_assert_true ((flags_of (fixture, 0) & LOFT_FLAG_SEEN) != 0);
  act (fixture, "mail.toggle-read");
  g_assert_false ((flags_of (fixture, 0) & LOFT_FLAG_SEEN) != 0);
}

static GtkSelectionModel *
selection_of (Fixture *fixture)
{
  GtkListView *view = ui_test_child (fixture->list, "list_view");

  return gtk_list_view_get_model (view);
}

static void
test_flags_of_many (Fixture *fixture, gconstpointer data)
{
  gtk_selection_model_select_all (selection_of (fixture));
  g_assert_nonnull (ui_test_find_text (fixture->message, "4 Messages Selected"));
  act (fixture, "mail.mark-read");
  for (guint i = 0; i < 4; i++)
    g_assert_true ((flags_of (fixture, i) & LOFT_FLAG_SEEN) != 0);
  ui_test_settle ();
  g_assert_false (g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane),
                                                     "mark-read"));
  act (fixture, "mail.mark-unread");
  g_assert_cmpuint (loft_mail_folder_get (fixture->inbox)->unread, ==, 4);
}

static void
test_keys_move (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  open_next (fixture);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[1]);
  act (fixture, "mail.previous");
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  act (fixture, "mail.previous");
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  act (fixture, "mail.next-unread");
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[2]);
}

static gboolean
shows_preview (Fixture *fixture)
{
  return ui_test_find_text (fixture->list, "third text") != NULL;
}

static gboolean
shows_no_preview (Fixture *fixture)
{
  return !shows_preview (fixture) && ui_test_find_text (fixture->list, "Third") != NULL;
}

static void
test_compact_list (Fixture *fixture, gconstpointer data)
{
  ui_test_wait_for (shows_preview, fixture);
  act (fixture, "mail.compact-list");
  ui_test_wait_for (shows_no_preview, fixture);
  add_message (fixture, "Newer", "newer text", LOFT_FLAG_NONE);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->list, "Newer"));
  g_assert_null (ui_test_find_text (fixture->list, "newer text"));
  act (fixture, "mail.compact-list");
  ui_test_wait_for (shows_preview, fixture);
}

static gboolean
is_done (gpointer done)
{
  return *(gboolean *) done;
}

static void
on_file_saved (GObject *source, GAsyncResult *result, gpointer done)
{
  g_assert_true (loft_attachment_file_save_finish (result, NULL));
  *(gboolean *) done = TRUE;
}

/* The whole message, as it came. */
static void
test_save_message (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "saved.eml", NULL);
  LoftMessageBody *body = NULL;
  g_autofree char *saved = NULL;
  gboolean done = FALSE;
  gsize length = 0;

  g_assert_false (g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane),
                                                     "save-as"));
  open_next (fixture);
  g_assert_true (g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane),
                                                    "save-as"));
  body = loft_message_view_get_body (fixture->message);
  loft_attachment_file_save_async (body, 0, path, NULL, on_file_saved, &done);
  ui_test_wait (is_done, &done);
  g_assert_true (g_file_get_contents (path, &saved, &length, NULL));
  g_assert_cmpmem (saved, length, g_bytes_get_data (body->raw, NULL),
                   g_bytes_get_size (body->raw));
  g_remove (path);
}

/* The list changes */

static void
test_new_mail_keeps_selection (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  for (guint i = 0; i < 20; i++)
    add_message (fixture, "Newer", "newer", LOFT_FLAG_NONE);
  ui_test_settle ();
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  g_assert_true (gtk_selection_model_is_selected (selection_of (fixture), 20));
  g_assert_nonnull (ui_test_find_text (fixture->list, "Newer"));
}

static guint
count_headings (gpointer root)
{
  guint n = 0;

  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "day-heading") &&
      gtk_widget_get_visible (root) && gtk_widget_get_mapped (root))
    n++;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_headings (child);
  return n;
}

static void
test_one_heading (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (count_headings (fixture->list), ==, 1);
  add_message (fixture, "Newer", "newer", LOFT_FLAG_NONE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
  g_assert_cmpuint (count_headings (fixture->list), ==, 1);
  fake_account_remove_message (fixture->account, fixture->inbox, fixture->ids[0]);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
  g_assert_cmpuint (count_headings (fixture->list), ==, 1);
}

static void
test_removed_while_open (Fixture *fixture, gconstpointer data)
{
  open_next (fixture);
  fake_account_remove_message (fixture->account, fixture->inbox, fixture->ids[0]);
  ui_test_settle ();
  g_assert_cmpint (open_id (fixture), ==, 0);
  g_assert_nonnull (ui_test_find_text (fixture->message, "No Message Selected"));
}

static void
test_empty_folder (Fixture *fixture, gconstpointer data)
{
  GVariant *second = g_variant_new_int32 (2);

  g_action_group_activate_action (loft_mail_pane_get_actions (fixture->pane), "folder", second);
  ui_test_settle ();
  g_assert_true (loft_folder_sidebar_get_folder (fixture->sidebar) == fixture->drafts);
  g_assert_nonnull (ui_test_find_text (fixture->list, "No Messages"));
  /* It is not empty because nobody has looked yet. */
  fake_folder_set_synced_at (fixture->drafts, 0);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->list, "Nothing Here Yet"));
  fake_folder_set_synced_at (fixture->drafts, 1795300000);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->list, "No Messages"));
}

/* Where the sidebar is not beside the list, the list says what waits for the person. */
static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  LoftBanner *banner = ui_test_child (fixture->pane, "trouble_banner");
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "refused");
  gboolean wide = loft_columns_get_mode (fixture->columns) == LOFT_COLUMNS_WIDE;

  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_PROBLEM, error);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, wide ? "" : "work: Sign-in Failed");
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_IDLE, NULL);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
}

/* The page of several messages offers what can be done to them. */
static void
test_several_page (Fixture *fixture, gconstpointer data)
{
  gtk_selection_model_select_all (selection_of (fixture));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->message, "4 Messages Selected"));
  g_assert_nonnull (ui_test_find_text (fixture->message, "Flag"));
  g_assert_null (ui_test_find_text (fixture->message, "Remove Flag"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->message), "mail.flag", NULL);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->message, "Remove Flag"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->message), "mail.end-selection", NULL);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->message, "No Message Selected"));
  g_assert_null (ui_test_find_text (fixture->message, "Remove Flag"));
}

static void
test_million (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *big = fake_account_add_folder (fixture->account, "Big", LOFT_FOLDER_ROLE_NONE);
  gint64 start = 0;

  fake_account_add_rows (fixture->account, big, 1000000);
  ui_test_settle ();
  start = g_get_monotonic_time ();
  g_assert_true (loft_folder_sidebar_select (fixture->sidebar, fixture->account,
                                             loft_mail_folder_get (big)->id));
  ui_test_settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
  g_test_minimized_result ((g_get_monotonic_time () - start) / 1000.0, "first frame, ms");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection_of (fixture))), ==, 1000000);
  start = ui_test_cpu_time ();
  gtk_selection_model_select_all (selection_of (fixture));
  g_test_minimized_result ((ui_test_cpu_time () - start) / 1000.0, "select all, ms");
  g_assert_cmpint (ui_test_cpu_time () - start, <, 2 * G_USEC_PER_SEC);
}

/* Search */

static gboolean
shows_no_results (Fixture *fixture)
{
  return ui_test_find_text (fixture->list, "No Results Found") != NULL;
}

static gboolean
shows_one_row (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection_of (fixture))) == 1;
}

static gboolean
shows_all_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection_of (fixture))) == 4;
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_child (fixture->pane, "search");
  GtkEditable *entry = loft_search_entry_get_text (ui_test_child (bar, "entry"));

  act (fixture, "mail.search");
  gtk_editable_set_text (entry, "second");
  ui_test_wait_for (shows_one_row, fixture);
  g_assert_nonnull (ui_test_find_text (fixture->list, "Second"));
  gtk_editable_set_text (entry, "nothing like it");
  ui_test_wait_for (shows_no_results, fixture);
  /* and a way out */
  g_signal_emit_by_name (fixture->list, "clear-search");
  ui_test_wait_for (shows_all_rows, fixture);
}

/* Errors */

static gboolean
shows_not_downloaded (Fixture *fixture)
{
  return ui_test_find_text (fixture->message, "Not Downloaded Yet") != NULL;
}

static void
test_not_downloaded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "offline");

  fake_service_set_online (fixture->service, FALSE);
  fake_account_set_open_error (fixture->account, error);
  act (fixture, "mail.next");
  ui_test_wait_for (shows_not_downloaded, fixture);
  /* Its header is known all the same. */
  g_assert_nonnull (ui_test_find_text (fixture->message, "First"));
  fake_account_set_open_error (fixture->account, NULL);
  fake_service_set_online (fixture->service, TRUE);
  ui_test_wait_for (message_is_open, fixture);
}

static gboolean
shows_problem (Fixture *fixture)
{
  return ui_test_find_text (fixture->sidebar, "Sign-in Failed") != NULL;
}

static gboolean
shows_no_problem (Fixture *fixture)
{
  return !shows_problem (fixture);
}

static void
test_account_problem (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "no");

  fake_account_set_state (fixture->account, LOFT_ACCOUNT_PROBLEM, error);
  ui_test_wait_for (shows_problem, fixture);
  g_assert_nonnull (ui_test_find_text (fixture->sidebar, "imap.example.org"));
  g_assert_nonnull (ui_test_find_text (fixture->sidebar, "Sign In…"));
  /* The folder stays selected while lines come and go above it. */
  g_assert_true (loft_folder_sidebar_get_folder (fixture->sidebar) == fixture->inbox);
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_IDLE, NULL);
  ui_test_wait_for (shows_no_problem, fixture);
}

static void
test_unread_in_sidebar (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (ui_test_find_text (fixture->sidebar, "2"));
  add_message (fixture, "Newer", "newer", LOFT_FLAG_NONE);
  g_assert_nonnull (ui_test_find_text (fixture->sidebar, "3"));
}

static void
test_foot (Fixture *fixture, gconstpointer data)
{
  GtkLabel *foot = ui_test_child (fixture->sidebar, "foot");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  fake_account_set_last_success (fixture->account, now - 130);
  g_assert_cmpstr (gtk_label_get_text (foot), ==, "Updated 2 min ago");
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_SYNCING, NULL);
  fake_account_set_progress (fixture->account, LOFT_PROGRESS_BODIES, "INBOX", 1200, 3000);
  g_assert_cmpstr (gtk_label_get_text (foot), ==, "Downloading Inbox: 1200 of 3000");
  fake_account_set_progress (fixture->account, LOFT_PROGRESS_HEADERS, "Lists/fair", 5, 0);
  g_assert_cmpstr (gtk_label_get_text (foot), ==, "Listing fair…");
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_OFFLINE, NULL);
  fake_account_set_pending (fixture->account, 3);
  fake_service_set_online (fixture->service, FALSE);
  g_assert_cmpstr (gtk_label_get_text (foot), ==, "Offline, 3 changes waiting");
}

static void
test_work_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) state = NULL;

  act (fixture, "mail.offline");
  g_assert_true (loft_service_get_forced_offline (fixture->service));
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Working offline"));
  loft_service_set_forced_offline (fixture->service, FALSE);
  state = g_action_group_get_action_state (loft_mail_pane_get_actions (fixture->pane), "offline");
  g_assert_false (g_variant_get_boolean (state));
}

/* A server's words stay between quotation marks, whatever they are, until they are dismissed. */
static void
test_alert (Fixture *fixture, gconstpointer data)
{
  GtkWidget *title;

  g_signal_emit_by_name (fixture->account, "alert", "Disk is 98% full\n\nLoft: call\u202e us");
  title = ui_test_find_text (fixture->pane, "says: “Disk is 98% full Loft: call us”");
  g_assert_nonnull (title);
  g_assert_true (gtk_widget_get_mapped (title));
  g_signal_emit_by_name (gtk_widget_get_ancestor (title, LOFT_TYPE_BANNER), "button-clicked");
  g_assert_null (ui_test_find_text (fixture->pane, "Disk is"));
}

/* One column */

static gboolean
is_mapped (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (loft_columns_get_mode (fixture->columns), ==, LOFT_COLUMNS_NARROW);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->message)));
  act (fixture, "mail.next");
  g_signal_emit_by_name (fixture->list, "activate");
  ui_test_wait_for (is_mapped, fixture->message);
  ui_test_wait_for (message_is_open, fixture);
  act (fixture, "mail.back");
  ui_test_wait_for (is_mapped, fixture->list);
  act (fixture, "mail.back");
  ui_test_wait_for (is_mapped, fixture->sidebar);
}

/* What a message hides from view is not read. */
static void
test_narrow_unseen (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  open_next (fixture);
  while (g_get_monotonic_time () - start < 1500000)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (first_is_seen (fixture));
}

/* Sidebar tree */

static char *
lines_of (LoftSidebarModel *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (loft_sidebar_item_get_kind (item) != LOFT_SIDEBAR_FOLDER)
        continue;
      for (guint k = 0; k < loft_sidebar_item_get_depth (item); k++)
        g_string_append_c (text, '-');
      g_string_append_printf (text, "%s\n", loft_sidebar_item_get_label (item));
    }
  return g_string_free (text, FALSE);
}

static void
test_tree (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "a", "a@example.org");
  static const char *const paths[] = { "INBOX", "INBOX/Inside", "Sent", "Projects", "Projects/Fair",
                                       "Projects/Fair/2024", "Lone/Child", "Lone/Child/Deep" };
  g_autoptr (LoftSidebarModel) model = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (LoftSidebarItem) projects = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    fake_account_add_folder (account, paths[i], i == 0   ? LOFT_FOLDER_ROLE_INBOX
                                                : i == 2 ? LOFT_FOLDER_ROLE_SENT
                                                         : LOFT_FOLDER_ROLE_NONE);
  model = loft_sidebar_model_new (loft_service_get_accounts (service));
  lines = lines_of (model);
  g_assert_cmpstr (lines, ==, "INBOX\n-Inside\nSent\nProjects\n-Fair\n--2024\nLone / Child\n"
                              "-Deep\n");
  projects = g_list_model_get_item (G_LIST_MODEL (model), 4);
  loft_sidebar_model_set_expanded (model, projects, FALSE);
  folded = lines_of (model);
  g_assert_cmpstr (folded, ==, "INBOX\n-Inside\nSent\nProjects\nLone / Child\n-Deep\n");
  g_assert_cmpuint (loft_sidebar_model_find (model, account, 6), ==, 6);
  g_assert_cmpuint (loft_sidebar_model_find (model, account, 99), ==, G_MAXUINT);
}

static void
test_many_folders (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "a", "a@example.org");
  g_autoptr (LoftSidebarModel) model = NULL;
  GString *path = g_string_new ("a");
  gint64 start = 0;

  /* As deep and as many as a server may make them. */
  for (guint i = 0; i < 500; i++)
    {
      fake_account_add_folder (account, path->str, LOFT_FOLDER_ROLE_NONE);
      g_string_append (path, "/a");
    }
  for (guint i = 0; i < 10000; i++)
    {
      g_string_printf (path, "folder %u", i);
      fake_account_add_folder (account, path->str, LOFT_FOLDER_ROLE_NONE);
    }
  start = ui_test_cpu_time ();
  model = loft_sidebar_model_new (loft_service_get_accounts (service));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 10002);
  g_assert_cmpint (ui_test_cpu_time () - start, <, 2 * G_USEC_PER_SEC);
  g_string_free (path, TRUE);
}

#define WIDE   GINT_TO_POINTER (1200)
#define NARROW GINT_TO_POINTER (400)
#define ADD(path, width, function) \
  g_test_add ("/mail/" path, Fixture, width, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("starts-in-inbox", WIDE, test_starts_in_inbox);
  ADD ("opens", WIDE, test_opens);
  ADD ("marks-seen", WIDE, test_marks_seen);
  ADD ("passing-by", WIDE, test_passing_by);
  ADD ("flags", WIDE, test_flags);
  ADD ("flags-of-many", WIDE, test_flags_of_many);
  ADD ("keys-move", WIDE, test_keys_move);
  ADD ("compact-list", WIDE, test_compact_list);
  ADD ("save-message", WIDE, test_save_message);
  ADD ("new-mail-keeps-selection", WIDE, test_new_mail_keeps_selection);
  ADD ("one-heading", WIDE, test_one_heading);
  ADD ("removed-while-open", WIDE, test_removed_while_open);
  ADD ("empty-folder", WIDE, test_empty_folder);
  ADD ("trouble", WIDE, test_trouble);
  ADD ("several-page", WIDE, test_several_page);
  ADD ("million", WIDE, test_million);
  ADD ("search", WIDE, test_search);
  ADD ("not-downloaded", WIDE, test_not_downloaded);
  ADD ("account-problem", WIDE, test_account_problem);
  ADD ("unread-in-sidebar", WIDE, test_unread_in_sidebar);
  ADD ("foot", WIDE, test_foot);
  ADD ("work-offline", WIDE, test_work_offline);
  ADD ("alert", WIDE, test_alert);
  ADD ("narrow", NARROW, test_narrow);
  ADD ("trouble-narrow", NARROW, test_trouble);
  ADD ("narrow-unseen", NARROW, test_narrow_unseen);
  g_test_add_func ("/sidebar/tree", test_tree);
  g_test_add_func ("/sidebar/many-folders", test_many_folders);
  return g_test_run ();
}
