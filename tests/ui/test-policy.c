/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an organisation asks of this computer, as the window shows it: its rules, the decision, and that it
 * had an account deleted. */
#include <adwaita.h>
#include <string.h>

#include "fake-policy.h"
#include "loft-account-dialogs.h"
#include "loft-account-editor.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-folder-sidebar.h"
#include "loft-mail-pane.h"
#include "loft-message-list-view-private.h"
#include "loft-policy-text.h"
#include "loft-policy-window.h"
#include "loft-removed-banner.h"
#include "loft-window.h"
#include "ui-test.h"

#define RULES                                                                                      \
  "AttachmentsEnabled=0 MaxEmailAgeFilter=5 RequireDeviceEncryption=1 RequireSignedSMIMEMessages=1"

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  GtkWidget *parent;
  GtkWindow *window; /* that parent is in */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_POLICY, "the policy");

  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "Work", "anna@example.org");
  fixture->parent = gtk_label_new ("");
  fixture->window = ui_test_show (fixture->parent, 480, 300);
  fake_account_set_policy (fixture->account, RULES, LOFT_POLICY_STATE_WAITING);
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_PROBLEM, error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->service);
  ui_test_settle ();
}

/* (nullable) */
static GtkWidget *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) each = g_list_model_get_item (windows, i);

      if (LOFT_IS_POLICY_WINDOW (each))
        return each;
    }
  return NULL;
}

static GtkWidget *
open_window (Fixture *fixture)
{
  loft_account_dialogs_remedy (fixture->parent, fixture->service, fixture->account);
  ui_test_settle ();
  g_assert_nonnull (find_window ());
  return find_window ();
}

static gboolean
is_closed (gpointer data)
{
  return find_window () == NULL;
}

static void
press (GtkWidget *window, const char *button)
{
  g_signal_emit_by_name (ui_test_child (window, button), "clicked");
}

/* Each rule stands where it says who sees to it; what the organisation can do is said before. */
static void
test_shown (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = open_window (fixture);

  g_assert_nonnull (ui_test_find_text (ui_test_child (window, "kept"), "Attachments"));
  g_assert_nonnull (ui_test_find_text (ui_test_child (window, "kept"), "older than a month"));
  g_assert_nonnull (ui_test_find_text (ui_test_child (window, "person"), "disk is encrypted"));
  g_assert_nonnull (ui_test_find_text (ui_test_child (window, "not_kept"), "signed"));
  g_assert_nonnull (ui_test_find_text (window, "what was not sent yet"));
  press (window, "not_now");
  ui_test_wait_for (is_closed, NULL);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->account), ==, 0);
}

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = open_window (fixture);
  LoftPolicyState state;
  LoftPolicyAnswer answer;
  g_autoptr (LoftPolicy) policy = NULL;

  gtk_switch_set_active (ui_test_child (window, "confirm"), TRUE);
  press (window, "accept");
  ui_test_wait_for (is_closed, NULL);
  policy = loft_account_policy_read (fixture->account, &state, &answer);
  g_assert_cmpint (state, ==, LOFT_POLICY_STATE_ACCEPTED);
  /* A person's word does not make up for what nobody does. */
  g_assert_cmpint (answer, ==, LOFT_POLICY_ANSWER_PARTLY);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->account), ==, 1);
}

/* A person's word is the switch, nothing else. */
static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  for (guint confirmed = 0; confirmed < 2; confirmed++)
    {
      LoftPolicyState state;
      LoftPolicyAnswer answer;
      g_autoptr (LoftPolicy) policy = NULL;
      GtkWidget *window;

      fake_account_set_policy (fixture->account, "RequireDeviceEncryption=1",
                               LOFT_POLICY_STATE_WAITING);
      window = open_window (fixture);
      g_assert_false (gtk_widget_get_mapped (ui_test_child (window, "not_kept")));
      gtk_switch_set_active (ui_test_child (window, "confirm"), confirmed);
      press (window, "accept");
      ui_test_wait_for (is_closed, NULL);
      policy = loft_account_policy_read (fixture->account, &state, &answer);
      g_assert_cmpint (answer, ==, confirmed ? LOFT_POLICY_ANSWER_ALL : LOFT_POLICY_ANSWER_PARTLY);
    }
}

/* Later on it is there to be read. */
static void
test_accepted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;

  fake_account_set_policy (fixture->account, RULES, LOFT_POLICY_STATE_ACCEPTED);
  g_assert_true (loft_policy_window_present (fixture->parent, fixture->account));
  ui_test_settle ();
  window = find_window ();
  g_assert_false (gtk_widget_get_mapped (ui_test_child (window, "accept")));
  g_assert_false (gtk_widget_get_mapped (ui_test_child (window, "confirm_row")));
  g_assert_nonnull (ui_test_find_text (window, "You have accepted"));
  gtk_window_close (GTK_WINDOW (window));
  ui_test_wait_for (is_closed, NULL);
}

static void
test_not_enough (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;

  fake_account_set_policy (fixture->account, RULES, LOFT_POLICY_STATE_NOT_ENOUGH);
  window = open_window (fixture);
  g_assert_nonnull (ui_test_find_text (window, "does not take it"));
  press (window, "not_now");
  ui_test_wait_for (is_closed, NULL);
}

/* What no password helps against asks for none. */
static void
test_other_words (Fixture *fixture, gconstpointer data)
{
  static const struct {
    int code;
    const char *title;
  } cases[] = {
    { LOFT_ERROR_NOT_ALLOWED, "Not Allowed by the Server" },
    { LOFT_ERROR_DEVICE_BLOCKED, "This Computer Is Blocked" },
    { LOFT_ERROR_ACCOUNT_DISABLED, "Account Disabled" },
    { LOFT_ERROR_TOO_MANY_DEVICES, "Too Many Devices" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (LOFT_ERROR, cases[i].code, "no");
      g_autofree char *title = loft_error_text_title (error);
      g_autofree char *text = loft_error_text_for_account (error, "mail.example.org");
      guint before = fake_account_get_n_syncs (fixture->account);

      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_nonnull (strstr (text, "mail.example.org"));
      fake_account_set_state (fixture->account, LOFT_ACCOUNT_PROBLEM, error);
      loft_account_dialogs_remedy (fixture->parent, fixture->service, fixture->account);
      g_assert_cmpuint (fake_account_get_n_syncs (fixture->account), ==, before + 1);
    }
}

/* There are words for every rule that the core knows. */
static void
test_words (void)
{
  for (guint i = 0; loft_policy_nth_name (i) != NULL; i++)
    {
      const LoftPolicyDemand demand = { loft_policy_nth_name (i), 5, LOFT_POLICY_KEPT };
      g_autofree char *text = loft_policy_text_describe (&demand);

      if (!loft_policy_text_knows (demand.name))
        g_error ("no words for %s", demand.name);
      g_assert_null (strstr (text, "%s"));
    }
}

/* One after the other, each until it was read. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  LoftBanner *banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  GtkWindow *window = ui_test_show (GTK_WIDGET (banner), 360, 120);

  loft_removed_banner_follow (banner, fixture->service);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  fake_service_add_removed (fixture->service, "Work", 1795000000);
  fake_service_add_removed (fixture->service, "Club", 1795000000);
  g_assert_nonnull (strstr (loft_banner_get_title (banner), "removed the data of Work"));
  g_signal_emit_by_name (banner, "button-clicked");
  g_assert_nonnull (strstr (loft_banner_get_title (banner), "removed the data of Club"));
  g_signal_emit_by_name (banner, "button-clicked");
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  gtk_window_destroy (window);
}

/* ---- in the list -------------------------------------------------------------------------- */

typedef struct {
  GtkWidget *window;
  LoftMessageListView *list;
  LoftMailFolder *inbox;
} Pane;

static gboolean
is_there (gpointer data)
{
  Pane *pane = data;

  return ui_test_find_text (pane->list, "older than a month are not here") != NULL;
}

static gboolean
is_not_there (gpointer data)
{
  return !is_there (data);
}

static void
open_pane (Fixture *fixture, Pane *pane, guint n_messages)
{
  pane->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  for (guint i = 0; i < n_messages; i++)
    fake_account_add_message (fixture->account, pane->inbox,
                              "From: eva@example.org\r\nSubject: Hello\r\n\r\nx\r\n", -1,
                              LOFT_FLAG_NONE, 1795000000 - i);
  pane->window = GTK_WIDGET (loft_window_new (NULL, fixture->service, NULL));
  gtk_window_set_default_size (GTK_WINDOW (pane->window), 1200, 700);
  pane->list = ui_test_child (ui_test_find (pane->window, LOFT_TYPE_MAIL_PANE), "list");
  gtk_window_present (GTK_WINDOW (pane->window));
}

static void
close_pane (Pane *pane)
{
  gtk_window_destroy (GTK_WINDOW (pane->window));
}

static void
accept_policy (Fixture *fixture)
{
  fake_account_set_policy (fixture->account, RULES, LOFT_POLICY_STATE_ACCEPTED);
  fake_account_set_state (fixture->account, LOFT_ACCOUNT_IDLE, NULL);
}

/* Below the last message, once it was accepted; the one before says nothing. */
static void
test_list_end (Fixture *fixture, gconstpointer data)
{
  GtkWidget *last, *first;
  Pane pane;

  open_pane (fixture, &pane, 2);
  ui_test_settle ();
  g_assert_true (is_not_there (&pane));
  accept_policy (fixture);
  ui_test_wait_for (is_there, &pane);
  first = loft_message_list_view_find_widget (pane.list, 0);
  last = loft_message_list_view_find_widget (pane.list, 1);
  g_assert_null (ui_test_find_text (first, "not here"));
  g_assert_nonnull (ui_test_find_text (last, "not here"));
  /* A new message above changes nothing of it, an older one is the last then. */
  fake_account_add_message (fixture->account, pane.inbox,
                            "From: eva@example.org\r\nSubject: Old\r\n\r\nx\r\n", -1,
                            LOFT_FLAG_NONE, 1794000000);
  ui_test_settle ();
  g_assert_null (ui_test_find_text (loft_message_list_view_find_widget (pane.list, 1), "not here"));
  g_assert_nonnull (
    ui_test_find_text (loft_message_list_view_find_widget (pane.list, 2), "not here"));
  close_pane (&pane);
}

static void
test_list_empty (Fixture *fixture, gconstpointer data)
{
  Pane pane;

  accept_policy (fixture);
  open_pane (fixture, &pane, 0);
  ui_test_wait_for (is_there, &pane);
  close_pane (&pane);
}

/* With the mail of others it is said of whom it is. */
static void
test_list_unified (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *other = fake_service_add_account (fixture->service, "Club", "me@club.example");
  LoftFolderSidebar *sidebar = NULL;
  Pane pane;

  fake_account_add_folder (other, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  open_pane (fixture, &pane, 1);
  sidebar = ui_test_child (ui_test_find (pane.window, LOFT_TYPE_MAIL_PANE), "sidebar");
  ui_test_settle ();
  g_assert_true (loft_folder_sidebar_select_unified (sidebar, LOFT_UNIFIED_INBOX));
  ui_test_settle ();
  g_assert_true (is_not_there (&pane));
  accept_policy (fixture);
  ui_test_wait_for (is_there, &pane);
  g_assert_nonnull (ui_test_find_text (pane.list, ": Messages older"));
  g_assert_null (ui_test_find_text (pane.list, "Club: Messages"));
  close_pane (&pane);
}

/* Organisations that let everything be downloaded are not spoken of. */
static void
test_list_all (Fixture *fixture, gconstpointer data)
{
  Pane pane;

  fake_account_set_policy (fixture->account, "AttachmentsEnabled=0", LOFT_POLICY_STATE_ACCEPTED);
  open_pane (fixture, &pane, 1);
  ui_test_settle ();
  g_assert_true (is_not_there (&pane));
  close_pane (&pane);
}

#define ADD(name, func) g_test_add ("/policy/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("shown", test_shown);
  ADD ("accept", test_accept);
  ADD ("confirm", test_confirm);
  ADD ("accepted", test_accepted);
  ADD ("not-enough", test_not_enough);
  ADD ("other-words", test_other_words);
  ADD ("removed", test_removed);
  ADD ("list-end", test_list_end);
  ADD ("list-empty", test_list_empty);
  ADD ("list-unified", test_list_unified);
  ADD ("list-all", test_list_all);
  g_test_add_func ("/policy/words", test_words);
  return g_test_run ();
}
