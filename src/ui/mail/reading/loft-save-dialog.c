/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-save-dialog.h"

#include "config.h"
#include "loft-attachment-file.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GtkWidget *widget;
  LoftMessageBody *body; /* (nullable) where it is bytes */
  guint n;
  GBytes *bytes; /* (nullable) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->body, loft_message_body_unref);
  g_clear_pointer (&saving->bytes, g_bytes_unref);
  g_object_unref (saving->widget);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
tell (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static const char *
outcome_text (gboolean is_message, gboolean saved)
{
  if (is_message)
    return saved ? _ ("Message saved")
                 : _ ("The message could not be saved. Choose another folder.");
  return saved ? _ ("Attachment saved")
               : _ ("The attachment could not be saved. Choose another folder.");
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;

  tell (saving->widget, outcome_text (saving->body != NULL && saving->n == 0,
                                      loft_attachment_file_save_finish (result, &error)));
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (owned));
  path = file == NULL ? NULL : g_file_get_path (file);
  if (path == NULL)
    return;
  if (saving->bytes != NULL)
    loft_attachment_file_save_bytes_async (saving->bytes, path, NULL, on_saved, saving);
  else
    loft_attachment_file_save_async (saving->body, saving->n, path, NULL, on_saved, saving);
  g_steal_pointer (&saving);
}

/* saving: (transfer full) */
static void
ask (Saving *saving, const char *title, const char *name)
{
  GtkWidget *window = gtk_widget_get_ancestor (saving->widget, GTK_TYPE_WINDOW);
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _ ("_Save"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
loft_save_dialog_open (GtkWidget *widget, LoftMessageBody *body, guint n, const char *name)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->body = loft_message_body_ref (body);
  saving->n = n;
  ask (saving, n == 0 ? _ ("Save Message") : _ ("Save Attachment"), name);
}

void
loft_save_dialog_open_bytes (GtkWidget *widget, GBytes *bytes, const char *name)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->bytes = g_bytes_ref (bytes);
  ask (saving, _ ("Save Attachment"), name);
}
