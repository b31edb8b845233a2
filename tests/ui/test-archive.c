/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window that asks which messages are old, and the list of what runs. */

#include "fake-service.h"
#include "loft-archive-fields.h"
#include "loft-archive-window.h"
#include "loft-work-group.h"
#include "loft-work.h"
#include "ui-test.h"

#include <string.h>

static LoftMailAccount *
account_new (LoftService *service)
{
  LoftMailAccount *account = fake_service_add_account (service, "work", "me@example.org");

  fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fake_account_add_folder (account, "Sent", LOFT_FOLDER_ROLE_SENT);
  fake_account_add_folder (account, "Archive", LOFT_FOLDER_ROLE_ARCHIVE);
  fake_account_add_folder (account, "Trash", LOFT_FOLDER_ROLE_TRASH);
  fake_account_add_folder (account, "Fair", LOFT_FOLDER_ROLE_NONE);
  return account;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* (transfer none) (nullable) the first widget below that is a type and says a text. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    {
      g_autofree char *title = NULL;

      if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "title") != NULL)
        g_object_get (widget, "title", &title, NULL);
      else if (GTK_IS_BUTTON (widget))
        title = g_strdup (gtk_button_get_label (GTK_BUTTON (widget)));
      if (text == NULL || g_strcmp0 (title, text) == 0)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_asked (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = account_new (service);
  GtkWidget *window = loft_archive_window_new (NULL, service, account, NULL);
  LoftArchiveWindow *self = LOFT_ARCHIVE_WINDOW (window);
  GtkWidget *daily;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_nonnull (strstr (loft_archive_window_get_text (self), "24 messages"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (window, ADW_TYPE_COMBO_ROW, "Older Than")), 2);
  settle ();
  g_assert_nonnull (strstr (loft_archive_window_get_text (self), "2025"));
  daily = find (window, ADW_TYPE_ACTION_ROW, "Every Day");
  gtk_switch_set_active (GTK_SWITCH (
                           adw_action_row_get_activatable_widget (ADW_ACTION_ROW (daily))),
                         TRUE);
  settle ();
  g_signal_emit_by_name (find (window, GTK_TYPE_BUTTON, "_Archive"), "clicked");
  settle ();
  g_assert_true (loft_mail_account_get_account (account)->archive.daily);
  g_assert_cmpint (loft_mail_account_get_account (account)->archive.months, ==, 12);
  g_assert_cmpstr (loft_mail_account_get_account (account)->archive.folders, ==, "INBOX//Sent");
}

/* Of one folder nothing is kept for later. */
static void
test_folder (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = account_new (service);
  g_autoptr (LoftMailFolder) fair =
    g_list_model_get_item (loft_mail_account_get_folders (account), 4);
  GtkWidget *window = loft_archive_window_new (NULL, service, account, loft_mail_folder_get (fair));

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_nonnull (
    strstr (loft_archive_window_get_text (LOFT_ARCHIVE_WINDOW (window)), "12 messages"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (window, ADW_TYPE_COMBO_ROW, "Older Than")), 2);
  g_signal_emit_by_name (find (window, GTK_TYPE_BUTTON, "_Archive"), "clicked");
  settle ();
  g_assert_cmpint (loft_mail_account_get_account (account)->archive.months, ==, 24);
  g_assert_cmpstr (loft_mail_account_get_account (account)->archive.folders, ==, "");
}

static guint n_cancelled;

static void
cancel (gpointer owner)
{
  n_cancelled++;
}

static void
test_work (void)
{
  GtkWidget *group = g_object_ref_sink (loft_work_group_new ());
  g_autoptr (LoftWork) work = NULL;
  g_autoptr (LoftWork) silent = NULL;

  g_assert_false (gtk_widget_get_visible (group));
  work = loft_work_begin ("Import", cancel, NULL);
  silent = loft_work_begin ("Export", NULL, NULL);
  g_assert_true (gtk_widget_get_visible (group));
  loft_work_tell (work, "1 of 2", 0.5);
  g_assert_cmpfloat (loft_work_get_fraction (work), ==, 0.5);
  loft_work_cancel (work);
  g_assert_cmpuint (n_cancelled, ==, 1);
  loft_work_end (silent, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (loft_work_list ()), ==, 1);
  loft_work_end (work, "2 messages");
  loft_work_cancel (work);
  loft_work_tell (work, "late", 0.1);
  g_assert_cmpuint (n_cancelled, ==, 1);
  g_assert_cmpstr (loft_work_get_detail (work), ==, "2 messages");
  loft_work_dismiss (work);
  g_assert_false (gtk_widget_get_visible (group));
  g_object_unref (group);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/archive/asked", test_asked);
  g_test_add_func ("/archive/folder", test_folder);
  g_test_add_func ("/archive/work", test_work);
  return g_test_run ();
}
