/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-outbox-row.h"
#include "loft-outbox-trouble.h"

#include <glib/gi18n.h>

#define KEY "loft-outbox-window"

struct _LoftOutboxWindow {
  AdwWindow parent_instance;

  GtkStack *pages;
  AdwPreferencesPage *page;
  GPtrArray *lists; /* of GListModel, that of each account */
};

G_DEFINE_FINAL_TYPE (LoftOutboxWindow, loft_outbox_window, ADW_TYPE_WINDOW)

static void
update_page (LoftOutboxWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->lists->len; i++)
    n += g_list_model_get_n_items (g_ptr_array_index (self->lists, i));
  gtk_stack_set_visible_child_name (self->pages, n > 0 ? "list" : "empty");
}

static GtkWidget *
new_row (gpointer item, gpointer account)
{
  return loft_outbox_row_new (account, item);
}

static void
update_group (GListModel *list, guint position, guint removed, guint added, gpointer group)
{
  gtk_widget_set_visible (group, g_list_model_get_n_items (list) > 0);
}

static void
add_account (LoftOutboxWindow *self, LoftService *service, LoftMailAccount *account)
{
  GListModel *list = loft_mail_account_get_outgoing (account);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *rows = gtk_list_box_new ();
  g_autofree char *title = g_markup_escape_text (loft_mail_account_get_name (account), -1);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_bind_model (GTK_LIST_BOX (rows), list, new_row, g_object_ref (account),
                           g_object_unref);
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_add (group, rows);
  loft_outbox_trouble_add (group, service, account);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->lists, g_object_ref (list));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_group), group, 0);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  update_group (list, 0, 0, 0, group);
}

static void
loft_outbox_window_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_OUTBOX_WINDOW (object)->lists);
  G_OBJECT_CLASS (loft_outbox_window_parent_class)->finalize (object);
}

static void
loft_outbox_window_class_init (LoftOutboxWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_outbox_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
new_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();

  g_object_set (page, "icon-name", "loft-sent-symbolic", "title", _ ("Nothing Waits Here"),
                "description", _ ("Drafts, and messages on their way out."), NULL);
  return page;
}

static void
loft_outbox_window_init (LoftOutboxWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->pages, new_empty_page (), "empty");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->page), "list");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pages));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Drafts and Outbox"));
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 560);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 294);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

static void
fill (LoftOutboxWindow *self, LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_account (self, service, account);
    }
  update_page (self);
}

static void
forget (GtkWidget *window, GObject *parent)
{
  g_object_set_data (parent, KEY, NULL);
}

void
loft_outbox_window_present (GtkWindow *parent, LoftService *service)
{
  LoftOutboxWindow *self = g_object_get_data (G_OBJECT (parent), KEY);

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_OUTBOX_WINDOW, "transient-for", parent, NULL);
      fill (self, service);
      g_object_set_data (G_OBJECT (parent), KEY, self);
      g_signal_connect_object (self, "destroy", G_CALLBACK (forget), parent, 0);
    }
  gtk_window_present (GTK_WINDOW (self));
}
