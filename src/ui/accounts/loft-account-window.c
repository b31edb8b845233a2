/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-assistant.h"
#include "loft-ui.h"

struct _LoftAccountWindow {
  AdwWindow parent_instance;

  LoftAccountAssistant *assistant;
};

G_DEFINE_FINAL_TYPE (LoftAccountWindow, loft_account_window, ADW_TYPE_WINDOW)

static void
on_added (LoftAccountWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
loft_account_window_close_request (GtkWindow *window)
{
  loft_account_assistant_end (LOFT_ACCOUNT_WINDOW (window)->assistant);
  return GTK_WINDOW_CLASS (loft_account_window_parent_class)->close_request (window);
}

static void
loft_account_window_class_init (LoftAccountWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = loft_account_window_close_request;
  gtk_widget_class_set_template_from_resource (
    widget_class, LOFT_UI_RESOURCE ("accounts/loft-account-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftAccountWindow, assistant);
  gtk_widget_class_bind_template_callback (widget_class, on_added);
}

static void
loft_account_window_init (LoftAccountWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_prepare (GTK_WIDGET (self));
}

static GSList *kept; /* (owned) never freed, as the header says */

GtkWidget *
loft_account_window_new (GtkWindow *parent, LoftService *service)
{
  LoftAccountWindow *self = g_object_new (LOFT_TYPE_ACCOUNT_WINDOW, "transient-for", parent, NULL);

  kept = g_slist_prepend (kept, g_object_ref (self));
  loft_account_assistant_set_service (self->assistant, service);
  return GTK_WIDGET (self);
}
