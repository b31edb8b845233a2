/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-application.h"

#include "config.h"
#include "loft-attachment-file.h"
#include "loft-background.h"
#include "loft-compose.h"
#include "loft-local-account.h"
#include "loft-mail-notifier.h"
#include "loft-preferences.h"
#include "loft-reminder-notifier.h"
#include "loft-scheduling-text.h"
#include "loft-service.h"
#include "loft-shortcuts.h"
#include "loft-subscribe-window.h"
#include "loft-ui.h"
#include "loft-webkit.h"
#include "loft-window.h"
#include "loft-work-ending.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* After the first frame. */
#define NETWORK_AFTER_MS 50
#define WEBKIT_AFTER_MS  1500

struct _LoftApplication {
  AdwApplication parent_instance;

  char *profile;
  gboolean offline;
  LoftService *service;
  LoftMailNotifier *notifier; /* (nullable) */
  LoftReminderNotifier *reminders; /* (nullable) */
  gboolean background; /* begun without a window */
  gboolean ending; /* last changes are kept: no window opens any more */
};

G_DEFINE_FINAL_TYPE (LoftApplication, loft_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "profile", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Keep accounts and mail in this folder"), N_ ("FOLDER") },
  { "offline", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_ ("Start without using the network"), NULL },
  { "background", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_ ("Start without a window, to remind of events"), NULL },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"),
    NULL },
  { NULL }
};

static void
quit (gpointer data)
{
  GList *windows = NULL;

  loft_compose_save_all (GTK_APPLICATION (data));
  /* Each window saves its state when it is closed; the last one ends the program. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (data))) != NULL)
    {
      GtkWindow *window = windows->data;

      /* The one that has the key outlives its parent, and would look for it. */
      gtk_window_set_transient_for (window, NULL);
      gtk_window_close (window);
      if (g_list_find (gtk_application_get_windows (GTK_APPLICATION (data)), window) != NULL)
        gtk_window_destroy (window);
    }
  g_application_quit (G_APPLICATION (data));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_work_ending_begin (gtk_application_get_active_window (data), TRUE, quit, data);
}

/* A terminal or the session ends it as Ctrl+Q does, but can answer no question. */
static gboolean
on_terminated (gpointer application)
{
  loft_work_ending_begin (NULL, FALSE, quit, application);
  return G_SOURCE_CONTINUE;
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (data)),
                         "application-name", "Loft", "application-icon", LOFT_APPLICATION_ID,
                         "version", LOFT_VERSION, "developer-name", _ ("The Loft developers"),
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Mail that works offline"), NULL);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *parent = gtk_application_get_active_window (data);

  gtk_window_present (loft_preferences_new (parent, LOFT_APPLICATION (data)->service));
}

static void
on_subscribe_calendar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (LOFT_APPLICATION (data)->service != NULL)
    loft_subscribe_window_present (gtk_application_get_active_window (data),
                                   LOFT_APPLICATION (data)->service, NULL);
}

static const GActionEntry entries[] = {
  { "subscribe-calendar", on_subscribe_calendar },
  { "preferences", on_preferences },
  { "quit", on_quit },
  { "about", on_about },
};

static void
open_service (LoftApplication *self, GError **error)
{
  loft_local_account_set_default_name (_ ("On This Computer"));
  loft_scheduling_words_set (loft_scheduling_text_make);
  self->service = loft_service_open_soon (self->profile, error);
  if (self->service == NULL)
    return;
  if (self->offline)
    loft_service_set_forced_offline (self->service, TRUE);
}

/* Keys of the whole program, as Ctrl+Q, work in the windows over the main one too. */
static void
on_window_realized (GtkWindow *window)
{
  if (gtk_window_get_application (window) == NULL && gtk_window_get_transient_for (window) != NULL)
    gtk_window_set_application (window, GTK_APPLICATION (g_application_get_default ()));
}

static void
on_toplevels_changed (GListModel *toplevels, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      g_signal_connect (window, "realize", G_CALLBACK (on_window_realized), NULL);
    }
}

static GtkWindow *
find_main_window (LoftApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  while (windows != NULL && !LOFT_IS_WINDOW (windows->data))
    windows = windows->next;
  return windows == NULL ? NULL : windows->data;
}

static gboolean
is_looked_at (LoftMailAccount *account, gint64 folder_id, gpointer self)
{
  GtkWindow *window = find_main_window (self);
  LoftMailPane *mail = window != NULL ? loft_window_get_mail (LOFT_WINDOW (window)) : NULL;

  return mail != NULL && gtk_window_is_active (window) &&
         g_strcmp0 (loft_window_get_pane (LOFT_WINDOW (window)), "mail") == 0 &&
         loft_mail_pane_has_folder (mail, account, folder_id);
}

static void
on_show_mail (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  const char *account_id = NULL;
  gint64 folder_id = 0, message_id = 0;
  GtkWindow *window;
  LoftMailPane *mail;

  g_variant_get (parameter, "(&sxx)", &account_id, &folder_id, &message_id);
  g_application_activate (self);
  window = find_main_window (self);
  mail = window != NULL ? loft_window_get_mail (LOFT_WINDOW (window)) : NULL;
  if (mail == NULL)
    return;
  loft_window_show_pane (LOFT_WINDOW (window), "mail");
  loft_mail_pane_show_mail (mail, account_id, folder_id, message_id);
}

static const GActionEntry mail_entries[] = { { "show-mail", on_show_mail, "(sxx)" } };

/* What takes time waits for the first frame: the network, then WebKit. */
static gboolean
start_service (gpointer data)
{
  LoftApplication *self = data;

  if (self->service == NULL || self->notifier != NULL)
    return G_SOURCE_REMOVE;
  /* Before anything new can come. */
  self->notifier = loft_mail_notifier_new (G_APPLICATION (self), self->service, is_looked_at, self);
  loft_service_start (self->service);
  self->reminders = loft_reminder_notifier_new (G_APPLICATION (self), self->service);
  return G_SOURCE_REMOVE;
}

static gboolean
load_webkit (gpointer unused)
{
  loft_webkit_load_soon ();
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GdkFrameClock *clock, LoftApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  g_timeout_add_full (G_PRIORITY_LOW, NETWORK_AFTER_MS, start_service, g_object_ref (self),
                      g_object_unref);
  g_timeout_add_full (G_PRIORITY_LOW, WEBKIT_AFTER_MS, load_webkit, NULL, NULL);
}

static void
open_first_window (LoftApplication *self)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window = NULL;

  open_service (self, &error);
  window = GTK_WIDGET (loft_window_new_opening (GTK_APPLICATION (self), self->service, error));
  gtk_widget_realize (window);
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (on_first_frame), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

/* It ends when it is told to, with the session, or with the last window that was opened later. */
static void
begin_in_background (LoftApplication *self)
{
  g_autoptr (GError) error = NULL;

  self->background = FALSE;
  open_service (self, &error);
  if (self->service == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  g_application_hold (G_APPLICATION (self));
  start_service (self);
}

static void
loft_application_activate (GApplication *application)
{
  LoftApplication *self = LOFT_APPLICATION (application);
  GtkWindow *window = find_main_window (self);

  if (self->ending)
    return;
  if (self->background)
    {
      begin_in_background (self);
      return;
    }
  /* The windows of messages may have stayed when the main one was closed. */
  if (window == NULL && self->service != NULL)
    window = GTK_WINDOW (loft_window_new (GTK_APPLICATION (self), self->service, NULL));
  if (window == NULL)
    open_first_window (self);
  else
    gtk_window_present (window);
}

/* mailto: and webcal: addresses; of the rest nothing is opened yet. */
static void
loft_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LoftApplication *self = LOFT_APPLICATION (application);

  g_application_activate (application);
  if (self->ending)
    return;
  if (self->service != NULL)
    loft_compose_start (self->service);
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      if (g_str_has_prefix (uri, "webcal:") && self->service != NULL)
        loft_subscribe_window_present (find_main_window (self), self->service, uri);
      else
        loft_compose_mailto (uri);
    }
}

static void
loft_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (loft_application_parent_class)->startup (application);
  loft_ui_init ();
  loft_attachment_file_clean ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), mail_entries,
                                   G_N_ELEMENTS (mail_entries), application);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_toplevels_changed),
                    NULL);
  loft_shortcuts_install (GTK_APPLICATION (application));
  loft_background_follow (application);
  g_unix_signal_add (SIGTERM, on_terminated, application);
  g_unix_signal_add (SIGINT, on_terminated, application);
  g_unix_signal_add (SIGHUP, on_terminated, application);
}

static void
loft_application_shutdown (GApplication *application)
{
  LoftApplication *self = LOFT_APPLICATION (application);

  self->ending = TRUE;
  g_clear_pointer (&self->notifier, loft_mail_notifier_free);
  g_clear_pointer (&self->reminders, loft_reminder_notifier_free);
  if (self->service != NULL)
    {
      loft_service_stop (self->service);
      loft_attachment_file_clean ();
    }
  G_APPLICATION_CLASS (loft_application_parent_class)->shutdown (application);
  g_clear_object (&self->service);
}

/* A profile of its own is a program of its own: two of them run side by side. */
static int
loft_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  LoftApplication *self = LOFT_APPLICATION (application);
  g_autofree char *profile = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_print ("Loft %s\n", LOFT_VERSION);
      return 0;
    }
  g_variant_dict_lookup (given, "offline", "b", &self->offline);
  if (g_variant_dict_lookup (given, "profile", "^ay", &profile))
    {
      self->profile = g_canonicalize_filename (profile, NULL);
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  g_variant_dict_lookup (given, "background", "b", &self->background);
  /* Where one runs there is nothing to do: its window is not asked for. */
  if (self->background && g_application_register (application, NULL, NULL) &&
      g_application_get_is_remote (application))
    return 0;
  return -1;
}

static void
loft_application_finalize (GObject *object)
{
  g_free (LOFT_APPLICATION (object)->profile);
  G_OBJECT_CLASS (loft_application_parent_class)->finalize (object);
}

static void
loft_application_class_init (LoftApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = loft_application_finalize;
  application_class->activate = loft_application_activate;
  application_class->open = loft_application_open;
  application_class->startup = loft_application_startup;
  application_class->shutdown = loft_application_shutdown;
  application_class->handle_local_options = loft_application_handle_local_options;
}

static void
loft_application_init (LoftApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

LoftApplication *
loft_application_new (void)
{
  return g_object_new (LOFT_TYPE_APPLICATION, "application-id", LOFT_APPLICATION_ID,
                       "resource-base-path", LOFT_UI_RESOURCE_ROOT, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
