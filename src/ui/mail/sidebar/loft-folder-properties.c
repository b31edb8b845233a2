/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-properties.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-folder-look.h"
#include "loft-mail-actions.h"
#include "loft-progress-text.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftFolderProperties {
  AdwWindow parent_instance;

  AdwActionRow *place;
  GtkWidget *role_row;
  GtkLabel *role;
  GtkLabel *total;
  GtkLabel *unread;
  GtkLabel *synced;
  AdwActionRow *synced_row;
  AdwComboRow *window;
  GtkLabel *cached;
  GtkWidget *subscribed_row;
  GtkSwitch *subscribed;
  GtkLabel *size;
  GtkLabel *quota;
  GtkLevelBar *quota_bar;

  LoftMailAccount *account;
  LoftMailFolder *folder;
  GArray *windows; /* of gint: days, by position in the list of choices */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LoftFolderProperties, loft_folder_properties, ADW_TYPE_WINDOW)

/* What is known here */

static void
set_number (GtkLabel *label, guint number)
{
  g_autofree char *text = g_strdup_printf ("%'u", number);

  gtk_label_set_text (label, text);
}

static void
show_cached (LoftFolderProperties *self, LoftFolder *folder)
{
  g_autofree char *size = g_format_size (folder->bytes);
  g_autofree char *text = NULL;

  /* Translators: downloaded messages, of all messages, and how large they are. */
  text = g_strdup_printf (_ ("%1$'u of %2$'u, %3$s"), folder->cached, folder->total, size);
  gtk_label_set_text (self->cached, text);
}

static void
show_folder (LoftFolderProperties *self)
{
  LoftFolder *folder = loft_mail_folder_get (self->folder);
  gint64 now = loft_clock_now ();
  g_autofree char *synced =
    folder->synced_at == 0 ? NULL : loft_date_text_medium (folder->synced_at, now);
  g_autofree char *state = loft_progress_text_for_account (self->account, now, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place),
                                 loft_mail_account_get_name (self->account));
  adw_action_row_set_subtitle (self->place, folder->path);
  gtk_widget_set_visible (self->role_row, folder->role != LOFT_FOLDER_ROLE_NONE);
  gtk_label_set_text (self->role, loft_folder_look_name (folder));
  set_number (self->total, folder->total);
  set_number (self->unread, folder->unread);
  gtk_label_set_text (self->synced, synced != NULL ? synced : _ ("Not updated yet"));
  adw_action_row_set_subtitle (self->synced_row, state);
  show_cached (self, folder);
  gtk_switch_set_active (self->subscribed, folder->subscribed);
}

/* How far back */

static char *
window_text (LoftFolderProperties *self, gint days)
{
  gint of_account = loft_mail_account_get_account (self->account)->window_days;

  if (days == LOFT_FOLDER_WINDOW_ACCOUNT)
    {
      g_autofree char *text =
        window_text (self, of_account < 0 ? LOFT_FOLDER_WINDOW_ALL : of_account);

      /* Translators: how far back messages of a folder are kept; %s is the account's choice. */
      return g_strdup_printf (_ ("As account: %s"), text);
    }
  if (days == LOFT_FOLDER_WINDOW_ALL)
    return g_strdup (_ ("All"));
  if (days == 0)
    return g_strdup (_ ("Headers only"));
  if (days % 365 == 0)
    return g_strdup_printf (ngettext ("%d year", "%d years", days / 365), days / 365);
  return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  return *(const gint *) a - *(const gint *) b;
}

/* The person's own number of days stands among the usual ones. */
static void
fill_windows (LoftFolderProperties *self)
{
  static const gint usual[] = { 7, 30, 90, 365, 730 };
  static const gint others[] = { LOFT_FOLDER_WINDOW_ACCOUNT, LOFT_FOLDER_WINDOW_ALL, 0 };
  gint chosen = loft_mail_folder_get (self->folder)->window_days;
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  gboolean known = chosen <= 0;
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    known = known || usual[i] == chosen;
  g_array_append_vals (self->windows, usual, G_N_ELEMENTS (usual));
  if (!known)
    g_array_append_val (self->windows, chosen);
  g_array_sort (self->windows, compare_days);
  g_array_prepend_vals (self->windows, others, G_N_ELEMENTS (others));
  for (guint i = 0; i < self->windows->len; i++)
    {
      gint days = g_array_index (self->windows, gint, i);
      g_autofree char *text = window_text (self, days);

      gtk_string_list_append (texts, text);
      if (days == chosen)
        selected = i;
    }
  adw_combo_row_set_model (self->window, G_LIST_MODEL (texts));
  adw_combo_row_set_selected (self->window, selected);
}

static void
show_failure (LoftFolderProperties *self, const GError *error)
{
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *text = loft_error_text_for_change (error);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), title, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_window_selected (LoftFolderProperties *self)
{
  LoftFolder *folder = self->folder == NULL ? NULL : loft_mail_folder_get (self->folder);
  guint selected = adw_combo_row_get_selected (self->window);
  g_autoptr (GError) error = NULL;
  gint64 folder_id;
  gint days;

  if (folder == NULL || selected >= self->windows->len)
    return;
  days = g_array_index (self->windows, gint, selected);
  if (days == folder->window_days)
    return;
  /* The change replaces the snapshot. */
  folder_id = folder->id;
  if (loft_mail_account_set_folder_window (self->account, folder_id, days, &error))
    loft_mail_account_sync_async (self->account, folder_id, NULL, NULL, NULL);
  else
    show_failure (self, error);
}

/* What other programs show */

static void
on_subscribed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftFolderProperties) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (error == NULL || self->folder == NULL)
    return;
  show_folder (self);
  show_failure (self, error);
}

static void
on_subscribed_switched (LoftFolderProperties *self)
{
  LoftFolder *folder = self->folder == NULL ? NULL : loft_mail_folder_get (self->folder);
  gboolean wanted = gtk_switch_get_active (self->subscribed);

  if (folder != NULL && wanted != folder->subscribed)
    loft_mail_account_subscribe_folder_async (self->account, folder->id, wanted, on_subscribed,
                                              g_object_ref (self));
}

/* What the server tells */

static void
show_untold (LoftFolderProperties *self, const char *text)
{
  gtk_label_set_text (self->size, text);
  gtk_label_set_text (self->quota, text);
  gtk_widget_set_visible (GTK_WIDGET (self->quota_bar), FALSE);
}

static void
show_quota (LoftFolderProperties *self, const LoftFolderUsage *usage)
{
  g_autofree char *used = g_format_size (usage->quota_used);
  g_autofree char *limit = g_format_size (usage->quota_limit);
  /* Translators: space used of the space there is. */
  g_autofree char *text = g_strdup_printf (_ ("%1$s of %2$s"), used, limit);

  gtk_label_set_text (self->quota, text);
  gtk_widget_set_visible (GTK_WIDGET (self->quota_bar), TRUE);
  gtk_level_bar_set_value (self->quota_bar,
                           MIN (1.0, (double) usage->quota_used / (double) usage->quota_limit));
}

static void
show_usage (LoftFolderProperties *self, const LoftFolderUsage *usage)
{
  show_untold (self, _ ("Not told by this server"));
  if (usage->has_size)
    {
      g_autofree char *bytes = g_format_size (usage->bytes);
      /* Translators: number of messages, and their size. */
      g_autofree char *text = g_strdup_printf (ngettext ("%1$'u message, %2$s",
                                                         "%1$'u messages, %2$s", usage->n_messages),
                                               usage->n_messages, bytes);

      gtk_label_set_text (self->size, text);
    }
  if (usage->has_quota && usage->quota_limit > 0)
    show_quota (self, usage);
}

static void
on_usage (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftFolderProperties) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree LoftFolderUsage *usage =
    loft_mail_account_read_usage_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (usage != NULL)
    {
      show_usage (self, usage);
      return;
    }
  title = g_error_matches (error, LOFT_ERROR, LOFT_ERROR_OFFLINE)
            ? g_strdup (_ ("Not known while offline"))
            : loft_error_text_title (error);
  show_untold (self, title);
}

static void
ask_server (LoftFolderProperties *self)
{
  LoftFolder *folder = loft_mail_folder_get (self->folder);

  if (!folder->selectable)
    {
      show_untold (self, _ ("Holds no messages"));
      return;
    }
  show_untold (self, _ ("Asking the server…"));
  loft_mail_account_read_usage_async (self->account, folder->id, self->cancellable, on_usage,
                                      g_object_ref (self));
}

static void
loft_folder_properties_dispose (GObject *object)
{
  LoftFolderProperties *self = LOFT_FOLDER_PROPERTIES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->account);
  g_clear_object (&self->folder);
  G_OBJECT_CLASS (loft_folder_properties_parent_class)->dispose (object);
}

static void
loft_folder_properties_finalize (GObject *object)
{
  LoftFolderProperties *self = LOFT_FOLDER_PROPERTIES (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->windows);
  G_OBJECT_CLASS (loft_folder_properties_parent_class)->finalize (object);
}

static void
loft_folder_properties_class_init (LoftFolderPropertiesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_folder_properties_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_folder_properties_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/sidebar/loft-folder-properties.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, place);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, role_row);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, role);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, total);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, unread);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, synced);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, synced_row);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, window);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, cached);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, subscribed_row);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, subscribed);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, size);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, quota);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderProperties, quota_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_window_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_subscribed_switched);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
loft_folder_properties_init (LoftFolderProperties *self)
{
  self->windows = g_array_new (FALSE, FALSE, sizeof (gint));
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_remove_offset_value (self->quota_bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_remove_offset_value (self->quota_bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->quota_bar, GTK_LEVEL_BAR_OFFSET_LOW);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

void
loft_folder_properties_show (GtkWindow *parent, LoftMailAccount *account, LoftMailFolder *folder)
{
  LoftFolderProperties *self =
    g_object_new (LOFT_TYPE_FOLDER_PROPERTIES, "transient-for", parent, NULL);
  const char *name = loft_folder_look_name (loft_mail_folder_get (folder));

  gtk_window_set_title (GTK_WINDOW (self), name);
  self->account = g_object_ref (account);
  self->folder = g_object_ref (folder);
  fill_windows (self);
  gtk_widget_set_visible (self->subscribed_row,
                          g_str_equal (loft_mail_account_get_account (account)->kind, "imap"));
  show_folder (self);
  g_signal_connect_object (folder, "notify::folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify", G_CALLBACK (show_folder), self, G_CONNECT_SWAPPED);
  ask_server (self);
  gtk_window_present (GTK_WINDOW (self));
}
