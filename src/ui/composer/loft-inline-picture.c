/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-inline-picture.h"

#include "config.h"
#include "loft-attachment-kind.h"
#include "loft-draft-html.h"
#include "loft-draft-picture.h"
#include "loft-error.h"
#include "loft-picture-size.h"
#include "loft-thread-task.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_BYTES  (25 * 1000 * 1000)
#define WIDE       1600 /* pixels; more is for printing */
#define SHOWN_WIDE 800

typedef struct {
  GFile *file;
  GdkTexture *texture;
  GtkWindow *window;
  GBytes *bytes;
  char *type;
  guint width;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->file);
  g_clear_object (&self->texture);
  g_clear_object (&self->window);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->type);
  g_free (self);
}

gboolean
loft_inline_picture_is_picture (GFile *file)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *guess = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *type = g_content_type_get_mime_type (guess);

  return type != NULL && g_strv_contains (types, type);
}

/* Reading */

static GBytes *
read_file (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes = NULL;

  if (stream == NULL)
    return NULL;
  bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_BYTES + 1, NULL, error);
  if (bytes != NULL && g_bytes_get_size (bytes) > MAX_BYTES)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The picture is too large");
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;
  GError *error = NULL;
  guint height = 0;

  self->bytes = self->texture != NULL ? gdk_texture_save_to_png_bytes (self->texture)
                                      : read_file (self->file, &error);
  if (self->bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->type = loft_attachment_kind_picture_type (self->bytes);
  if (self->type == NULL ||
      !loft_picture_size_read (g_bytes_get_data (self->bytes, NULL), g_bytes_get_size (self->bytes),
                               &self->width, &height) ||
      (guint64) self->width * height > LOFT_PICTURE_MAX_PIXELS)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED, "No picture that can be shown");
  else
    g_task_return_boolean (task, TRUE);
}

/* Scaling */

static void
on_scaled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) scaled = loft_draft_picture_scale_finish (result, &error);
  const LoftDraftPart *part = NULL;
  guint height = 0;

  if (scaled == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  part = g_ptr_array_index (scaled, 0);
  g_bytes_unref (self->bytes);
  self->bytes = g_bytes_ref (part->data);
  loft_picture_size_read (g_bytes_get_data (self->bytes, NULL), g_bytes_get_size (self->bytes),
                          &self->width, &height);
  g_task_return_boolean (task, TRUE);
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) parts = NULL;

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (!g_str_equal (response, "scale"))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  g_ptr_array_add (parts, loft_draft_part_new ("", self->type, NULL, self->bytes));
  loft_draft_picture_scale_async (parts, WIDE, NULL, on_scaled, g_object_ref (task));
}

static void
offer (GTask *task, Reading *self)
{
  g_autofree char *size = g_format_size (g_bytes_get_size (self->bytes));
  g_autofree char *body =
    g_strdup_printf (_ (
                       "It is %1$u pixels wide and has %2$s. %3$d pixels are enough for a screen."),
                     self->width, size, WIDE);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (self->window, _ ("Make the Picture Smaller?"), body));

  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep Its Size"), "scale",
                                    _ ("_Make Smaller"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "scale", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "scale");
  adw_message_dialog_set_close_response (dialog, "keep");
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
can_scale (Reading *self)
{
  g_autoptr (LoftDraftPart) part = loft_draft_part_new ("", self->type, NULL, self->bytes);

  return loft_draft_picture_can_scale (part);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (self->width > WIDE && can_scale (self))
    {
      offer (task, self);
      return;
    }
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
loft_inline_picture_read_async (GFile *file, GdkTexture *texture, GtkWindow *window,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  Reading *self = g_new0 (Reading, 1);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) work = g_task_new (NULL, NULL, on_read, task);

  g_set_object (&self->file, file);
  g_set_object (&self->texture, texture);
  g_set_object (&self->window, window);
  g_task_set_task_data (task, self, reading_free);
  g_task_set_task_data (work, self, NULL);
  loft_thread_task_run (work, read_in_thread);
}

LoftDraftPart *
loft_inline_picture_read_finish (GAsyncResult *result, int *width, GError **error)
{
  Reading *self = g_task_get_task_data (G_TASK (result));
  g_autofree char *id = NULL;
  g_autofree char *base = self->file == NULL ? NULL : g_file_get_basename (self->file);
  g_autofree char *name = base == NULL ? NULL : g_filename_display_name (base);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  id = loft_draft_html_new_content_id ();
  *width = (int) MIN (self->width, SHOWN_WIDE);
  return loft_draft_part_new (name != NULL ? name : "", self->type, id, self->bytes);
}
