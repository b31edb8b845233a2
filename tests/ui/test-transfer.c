/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of an import and an export, and what is said of new mail. */

#include "fake-service.h"
#include "loft-address.h"
#include "loft-mail-notification.h"
#include "loft-message-drag-files.h"
#include "loft-transfer-window.h"
#include "loft-work.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
run_until_over (LoftTransferWindow *window)
{
  while (!loft_transfer_window_is_over (window))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static LoftTransferWindow *
begin (LoftService *service, const char *file)
{
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (service), 0);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();

  g_ptr_array_add (sources, (gpointer) file);
  g_ptr_array_add (sources, (gpointer) file);
  return LOFT_TRANSFER_WINDOW (loft_transfer_window_import (NULL, account, "Imported", sources));
}

static void
test_import (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftTransferWindow *window;

  fake_service_add_account (service, "work", "me@example.org");
  window = begin (service, "/tmp/a.mbox");
  run_until_over (window);
  g_assert_true (says (GTK_WIDGET (window), "Import Finished"));
  g_assert_true (says (GTK_WIDGET (window), "2 messages imported. 2 could not be read."));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A window that is closed is no reason to stop. */
static void
test_goes_on (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  g_autoptr (LoftWork) work = NULL;
  LoftTransferWindow *window;

  fake_service_add_account (service, "work", "me@example.org");
  window = begin (service, "/tmp/never");
  gtk_window_close (GTK_WINDOW (window));
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_false (loft_transfer_window_is_over (window));
  g_assert_cmpuint (g_list_model_get_n_items (loft_work_list ()), ==, 1);
  work = g_list_model_get_item (loft_work_list (), 0);
  g_assert_cmpfloat (loft_work_get_fraction (work), ==, 0.5);
  loft_work_cancel (work);
  run_until_over (window);
  g_assert_true (loft_work_is_over (work));
  /* What could not be read is still to be seen. */
  loft_work_show (work);
  g_assert_true (says (GTK_WIDGET (window), "Stopped"));
  gtk_window_close (GTK_WINDOW (window));
  g_assert_cmpuint (g_list_model_get_n_items (loft_work_list ()), ==, 0);
}

/* ---- out of the list, as files ------------------------------------------------------------ */

static void
on_provided (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* (transfer full) what another program is told. */
static char *
ask_for_files (GdkContentProvider *provider)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  gboolean over = FALSE;

  gdk_content_provider_write_mime_type_async (provider, "text/uri-list", stream, 0, NULL,
                                              on_provided, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

static void
assert_are_ours (const char *list, guint n)
{
  g_auto (GStrv) uris = g_uri_list_extract_uris (list);

  g_assert_cmpuint (g_strv_length (uris), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_filename_from_uri (uris[i], NULL, NULL);
      g_autofree char *folder = g_path_get_dirname (path);
      GStatBuf facts;

      g_assert_true (g_str_has_suffix (path, ".eml"));
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_assert_cmpint (g_stat (folder, &facts), ==, 0);
      g_assert_cmpint (facts.st_mode & 0077, ==, 0);
    }
}

static void
test_dragged (void)
{
  g_autofree char *place = g_dir_make_tmp ("loft-drag-XXXXXX", NULL);
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "work", "me@example.org");
  LoftMailFolder *inbox = fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  g_autoptr (LoftMessageList) list = NULL;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autoptr (GdkContentFormats) formats = NULL;
  LoftMessageDrag *drag;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  fake_account_add_rows (account, inbox, 3);
  list = loft_message_list_new (account, loft_mail_folder_get (inbox)->id);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) < 3)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      gint64 key = loft_message_list_get_key (list, i);

      g_array_append_val (keys, key);
    }
  loft_message_drag_files_set_place (place);
  drag = loft_message_drag_new (list, keys);
  provider = loft_message_drag_files_new (drag);
  loft_message_drag_free (drag);
  formats = gdk_content_provider_ref_formats (provider);
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/uri-list"));
  g_assert_false (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST));
  first = ask_for_files (provider);
  assert_are_ours (first, 2);
  second = ask_for_files (provider);
  g_assert_cmpstr (first, ==, second);
  loft_message_drag_files_set_place (NULL);
}

static void
test_plain (void)
{
  static const char *const rows[][2] = {
    { "Eva Adler", "Eva Adler" },
    { "<b>x</b>", "‹b›x‹/b›" },
    { "<img src=\"http://x\">", "‹img src=\"http://x\"›" },
    { "R&D &amp; &#60;", "R&\xe2\x80\x8b"
                         "D &\xe2\x80\x8b"
                         "amp; &\xe2\x80\x8b#60;" },
    { "a\nb\tc", "a b c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = loft_mail_notification_plain (rows[i][0], 100);

      g_assert_cmpstr (plain, ==, rows[i][1]);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/transfer/import", test_import);
  g_test_add_func ("/transfer/goes-on", test_goes_on);
  g_test_add_func ("/transfer/dragged", test_dragged);
  g_test_add_func ("/transfer/plain", test_plain);
  return g_test_run ();
}
