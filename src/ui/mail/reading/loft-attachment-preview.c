/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-preview.h"

#include "config.h"
#include "loft-attachment-file.h"
#include "loft-attachment-opener.h"
#include "loft-attachment-reading.h"
#include "loft-html-view.h"
#include "loft-message-header.h"
#include "loft-pdf-view.h"
#include "loft-save-dialog.h"
#include "loft-text-view.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SPINNER_AFTER_MS 400
#define PATIENCE_S       30
#define MAX_DEPTH        100 /* each level holds its message */

/* What was opened on the way here. */
typedef struct {
  LoftMessageBody *body;
  guint n;
  char *name; /* safe */
  guint64 size;
} Level;

struct _LoftAttachmentPreview {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *back;
  GtkLabel *name;
  GtkLabel *size;
  GtkStack *pages;
  GtkSpinner *spinner;
  LoftHtmlView *picture;
  LoftTextView *text;
  LoftPdfView *pdf;
  LoftMessageHeader *header;
  LoftMessageContent *content;
  AdwStatusPage *error;

  GQueue *levels; /* the last is shown */
  char *own_address;
  GCancellable *reading;
  guint source; /* spinner, or the end of patience with a picture */
};

enum { LEFT, CHANGED, LINK_HOVERED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAttachmentPreview, loft_attachment_preview, GTK_TYPE_WIDGET)

static void
level_free (gpointer data)
{
  Level *level = data;

  loft_message_body_unref (level->body);
  g_free (level->name);
  g_free (level);
}

static Level *
shown (LoftAttachmentPreview *self)
{
  return g_queue_peek_tail (self->levels);
}

static const char *
page_of (LoftAttachmentPreview *self)
{
  return gtk_stack_get_visible_child_name (self->pages);
}

static void
show_page (LoftAttachmentPreview *self, const char *page)
{
  if (!g_str_equal (page, "loading"))
    gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->pages, page);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
empty (LoftAttachmentPreview *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  loft_html_view_show (self->picture, NULL, FALSE);
  loft_pdf_view_set_bytes (self->pdf, NULL);
  loft_message_content_close (self->content);
}

/* Showing */

static void
show_problem (LoftAttachmentPreview *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  loft_html_view_show (self->picture, NULL, FALSE);
  show_page (self, "error");
}

static gboolean
on_picture_late (gpointer data)
{
  LoftAttachmentPreview *self = data;

  self->source = 0;
  loft_html_view_give_up (self->picture);
  show_page (self, "error");
  return G_SOURCE_REMOVE;
}

static void
on_picture_ready (LoftAttachmentPreview *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (g_strcmp0 (page_of (self), "error") != 0)
    show_page (self, "picture");
}

static void
show_picture (LoftAttachmentPreview *self)
{
  Level *level = shown (self);

  gtk_spinner_start (self->spinner);
  self->source = g_timeout_add_seconds (PATIENCE_S, on_picture_late, self);
  loft_html_view_show_picture (self->picture, level->body, level->n, level->name);
}

static void
on_pdf_ready (LoftAttachmentPreview *self)
{
  show_page (self, "pdf");
}

static void
show_message (LoftAttachmentPreview *self, LoftMessageBody *body, gboolean with_header)
{
  gtk_widget_set_visible (GTK_WIDGET (self->header), with_header);
  if (with_header)
    loft_message_header_set_message (self->header, body->message, self->own_address, body);
  loft_message_content_show (self->content, body);
  show_page (self, "message");
}

static void
show_reading (LoftAttachmentPreview *self, LoftAttachmentReading *reading)
{
  switch (reading->kind)
    {
    case LOFT_ATTACHMENT_KIND_PICTURE:
      show_picture (self);
      break;
    case LOFT_ATTACHMENT_KIND_TEXT:
      loft_text_view_set_file (self->text, reading->text);
      show_page (self, "text");
      break;
    case LOFT_ATTACHMENT_KIND_PDF:
      gtk_spinner_start (self->spinner);
      loft_pdf_view_set_bytes (self->pdf, reading->pdf);
      break;
    case LOFT_ATTACHMENT_KIND_PAGE:
    case LOFT_ATTACHMENT_KIND_MESSAGE:
      show_message (self, reading->message, reading->kind == LOFT_ATTACHMENT_KIND_MESSAGE);
      break;
    case LOFT_ATTACHMENT_KIND_OTHER:
    default:
      show_problem (self);
    }
}

typedef struct {
  LoftAttachmentPreview *self;
  GCancellable *cancellable; /* tells whether the answer is still wanted */
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->self);
  g_object_unref (reading->cancellable);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftAttachmentReading) found = loft_attachment_reading_finish (result, &error);
  LoftAttachmentPreview *self = reading->self;

  if (self->reading != reading->cancellable)
    return;
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  if (found != NULL)
    show_reading (self, found);
  else
    show_problem (self);
}

static gboolean
show_spinner (gpointer data)
{
  LoftAttachmentPreview *self = data;

  self->source = 0;
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
show_level (LoftAttachmentPreview *self)
{
  Level *level = shown (self);
  Reading *reading = g_new0 (Reading, 1);
  g_autofree char *size = g_format_size (level->size);

  empty (self);
  gtk_label_set_text (self->name, level->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), level->name);
  gtk_label_set_text (self->size, size);
  show_page (self, "loading");
  self->source = g_timeout_add (SPINNER_AFTER_MS, show_spinner, self);
  self->reading = g_cancellable_new ();
  reading->self = g_object_ref (self);
  reading->cancellable = g_object_ref (self->reading);
  loft_attachment_reading_start (level->body, level->n, self->reading, on_read, reading);
}

/* Going about */

static const LoftAttachment *
find_attachment (LoftMessageBody *body, guint n)
{
  for (guint i = 0; i < body->message->attachments->len; i++)
    {
      const LoftAttachment *each = g_ptr_array_index (body->message->attachments, i);

      if (each->n == n)
        return each;
    }
  return NULL;
}

void
loft_attachment_preview_open (LoftAttachmentPreview *self, LoftMessageBody *body, guint n,
                              const char *own_address)
{
  const LoftAttachment *attachment = find_attachment (body, n);
  Level *level = NULL;

  if (attachment == NULL || self->levels->length >= MAX_DEPTH)
    return;
  level = g_new0 (Level, 1);
  level->body = loft_message_body_ref (body);
  level->n = n;
  level->name = loft_attachment_file_safe_name (attachment->name);
  level->size = attachment->size;
  g_queue_push_tail (self->levels, level);
  g_free (self->own_address);
  self->own_address = g_strdup (own_address);
  show_level (self);
  gtk_widget_grab_focus (self->back);
}

void
loft_attachment_preview_close (LoftAttachmentPreview *self)
{
  if (self->levels->length == 0)
    return;
  g_queue_clear_full (self->levels, level_free);
  empty (self);
  gtk_stack_set_visible_child_name (self->pages, "loading");
}

void
loft_attachment_preview_go_back (LoftAttachmentPreview *self)
{
  Level *level = g_queue_pop_tail (self->levels);

  if (level == NULL)
    return;
  level_free (level);
  if (self->levels->length > 0)
    {
      show_level (self);
      return;
    }
  empty (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  loft_attachment_preview_go_back (LOFT_ATTACHMENT_PREVIEW (widget));
  return TRUE;
}

static void
on_back_clicked (LoftAttachmentPreview *self)
{
  loft_attachment_preview_go_back (self);
}

static void
on_open_clicked (LoftAttachmentPreview *self)
{
  Level *level = shown (self);

  if (level != NULL)
    loft_attachment_opener_open (GTK_WIDGET (self), level->body, level->n, level->name);
}

static void
on_save_clicked (LoftAttachmentPreview *self)
{
  Level *level = shown (self);

  if (level != NULL)
    loft_save_dialog_open (GTK_WIDGET (self), level->body, level->n, level->name);
}

static void
on_link_hovered (LoftAttachmentPreview *self, const char *text)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, text);
}

static void
on_content_changed (LoftAttachmentPreview *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

LoftMessageContent *
loft_attachment_preview_get_content (LoftAttachmentPreview *self)
{
  return self->levels->length > 0 && g_strcmp0 (page_of (self), "message") == 0 ? self->content
                                                                                : NULL;
}

gboolean
loft_attachment_preview_is_message (LoftAttachmentPreview *self)
{
  return loft_attachment_preview_get_content (self) != NULL &&
         gtk_widget_get_visible (GTK_WIDGET (self->header));
}

GtkWidget *
loft_attachment_preview_get_text (LoftAttachmentPreview *self)
{
  return self->levels->length > 0 && g_strcmp0 (page_of (self), "text") == 0
           ? GTK_WIDGET (self->text)
           : NULL;
}

void
loft_attachment_preview_set_zoom (LoftAttachmentPreview *self, double zoom)
{
  loft_html_view_set_zoom (self->picture, zoom);
  loft_text_view_set_zoom (self->text, zoom);
  loft_pdf_view_set_zoom (self->pdf, zoom);
  loft_message_content_set_zoom (self->content, zoom);
}

/* Life */

static void
loft_attachment_preview_dispose (GObject *object)
{
  LoftAttachmentPreview *self = LOFT_ATTACHMENT_PREVIEW (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_queue_clear_full (self->levels, level_free);
  G_OBJECT_CLASS (loft_attachment_preview_parent_class)->dispose (object);
}

static void
loft_attachment_preview_finalize (GObject *object)
{
  LoftAttachmentPreview *self = LOFT_ATTACHMENT_PREVIEW (object);

  g_queue_free (self->levels);
  g_free (self->own_address);
  G_OBJECT_CLASS (loft_attachment_preview_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, box);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, back);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, name);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, size);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, picture);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, text);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, pdf);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, header);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, content);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentPreview, error);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_picture_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_pdf_ready);
  gtk_widget_class_bind_template_callback (widget_class, show_problem);
  gtk_widget_class_bind_template_callback (widget_class, on_content_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_link_hovered);
}

static void
loft_attachment_preview_class_init (LoftAttachmentPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_attachment_preview_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_attachment_preview_finalize;
  signals[LEFT] =
    g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LINK_HOVERED] = g_signal_new ("link-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, LOFT_UI_RESOURCE (
                                                               "mail/reading/loft-attachment-preview.ui"));
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_attachment_preview_init (LoftAttachmentPreview *self)
{
  self->levels = g_queue_new ();
  g_type_ensure (LOFT_TYPE_HTML_VIEW);
  g_type_ensure (LOFT_TYPE_MESSAGE_CONTENT);
  g_type_ensure (LOFT_TYPE_MESSAGE_HEADER);
  g_type_ensure (LOFT_TYPE_PDF_VIEW);
  g_type_ensure (LOFT_TYPE_TEXT_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
}
