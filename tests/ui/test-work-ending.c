/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program is to end while something runs. */

#include "fake-service.h"
#include "loft-transfer-window.h"
#include "loft-work-ending.h"
#include "loft-work.h"
#include "ui-test.h"

#include <adwaita.h>

static guint n_ends;

static void
on_end (gpointer data)
{
  n_ends++;
}

static gboolean
has_ended (gpointer data)
{
  return n_ends > 0;
}

static void
on_cancelled (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static LoftWork *
begin (GCancellable *cancellable)
{
  LoftWork *work = loft_work_begin ("Exporting “Harbour”", on_cancelled, G_OBJECT (cancellable));

  loft_work_tell (work, "12 of 40 messages", 0.3);
  return work;
}

/* (nullable) */
static AdwMessageDialog *
find_question (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_visible (link->data))
      return link->data;
  return NULL;
}

static void
answer (const char *label)
{
  GtkWidget *text = ui_test_find_text (find_question (), label);

  g_assert_nonnull (text);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
  ui_test_settle ();
}

static gboolean
is_answered (gpointer data)
{
  return find_question () == NULL;
}

static void
test_nothing_runs (void)
{
  n_ends = 0;
  loft_work_ending_begin (NULL, TRUE, on_end, NULL);
  g_assert_cmpuint (n_ends, ==, 1);
  g_assert_null (find_question ());
}

static void
test_asked (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LoftWork) work = begin (cancellable);

  n_ends = 0;
  loft_work_ending_begin (NULL, TRUE, on_end, NULL);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (find_question (), "Exporting “Harbour”"));
  g_assert_nonnull (ui_test_find_text (find_question (), "12 of 40"));
  /* Ctrl+Q once more is the same question. */
  loft_work_ending_begin (NULL, TRUE, on_end, NULL);
  answer ("Keep Running");
  ui_test_wait (is_answered, NULL);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpuint (n_ends, ==, 0);

  loft_work_ending_begin (NULL, TRUE, on_end, NULL);
  ui_test_settle ();
  answer ("Stop and Quit");
  ui_test_wait (is_answered, NULL);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  /* What it has done is not safe yet. */
  g_assert_cmpuint (n_ends, ==, 0);
  loft_work_ending_begin (NULL, TRUE, on_end, NULL);
  g_assert_null (find_question ());
  loft_work_end (work, NULL);
  ui_test_wait (has_ended, NULL);
  g_assert_cmpuint (n_ends, ==, 1);
}

/* By the session. One of them says something in the end, and stays in the list. */
static void
test_unasked (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LoftWork) first = begin (cancellable);
  g_autoptr (LoftWork) second = loft_work_begin ("Saving", NULL, NULL);

  n_ends = 0;
  loft_work_ending_begin (NULL, FALSE, on_end, NULL);
  g_assert_null (find_question ());
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  loft_work_end (second, NULL);
  ui_test_settle ();
  g_assert_cmpuint (n_ends, ==, 0);
  loft_work_end (first, "Half of it was exported");
  ui_test_wait (has_ended, NULL);
  loft_work_dismiss (first);
}

/* Its window is closed only when its import has ended. */
static void
test_import (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "work", "me@example.org");
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  LoftTransferWindow *window;

  n_ends = 0;
  g_ptr_array_add (sources, (gpointer) "/tmp/never");
  window = LOFT_TRANSFER_WINDOW (loft_transfer_window_import (NULL, account, "Imported", sources));
  loft_work_ending_begin (NULL, FALSE, on_end, NULL);
  ui_test_wait (has_ended, NULL);
  g_assert_true (loft_transfer_window_is_over (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/work-ending/nothing-runs", test_nothing_runs);
  g_test_add_func ("/work-ending/asked", test_asked);
  g_test_add_func ("/work-ending/unasked", test_unasked);
  g_test_add_func ("/work-ending/import", test_import);
  return g_test_run ();
}
