/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-draft-html.h"
#include "loft-format-bar.h"
#include "loft-html-editor.h"
#include "loft-reply.h"
#include "loft-text-editor.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the editor tells */

static void
on_files (LoftComposer *self, GdkFileList *files)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (files);

  for (GSList *link = list; link != NULL; link = link->next)
    loft_draft_attachments_add_file (self->attachments, link->data);
}

static void
on_picture (LoftComposer *self, GdkTexture *texture)
{
  loft_draft_attachments_add_picture (self->attachments, texture);
}

static void
on_failed (LoftComposer *self, const char *text)
{
  loft_composer_tell (self, LOFT_COMPOSER_EDITOR, text);
}

static void
follow (LoftComposer *self, GtkWidget *editor)
{
  g_signal_connect_object (editor, "changed", G_CALLBACK (loft_composer_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "files", G_CALLBACK (on_files), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "picture", G_CALLBACK (on_picture), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
}

/* Which one */

static void
set_rich_state (LoftComposer *self, gboolean rich)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "rich");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (rich));
}

/* What was taken out of a window has lost sight of its actions in the next (GTK 4.8). */
static void
on_root_changed (LoftComposer *self)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || !LOFT_IS_HTML_EDITOR (self->editor))
    return;
  gtk_widget_insert_action_group (GTK_WIDGET (self), "format", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "format",
                                  loft_html_editor_get_actions (LOFT_HTML_EDITOR (self->editor)));
}

static void
show_format_bar (LoftComposer *self)
{
  LoftHtmlEditor *editor =
    LOFT_IS_HTML_EDITOR (self->editor) ? LOFT_HTML_EDITOR (self->editor) : NULL;
  GActionGroup *actions = editor == NULL ? NULL : loft_html_editor_get_actions (editor);

  if (self->format_bar != NULL)
    gtk_box_remove (GTK_BOX (self->box), self->format_bar);
  self->format_bar = NULL;
  gtk_widget_insert_action_group (GTK_WIDGET (self), "format", actions);
  if (editor == NULL)
    return;
  self->format_bar = loft_format_bar_new (editor);
  gtk_box_insert_child_after (GTK_BOX (self->box), self->format_bar, GTK_WIDGET (self->banner));
}

static void
use_editor (LoftComposer *self, GtkWidget *editor)
{
  /* A page has its own margins, so that it scrolls up to the edge. */
  if (LOFT_IS_TEXT_EDITOR (editor))
    gtk_widget_add_css_class (editor, "composer-text");
  gtk_scrolled_window_set_child (self->scroller, editor);
  self->editor = LOFT_EDITOR (editor);
  follow (self, editor);
  show_format_bar (self);
  set_rich_state (self, LOFT_IS_HTML_EDITOR (editor));
}

static GtkWidget *
new_html_editor (LoftComposer *self)
{
  GtkWidget *editor = loft_html_editor_new (NULL);

  if (editor == NULL)
    loft_composer_tell (self, LOFT_COMPOSER_EDITOR,
                        _ ("There is no web engine on this computer: messages are written "
                           "without formatting"));
  return editor;
}

void
loft_composer_add_editor (LoftComposer *self)
{
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->scroller));
  g_signal_connect (self, "notify::root", G_CALLBACK (on_root_changed), NULL);
  use_editor (self, loft_text_editor_new ());
}

/* Draft */

static void
attach (LoftComposer *self, GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    loft_draft_attachments_add_part (self->attachments, g_ptr_array_index (parts, i));
}

/* (transfer full) One writes above the signature. */
static char *
new_html (LoftComposer *self, const LoftDraft *draft)
{
  g_autofree char *signature =
    loft_draft_html_signature (loft_sender_get_signature (self->chosen),
                               loft_sender_get_signature_html (self->chosen), draft->parts);
  g_autofree char *text = draft->text[0] != '\0' ? loft_draft_html_from_text (draft->text) : NULL;

  if (text != NULL)
    return g_steal_pointer (&text);
  return g_strconcat ("<div><br></div>", signature[0] != '\0' ? "<div><br></div>" : "", signature,
                      NULL);
}

static void
fill_html (LoftComposer *self, const LoftDraft *draft)
{
  g_autoptr (GPtrArray) others =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  g_autoptr (GPtrArray) shown = NULL;
  g_autofree char *html = draft->html[0] != '\0'
                            ? loft_draft_html_clean (draft->html, draft->parts, 0)
                            : new_html (self, draft);

  shown = loft_draft_html_choose_parts (html, draft->parts, others);
  loft_html_editor_set_html (LOFT_HTML_EDITOR (self->editor), html, shown,
                             draft->message_id[0] == '\0');
  attach (self, others);
}

/* Of a message that is HTML there is a text, too. */
void
loft_composer_fill_editor (LoftComposer *self, const LoftDraft *draft, guint caret)
{
  g_autofree char *text = draft->text[0] != '\0'
                            ? g_strdup (draft->text)
                            : loft_reply_new_text (loft_sender_get_signature (self->chosen));
  GtkWidget *editor = draft->html != NULL ? new_html_editor (self) : NULL;

  if (editor != NULL)
    {
      use_editor (self, editor);
      fill_html (self, draft);
      return;
    }
  loft_text_editor_set_text (LOFT_TEXT_EDITOR (self->editor), text, caret);
  attach (self, draft->parts);
}

static void
take (char **place, char *value)
{
  g_free (*place);
  *place = value;
}

void
loft_composer_read_editor (LoftComposer *self, LoftDraft *draft)
{
  g_autofree char *html = loft_editor_get_html (self->editor, draft->parts);

  take (&draft->text, loft_editor_get_text (self->editor));
  if (html != NULL)
    take (&draft->html, loft_draft_html_document (html));
}

/* Switching */

GtkWidget *
loft_composer_new_rich_button (void)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "format-text-rich-symbolic");
  loft_accessibility_set_button_name (button, _ ("Formatting"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "composer.rich");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "composer-rich");
  /* Tab leads from the subject to the text; there is a key. */
  gtk_widget_set_focusable (button, FALSE);
  return button;
}

static void
to_html (LoftComposer *self)
{
  g_autofree char *text = loft_editor_get_text (self->editor);
  g_autofree char *html = loft_draft_html_from_text (text[0] != '\0' ? text : "\n");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GtkWidget *editor = new_html_editor (self);

  if (editor == NULL)
    return;
  use_editor (self, editor);
  loft_html_editor_set_html (LOFT_HTML_EDITOR (editor), html, none, FALSE);
  gtk_widget_grab_focus (editor);
  loft_composer_touch (self);
}

/* Its pictures go on as attachments. */
static void
to_text (LoftComposer *self)
{
  g_autofree char *text = loft_editor_get_text (self->editor);
  g_autoptr (GPtrArray) pictures =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  g_autofree char *html = loft_editor_get_html (self->editor, pictures);
  GtkWidget *editor = loft_text_editor_new ();

  use_editor (self, editor);
  loft_text_editor_set_text (LOFT_TEXT_EDITOR (editor), text, 0);
  for (guint i = 0; i < pictures->len; i++)
    {
      LoftDraftPart *part = g_ptr_array_index (pictures, i);

      g_clear_pointer (&part->content_id, g_free);
    }
  attach (self, pictures);
  gtk_widget_grab_focus (editor);
  loft_composer_touch (self);
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  LoftComposer *self = data;

  /* Its window may go first. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "remove") && LOFT_IS_HTML_EDITOR (self->editor))
    to_text (self);
}

static void
ask (LoftComposer *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (window), _ ("Remove the Formatting?"),
                            _ ("The text stays. Pictures in it become attachments."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove Formatting"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_settled (gpointer data)
{
  g_autoptr (LoftComposer) self = data;

  if (self->box == NULL || self->done || !LOFT_IS_HTML_EDITOR (self->editor))
    return;
  if (loft_html_editor_has_formatting (LOFT_HTML_EDITOR (self->editor)))
    ask (self);
  else
    to_text (self);
}

void
loft_composer_switch_editor (LoftComposer *self, gboolean rich)
{
  if (self->sending || rich == LOFT_IS_HTML_EDITOR (self->editor))
    return;
  if (rich)
    to_html (self);
  else
    loft_editor_settle (self->editor, on_settled, g_object_ref (self));
}
