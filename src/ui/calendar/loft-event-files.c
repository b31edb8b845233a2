/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-files.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-event-file.h"

#include <glib/gi18n.h>

#define MOST_FILES 50

struct _LoftEventFiles {
  AdwPreferencesGroup parent_instance;

  GPtrArray *attachments; /* of LoftEventAttachment */
  GPtrArray *rows;
  GtkWidget *link; /* where one is typed */
  GtkWidget *note;
  GtkWidget *attach; /* button */
  gboolean possible;
  GCancellable *cancellable;
  guint reading;
};

G_DEFINE_FINAL_TYPE (LoftEventFiles, loft_event_files, ADW_TYPE_PREFERENCES_GROUP)

static void fill (LoftEventFiles *self);

static gpointer
copy (gconstpointer data, gpointer unused)
{
  const LoftEventAttachment *one = data;

  return loft_event_attachment_new (one->uri, one->name, one->type, one->bytes);
}

static GPtrArray *
copy_all (GPtrArray *attachments)
{
  GPtrArray *copies = g_ptr_array_copy (attachments, copy, NULL);

  g_ptr_array_set_free_func (copies, (GDestroyNotify) loft_event_attachment_free);
  return copies;
}

void
loft_event_files_set (LoftEventFiles *self, GPtrArray *attachments)
{
  g_ptr_array_unref (self->attachments);
  self->attachments = copy_all (attachments);
  fill (self);
}

GPtrArray *
loft_event_files_get (LoftEventFiles *self)
{
  return copy_all (self->attachments);
}

gboolean
loft_event_files_is_busy (LoftEventFiles *self)
{
  return self->reading > 0;
}

static void
show_possible (LoftEventFiles *self)
{
  const char *text = NULL;

  if (!self->possible && self->attachments->len == 0)
    text = _ ("The server of this calendar holds no attachments.");
  else if (!self->possible)
    text = _ ("The server of this calendar holds no attachments: the event is kept without these.");
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), text);
  gtk_widget_set_visible (self->attach, self->possible);
  gtk_widget_set_visible (self->link, self->possible);
}

void
loft_event_files_set_possible (LoftEventFiles *self, gboolean possible)
{
  self->possible = possible;
  show_possible (self);
}

static void
tell (LoftEventFiles *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->note, *text != '\0');
}

static gsize
count_bytes (LoftEventFiles *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->attachments->len; i++)
    {
      const LoftEventAttachment *one = g_ptr_array_index (self->attachments, i);

      n += one->bytes != NULL ? g_bytes_get_size (one->bytes) : 0;
    }
  return n;
}

static void
add (LoftEventFiles *self, LoftEventAttachment *attachment)
{
  g_ptr_array_add (self->attachments, attachment);
  tell (self, "");
  fill (self);
  g_signal_emit_by_name (self, "changed");
}

/* Files */

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftEventFiles) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *type = NULL;
  g_autofree char *mime = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  self->reading--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_signal_emit_by_name (self, "changed");
  if (bytes == NULL)
    {
      tell (self, error->message);
      return;
    }
  if (count_bytes (self) + g_bytes_get_size (bytes) > LOFT_EVENT_FILES_MOST)
    {
      tell (self, _ ("That is too large to be kept in an event: attach a link to it instead."));
      return;
    }
  type = g_content_type_guess (name, NULL, 0, NULL);
  mime = g_content_type_get_mime_type (type);
  add (self, loft_event_attachment_new ("", shown, mime != NULL ? mime : "", bytes));
}

static void
on_size (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftEventFiles) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (info == NULL || g_file_info_get_size (info) > LOFT_EVENT_FILES_MOST ||
      g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      self->reading--;
      tell (self, info == NULL ? error->message
                               : _ ("That is too large to be kept in an event: attach a link to it "
                                    "instead."));
      g_signal_emit_by_name (self, "changed");
      return;
    }
  g_file_load_bytes_async (G_FILE (source), self->cancellable, on_read, g_object_ref (self));
}

void
loft_event_files_attach (LoftEventFiles *self, GFile *file)
{
  self->reading++;
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, on_size,
                           g_object_ref (self));
}

static void
on_chosen (GtkNativeDialog *dialog, int response, LoftEventFiles *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; i < MIN (g_list_model_get_n_items (files), MOST_FILES); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      loft_event_files_attach (self, file);
    }
}

static void
choose_files (LoftEventFiles *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Attach Files"), GTK_WINDOW (window),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Links */

static gboolean
is_link (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  return (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")) &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

gboolean
loft_event_files_attach_link (LoftEventFiles *self, const char *link)
{
  g_autofree char *text = g_strstrip (g_strdup (link));

  if (!is_link (text))
    {
      tell (self, _ ("A link begins with “https://”."));
      return FALSE;
    }
  add (self, loft_event_attachment_new (text, "", "", NULL));
  return TRUE;
}

static void
on_link (LoftEventFiles *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->link));

  if (*text != '\0' && loft_event_files_attach_link (self, text))
    gtk_editable_set_text (GTK_EDITABLE (self->link), "");
}

/* Rows */

static void
on_remove (GtkWidget *button, LoftEventFiles *self)
{
  g_ptr_array_remove (self->attachments, g_object_get_data (G_OBJECT (button), "attachment"));
  tell (self, "");
  fill (self);
  gtk_widget_grab_focus (self->link);
  g_signal_emit_by_name (self, "changed");
}

static void
on_open (GtkWidget *button, const LoftEventAttachment *one)
{
  loft_event_file_open (button, one);
}

static void
on_save (GtkWidget *button, const LoftEventAttachment *one)
{
  loft_event_file_save (button, one);
}

static void
add_button (LoftEventFiles *self, GtkWidget *row, LoftEventAttachment *one, const char *icon,
            const char *name, GCallback callback, gpointer data)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  loft_accessibility_set_button_name (button, name);
  g_object_set_data (G_OBJECT (button), "attachment", one);
  g_signal_connect (button, "clicked", callback, data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_row (LoftEventFiles *self, LoftEventAttachment *one)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean inside = one->bytes != NULL;
  g_autofree char *title = loft_event_file_dup_title (one);
  g_autofree char *subtitle = loft_event_file_dup_subtitle (one);

  g_object_set (row, "use-markup", FALSE, "title-lines", 1, "subtitle-lines", 1, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), loft_event_file_is_link (one)
                                                        ? "insert-link-symbolic"
                                                        : "mail-attachment-symbolic");
  if (inside || loft_event_file_is_link (one))
    add_button (self, row, one, "document-open-symbolic", _ ("Open"), G_CALLBACK (on_open), one);
  if (inside)
    add_button (self, row, one, "document-save-symbolic", _ ("Save As…"), G_CALLBACK (on_save),
                one);
  add_button (self, row, one, "user-trash-symbolic", _ ("Remove the Attachment"),
              G_CALLBACK (on_remove), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

/* The line for a new link, and what is said, come last. */
static void
fill (LoftEventFiles *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GtkWidget *last[] = { self->link, self->note };

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    {
      g_object_ref (last[i]);
      if (gtk_widget_get_parent (last[i]) != NULL)
        adw_preferences_group_remove (group, last[i]);
    }
  for (guint i = 0; i < self->attachments->len; i++)
    add_row (self, g_ptr_array_index (self->attachments, i));
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    {
      adw_preferences_group_add (group, last[i]);
      g_object_unref (last[i]);
    }
  show_possible (self);
}

static void
loft_event_files_dispose (GObject *object)
{
  g_cancellable_cancel (LOFT_EVENT_FILES (object)->cancellable);
  G_OBJECT_CLASS (loft_event_files_parent_class)->dispose (object);
}

static void
loft_event_files_finalize (GObject *object)
{
  LoftEventFiles *self = LOFT_EVENT_FILES (object);

  g_ptr_array_unref (self->attachments);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (loft_event_files_parent_class)->finalize (object);
}

static void
loft_event_files_class_init (LoftEventFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_event_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_event_files_finalize;
  g_signal_new ("changed", LOFT_TYPE_EVENT_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
loft_event_files_init (LoftEventFiles *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Attach Files"));

  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_event_attachment_free);
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->possible = TRUE;
  self->attach = button;
  self->link = adw_entry_row_new ();
  self->note = gtk_label_new (NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->link), _ ("Add a Link"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->link), TRUE);
  g_signal_connect_swapped (self->link, "apply", G_CALLBACK (on_link), self);
  g_object_set (self->note, "xalign", 0.0, "wrap", TRUE, "margin-top", 9, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->note, "error");
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_files), self);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Attachments"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
  fill (self);
}

GtkWidget *
loft_event_files_new (void)
{
  return g_object_new (LOFT_TYPE_EVENT_FILES, NULL);
}
