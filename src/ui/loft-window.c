/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-window.h"

#include "config.h"
#include "loft-absence-action.h"
#include "loft-accessibility.h"
#include "loft-calendar-pane.h"
#include "loft-contacts-pane.h"
#include "loft-error-text.h"
#include "loft-local-account.h"
#include "loft-mail-pane.h"
#include "loft-panes.h"
#include "loft-preparing-page.h"
#include "loft-settings.h"
#include "loft-shell.h"
#include "loft-shortcuts.h"
#include "loft-start-page.h"
#include "loft-tasks-pane.h"
#include "loft-ui.h"
#include "loft-wide-search-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_WIDTH  1180
#define DEFAULT_HEIGHT 760

struct _LoftWindow {
  AdwApplicationWindow parent_instance;

  GtkStack *pages; /* "opening"; the others are added when they are needed */
  LoftShell *shell; /* (nullable) of the page "panes" */

  LoftService *service; /* (nullable) */
  GError *error; /* (nullable) why there is none */
};

G_DEFINE_FINAL_TYPE (LoftWindow, loft_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_page (LoftWindow *self, const char *name, GtkWidget *page)
{
  if (page != NULL)
    {
      loft_accessibility_prepare (page);
      gtk_stack_add_named (self->pages, page, name);
    }
  gtk_stack_set_visible_child_name (self->pages, name);
}

static void
update_page (LoftWindow *self)
{
  guint n_accounts = loft_local_account_count_used (loft_service_get_accounts (self->service));

  if (n_accounts > 0 || loft_settings_get_boolean (LOFT_SETTING_WITHOUT_ACCOUNT, FALSE))
    show_page (self, "panes", NULL);
  else if (loft_preparing_page_is_needed (self->service))
    show_page (self, "preparing",
               gtk_stack_get_child_by_name (self->pages, "preparing") == NULL
                 ? loft_preparing_page_new (self->service)
                 : NULL);
  else if (gtk_stack_get_child_by_name (self->pages, "start") == NULL)
    show_page (self, "start", loft_start_page_new (self->service));
  else
    show_page (self, "start", NULL);
}

static GtkWidget *
new_quit_button (void)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Quit"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.quit");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  return button;
}

static void
show_broken (LoftWindow *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *status = adw_status_page_new ();
  g_autofree char *title = loft_error_text_title (self->error);
  g_autofree char *text = loft_error_text_for_account (self->error, NULL);
  g_autofree char *details = g_markup_escape_text (self->error->message, -1);
  g_autofree char *description = g_strdup_printf ("%s\n\n<small>%s</small>", text, details);

  g_object_set (status, "icon-name", "dialog-error-symbolic", "title", title, "description",
                description, "vexpand", TRUE, "child", new_quit_button (), NULL);
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), status);
  show_page (self, "broken", page);
}

/* Only those of the pane that is shown, so that their keys work in it alone. */
static void
carry_actions (LoftWindow *self)
{
  const char *shown = loft_shell_get_shown (self->shell);
  guint n;
  const LoftPaneKind *kinds = loft_panes_get (&n);

  for (guint i = 0; i < n; i++)
    {
      LoftPane *pane = loft_shell_get_pane (self->shell, kinds[i].name);
      gboolean carried = pane != NULL && g_strcmp0 (shown, kinds[i].name) == 0;

      gtk_widget_insert_action_group (GTK_WIDGET (self), kinds[i].name,
                                      carried ? loft_pane_get_actions (pane) : NULL);
    }
}

static void
on_show_contact (GtkWidget *widget, const char *action, GVariant *uid)
{
  LoftWindow *self = LOFT_WINDOW (widget);

  loft_shell_show (self->shell, "contacts");
  loft_contacts_pane_show (LOFT_CONTACTS_PANE (loft_shell_get_pane (self->shell, "contacts")),
                           g_variant_get_string (uid, NULL));
}

static void
on_show_day (GtkWidget *widget, const char *action, GVariant *day)
{
  LoftWindow *self = LOFT_WINDOW (widget);

  loft_shell_show (self->shell, "calendar");
  loft_calendar_pane_show_day (LOFT_CALENDAR_PANE (loft_shell_get_pane (self->shell, "calendar")),
                               g_variant_get_int64 (day));
}

static void
on_show_task (GtkWidget *widget, const char *action, GVariant *uid)
{
  LoftWindow *self = LOFT_WINDOW (widget);

  loft_shell_show (self->shell, "tasks");
  loft_tasks_pane_show (LOFT_TASKS_PANE (loft_shell_get_pane (self->shell, "tasks")),
                        g_variant_get_string (uid, NULL));
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* What, notes, and where they are from. */
static void
on_new_event (GtkWidget *widget, const char *action, GVariant *said)
{
  LoftWindow *self = LOFT_WINDOW (widget);
  g_autoptr (LoftEvent) event = loft_event_new ();
  const char *summary, *notes, *link;

  g_variant_get (said, "(&s&s&s)", &summary, &notes, &link);
  set (&event->summary, summary);
  set (&event->description, notes);
  set (&event->url, link);
  loft_shell_show (self->shell, "calendar");
  loft_calendar_pane_edit_new (LOFT_CALENDAR_PANE (loft_shell_get_pane (self->shell, "calendar")),
                               event);
}

static void
on_new_task (GtkWidget *widget, const char *action, GVariant *said)
{
  LoftWindow *self = LOFT_WINDOW (widget);
  g_autoptr (LoftTask) task = loft_task_new ();
  const char *summary, *notes, *link;

  g_variant_get (said, "(&s&s&s)", &summary, &notes, &link);
  set (&task->summary, summary);
  set (&task->description, notes);
  set (&task->url, link);
  loft_shell_show (self->shell, "tasks");
  loft_tasks_pane_add (LOFT_TASKS_PANE (loft_shell_get_pane (self->shell, "tasks")), task);
}

static void
on_show_message (GtkWidget *widget, const char *action, GVariant *link)
{
  LoftWindow *self = LOFT_WINDOW (widget);

  loft_shell_show (self->shell, "mail");
  loft_mail_pane_show_link (loft_window_get_mail (self), g_variant_get_string (link, NULL));
}

static void
on_search_pane (GtkWidget *widget, const char *action, GVariant *words)
{
  LoftWindow *self = LOFT_WINDOW (widget);
  const char *pane = action + strlen ("win.search-");

  loft_shell_show (self->shell, pane);
  loft_pane_search (loft_shell_get_pane (self->shell, pane), g_variant_get_string (words, NULL));
}

static void
open_message (LoftWindow *self, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);
  LoftAccount *account = loft_mail_account_get_account (loft_message_row_get_account (row));

  loft_shell_show (self->shell, "mail");
  if (message != NULL)
    loft_mail_pane_show_mail (loft_window_get_mail (self), account->id, message->folder_id,
                              message->id);
}

static void
open_event (LoftWindow *self, LoftOccurrenceItem *item)
{
  loft_shell_show (self->shell, "calendar");
  loft_calendar_pane_go_to (LOFT_CALENDAR_PANE (loft_shell_get_pane (self->shell, "calendar")),
                            item);
}

static void
open_person (LoftWindow *self, const LoftWideResult *result)
{
  loft_shell_show (self->shell, "contacts");
  loft_contacts_pane_show_known (LOFT_CONTACTS_PANE (loft_shell_get_pane (self->shell, "contacts")),
                                 result->directory,
                                 loft_contact_item_get (LOFT_CONTACT_ITEM (result->item)));
}

/* One thing in its pane; or the others that the pane finds by the same words. */
static void
on_chosen (LoftWindow *self, LoftWideResult *result, LoftWideSearchWindow *window)
{
  const char *words =
    loft_wide_search_get_words (loft_wide_search_window_get_search (window), result->place);
  g_autofree char *search =
    g_strconcat ("win.search-", loft_wide_place_get_pane (result->place), NULL);

  if (result->action != NULL)
    loft_wide_command_run (result->action, self->shell);
  else if (result->item == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), search, "s", words);
  else if (result->place == LOFT_WIDE_DIRECTORY)
    open_person (self, result);
  else if (result->place == LOFT_WIDE_MAIL)
    open_message (self, LOFT_MESSAGE_ROW (result->item));
  else if (result->place == LOFT_WIDE_CALENDAR)
    open_event (self, LOFT_OCCURRENCE_ITEM (result->item));
  else if (result->place == LOFT_WIDE_CONTACTS)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-contact", "s",
                                loft_contact_item_get (LOFT_CONTACT_ITEM (result->item))->uid);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-task", "s",
                                loft_task_item_get (LOFT_TASK_ITEM (result->item))->uid);
}

static void
on_search_everything (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftWindow *self = LOFT_WINDOW (widget);
  GtkWidget *window = NULL;

  /* Before the first account there is no pane to open anything in. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "panes") != 0)
    return;
  window = loft_wide_search_window_new (GTK_WINDOW (self), self->service);
  loft_wide_search_set_shell (loft_wide_search_window_get_search (LOFT_WIDE_SEARCH_WINDOW (window)),
                              self->shell);
  g_signal_connect_object (window, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* Only where their pane is shown. */
static void
update_show_others (LoftWindow *self)
{
  static const struct {
    const char *action;
    const char *pane;
  } others[] = {
    { "win.show-contact", "contacts" },  { "win.show-day", "calendar" },
    { "win.new-event", "calendar" },     { "win.show-task", "tasks" },
    { "win.new-task", "tasks" },         { "win.show-message", "mail" },
    { "win.search-mail", "mail" },       { "win.search-calendar", "calendar" },
    { "win.search-tasks", "tasks" },     { "win.search-contacts", "contacts" },
    { "win.search-everything", "mail" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), others[i].action,
                                   self->shell != NULL &&
                                     loft_panes_is_shown (loft_panes_find (others[i].pane),
                                                          self->service));
}

static void
show_service (LoftWindow *self)
{
  self->shell = LOFT_SHELL (loft_shell_new (self->service));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "shell", loft_shell_get_actions (self->shell));
  loft_absence_action_add (GTK_WIDGET (self), self->service);
  g_signal_connect_object (self->shell, "notify::pane", G_CALLBACK (carry_actions), self,
                           G_CONNECT_SWAPPED);
  carry_actions (self);
  loft_settings_follow (LOFT_SETTING_HIDDEN_PANES, G_CALLBACK (update_show_others), self);
  update_show_others (self);
  show_page (self, "panes", GTK_WIDGET (self->shell));
  g_signal_connect_object (loft_service_get_accounts (self->service), "items-changed",
                           G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  update_page (self);
}

LoftMailPane *
loft_window_get_mail (LoftWindow *self)
{
  LoftPane *mail = self->shell == NULL ? NULL : loft_shell_get_pane (self->shell, "mail");

  return mail != NULL ? LOFT_MAIL_PANE (mail) : NULL;
}

void
loft_window_show_pane (LoftWindow *self, const char *name)
{
  if (self->shell != NULL)
    loft_shell_show (self->shell, name);
}

const char *
loft_window_get_pane (LoftWindow *self)
{
  return self->shell == NULL ? NULL : loft_shell_get_shown (self->shell);
}

static void
fill (LoftWindow *self)
{
  if (self->service != NULL)
    show_service (self);
  else
    show_broken (self);
}

/* Not in the handler of the frame itself, which the screen would wait for. */
static gboolean
fill_when_seen (gpointer data)
{
  LoftWindow *self = data;

  /* Unless it was closed meanwhile. */
  if (self->service != NULL || self->error != NULL)
    fill (self);
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GdkFrameClock *clock, LoftWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_when_seen, g_object_ref (self), g_object_unref);
}

static void
on_realize (LoftWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, on_realize, NULL);
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint",
                           G_CALLBACK (on_first_frame), self, 0);
}

static void
on_show_help_overlay (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *window = loft_shortcuts_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_begin_without_account (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftWindow *self = LOFT_WINDOW (widget);

  loft_settings_set_boolean (LOFT_SETTING_WITHOUT_ACCOUNT, TRUE);
  if (self->service != NULL)
    show_page (self, "panes", NULL);
}

/* Not while it is made: construction would set what the properties of GtkWindow begin with. */
static void
loft_window_constructed (GObject *object)
{
  GtkWindow *window = GTK_WINDOW (object);

  G_OBJECT_CLASS (loft_window_parent_class)->constructed (object);
  gtk_window_set_default_size (window, loft_settings_get_int (LOFT_SETTING_WIDTH, DEFAULT_WIDTH),
                               loft_settings_get_int (LOFT_SETTING_HEIGHT, DEFAULT_HEIGHT));
  if (loft_settings_get_boolean (LOFT_SETTING_MAXIMIZED, FALSE))
    gtk_window_maximize (window);
}

static gboolean
loft_window_close_request (GtkWindow *window)
{
  int width = 0, height = 0;

  gtk_window_get_default_size (window, &width, &height);
  loft_settings_set_boolean (LOFT_SETTING_MAXIMIZED, gtk_window_is_maximized (window));
  if (width > 0 && height > 0)
    {
      loft_settings_set_int (LOFT_SETTING_WIDTH, width);
      loft_settings_set_int (LOFT_SETTING_HEIGHT, height);
    }
  return GTK_WINDOW_CLASS (loft_window_parent_class)->close_request (window);
}

static void
loft_window_dispose (GObject *object)
{
  g_clear_object (&LOFT_WINDOW (object)->service);
  g_clear_error (&LOFT_WINDOW (object)->error);
  G_OBJECT_CLASS (loft_window_parent_class)->dispose (object);
}

static void
loft_window_class_init (LoftWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = loft_window_constructed;
  G_OBJECT_CLASS (klass)->dispose = loft_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = loft_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, LOFT_UI_RESOURCE ("loft-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftWindow, pages);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   on_show_help_overlay);
  gtk_widget_class_install_action (widget_class, "win.show-contact", "s", on_show_contact);
  gtk_widget_class_install_action (widget_class, "win.show-day", "x", on_show_day);
  gtk_widget_class_install_action (widget_class, "win.show-task", "s", on_show_task);
  gtk_widget_class_install_action (widget_class, "win.show-message", "s", on_show_message);
  gtk_widget_class_install_action (widget_class, "win.search-mail", "s", on_search_pane);
  gtk_widget_class_install_action (widget_class, "win.search-calendar", "s", on_search_pane);
  gtk_widget_class_install_action (widget_class, "win.search-contacts", "s", on_search_pane);
  gtk_widget_class_install_action (widget_class, "win.search-tasks", "s", on_search_pane);
  gtk_widget_class_install_action (widget_class, "win.search-everything", NULL,
                                   on_search_everything);
  gtk_widget_class_install_action (widget_class, "win.new-event", "(sss)", on_new_event);
  gtk_widget_class_install_action (widget_class, "win.new-task", "(sss)", on_new_task);
  gtk_widget_class_install_action (widget_class, "win.begin-without-account", NULL,
                                   on_begin_without_account);
}

static void
loft_window_init (LoftWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_show_others (self);
  loft_accessibility_prepare (GTK_WIDGET (self));
  loft_shortcuts_add_single_keys (GTK_WINDOW (self));
}

static LoftWindow *
new_window (GtkApplication *application, LoftService *service, const GError *error)
{
  LoftWindow *self = g_object_new (LOFT_TYPE_WINDOW, "application", application, NULL);

  if (service != NULL)
    self->service = g_object_ref (service);
  else
    self->error = g_error_copy (error);
  return self;
}

LoftWindow *
loft_window_new (GtkApplication *application, LoftService *service, const GError *error)
{
  LoftWindow *self = new_window (application, service, error);

  fill (self);
  return self;
}

LoftWindow *
loft_window_new_opening (GtkApplication *application, LoftService *service, const GError *error)
{
  LoftWindow *self = new_window (application, service, error);

  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
  return self;
}
