/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-actions.h"

#include "config.h"
#include "loft-attachment-file.h"
#include "loft-compose.h"
#include "loft-save-dialog.h"
#include "loft-source-window.h"

#include <glib/gi18n.h>

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_start_find (data);
}

static void
on_plain_text (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_message_view_set_plain_text (data, g_variant_get_boolean (state));
}

static void
on_view_source (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMessageBody *body = loft_message_view_get_body (data);
  GtkWidget *window = gtk_widget_get_ancestor (data, GTK_TYPE_WINDOW);

  if (body != NULL)
    gtk_window_present (GTK_WINDOW (loft_source_window_new (GTK_WINDOW (window), body)));
}

static void
on_save_as (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMessageBody *body = loft_message_view_get_body (data);
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;

  if (body == NULL)
    return;
  name = loft_attachment_file_safe_name (
    body->message->subject[0] == '\0' ? _ ("Message") : body->message->subject);
  file_name = g_strconcat (name, ".eml", NULL);
  loft_save_dialog_open (data, body, 0, file_name);
}

static void
on_zoom_in (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (data, 1);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (data, -1);
}

static void
on_zoom_reset (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (data, 0);
}

static void
on_next_card (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_move (data, 1);
}

static void
on_previous_card (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_move (data, -1);
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_print (data);
}

static void
on_reply (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_compose_reply (data, LOFT_REPLY_SENDER);
}

static void
on_reply_all (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_compose_reply (data, LOFT_REPLY_ALL);
}

static void
on_forward (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_compose_reply (data, LOFT_REPLY_FORWARD);
}

static const GActionEntry entries[] = {
  { "reply", on_reply },
  { "reply-all", on_reply_all },
  { "forward", on_forward },
  { "find", on_find },
  { "next-card", on_next_card },
  { "previous-card", on_previous_card },
  { "plain-text", NULL, NULL, "false", on_plain_text },
  { "view-source", on_view_source },
  { "save-as", on_save_as },
  { "print", on_print },
  { "zoom-in", on_zoom_in },
  { "zoom-out", on_zoom_out },
  { "zoom-reset", on_zoom_reset },
};

/* Also of a message whose body is still to come. */
static gboolean
can_answer (LoftMessageView *view)
{
  LoftMessageContent *content = loft_message_view_get_content (view);

  return loft_message_view_get_body (view) != NULL ||
         (content != NULL && loft_message_content_get_message_id (content) != 0);
}

static void
enable (GActionMap *map, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)), enabled);
}

void
loft_message_actions_update (GActionMap *map, LoftMessageView *view)
{
  gboolean body = loft_message_view_get_body (view) != NULL;
  gboolean answer = can_answer (view);
  GAction *plain = g_action_map_lookup_action (map, "plain-text");

  enable (map, "reply", answer);
  enable (map, "reply-all", answer);
  enable (map, "forward", answer);
  enable (map, "view-source", body);
  enable (map, "save-as", body);
  enable (map, "print", body);
  enable (map, "find", body);
  enable (map, "next-card", loft_message_view_is_conversation (view));
  enable (map, "previous-card", loft_message_view_is_conversation (view));
  enable (map, "plain-text", loft_message_view_has_html (view));
  g_simple_action_set_state (G_SIMPLE_ACTION (plain),
                             g_variant_new_boolean (loft_message_view_get_plain_text (view)));
}

void
loft_message_actions_add (GActionMap *map, LoftMessageView *view)
{
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), view);
  loft_message_actions_update (map, view);
}
