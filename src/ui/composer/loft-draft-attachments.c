/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-attachments.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-draft-picture.h"
#include "loft-error.h"

#include <glib/gi18n.h>

#define FILE_DATA "loft-draft-file"

struct _LoftDraftAttachments {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkFlowBox *cards;
  GPtrArray *files; /* of LoftDraftFile */
  GPtrArray *changed; /* (nullable) of GFile: found to be different */
  GCancellable *reading;
  guint n_reading;
};

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftDraftAttachments, loft_draft_attachments, GTK_TYPE_WIDGET)

static void
tell_changed (LoftDraftAttachments *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->files->len > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Cards */

static void
on_remove (LoftDraftAttachments *self, GtkWidget *button)
{
  GtkWidget *card = gtk_widget_get_ancestor (button, GTK_TYPE_FLOW_BOX_CHILD);
  LoftDraftFile *file = g_object_get_data (G_OBJECT (card), FILE_DATA);

  gtk_flow_box_remove (self->cards, card);
  g_ptr_array_remove (self->files, file);
  tell_changed (self);
}

static GtkWidget *
new_text (const char *name, guint64 size)
{
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (name);
  g_autofree char *amount = g_format_size (size);
  GtkWidget *detail = gtk_label_new (amount);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 26);
  gtk_label_set_width_chars (GTK_LABEL (title), 8);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "numeric");
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (text), title);
  gtk_box_append (GTK_BOX (text), detail);
  return text;
}

static GtkWidget *
new_remove_button (LoftDraftAttachments *self, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tip = g_strdup_printf (_ ("Remove %s"), name);

  loft_accessibility_set_button_name (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove), self);
  return button;
}

static void
add_card (LoftDraftAttachments *self, LoftDraftFile *file)
{
  const LoftDraftPart *part = file->part;
  const char *name = part->name[0] != '\0' ? part->name : _ ("Unnamed");
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *type = g_content_type_from_mime_type (part->content_type);
  g_autoptr (GIcon) icon =
    g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream");

  gtk_widget_add_css_class (card, "attachment-card");
  gtk_widget_add_css_class (card, "draft-attachment");
  gtk_widget_set_tooltip_text (card, name);
  gtk_box_append (GTK_BOX (card), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (card), new_text (name, g_bytes_get_size (part->data)));
  gtk_box_append (GTK_BOX (card), new_remove_button (self, name));
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  g_object_set_data (G_OBJECT (child), FILE_DATA, file);
  gtk_flow_box_append (self->cards, child);
}

static void
add (LoftDraftAttachments *self, LoftDraftFile *file)
{
  g_ptr_array_add (self->files, file);
  add_card (self, file);
  tell_changed (self);
}

void
loft_draft_attachments_add_part (LoftDraftAttachments *self, const LoftDraftPart *part)
{
  add (self, loft_draft_file_new (
               loft_draft_part_new (part->name, part->content_type, part->content_id, part->data)));
}

void
loft_draft_attachments_add_picture (LoftDraftAttachments *self, GdkTexture *texture)
{
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  LoftDraftFile *file = loft_draft_file_new (
    loft_draft_part_new (_ ("Pasted Picture.png"), "image/png", NULL, bytes));

  file->is_own = TRUE;
  add (self, file);
}

/* Files */

static char *
failure_text (GFile *file, const GError *error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_LIMIT))
    return g_strdup_printf (_ ("“%s” is too large to be sent"), name);
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED))
    return g_strdup_printf (_ ("“%s” is a folder. Pack it into an archive to attach it."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup_printf (_ ("“%s” is no longer there"), name);
  return g_strdup_printf (_ ("“%s” could not be read"), name);
}

typedef struct {
  LoftDraftAttachments *self;
  GFile *file;
} Reading;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  LoftDraftAttachments *self = reading->self;
  g_autoptr (GError) error = NULL;
  LoftDraftFile *file = loft_draft_file_read_finish (result, &error);

  self->n_reading--;
  if (file != NULL)
    file->is_own = TRUE;
  if (file != NULL && self->box != NULL)
    add (self, g_steal_pointer (&file));
  else if (error != NULL && !loft_error_is_cancelled (error))
    {
      g_autofree char *text = failure_text (reading->file, error);

      g_signal_emit (self, signals[FAILED], 0, text);
    }
  loft_draft_file_free (file);
  g_object_unref (reading->file);
  g_object_unref (self);
  g_free (reading);
}

void
loft_draft_attachments_add_file (LoftDraftAttachments *self, GFile *file)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->self = g_object_ref (self);
  reading->file = g_object_ref (file);
  self->n_reading++;
  loft_draft_file_read_async (file, self->reading, on_read, reading);
}

void
loft_draft_attachments_add_files (LoftDraftAttachments *self, GListModel *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      loft_draft_attachments_add_file (self, file);
    }
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (LoftDraftAttachments) self = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT || self->box == NULL)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (owned));
  loft_draft_attachments_add_files (self, files);
}

void
loft_draft_attachments_choose (LoftDraftAttachments *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Attach Files"), GTK_WINDOW (window),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chosen), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* What there is */

GPtrArray *
loft_draft_attachments_get_parts (LoftDraftAttachments *self)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);

  for (guint i = 0; i < self->files->len; i++)
    {
      const LoftDraftPart *part = ((LoftDraftFile *) g_ptr_array_index (self->files, i))->part;

      g_ptr_array_add (parts, loft_draft_part_new (part->name, part->content_type, part->content_id,
                                                   part->data));
    }
  return parts;
}

guint
loft_draft_attachments_get_n (LoftDraftAttachments *self)
{
  return self->files->len;
}

guint64
loft_draft_attachments_get_size (LoftDraftAttachments *self)
{
  guint64 size = 0;

  for (guint i = 0; i < self->files->len; i++)
    size += g_bytes_get_size (((LoftDraftFile *) g_ptr_array_index (self->files, i))->part->data);
  return loft_draft_attachments_encode_size (size);
}

guint64
loft_draft_attachments_encode_size (guint64 size)
{
  return size * 4 / 3 + size * 4 / 3 / 38;
}

/* Pictures */

static LoftDraftPart *
original_of (const LoftDraftFile *file)
{
  return file->original != NULL ? file->original : file->part;
}

static gboolean
is_picture (const LoftDraftFile *file)
{
  return file->is_own && loft_draft_picture_can_scale (original_of (file));
}

GPtrArray *
loft_draft_attachments_get_pictures (LoftDraftAttachments *self)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);

  for (guint i = 0; i < self->files->len; i++)
    {
      const LoftDraftFile *file = g_ptr_array_index (self->files, i);
      const LoftDraftPart *part = original_of (file);

      if (is_picture (file))
        g_ptr_array_add (pictures, loft_draft_part_new (part->name, part->content_type,
                                                        part->content_id, part->data));
    }
  return pictures;
}

/* part: only looked at. */
static void
replace_picture (LoftDraftFile *file, const LoftDraftPart *part)
{
  LoftDraftPart *original = file->original != NULL ? g_steal_pointer (&file->original)
                                                   : g_steal_pointer (&file->part);
  gboolean is_back = original->data == part->data;

  loft_draft_part_free (g_steal_pointer (&file->part));
  file->part = loft_draft_part_new (part->name, part->content_type, part->content_id, part->data);
  if (is_back)
    loft_draft_part_free (original);
  else
    file->original = original;
}

static LoftDraftFile *
find_picture (LoftDraftAttachments *self, const LoftDraftPart *original)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      LoftDraftFile *file = g_ptr_array_index (self->files, i);

      if (is_picture (file) && original_of (file)->data == original->data)
        return file;
    }
  return NULL;
}

static void
rebuild_cards (LoftDraftAttachments *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_flow_box_remove (self->cards, child);
  for (guint i = 0; i < self->files->len; i++)
    add_card (self, g_ptr_array_index (self->files, i));
}

void
loft_draft_attachments_replace_pictures (LoftDraftAttachments *self, GPtrArray *pictures,
                                         GPtrArray *with)
{
  for (guint i = 0; i < pictures->len && i < with->len; i++)
    {
      LoftDraftFile *file = find_picture (self, g_ptr_array_index (pictures, i));

      if (file != NULL)
        replace_picture (file, g_ptr_array_index (with, i));
    }
  rebuild_cards (self);
  tell_changed (self);
}

gboolean
loft_draft_attachments_is_busy (LoftDraftAttachments *self)
{
  return self->n_reading > 0;
}

/* Changed files */

static void
on_compared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LoftDraftAttachments *self = g_task_get_source_object (task);
  char *name = NULL;

  g_clear_pointer (&self->changed, g_ptr_array_unref);
  self->changed = loft_draft_file_compare_finish (result);
  if (self->changed != NULL && self->changed->len > 0)
    name = g_file_get_basename (g_ptr_array_index (self->changed, 0));
  g_task_return_pointer (task, name, g_free);
}

void
loft_draft_attachments_compare_async (LoftDraftAttachments *self, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) etags = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->files->len; i++)
    {
      const LoftDraftFile *each = g_ptr_array_index (self->files, i);

      if (each->file == NULL)
        continue;
      g_ptr_array_add (files, g_object_ref (each->file));
      g_ptr_array_add (etags, g_strdup (each->etag));
    }
  loft_draft_file_compare_async (files, etags, on_compared,
                                 g_task_new (self, NULL, callback, user_data));
}

char *
loft_draft_attachments_compare_finish (LoftDraftAttachments *self, GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static gboolean
is_changed (LoftDraftAttachments *self, const LoftDraftFile *file)
{
  for (guint i = 0; file->file != NULL && i < self->changed->len; i++)
    {
      if (g_file_equal (file->file, g_ptr_array_index (self->changed, i)))
        return TRUE;
    }
  return FALSE;
}

void
loft_draft_attachments_reread (LoftDraftAttachments *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  while (self->changed != NULL && child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      LoftDraftFile *file = g_object_get_data (G_OBJECT (child), FILE_DATA);

      if (is_changed (self, file))
        {
          loft_draft_attachments_add_file (self, file->file);
          gtk_flow_box_remove (self->cards, child);
          g_ptr_array_remove (self->files, file);
        }
      child = next;
    }
  g_clear_pointer (&self->changed, g_ptr_array_unref);
}

/* Object */

static void
loft_draft_attachments_dispose (GObject *object)
{
  LoftDraftAttachments *self = LOFT_DRAFT_ATTACHMENTS (object);

  g_cancellable_cancel (self->reading);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_draft_attachments_parent_class)->dispose (object);
}

static void
loft_draft_attachments_finalize (GObject *object)
{
  LoftDraftAttachments *self = LOFT_DRAFT_ATTACHMENTS (object);

  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_object_unref (self->reading);
  G_OBJECT_CLASS (loft_draft_attachments_parent_class)->finalize (object);
}

static void
loft_draft_attachments_class_init (LoftDraftAttachmentsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_draft_attachments_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_draft_attachments_finalize;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_draft_attachments_init (LoftDraftAttachments *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_file_free);
  self->reading = g_cancellable_new ();
  self->cards = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->cards, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (self->cards, 4);
  gtk_flow_box_set_column_spacing (self->cards, 6);
  gtk_flow_box_set_row_spacing (self->cards, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Attachments"), -1);
  self->box = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->box), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->box), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->box), 132);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->box), GTK_WIDGET (self->cards));
  gtk_widget_add_css_class (self->box, "draft-attachments");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
loft_draft_attachments_new (void)
{
  return g_object_new (LOFT_TYPE_DRAFT_ATTACHMENTS, NULL);
}
