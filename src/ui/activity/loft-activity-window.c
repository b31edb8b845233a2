/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-activity-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-activity-account.h"
#include "loft-local-account.h"
#include "loft-ui.h"
#include "loft-work-group.h"

#include <glib/gi18n.h>

#define REFRESH_SECONDS 20
#define KEY             "loft-activity-window"

struct _LoftActivityWindow {
  AdwWindow parent_instance;

  AdwPreferencesPage *page;
  GtkSwitch *offline;
  GtkWidget *network_row;
  GtkWidget *metered_row;
  GtkSwitch *metered;

  LoftService *service;
  GPtrArray *accounts; /* of LoftActivityAccount; the page has them */
  guint refresh_source;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LoftActivityWindow, loft_activity_window, ADW_TYPE_WINDOW)

/* Network */

static void
update_network (LoftActivityWindow *self)
{
  gboolean forced = loft_service_get_forced_offline (self->service);

  self->updating = TRUE;
  gtk_switch_set_active (self->offline, forced);
  gtk_widget_set_visible (self->network_row, !forced && !loft_service_get_online (self->service));
  gtk_widget_set_visible (self->metered_row, loft_service_get_metered (self->service));
  gtk_switch_set_active (self->metered, loft_service_get_metered_allowed (self->service));
  self->updating = FALSE;
}

static void
on_offline (LoftActivityWindow *self)
{
  if (!self->updating)
    loft_service_set_forced_offline (self->service, gtk_switch_get_active (self->offline));
}

static void
on_metered (LoftActivityWindow *self)
{
  if (!self->updating)
    loft_service_set_metered_allowed (self->service, gtk_switch_get_active (self->metered));
}

static void
on_sync_all (LoftActivityWindow *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
    }
}

/* Accounts */

static void
refresh (LoftActivityWindow *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    loft_activity_account_refresh (g_ptr_array_index (self->accounts, i));
}

static gboolean
on_refresh_time (gpointer data)
{
  refresh (data);
  return G_SOURCE_CONTINUE;
}

static void
update_accounts (LoftActivityWindow *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < self->accounts->len; i++)
    adw_preferences_page_remove (self->page, g_ptr_array_index (self->accounts, i));
  g_ptr_array_set_size (self->accounts, 0);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      GtkWidget *group = NULL;

      if (loft_local_account_is_quiet (account))
        continue;
      group = loft_activity_account_new (self->service, account);
      adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
      g_ptr_array_add (self->accounts, group);
    }
}

static void
loft_activity_window_dispose (GObject *object)
{
  LoftActivityWindow *self = LOFT_ACTIVITY_WINDOW (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_ptr_array_set_size (self->accounts, 0);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_activity_window_parent_class)->dispose (object);
}

static void
loft_activity_window_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_ACTIVITY_WINDOW (object)->accounts);
  G_OBJECT_CLASS (loft_activity_window_parent_class)->finalize (object);
}

static void
loft_activity_window_class_init (LoftActivityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_activity_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_activity_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, LOFT_UI_RESOURCE (
                                                               "activity/loft-activity-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftActivityWindow, page);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityWindow, offline);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityWindow, network_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityWindow, metered_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityWindow, metered);
  gtk_widget_class_bind_template_callback (widget_class, on_offline);
  gtk_widget_class_bind_template_callback (widget_class, on_metered);
  gtk_widget_class_bind_template_callback (widget_class, on_sync_all);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
loft_activity_window_init (LoftActivityWindow *self)
{
  self->accounts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (loft_work_group_new ()));
  loft_accessibility_prepare (GTK_WIDGET (self));
  self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh_time, self);
}

static void
forget (gpointer parent, GObject *window)
{
  g_object_set_data (parent, KEY, NULL);
}

/* On a small screen all windows are small. */
static void
fit_into (GtkWindow *window, int parent_width)
{
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (window, &width, &height);
  if (parent_width > 0 && parent_width < width)
    gtk_window_set_default_size (window, parent_width, height);
}

void
loft_activity_window_show (GtkWindow *parent, LoftService *service)
{
  LoftActivityWindow *self = g_object_get_data (G_OBJECT (parent), KEY);

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_ACTIVITY_WINDOW, "transient-for", parent, NULL);
      self->service = g_object_ref (service);
      fit_into (GTK_WINDOW (self), gtk_widget_get_width (GTK_WIDGET (parent)));
      g_object_set_data (G_OBJECT (parent), KEY, self);
      g_signal_connect_object (self, "destroy", G_CALLBACK (forget), parent, G_CONNECT_SWAPPED);
      g_signal_connect_object (service, "notify", G_CALLBACK (update_network), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (loft_service_get_accounts (service), "items-changed",
                               G_CALLBACK (update_accounts), self, G_CONNECT_SWAPPED);
      update_network (self);
      update_accounts (self);
    }
  gtk_window_present (GTK_WINDOW (self));
}
