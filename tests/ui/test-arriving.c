/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages that take long to come, or of which only the header comes by itself. */

#include "fake-service.h"
#include "loft-message-content.h"
#include "ui-test.h"

#include <adwaita.h>

#define SIZE 25000000

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMessageContent *content;
  GtkWindow *window;
  gint64 id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *inbox;

  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->id = fake_account_add_message (
    fixture->account, inbox,
    "From: Eva <eva@example.org>\r\nSubject: Scans\r\n\r\nHere they are.\r\n", -1, LOFT_FLAG_SEEN,
    1000);
  fake_account_set_slow (fixture->account);
  fixture->content = LOFT_MESSAGE_CONTENT (loft_message_content_new ());
  fixture->window = ui_test_show (GTK_WIDGET (fixture->content), 700, 600);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static const char *
page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (ui_test_child (fixture->content, "bodies"));
}

static gboolean
is_opening (Fixture *fixture)
{
  return fake_account_is_opening (fixture->account);
}

static gboolean
is_text (Fixture *fixture)
{
  return g_str_equal (page (fixture), "text");
}

static void
open_message (Fixture *fixture)
{
  loft_message_content_open (fixture->content, fixture->account, fixture->id);
  ui_test_settle ();
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *text = ui_test_find_text (fixture->content, label);

  g_assert_nonnull (text);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
  ui_test_settle ();
}

static void
arrive (Fixture *fixture, gint64 id, guint64 done, guint64 total)
{
  g_signal_emit_by_name (fixture->account, "arriving", id, done, total);
}

static GtkProgressBar *
bar_of (Fixture *fixture)
{
  return ui_test_child (fixture->content, "arriving");
}

/* Nothing is asked of the server before somebody wants it. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  fake_account_set_rest (fixture->account, SIZE);
  open_message (fixture);
  g_assert_cmpstr (page (fixture), ==, "rest");
  g_assert_nonnull (ui_test_find_text (fixture->content, "25.0"));
  g_assert_false (is_opening (fixture));
  loft_message_content_retry (fixture->content);
  g_assert_false (is_opening (fixture));

  press (fixture, "Download the Rest");
  g_assert_true (is_opening (fixture));
  g_assert_cmpstr (page (fixture), ==, "loading");
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_text, fixture);
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  GtkProgressBar *bar = bar_of (fixture);

  fake_account_set_rest (fixture->account, SIZE);
  open_message (fixture);
  press (fixture, "Download the Rest");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  arrive (fixture, fixture->id + 1, SIZE / 2, SIZE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  arrive (fixture, fixture->id, SIZE / 4, SIZE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (bar), 0.25, 0.001);
  g_assert_nonnull (ui_test_find_text (bar, "25.0"));
  /* More than the server said there would be. */
  arrive (fixture, fixture->id, SIZE + 1000, SIZE);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), ==, 1.0);

  /* What comes late says nothing any more. */
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_text, fixture);
  arrive (fixture, fixture->id, SIZE, SIZE);
  g_assert_true (is_text (fixture));
}

static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  fake_account_set_rest (fixture->account, SIZE);
  open_message (fixture);
  press (fixture, "Download the Rest");
  arrive (fixture, fixture->id, SIZE / 4, SIZE);
  press (fixture, "Cancel");
  g_assert_false (is_opening (fixture));
  g_assert_cmpstr (page (fixture), ==, "rest");

  press (fixture, "Download the Rest");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar_of (fixture))));
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_text, fixture);
}

/* Of other accounts all comes by itself; what takes long can be given up all the same. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  open_message (fixture);
  g_assert_true (is_opening (fixture));
  g_assert_null (ui_test_find_text (fixture->content, "Cancel"));
  arrive (fixture, fixture->id, SIZE / 4, SIZE);
  g_assert_cmpstr (page (fixture), ==, "loading");
  press (fixture, "Cancel");
  g_assert_false (is_opening (fixture));
  g_assert_cmpstr (page (fixture), ==, "error");
  g_assert_nonnull (ui_test_find_text (fixture->content, "Not Downloaded Yet"));

  press (fixture, "Try Again");
  g_assert_true (is_opening (fixture));
  fake_account_arrive (fixture->account);
  ui_test_wait_for (is_text, fixture);
}

/* The wish is for one message. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  fake_account_set_rest (fixture->account, SIZE);
  open_message (fixture);
  press (fixture, "Download the Rest");
  open_message (fixture);
  g_assert_cmpstr (page (fixture), ==, "rest");
  g_assert_false (is_opening (fixture));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/arriving/rest", Fixture, NULL, set_up, test_rest, tear_down);
  g_test_add ("/arriving/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/arriving/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/arriving/large", Fixture, NULL, set_up, test_large, tear_down);
  g_test_add ("/arriving/next", Fixture, NULL, set_up, test_next, tear_down);
  return g_test_run ();
}
