/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Out-of-office replies: the page of an account, the banner above the mail, the menu's action. */

#include "fake-service.h"
#include "loft-absence-action.h"
#include "loft-absences.h"
#include "loft-banner.h"
#include "loft-error.h"
#include "loft-mail-pane.h"
#include "loft-out-of-office-form.h"
#include "loft-out-of-office-window.h"
#include "loft-time-row.h"
#include "ui-test.h"

#include <string.h>

#define DAY 86400

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftOutOfOfficeWindow *window; /* (nullable) */
  gboolean closed;
} Fixture;

static void
set (LoftOutOfOffice *absence, LoftOutOfOfficeAudience audience, gboolean on, gboolean html,
     const char *text)
{
  LoftOutOfOfficeAnswer *answer = &absence->answers[audience];

  answer->is_told = TRUE;
  answer->is_on = on;
  answer->is_html = html;
  g_free (answer->text);
  answer->text = g_strdup (text);
}

static LoftOutOfOffice *
sample_new (LoftOutOfOfficeState state)
{
  LoftOutOfOffice *absence = loft_out_of_office_new ();

  absence->state = state;
  set (absence, LOFT_OUT_OF_OFFICE_INSIDE, TRUE, TRUE, "<p>Back on <b>Monday</b></p>");
  set (absence, LOFT_OUT_OF_OFFICE_CONTACTS, TRUE, FALSE, "I am away.");
  set (absence, LOFT_OUT_OF_OFFICE_OTHERS, FALSE, FALSE, "I am away.");
  return absence;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LoftOutOfOffice) absence = sample_new (LOFT_OUT_OF_OFFICE_OFF);

  self->service = fake_service_new ();
  self->account = fake_service_add_account (self->service, "work", "me@example.org");
  fake_account_add_folder (self->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fake_absences_set (self->service, self->account, absence);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->service);
}

static gpointer
child (gpointer root, GType type, const char *title)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    {
      g_autofree char *found = NULL;

      if (title != NULL)
        g_object_get (root, GTK_IS_BUTTON (root) ? "label" : "title", &found, NULL);
      if (title == NULL || g_strcmp0 (found, title) == 0)
        return root;
    }
  for (GtkWidget *each = gtk_widget_get_first_child (root); each != NULL;
       each = gtk_widget_get_next_sibling (each))
    {
      gpointer found = child (each, type, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
on_destroy (Fixture *self)
{
  self->closed = TRUE;
}

static void
open_page (Fixture *self)
{
  self->closed = FALSE;
  self->window = loft_out_of_office_window_present (NULL, self->service, self->account);
  g_signal_connect_swapped (self->window, "destroy", G_CALLBACK (on_destroy), self);
  ui_test_settle ();
}

static LoftOutOfOfficeForm *
form_of (Fixture *self)
{
  return child (self->window, LOFT_TYPE_OUT_OF_OFFICE_FORM, NULL);
}

static void
choose (Fixture *self, const char *row, guint choice)
{
  adw_combo_row_set_selected (child (self->window, ADW_TYPE_COMBO_ROW, row), choice);
}

static gboolean
press (gpointer root, const char *label)
{
  GtkWidget *button = child (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  if (!gtk_widget_get_sensitive (button))
    return FALSE;
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
  return TRUE;
}

static GtkTextView *
text_view (Fixture *self, guint nth)
{
  GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (form_of (self)));

  while (nth-- > 0)
    group = gtk_widget_get_next_sibling (group);
  return child (gtk_widget_get_next_sibling (group), GTK_TYPE_TEXT_VIEW, NULL);
}

static void
write_text (Fixture *self, guint nth, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (text_view (self, nth)), text, -1);
}

static const LoftOutOfOffice *
kept (Fixture *self)
{
  return loft_absences_get (loft_absences_of (self->service), self->account);
}

static const char *
problem_of (Fixture *self)
{
  return loft_banner_get_title (child (self->window, LOFT_TYPE_BANNER, NULL));
}

/* What is HTML and was not touched goes back as it came. */
static void
test_turn_on (Fixture *self, gconstpointer data)
{
  open_page (self);
  g_assert_nonnull (ui_test_find_text (self->window, "formatted on the server"));
  g_assert_false (press (self->window, "Save"));
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  choose (self, "Reply To", 2);
  g_assert_true (press (self->window, "Save"));
  g_assert_cmpint (kept (self)->state, ==, LOFT_OUT_OF_OFFICE_ON);
  g_assert_true (kept (self)->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_html);
  g_assert_cmpstr (kept (self)->answers[LOFT_OUT_OF_OFFICE_INSIDE].text, ==,
                   "<p>Back on <b>Monday</b></p>");
  g_assert_true (kept (self)->answers[LOFT_OUT_OF_OFFICE_OTHERS].is_on);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  open_page (self);
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  write_text (self, 0, "Back on Friday");
  write_text (self, 1, "Write to Bob");
  g_assert_true (press (self->window, "Save"));
  g_assert_false (kept (self)->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_html);
  g_assert_cmpstr (kept (self)->answers[LOFT_OUT_OF_OFFICE_INSIDE].text, ==, "Back on Friday");
  g_assert_cmpstr (kept (self)->answers[LOFT_OUT_OF_OFFICE_CONTACTS].text, ==, "Write to Bob");
  g_assert_cmpstr (kept (self)->answers[LOFT_OUT_OF_OFFICE_OTHERS].text, ==, "Write to Bob");
  g_assert_false (kept (self)->answers[LOFT_OUT_OF_OFFICE_OTHERS].is_on);
}

static void
test_complaints (Fixture *self, gconstpointer data)
{
  LoftTimeRow *end;

  open_page (self);
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_SCHEDULED);
  end = child (self->window, LOFT_TYPE_TIME_ROW, "Until");
  loft_time_row_set (end, loft_time_row_get (end) - 30 * DAY);
  g_assert_true (press (self->window, "Save"));
  g_assert_nonnull (strstr (problem_of (self), "later than the beginning"));
  loft_time_row_set (end, loft_time_row_get (end) + 31 * DAY);
  write_text (self, 0, "  ");
  g_assert_true (press (self->window, "Save"));
  g_assert_nonnull (strstr (problem_of (self), "Write what"));
  write_text (self, 0, "Away");
  g_assert_cmpstr (problem_of (self), ==, "");
  g_assert_true (press (self->window, "Save"));
  g_assert_cmpuint (fake_absences_get_n_written (self->service), ==, 1);
  g_assert_cmpint (kept (self)->end, >, kept (self)->start);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, "no");

  open_page (self);
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  fake_absences_fail (self->service, error);
  g_assert_true (press (self->window, "Save"));
  g_assert_cmpstr (problem_of (self), !=, "");
  g_assert_false (self->closed);
  fake_absences_fail (self->service, NULL);
  g_assert_true (press (self->window, "Save"));
  g_assert_true (self->closed);
}

/* While it is saved, closing stops that, and what was written stays on screen. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  open_page (self);
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  fake_absences_set_slow (self->service, TRUE);
  g_assert_true (press (self->window, "Save"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (form_of (self))));
  gtk_window_close (GTK_WINDOW (self->window));
  ui_test_settle ();
  g_assert_false (self->closed);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (form_of (self))));
  g_assert_nonnull (strstr (problem_of (self), "stopped"));
  gtk_window_destroy (GTK_WINDOW (self->window));
}

static gpointer
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (each))
        return each;
    }
  return NULL;
}

static void
test_unsaved (Fixture *self, gconstpointer data)
{
  open_page (self);
  gtk_window_close (GTK_WINDOW (self->window));
  ui_test_settle ();
  g_assert_true (self->closed);
  open_page (self);
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  gtk_window_close (GTK_WINDOW (self->window));
  ui_test_settle ();
  g_assert_false (self->closed);
  g_assert_nonnull (find_dialog ());
  adw_message_dialog_response (find_dialog (), "discard");
  ui_test_settle ();
  g_assert_true (self->closed);
  g_assert_cmpuint (fake_absences_get_n_written (self->service), ==, 0);
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE, "offline");

  fake_absences_fail (self->service, error);
  open_page (self);
  g_assert_nonnull (ui_test_find_text (self->window, "Needs the Server"));
  fake_absences_fail (self->service, NULL);
  g_assert_true (press (self->window, "Try Again"));
  g_assert_nonnull (ui_test_find_text (self->window, "Inside Your Organization"));
  gtk_window_destroy (GTK_WINDOW (self->window));
  fake_absences_set (self->service, self->account, NULL);
  open_page (self);
  g_assert_nonnull (ui_test_find_text (self->window, "Not Offered"));
  gtk_window_destroy (GTK_WINDOW (self->window));
}

/* Servers that know one audience only. */
static void
test_inside_only (Fixture *self, gconstpointer data)
{
  g_autoptr (LoftOutOfOffice) absence = loft_out_of_office_new ();

  set (absence, LOFT_OUT_OF_OFFICE_INSIDE, FALSE, FALSE, "");
  fake_absences_set (self->service, self->account, absence);
  open_page (self);
  g_assert_null (ui_test_find_text (self->window, "Outside Your Organization"));
  choose (self, "Automatic Replies", LOFT_OUT_OF_OFFICE_ON);
  write_text (self, 0, "Away");
  g_assert_true (press (self->window, "Save"));
  g_assert_true (kept (self)->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_on);
  g_assert_false (kept (self)->answers[LOFT_OUT_OF_OFFICE_CONTACTS].is_told);
}

static void
test_banner (Fixture *self, gconstpointer data)
{
  g_autoptr (LoftOutOfOffice) on = sample_new (LOFT_OUT_OF_OFFICE_ON);
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE, "offline");
  GtkWidget *pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  GtkWindow *window;
  LoftBanner *banner;

  loft_mail_pane_set_service (LOFT_MAIL_PANE (pane), self->service);
  window = ui_test_show (pane, 1200, 800);
  banner = ui_test_child (pane, "absence_banner");
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  fake_absences_set (self->service, self->account, on);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "work: Out-of-office replies are on");
  fake_absences_fail (self->service, error);
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  g_assert_nonnull (strstr (loft_banner_get_title (banner), "still on"));
  fake_absences_fail (self->service, NULL);
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  g_assert_cmpint (kept (self)->state, ==, LOFT_OUT_OF_OFFICE_OFF);
  g_assert_cmpstr (kept (self)->answers[LOFT_OUT_OF_OFFICE_CONTACTS].text, ==, "I am away.");
  fake_absences_set (self->service, self->account, on);
  g_signal_emit_by_name (banner, "dismissed");
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  gtk_window_destroy (window);
}

static gpointer
find_page (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (LOFT_IS_OUT_OF_OFFICE_WINDOW (each))
        return each;
    }
  return NULL;
}

/* Where no server has it, the menu does not offer it. */
static void
test_action (Fixture *self, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  gpointer page;

  loft_absence_action_add (window, self->service);
  gtk_widget_activate_action (window, "absence.edit", "s", "");
  ui_test_settle ();
  page = find_page ();
  g_assert_nonnull (page);
  gtk_window_destroy (page);
  ui_test_settle ();
  fake_absences_set (self->service, self->account, NULL);
  gtk_widget_activate_action (window, "absence.edit", "s", "");
  ui_test_settle ();
  g_assert_null (find_page ());
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/absence/turn-on", test_turn_on);
  ADD ("/absence/text", test_text);
  ADD ("/absence/complaints", test_complaints);
  ADD ("/absence/refused", test_refused);
  ADD ("/absence/stopped", test_stopped);
  ADD ("/absence/unsaved", test_unsaved);
  ADD ("/absence/missing", test_missing);
  ADD ("/absence/inside-only", test_inside_only);
  ADD ("/absence/banner", test_banner);
  ADD ("/absence/action", test_action);
  return g_test_run ();
}
