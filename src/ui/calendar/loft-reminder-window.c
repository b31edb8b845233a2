/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-reminder-row.h"
#include "loft-reminder-snooze.h"

#include <glib/gi18n.h>

#define UPDATE_SECONDS 20 /* "in 15 minutes" */

struct _LoftReminderWindow {
  AdwWindow parent_instance;

  LoftReminders *reminders;
  GtkWidget *pages;
  GtkWidget *list;
  GtkWidget *bar;
  guint update_source;
};

G_DEFINE_FINAL_TYPE (LoftReminderWindow, loft_reminder_window, ADW_TYPE_WINDOW)

static GtkWidget *
new_row (gpointer item, gpointer self)
{
  return loft_reminder_row_new (LOFT_REMINDER_WINDOW (self)->reminders, item);
}

static void
show_page (LoftReminderWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->reminders));

  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), n > 0 ? "list" : "empty");
  gtk_widget_set_visible (self->bar, n > 1);
}

static void
on_changed (GListModel *list, guint position, guint removed, guint added, LoftReminderWindow *self)
{
  if (removed > 0 && g_list_model_get_n_items (list) == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_page (self);
}

static gboolean
on_time_passed (gpointer user_data)
{
  LoftReminderWindow *self = user_data;
  GtkWidget *row = gtk_widget_get_first_child (self->list);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    if (LOFT_IS_REMINDER_ROW (row))
      loft_reminder_row_update (LOFT_REMINDER_ROW (row));
  return G_SOURCE_CONTINUE;
}

static void
dismiss_all (LoftReminderWindow *self)
{
  g_autoptr (LoftReminders) reminders = g_object_ref (self->reminders);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (reminders)); i > 0; i--)
    {
      g_autoptr (LoftReminderItem) item = g_list_model_get_item (G_LIST_MODEL (reminders), i - 1);

      loft_reminders_dismiss (reminders, item);
    }
}

static GtkWidget *
new_bar (LoftReminderWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *snooze = loft_reminder_snooze_new (self->reminders, NULL, _ ("Snooze All"));
  GtkWidget *dismiss = gtk_button_new_with_label (_ ("Dismiss All"));

  gtk_menu_button_set_direction (GTK_MENU_BUTTON (snooze), GTK_ARROW_UP);
  g_object_set (bar, "halign", GTK_ALIGN_END, "margin-top", 6, "margin-bottom", 12, "margin-start",
                12, "margin-end", 12, NULL);
  gtk_box_append (GTK_BOX (bar), snooze);
  gtk_box_append (GTK_BOX (bar), dismiss);
  g_signal_connect_swapped (dismiss, "clicked", G_CALLBACK (dismiss_all), self);
  return bar;
}

static GtkWidget *
new_list (LoftReminderWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  g_object_set (self->list, "margin-top", 6, "margin-bottom", 12, "margin-start", 12, "margin-end",
                12, NULL);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
  g_object_set (scrolled, "child", clamp, "hscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-height", TRUE, "vexpand", TRUE, NULL);
  return scrolled;
}

static GtkWidget *
new_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();

  g_object_set (page, "icon-name", "alarm-symbolic", "title", _ ("Nothing Is Due"), "description",
                _ ("Reminders of events and tasks are listed here until you dismiss them."), NULL);
  return page;
}

static void
fill (LoftReminderWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  gtk_widget_add_css_class (header, "flat");
  self->pages = gtk_stack_new ();
  self->bar = new_bar (self);
  gtk_stack_add_named (GTK_STACK (self->pages), new_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->pages), new_empty_page (), "empty");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->pages);
  gtk_box_append (GTK_BOX (box), self->bar);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (self->reminders), new_row, self,
                           NULL);
  g_signal_connect_object (self->reminders, "items-changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_AFTER);
  show_page (self);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

static void
loft_reminder_window_dispose (GObject *object)
{
  LoftReminderWindow *self = LOFT_REMINDER_WINDOW (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->list != NULL)
    gtk_list_box_bind_model (GTK_LIST_BOX (self->list), NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->reminders);
  G_OBJECT_CLASS (loft_reminder_window_parent_class)->dispose (object);
}

static void
loft_reminder_window_class_init (LoftReminderWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_reminder_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_reminder_window_init (LoftReminderWindow *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Reminders"));
  gtk_window_set_default_size (GTK_WINDOW (self), 440, 420);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 294);
  self->update_source = g_timeout_add_seconds (UPDATE_SECONDS, on_time_passed, self);
}

static GtkWindow *
find (GApplication *application)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

  while (windows != NULL && !LOFT_IS_REMINDER_WINDOW (windows->data))
    windows = windows->next;
  return windows != NULL ? windows->data : NULL;
}

void
loft_reminder_window_present (GApplication *application, LoftReminders *reminders)
{
  GtkWindow *window = find (application);

  if (window == NULL)
    {
      LoftReminderWindow *self =
        g_object_new (LOFT_TYPE_REMINDER_WINDOW, "application", application, NULL);

      self->reminders = g_object_ref (reminders);
      fill (self);
      window = GTK_WINDOW (self);
    }
  gtk_window_present (window);
}
