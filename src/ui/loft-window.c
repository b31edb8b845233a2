/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-mail-pane.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-start-page.h"
#include "loft-ui.h"

#define DEFAULT_WIDTH  1180
#define DEFAULT_HEIGHT 760

struct _LoftWindow {
  AdwApplicationWindow parent_instance;

  GtkStack *pages;
  LoftStartPage *start;
  LoftMailPane *mail;
  AdwStatusPage *broken;

  LoftService *service;
};

G_DEFINE_FINAL_TYPE (LoftWindow, loft_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_page (LoftWindow *self)
{
  guint n_accounts = g_list_model_get_n_items (loft_service_get_accounts (self->service));

  gtk_stack_set_visible_child_name (self->pages, n_accounts > 0 ? "mail" : "start");
}

static void
show_broken (LoftWindow *self, const GError *error)
{
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *text = loft_error_text_for_account (error, NULL);
  g_autofree char *details = g_markup_escape_text (error->message, -1);
  g_autofree char *description = g_strdup_printf ("%s\n\n<small>%s</small>", text, details);

  adw_status_page_set_title (self->broken, title);
  adw_status_page_set_description (self->broken, description);
  gtk_stack_set_visible_child_name (self->pages, "broken");
}

static void
set_service (LoftWindow *self, LoftService *service)
{
  self->service = g_object_ref (service);
  loft_start_page_set_service (self->start, service);
  loft_mail_pane_set_service (self->mail, service);
  g_signal_connect_object (loft_service_get_accounts (service), "items-changed",
                           G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  update_page (self);
}

static void
on_show_help_overlay (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *window = loft_shortcuts_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (window));
}

/* Not while it is made: construction would set what the properties of GtkWindow begin with. */
static void
loft_window_constructed (GObject *object)
{
  GtkWindow *window = GTK_WINDOW (object);

  G_OBJECT_CLASS (loft_window_parent_class)->constructed (object);
  gtk_window_set_default_size (window,
                               loft_settings_get_int (LOFT_SETTING_WIDTH, DEFAULT_WIDTH),
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
  gtk_widget_class_bind_template_child (widget_class, LoftWindow, start);
  gtk_widget_class_bind_template_child (widget_class, LoftWindow, mail);
  gtk_widget_class_bind_template_child (widget_class, LoftWindow, broken);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   on_show_help_overlay);
}

static void
loft_window_init (LoftWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_prepare (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mail",
                                  loft_mail_pane_get_actions (self->mail));
  loft_shortcuts_add_single_keys (GTK_WINDOW (self));
}

LoftWindow *
loft_window_new (GtkApplication *application, LoftService *service, const GError *error)
{
  LoftWindow *self = g_object_new (LOFT_TYPE_WINDOW, "application", application, NULL);

  if (service != NULL)
    set_service (self, service);
  else
    show_broken (self, error);
  return self;
}
