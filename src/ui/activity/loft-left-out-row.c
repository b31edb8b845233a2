/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-left-out-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-text.h"

#include <glib/gi18n.h>

#define MAX_NAME 200

typedef struct {
  LoftMailAccount *account;
  LoftLeftOut *item;
  GtkWidget *row; /* not a reference: it owns this */
} Retry;

static void
retry_free (gpointer data, GClosure *closure)
{
  Retry *retry = data;

  g_object_unref (retry->account);
  loft_left_out_unref (retry->item);
  g_free (retry);
}

static const char *
folder_name (const LoftLeftOut *item)
{
  return g_ascii_strcasecmp (item->folder, "INBOX") == 0 ? C_ ("folder", "Inbox") : item->folder;
}

static char *
title_of (const LoftLeftOut *item)
{
  if (item->message_id == 0)
    return loft_text_one_line (folder_name (item), MAX_NAME);
  return loft_text_one_line (item->subject[0] == '\0' ? _ ("No Subject") : item->subject, MAX_NAME);
}

static char *
subtitle_of (const LoftLeftOut *item, const GError *reason)
{
  g_autofree char *folder = loft_text_one_line (folder_name (item), MAX_NAME);
  g_autofree char *title = loft_error_text_title (reason);
  g_autofree char *details = loft_error_text_details (reason);
  g_autofree char *what = NULL;

  if (item->message_id == 0)
    /* Translators: the first is what went wrong, as "Refused by the Server". */
    what = g_strdup_printf (_ ("Folder · %s"), title);
  else
    /* Translators: in which folder the message is, and what went wrong. */
    what = g_strdup_printf (_ ("Message in %1$s · %2$s"), folder, title);
  return details == NULL ? g_steal_pointer (&what) : g_strdup_printf ("%s\n%s", what, details);
}

static void
show (AdwActionRow *row, const LoftLeftOut *item, const GError *reason)
{
  g_autofree char *subtitle = subtitle_of (item, reason);

  adw_action_row_set_subtitle (row, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (row), TRUE);
}

/* What worked takes the row away; so does a sync, which names the folder anew. */
static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AdwActionRow) row = data;
  LoftLeftOut *item = g_object_get_data (G_OBJECT (row), "loft-left-out");
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GError) error = NULL;

  if (item->message_id == 0)
    loft_mail_account_sync_finish (account, result, NULL, &error);
  else
    loft_mail_account_fetch_finish (account, result, &error);
  if (error != NULL)
    show (row, item, loft_error_is_cancelled (error) ? item->reason : error);
}

static void
on_retry (Retry *retry)
{
  gtk_widget_set_sensitive (retry->row, FALSE);
  if (retry->item->message_id == 0)
    loft_mail_account_sync_async (retry->account, retry->item->folder_id, NULL, on_tried,
                                  g_object_ref (retry->row));
  else
    loft_mail_account_fetch_async (retry->account, retry->item->message_id, NULL, on_tried,
                                   g_object_ref (retry->row));
}

static void
add_button (GtkWidget *row, LoftMailAccount *account, LoftLeftOut *item, const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Try “%s” Again"), title);
  Retry *retry = g_new0 (Retry, 1);

  retry->account = g_object_ref (account);
  retry->item = loft_left_out_ref (item);
  retry->row = row;
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, name);
  gtk_widget_set_tooltip_text (button, _ ("Try Again"));
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_retry), retry, retry_free,
                         G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

GtkWidget *
loft_left_out_row_new (LoftMailAccount *account, LoftLeftOut *item)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = title_of (item);

  g_object_set_data_full (G_OBJECT (row), "loft-left-out", loft_left_out_ref (item),
                          (GDestroyNotify) loft_left_out_unref);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  add_button (row, account, item, title);
  show (ADW_ACTION_ROW (row), item, item->reason);
  return row;
}
