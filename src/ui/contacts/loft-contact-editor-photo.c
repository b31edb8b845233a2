/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-editor-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error.h"
#include "loft-photo-crop.h"
#include "loft-photo.h"
#include "loft-thread-task.h"

#include <glib/gi18n.h>

#define MAX_FILE (30 * 1024 * 1024)
#define LONGEST  2048 /* pixels of what is cropped */

/* photo: (nullable) */
void
loft_contact_editor_set_photo (LoftContactEditor *self, GBytes *photo)
{
  GAction *remove = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "remove-photo");

  if (photo != NULL)
    g_bytes_ref (photo);
  g_clear_pointer (&self->photo, g_bytes_unref);
  self->photo = photo;
  g_simple_action_set_enabled (G_SIMPLE_ACTION (remove),
                               photo != NULL || *self->before->photo_uri != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->photo_problem), FALSE);
}

static void
complain (LoftContactEditor *self, const char *sentence)
{
  gtk_label_set_text (self->photo_problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->photo_problem), TRUE);
}

/* ---- a file ------------------------------------------------------------------------------- */

/* (transfer full) (nullable) All of it, unless there is too much. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[32 * 1024];
  gssize n = 0;

  if (stream == NULL)
    return NULL;
  while (bytes->len <= MAX_FILE && (n = g_input_stream_read (G_INPUT_STREAM (stream), piece,
                                                             sizeof piece, cancellable, error)) > 0)
    g_byte_array_append (bytes, piece, (guint) n);
  if (n < 0)
    return NULL;
  if (bytes->len <= MAX_FILE)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The file is too large");
  return NULL;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GBytes) bytes = read_file (file, cancellable, &error);
  GdkPixbuf *picture = bytes != NULL ? loft_photo_decode_whole (bytes, LONGEST, cancellable) : NULL;

  if (picture != NULL)
    g_task_return_pointer (task, picture, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED, "No picture that is read");
}

static void
on_cropped (LoftContactEditor *self, GBytes *photo)
{
  loft_contact_editor_set_photo (self, photo);
  self->is_photo_changed = TRUE;
  loft_contact_editor_update (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftContactEditor *self = LOFT_CONTACT_EDITOR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = g_task_propagate_pointer (G_TASK (result), &error);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  LoftPhotoCrop *crop;

  if (root == NULL || self->scroller == NULL) /* closed meanwhile */
    return;
  if (picture == NULL)
    {
      complain (self, loft_error_class (error) == LOFT_ERROR_LIMIT
                        ? _ ("This file is too large for a photo.")
                      : loft_error_class (error) == LOFT_ERROR_REFUSED
                        ? _ ("This file is no picture of the kinds JPEG and PNG.")
                        : _ ("This file cannot be read."));
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->photo_problem), FALSE);
  crop = loft_photo_crop_new (GTK_WINDOW (root), picture);
  g_signal_connect_object (crop, "chosen", G_CALLBACK (on_cropped), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (crop));
}

void
loft_contact_editor_open_photo (LoftContactEditor *self, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_opened, NULL);

  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  loft_thread_task_run (task, open_in_thread);
}

/* ---- menu --------------------------------------------------------------------------------- */

static void
on_file_chosen (GtkNativeDialog *dialog, int response, LoftContactEditor *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      loft_contact_editor_open_photo (self, file);
    }
  g_object_unref (dialog);
}

static void
on_choose (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactEditor *self = data;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Choose a Photo"), window, GTK_FILE_CHOOSER_ACTION_OPEN,
                                 _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_remove (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactEditor *self = data;

  loft_contact_editor_set_photo (self, NULL);
  g_simple_action_set_enabled (action, FALSE);
  self->is_photo_changed = TRUE;
  loft_contact_editor_update (self);
}

GtkWidget *
loft_contact_editor_new_face (LoftContactEditor *self)
{
  static const GActionEntry entries[] = { { "choose-photo", on_choose },
                                          { "remove-photo", on_remove } };
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_menu_append (menu, _ ("Choose Photo…"), "contact.choose-photo");
  g_menu_append (menu, _ ("Remove Photo"), "contact.remove-photo");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "camera-photo-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "photo-button");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (button, _ ("Photo"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Photo"), -1);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->face));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), button);
  gtk_widget_set_halign (overlay, GTK_ALIGN_CENTER);
  return overlay;
}
