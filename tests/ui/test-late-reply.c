/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers to messages of which only the header is here yet, in the mail pane. */

#include "fake-service.h"
#include "loft-compose.h"
#include "loft-composer-window.h"
#include "loft-error.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-view.h"
#include "loft-reply-bar.h"
#include "ui-test.h"

#include <adwaita.h>

#define SIZE    25000000
#define GETTING "Getting the message"

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMailPane *pane;
  LoftMessageView *view;
  GtkWindow *window;
} Fixture;

static void
add_message (Fixture *fixture, const char *subject, const char *others)
{
  g_autofree char *raw = g_strdup_printf (
    "From: Eva Adler <eva@example.org>\r\nTo: me@example.org%s\r\nSubject: %s\r\n\r\nThe text.\r\n",
    others, subject);

  fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN,
                            g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->pane, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  add_message (fixture, "Second", "");
  add_message (fixture, "First", ", jan@example.org");
  loft_compose_start (fixture->service);
  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->view = ui_test_child (fixture->pane, "message");
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), 1200, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "mail",
                                  loft_mail_pane_get_actions (fixture->pane));
  ui_test_wait_for (list_is_filled, fixture);
}

static GtkWindow *
composer_window (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    {
      if (LOFT_IS_COMPOSER_WINDOW (link->data))
        return link->data;
    }
  return NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (composer_window () != NULL)
    gtk_window_destroy (composer_window ());
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (g_action_group_get_action_enabled (loft_mail_pane_get_actions (fixture->pane),
                                                    name + strlen ("mail.")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, NULL));
  ui_test_settle ();
}

static void
press (Fixture *fixture, gpointer below, const char *label)
{
  GtkWidget *text = ui_test_find_text (below, label);

  g_assert_nonnull (text);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
  ui_test_settle ();
}

static LoftComposer *
composer (Fixture *fixture)
{
  return ui_test_find (fixture->view, LOFT_TYPE_COMPOSER);
}

static gboolean
is_getting (Fixture *fixture)
{
  return ui_test_find_text (fixture->pane, GETTING) != NULL;
}

static gboolean
is_quiet (Fixture *fixture)
{
  return !is_getting (fixture);
}

static gboolean
is_offline_told (Fixture *fixture)
{
  return ui_test_find_text (fixture->pane, "You are offline, and this message") != NULL;
}

static gboolean
is_opening (Fixture *fixture)
{
  return fake_account_is_opening (fixture->account);
}

static gboolean
is_read (Fixture *fixture)
{
  return loft_message_view_get_body (fixture->view) != NULL;
}

/* A key that comes before the text does. */
static void
test_comes (Fixture *fixture, gconstpointer data)
{
  fake_account_set_slow (fixture->account);
  act (fixture, "mail.next");
  g_assert_true (is_opening (fixture));
  act (fixture, "mail.reply");
  ui_test_wait_for (is_getting, fixture);
  g_assert_null (composer (fixture));
  fake_account_arrive (fixture->account);
  ui_test_wait_for (composer, fixture);
  ui_test_wait_for (is_quiet, fixture);
}

/* Nothing comes by itself: the answer asks for it. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  fake_account_set_slow (fixture->account);
  fake_account_set_rest (fixture->account, SIZE);
  act (fixture, "mail.next");
  g_assert_false (is_opening (fixture));
  act (fixture, "mail.forward");
  g_assert_true (is_opening (fixture));
  /* The last wish counts. */
  act (fixture, "mail.reply-all");
  fake_account_arrive (fixture->account);
  ui_test_wait_for (composer, fixture);
  g_assert_null (composer_window ());
  g_assert_nonnull (ui_test_find_text (composer (fixture), "jan@example.org"));
}

static void
test_forward (Fixture *fixture, gconstpointer data)
{
  fake_account_set_slow (fixture->account);
  act (fixture, "mail.next");
  act (fixture, "mail.forward");
  fake_account_arrive (fixture->account);
  ui_test_wait ((UiTestCondition) composer_window, NULL);
  g_assert_null (composer (fixture));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  fake_account_set_slow (fixture->account);
  fake_account_set_rest (fixture->account, SIZE);
  act (fixture, "mail.next");
  act (fixture, "mail.reply");
  ui_test_wait_for (is_getting, fixture);
  press (fixture, ui_test_find (fixture->pane, g_type_from_name ("AdwToastWidget")), "Cancel");
  g_assert_false (is_opening (fixture));
  ui_test_wait_for (is_quiet, fixture);
  g_assert_nonnull (ui_test_find_text (fixture->view, "Only the Header Is Here"));

  /* Whoever downloads it later only reads it. */
  press (fixture, fixture->view, "Download the Rest");
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_read, fixture);
  ui_test_settle ();
  g_assert_null (composer (fixture));
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "no network");

  fake_account_set_open_error (fixture->account, error);
  act (fixture, "mail.next");
  act (fixture, "mail.reply");
  ui_test_wait_for (is_offline_told, fixture);
  g_assert_null (composer (fixture));
  /* It is no promise: who comes back reads. */
  fake_account_set_open_error (fixture->account, NULL);
  loft_message_view_retry (fixture->view);
  ui_test_wait_for (is_read, fixture);
  ui_test_settle ();
  g_assert_null (composer (fixture));
}

/* Who opens another message has given the answer up. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  fake_account_set_slow (fixture->account);
  act (fixture, "mail.next");
  act (fixture, "mail.reply");
  ui_test_wait_for (is_getting, fixture);
  act (fixture, "mail.next");
  ui_test_wait_for (is_quiet, fixture);
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_read, fixture);
  ui_test_settle ();
  g_assert_null (composer (fixture));
}

/* The buttons below the header are there as well, as far as it tells. */
static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = NULL;

  fake_account_set_slow (fixture->account);
  act (fixture, "mail.next");
  bar = ui_test_find (fixture->view, LOFT_TYPE_REPLY_BAR);
  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_nonnull (ui_test_find_text (bar, "Reply All"));
  press (fixture, bar, "Reply All");
  fake_account_arrive (fixture->account);
  ui_test_wait_for (composer, fixture);

  act (fixture, "mail.next");
  bar = ui_test_find (fixture->view, LOFT_TYPE_REPLY_BAR);
  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_null (ui_test_find_text (bar, "Reply All"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/late-reply/comes", Fixture, NULL, set_up, test_comes, tear_down);
  g_test_add ("/late-reply/rest", Fixture, NULL, set_up, test_rest, tear_down);
  g_test_add ("/late-reply/forward", Fixture, NULL, set_up, test_forward, tear_down);
  g_test_add ("/late-reply/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/late-reply/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/late-reply/next", Fixture, NULL, set_up, test_next, tear_down);
  g_test_add ("/late-reply/buttons", Fixture, NULL, set_up, test_buttons, tear_down);
  return g_test_run ();
}
