/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-save-all.h"

#include "config.h"
#include "loft-attachment-folder.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define LOOK_EVERY_MS 100
#define MAX_NAMED     8 /* files that the dialog names */
#define MAX_NAME      60 /* characters of each there */

struct _LoftSaveAll {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *progress;

  LoftMessageBody *body;
  GPtrArray *attachments;
  struct _Saving *saving; /* (nullable) what is shown; belongs to the job */
};

/* One run. It outlives the message on screen, and the widget too. */
typedef struct _Saving {
  LoftSaveAll *self; /* (nullable) while it shows this run */
  GtkWidget *toasts;
  GCancellable *cancellable;
  gint n_tried;
  guint n_all;
  guint source;
} Saving;

G_DEFINE_FINAL_TYPE (LoftSaveAll, loft_save_all, GTK_TYPE_WIDGET)

static void
saving_free (Saving *saving)
{
  g_clear_handle_id (&saving->source, g_source_remove);
  g_clear_object (&saving->toasts);
  g_object_unref (saving->cancellable);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* How it went */

static void
tell (Saving *saving, const char *text)
{
  if (saving->toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (saving->toasts), adw_toast_new (text));
}

static char *
short_name (const char *name)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= MAX_NAME)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, MAX_NAME);
  return g_strconcat (start, "…", NULL);
}

static const char *
reason (const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return _ ("the disk is full");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    return _ ("the folder may not be written to");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return _ ("the folder is not there any more");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_EXIST))
    return _ ("there are too many files of this name");
  return error->domain == G_FILE_ERROR ? _ ("it could not be written") : _ ("it could not be read");
}

static char *
list_unsaved (GPtrArray *unsaved)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < unsaved->len && i < MAX_NAMED; i++)
    {
      const LoftUnsavedAttachment *each = g_ptr_array_index (unsaved, i);
      g_autofree char *name = short_name (each->name);

      /* Translators: a file's name and why it could not be saved. */
      g_string_append_printf (text, _ ("%1$s: %2$s"), name, reason (each->error));
      g_string_append_c (text, '\n');
    }
  if (unsaved->len > MAX_NAMED)
    g_string_append_printf (text,
                            ngettext ("and %'u more", "and %'u more", unsaved->len - MAX_NAMED),
                            unsaved->len - MAX_NAMED);
  g_strchomp (text->str);
  return g_string_free (text, FALSE);
}

static void
show_unsaved (Saving *saving, const LoftSavedAttachments *saved)
{
  GtkWidget *window =
    saving->toasts == NULL ? NULL : gtk_widget_get_ancestor (saving->toasts, GTK_TYPE_WINDOW);
  g_autofree char *files = list_unsaved (saved->unsaved);
  g_autofree char *title =
    g_strdup_printf (ngettext ("%'u Attachment Was Not Saved", "%'u Attachments Were Not Saved",
                               saved->unsaved->len),
                     saved->unsaved->len);
  GtkWidget *dialog = NULL;

  if (window == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (window), title, files);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_outcome (Saving *saving, const LoftSavedAttachments *saved)
{
  g_autofree char *text = NULL;

  if (saved->is_cancelled)
    text = g_strdup_printf (_ ("Stopped: %1$'u of %2$'u attachments saved"), saved->n_saved,
                            saved->n_all);
  else if (saved->n_saved > 0)
    text =
      g_strdup_printf (ngettext ("%'u attachment saved", "%'u attachments saved", saved->n_saved),
                       saved->n_saved);
  if (text != NULL)
    tell (saving, text);
  if (saved->unsaved->len > 0)
    show_unsaved (saving, saved);
}

/* Running */

static void
forget (LoftSaveAll *self)
{
  if (self->saving != NULL)
    self->saving->self = NULL;
  self->saving = NULL;
  gtk_stack_set_visible_child_name (self->stack, "button");
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (LoftSavedAttachments) saved = loft_attachment_folder_save_finish (result);

  if (saving->self != NULL)
    forget (saving->self);
  show_outcome (saving, saved);
}

static gboolean
show_progress (gpointer data)
{
  Saving *saving = data;
  guint n = MIN ((guint) g_atomic_int_get (&saving->n_tried) + 1, saving->n_all);
  g_autofree char *text = g_strdup_printf (_ ("Saving %1$'u of %2$'u"), n, saving->n_all);

  if (saving->self != NULL)
    gtk_label_set_text (saving->self->progress, text);
  return G_SOURCE_CONTINUE;
}

static void
start (LoftSaveAll *self, LoftMessageBody *body, GPtrArray *attachments, const char *folder)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  Saving *saving = g_new0 (Saving, 1);

  saving->toasts = toasts == NULL ? NULL : g_object_ref (toasts);
  saving->cancellable = g_cancellable_new ();
  saving->n_all = attachments->len;
  saving->source = g_timeout_add (LOOK_EVERY_MS, show_progress, saving);
  if (body == self->body && self->saving == NULL)
    {
      saving->self = self;
      self->saving = saving;
      show_progress (saving);
      gtk_stack_set_visible_child_name (self->stack, "progress");
    }
  loft_attachment_folder_save_async (body, attachments, folder, &saving->n_tried,
                                     saving->cancellable, on_saved, saving);
}

void
loft_save_all_into (LoftSaveAll *self, const char *folder)
{
  if (self->body != NULL)
    start (self, self->body, self->attachments, folder);
}

/* Another message may be shown when the answer comes. */
typedef struct {
  LoftSaveAll *self;
  LoftMessageBody *body;
  GPtrArray *attachments;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->self);
  loft_message_body_unref (choice->body);
  g_ptr_array_unref (choice->attachments);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static void
on_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Choice) choice = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (owned));
  path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    start (choice->self, choice->body, choice->attachments, path);
}

static void
on_clicked (LoftSaveAll *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  GtkFileChooserNative *dialog = NULL;
  Choice *choice = NULL;

  if (self->body == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->self = g_object_ref (self);
  choice->body = loft_message_body_ref (self->body);
  choice->attachments = g_ptr_array_ref (self->attachments);
  dialog =
    gtk_file_chooser_native_new (_ ("Save All Attachments"), GTK_WINDOW (window),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Save Here"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_cancel (LoftSaveAll *self)
{
  if (self->saving != NULL)
    g_cancellable_cancel (self->saving->cancellable);
}

void
loft_save_all_set (LoftSaveAll *self, LoftMessageBody *body, GPtrArray *attachments)
{
  forget (self);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  if (body == NULL)
    return;
  self->body = loft_message_body_ref (body);
  self->attachments = g_ptr_array_ref (attachments);
}

static void
loft_save_all_dispose (GObject *object)
{
  LoftSaveAll *self = LOFT_SAVE_ALL (object);

  if (self->stack != NULL)
    loft_save_all_set (self, NULL, NULL);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_save_all_parent_class)->dispose (object);
}

static void
loft_save_all_class_init (LoftSaveAllClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_save_all_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-save-all.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftSaveAll, stack);
  gtk_widget_class_bind_template_child (widget_class, LoftSaveAll, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_save_all_init (LoftSaveAll *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
