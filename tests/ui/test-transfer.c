/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of an import and an export, and what is said of new mail. */

#include "fake-service.h"
#include "loft-address.h"
#include "loft-mail-notification.h"
#include "loft-transfer-window.h"
#include "ui-test.h"

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
  g_test_add_func ("/transfer/plain", test_plain);
  return g_test_run ();
}
