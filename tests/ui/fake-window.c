/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window on a service that only pretends, to look at it in states that are hard to reach:
 *
 *   fake-window [--maildir DIR] [--state NAME] [--select N] [--size WxH] [--text PERCENT] [--rtl] */

#include "fake-service.h"
#include "loft-clock.h"
#include "loft-ui.h"
#include "loft-window.h"

#include <adwaita.h>
#include <stdio.h>

static char *maildir = NULL;
static char *state = NULL;
static char *size = NULL;
static int selected = -1;
static int text_percent = 100;
static gboolean right_to_left = FALSE;

static const GOptionEntry options[] = {
  { "maildir", 0, 0, G_OPTION_ARG_FILENAME, &maildir, "Messages to show", "DIR" },
  { "state", 0, 0, G_OPTION_ARG_STRING, &state,
    "start, auth, untrusted, unreached, offline, first-sync, rows, empty", "NAME" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "Size of the window", "WxH" },
  { "text", 0, 0, G_OPTION_ARG_INT, &text_percent, "Size of text", "PERCENT" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &right_to_left, "Mirrored", NULL },
  { "select", 0, 0, G_OPTION_ARG_INT, &selected, "Message to open", "N" },
  { NULL }
};

static gboolean
state_is (const char *name)
{
  return g_strcmp0 (state, name) == 0;
}

static void
set_up_trouble (LoftService *service, LoftMailAccount *account)
{
  g_autoptr (GError) error = NULL;
  LoftCertificateProblem problem = {
    (char *) "imap.example.org", 993,
    (char *) "3f9a0c11d27be4885c60fa3319b2d70e4c8812a77e01f6d35b9c4420aa176be2",
    (char *) "CN=mail.example.net", (char *) "CN=Example Authority, O=Example", 1700000000,
    1731536000, (char *) "The certificate is for mail.example.net and has expired."
  };

  if (state_is ("auth"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "refused");
  else if (state_is ("untrusted"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "untrusted");
  else if (state_is ("unreached"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "not reached");
  if (error != NULL)
    {
      fake_account_set_problem (account, &problem);
      fake_account_set_state (account,
                              state_is ("unreached") ? LOFT_ACCOUNT_OFFLINE : LOFT_ACCOUNT_PROBLEM,
                              error);
    }
  if (state_is ("offline"))
    {
      fake_account_set_pending (account, 3);
      loft_service_set_forced_offline (service, TRUE);
    }
  if (state_is ("first-sync"))
    {
      fake_account_set_last_success (account, 0);
      fake_account_set_state (account, LOFT_ACCOUNT_SYNCING, NULL);
      fake_account_set_progress (account, LOFT_PROGRESS_BODIES, "INBOX", 1200, 3000);
    }
}

static LoftService *
make_service (void)
{
  LoftService *service = fake_service_new ();
  LoftMailAccount *account = NULL;

  if (state_is ("start"))
    return service;
  account = fake_service_add_account (service, "work", "alice@example.test");
  fake_account_set_last_success (account, loft_clock_now () - 130);
  if (state_is ("rows"))
    fake_account_add_rows (
      account, fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX), 1000000);
  else if (maildir == NULL || !fake_account_load_maildir (account, maildir, 400))
    fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  set_up_trouble (service, account);
  return service;
}

static gboolean
select_row (gpointer window)
{
  for (int i = 0; i <= selected; i++)
    gtk_widget_activate_action (window, "mail.next", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_activate (GtkApplication *application)
{
  g_autoptr (LoftService) service = NULL;
  LoftWindow *window = NULL;
  int width = 1180, height = 760;

  loft_ui_init ();
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * text_percent / 100, NULL);
  if (right_to_left)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  service = make_service ();
  window = loft_window_new (application, service, NULL);
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (500, select_row, window);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
    adw_application_new ("org.loftmail.FakeWindow", G_APPLICATION_NON_UNIQUE);

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
