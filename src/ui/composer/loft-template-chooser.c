/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-template-chooser.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-compose.h"
#include "loft-error-text.h"
#include "loft-kept-drafts.h"
#include "loft-mail-folder.h"
#include "loft-message-list.h"
#include "loft-sensitive.h"

#include <glib/gi18n.h>

/* The newest of a folder: who has more looks into the folder. */
#define MAX_ROWS  200
#define MAX_CHARS 200

struct _LoftTemplateChooser {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwPreferencesPage *page;
  GPtrArray *lists; /* of GListModel of LoftMessageRow, that of each folder */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LoftTemplateChooser, loft_template_chooser, ADW_TYPE_WINDOW)

/* ---- choosing ----------------------------------------------------------------------------- */

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTemplateChooser) self = data;
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessageBody) body =
    loft_mail_account_open_message_finish (account, result, &error);
  g_autofree char *text = NULL;

  if (self->toasts == NULL)
    return;
  if (body != NULL)
    {
      loft_compose_template (account, body);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  loft_widget_set_sensitive (GTK_WIDGET (self->pages), TRUE);
  text = loft_error_text_for_message (error);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
on_activated (GtkWidget *widget, LoftMessageRow *row)
{
  LoftTemplateChooser *self =
    LOFT_TEMPLATE_CHOOSER (gtk_widget_get_ancestor (widget, LOFT_TYPE_TEMPLATE_CHOOSER));

  loft_widget_set_sensitive (GTK_WIDGET (self->pages), FALSE);
  loft_mail_account_open_message_async (loft_message_row_get_account (row),
                                        loft_message_row_get_id (row), self->cancellable, on_opened,
                                        g_object_ref (self));
}

/* ---- rows --------------------------------------------------------------------------------- */

static char *
cut (const char *text)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_CHARS));
}

static void
show_message (GtkWidget *widget, GParamSpec *pspec, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);
  g_autofree char *subject = cut (message == NULL ? "" : message->subject);
  g_autofree char *preview = cut (message == NULL ? "" : message->preview);

  if (message == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget),
                                 subject[0] != '\0' ? subject : _ ("No Subject"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), preview);
}

static void
on_message (LoftMessageRow *row, GParamSpec *pspec, GtkWidget *widget)
{
  show_message (widget, pspec, row);
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  LoftMessageRow *row = item;
  GtkWidget *widget = adw_action_row_new ();

  /* What messages say is no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (widget), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  g_signal_connect_object (widget, "activated", G_CALLBACK (on_activated), row, 0);
  g_signal_connect_object (row, "notify::message", G_CALLBACK (on_message), widget, 0);
  show_message (widget, NULL, row);
  return widget;
}

/* ---- the window --------------------------------------------------------------------------- */

static void
update_page (LoftTemplateChooser *self)
{
  guint n = 0;

  for (guint i = 0; i < self->lists->len; i++)
    n += g_list_model_get_n_items (g_ptr_array_index (self->lists, i));
  gtk_stack_set_visible_child_name (self->pages, n > 0 ? "list" : "empty");
}

static void
update_group (GListModel *list, guint position, guint removed, guint added, gpointer group)
{
  gtk_widget_set_visible (group, g_list_model_get_n_items (list) > 0);
}

static void
add_folder (LoftTemplateChooser *self, LoftMailAccount *account, gint64 folder_id)
{
  static const LoftMessageArrangement by_date = { FALSE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_NONE };
  LoftMessageList *messages = loft_message_list_new (account, folder_id);
  GListModel *list = G_LIST_MODEL (gtk_slice_list_model_new (G_LIST_MODEL (messages), 0, MAX_ROWS));
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *rows = gtk_list_box_new ();
  g_autofree char *title = g_markup_escape_text (loft_mail_account_get_name (account), -1);

  loft_message_list_set_arrangement (messages, &by_date);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_bind_model (GTK_LIST_BOX (rows), list, new_row, NULL, NULL);
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_add (group, rows);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->lists, list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_group), group, 0);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  update_group (list, 0, 0, 0, group);
}

static void
add_account (LoftTemplateChooser *self, LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (folders, i);
      const LoftFolder *folder = loft_mail_folder_get (each);

      if (loft_kept_drafts_is_template_path (folder->path))
        add_folder (self, account, folder->id);
    }
}

static void
loft_template_chooser_dispose (GObject *object)
{
  LoftTemplateChooser *self = LOFT_TEMPLATE_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  self->toasts = NULL;
  G_OBJECT_CLASS (loft_template_chooser_parent_class)->dispose (object);
}

static void
loft_template_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_TEMPLATE_CHOOSER (object)->lists);
  g_object_unref (LOFT_TEMPLATE_CHOOSER (object)->cancellable);
  G_OBJECT_CLASS (loft_template_chooser_parent_class)->finalize (object);
}

static void
loft_template_chooser_class_init (LoftTemplateChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_template_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_template_chooser_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
new_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();

  g_object_set (page, "icon-name", "loft-drafts-symbolic", "title", _ ("No Templates"),
                "description",
                _ ("While you write a message, its menu saves it as a template for others."), NULL);
  return page;
}

static void
loft_template_chooser_init (LoftTemplateChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->pages, new_empty_page (), "empty");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->page), "list");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pages));
  adw_toast_overlay_set_child (self->toasts, box);
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->toasts));
  gtk_window_set_title (GTK_WINDOW (self), _ ("New From Template"));
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 480);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 294);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

void
loft_template_chooser_present (GtkWindow *parent, LoftService *service)
{
  LoftTemplateChooser *self =
    g_object_new (LOFT_TYPE_TEMPLATE_CHOOSER, "transient-for", parent, NULL);
  GListModel *accounts = loft_service_get_accounts (service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_account (self, account);
    }
  update_page (self);
  gtk_window_present (GTK_WINDOW (self));
}
