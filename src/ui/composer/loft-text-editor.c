/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-editor.h"

#include "config.h"
#include "loft-spell-checker.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINE_SPACE   3
#define QUOTE_INDENT 14 /* of what is wrapped: it stands below the text, not below the mark */

struct _LoftTextEditor {
  GtkTextView parent_instance;

  LoftSpellChecker *checker;
  GtkTextTag *quote;
  gboolean is_setting;
};

static void implement_editor (LoftEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftTextEditor, loft_text_editor, GTK_TYPE_TEXT_VIEW,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_EDITOR, implement_editor))

static GtkTextBuffer *
get_buffer (LoftTextEditor *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

/* Quotes */

static void
show_line (LoftTextEditor *self, GtkTextIter *line)
{
  GtkTextIter end = *line;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  if (gtk_text_iter_get_char (line) == '>')
    gtk_text_buffer_apply_tag (get_buffer (self), self->quote, line, &end);
  else
    gtk_text_buffer_remove_tag (get_buffer (self), self->quote, line, &end);
}

static void
show_quotes (LoftTextEditor *self, const GtkTextIter *from, const GtkTextIter *to)
{
  GtkTextIter line = *from;

  gtk_text_iter_set_line_offset (&line, 0);
  do
    show_line (self, &line);
  while (gtk_text_iter_forward_line (&line) && gtk_text_iter_compare (&line, to) <= 0);
}

static void
on_inserted (LoftTextEditor *self, GtkTextIter *end, const char *text, int length)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  show_quotes (self, &start, end);
}

static void
on_deleted (LoftTextEditor *self, GtkTextIter *start, GtkTextIter *end)
{
  show_quotes (self, start, start);
}

static void
on_changed (LoftTextEditor *self)
{
  if (!self->is_setting)
    g_signal_emit_by_name (self, "changed");
}

/* Text */

void
loft_text_editor_set_text (LoftTextEditor *self, const char *text, guint caret)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter place;

  self->is_setting = TRUE;
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  gtk_text_buffer_get_iter_at_offset (buffer, &place, (int) caret);
  gtk_text_buffer_place_cursor (buffer, &place);
  self->is_setting = FALSE;
}

static char *
get_text (LoftEditor *editor)
{
  GtkTextBuffer *buffer = get_buffer (LOFT_TEXT_EDITOR (editor));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
insert_text (LoftEditor *editor, const char *text)
{
  GtkTextBuffer *buffer = get_buffer (LOFT_TEXT_EDITOR (editor));

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, FALSE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

void
loft_text_editor_replace (LoftTextEditor *self, const char *old, const char *with)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start, from, to;

  gtk_text_buffer_get_start_iter (buffer, &start);
  if (old[0] == '\0' || !gtk_text_iter_forward_search (&start, old, 0, &from, &to, NULL))
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &from, &to);
  gtk_text_buffer_insert (buffer, &from, with, -1);
  gtk_text_buffer_end_user_action (buffer);
}

void
loft_text_editor_append (LoftTextEditor *self, const char *text)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autoptr (GtkTextMark) caret = NULL;
  GtkTextIter at, end;

  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  caret = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &at, TRUE));
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &end, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_get_iter_at_mark (buffer, &at, caret);
  gtk_text_buffer_place_cursor (buffer, &at);
  gtk_text_buffer_delete_mark (buffer, caret);
}

static void
check_spelling (LoftEditor *editor)
{
  loft_spell_checker_check_all (LOFT_TEXT_EDITOR (editor)->checker);
}

static void
implement_editor (LoftEditorInterface *iface)
{
  iface->get_text = get_text;
  iface->insert_text = insert_text;
  iface->check_spelling = check_spelling;
}

/* Paste and drop */

static void
on_files_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTextEditor) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value == NULL)
    return;
  g_signal_emit_by_name (self, "files", g_value_get_boxed (value));
}

static void
on_picture_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTextEditor) self = data;
  g_autoptr (GdkTexture) texture =
    gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (texture != NULL)
    g_signal_emit_by_name (self, "picture", texture);
}

/* Text goes before pictures: office programs give both of what is text. */
static void
loft_text_editor_paste (GtkTextView *view)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_files_read, g_object_ref (view));
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    GTK_TEXT_VIEW_CLASS (loft_text_editor_parent_class)->paste_clipboard (view);
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_texture_async (clipboard, NULL, on_picture_read, g_object_ref (view));
}

static gboolean
on_drop (LoftTextEditor *self, const GValue *value)
{
  g_signal_emit_by_name (self, "files", g_value_get_boxed (value));
  return TRUE;
}

/* Object */

static void
loft_text_editor_dispose (GObject *object)
{
  g_clear_object (&LOFT_TEXT_EDITOR (object)->checker);
  G_OBJECT_CLASS (loft_text_editor_parent_class)->dispose (object);
}

static void
loft_text_editor_class_init (LoftTextEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_text_editor_dispose;
  GTK_TEXT_VIEW_CLASS (klass)->paste_clipboard = loft_text_editor_paste;
}

static void
follow_buffer (LoftTextEditor *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GdkRGBA dim = { 0.5, 0.5, 0.5, 1.0 };

  self->quote = gtk_text_buffer_create_tag (buffer, NULL, "foreground-rgba", &dim, "indent",
                                            -QUOTE_INDENT, NULL);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (on_inserted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (on_deleted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

static void
loft_text_editor_init (LoftTextEditor *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_pixels_inside_wrap (view, LINE_SPACE);
  gtk_text_view_set_pixels_below_lines (view, LINE_SPACE);
  gtk_text_view_set_input_hints (view, GTK_INPUT_HINT_SPELLCHECK);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Message text"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "message-text");
  follow_buffer (self);
  self->checker = loft_spell_checker_new (view);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GtkWidget *
loft_text_editor_new (void)
{
  return g_object_new (LOFT_TYPE_TEXT_EDITOR, NULL);
}
