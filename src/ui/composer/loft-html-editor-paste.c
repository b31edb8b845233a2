/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

#include "config.h"
#include "loft-draft-html.h"
#include "loft-inline-picture.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_HTML      ((gsize) 4 * 1024 * 1024)
#define MIDDLE_WINDOW G_USEC_PER_SEC

/* Put in */

static void
insert_clean (LoftHtmlEditor *self, const char *html)
{
  g_autofree char *clean = loft_draft_html_clean (html, self->pictures, LOFT_DRAFT_HTML_PASTE);

  loft_html_editor_insert_html (self, clean);
}

/* One line goes into the line where the caret is. */
static void
insert_plain (LoftHtmlEditor *self, const char *text)
{
  gboolean is_line = strpbrk (text, "\r\n") == NULL;
  g_autofree char *html = NULL;

  if (is_line)
    loft_html_editor_run (self, "loft.run (name, value)", "insertText", text);
  else
    {
      html = loft_draft_html_from_text (text);
      loft_html_editor_insert_html (self, html);
    }
}

static void
insert_part (LoftHtmlEditor *self, LoftDraftPart *part, int width)
{
  g_autofree char *html = g_markup_printf_escaped ("<img src=\"cid:%s\" alt=\"%s\" width=\"%d\">",
                                                   part->content_id, part->name, width);

  g_ptr_array_add (self->pictures, part);
  loft_html_editor_insert_html (self, html);
}

/* Pictures */

static void
on_picture_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autoptr (GError) error = NULL;
  int width = 0;
  LoftDraftPart *part = loft_inline_picture_read_finish (result, &width, &error);

  if (part != NULL && self->web_view != NULL)
    insert_part (self, part, width);
  else if (part != NULL)
    loft_draft_part_free (part);
  else
    loft_html_editor_tell_failure (self, _ ("The picture could not be read"));
}

void
loft_html_editor_insert_picture (LoftHtmlEditor *self, GFile *file)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  loft_inline_picture_read_async (file, NULL, GTK_WINDOW (window), on_picture_read,
                                  g_object_ref (self));
}

void
loft_html_editor_insert_texture (LoftHtmlEditor *self, GdkTexture *texture)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  loft_inline_picture_read_async (NULL, texture, GTK_WINDOW (window), on_picture_read,
                                  g_object_ref (self));
}

/* Pictures among files go into the text, the others become attachments. */
static void
take_files (LoftHtmlEditor *self, GdkFileList *files)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (files);
  g_autoptr (GSList) others = NULL;
  GdkFileList *rest = NULL;

  for (GSList *link = list; link != NULL; link = link->next)
    {
      if (loft_inline_picture_is_picture (link->data))
        loft_html_editor_insert_picture (self, link->data);
      else
        others = g_slist_append (others, link->data);
    }
  if (others == NULL)
    return;
  rest = gdk_file_list_new_from_list (others);
  g_signal_emit_by_name (self, "files", rest);
  g_boxed_free (GDK_TYPE_FILE_LIST, rest);
}

/* Paste */

static void
on_files_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    take_files (self, g_value_get_boxed (value));
}

static void
on_texture_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autoptr (GdkTexture) texture =
    gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (texture != NULL)
    loft_html_editor_insert_texture (self, texture);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL)
    insert_plain (self, text);
}

/* Programs of Windows and Firefox give UTF-16, marked or not. */
static char *
decode_html (const char *bytes, gsize length)
{
  gboolean is_wide = length >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || bytes[1] == '\0');
  char *text = NULL;

  if (is_wide)
    text = g_convert (bytes, (gssize) length, "UTF-8", "UTF-16LE", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (bytes, (gssize) length);
}

static void
on_html_spliced (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autofree char *html = NULL;
  gsize length = 0;
  const char *bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL) < 0)
    return;
  bytes = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (source));
  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (source));
  if (length > MAX_HTML)
    {
      loft_html_editor_tell_failure (self, _ ("This is too much to be pasted at once"));
      return;
    }
  html = decode_html (bytes, length);
  insert_clean (self, html);
}

static void
on_html_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  const char *type = NULL;
  g_autoptr (GInputStream) stream =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, NULL);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (stream == NULL)
    return;
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                  G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_html_spliced, g_object_ref (self));
}

/* HTML goes before text, text before pictures: office programs give all three of what is text. */
void
loft_html_editor_paste (LoftHtmlEditor *self, gboolean as_text)
{
  static const char *const html_types[] = { "text/html", NULL };
  gboolean is_primary = g_get_monotonic_time () - self->middle_pressed < MIDDLE_WINDOW;
  GtkWidget *widget = GTK_WIDGET (self);
  GdkClipboard *clipboard =
    is_primary ? gtk_widget_get_primary_clipboard (widget) : gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  self->middle_pressed = 0;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_files_read, g_object_ref (self));
  else if (!as_text && gdk_content_formats_contain_mime_type (formats, "text/html"))
    gdk_clipboard_read_async (clipboard, (const char **) html_types, G_PRIORITY_DEFAULT, NULL,
                              on_html_opened, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, on_text_read, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_texture_async (clipboard, NULL, on_texture_read, g_object_ref (self));
}

static void
on_paste_told (LoftHtmlEditor *self)
{
  loft_html_editor_paste (self, FALSE);
}

static void
on_middle_pressed (LoftHtmlEditor *self)
{
  self->middle_pressed = g_get_monotonic_time ();
}

/* Drop */

static gboolean
on_drop (LoftHtmlEditor *self, const GValue *value)
{
  take_files (self, g_value_get_boxed (value));
  return TRUE;
}

static void
on_drop_html (LoftHtmlEditor *self, JSCValue *value)
{
  g_autofree char *html = loft_webkit.value_to_string (value);

  if (html != NULL && strlen (html) <= MAX_HTML)
    insert_clean (self, html);
}

static void
on_drop_text (LoftHtmlEditor *self, JSCValue *value)
{
  g_autofree char *text = loft_webkit.value_to_string (value);

  if (text != NULL && strlen (text) <= MAX_HTML)
    insert_plain (self, text);
}

void
loft_html_editor_watch_paste (LoftHtmlEditor *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkGesture *middle = gtk_gesture_click_new ();

  loft_html_editor_listen (self, "loftPaste", G_CALLBACK (on_paste_told));
  loft_html_editor_listen (self, "loftDropHtml", G_CALLBACK (on_drop_html));
  loft_html_editor_listen (self, "loftDropText", G_CALLBACK (on_drop_text));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (middle), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (middle, "pressed", G_CALLBACK (on_middle_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (middle));
}
