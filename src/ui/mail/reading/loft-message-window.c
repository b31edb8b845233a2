/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-window-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-flag-change.h"
#include "loft-message-actions.h"
#include "loft-message-move.h"
#include "loft-seen-delay.h"
#include "loft-shortcuts.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define DEFAULT_WIDTH  760
#define DEFAULT_HEIGHT 720
#define MAX_TITLE      300

G_DEFINE_FINAL_TYPE (LoftMessageWindow, loft_message_window, ADW_TYPE_APPLICATION_WINDOW)

/* As in the list: any message of the conversation is unread, none is flagged. */
static gboolean
lacks (LoftMessageWindow *self, LoftFlags flag)
{
  const LoftConversationSummary *summary;

  if (self->row == NULL || loft_message_row_get_message (self->row) == NULL)
    return FALSE;
  summary = loft_message_row_get_summary (self->row);
  return flag == LOFT_FLAG_SEEN ? summary->n_unread > 0 : !summary->flagged;
}

void
loft_message_window_tell (LoftMessageWindow *self, const GError *error)
{
  g_autofree char *text = loft_error_text_for_change (error);

  if (self->toasts != NULL && text != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

void
loft_message_window_on_moved (GObject *source, GAsyncResult *result, gpointer window)
{
  g_autoptr (LoftMessageWindow) self = window;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMoveUndo) undo =
    loft_message_move_finish (LOFT_MESSAGE_LIST (source), result, &error);

  if (error != NULL)
    loft_message_window_tell (self, error);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMessageWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_flag_change_finish (LOFT_MESSAGE_LIST (source), result, &error))
    loft_message_window_tell (self, error);
}

static void
change_flags (LoftMessageWindow *self, LoftFlags add, LoftFlags remove)
{
  loft_flag_change_row_async (self->list, self->row, add, remove, on_changed, g_object_ref (self));
}

static void
toggle_flag (LoftMessageWindow *self, LoftFlags flag)
{
  if (lacks (self, flag))
    change_flags (self, flag, LOFT_FLAG_NONE);
  else
    change_flags (self, LOFT_FLAG_NONE, flag);
}

static void
on_toggle_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMessageWindow *self = data;

  g_clear_handle_id (&self->seen_source, g_source_remove);
  toggle_flag (self, LOFT_FLAG_SEEN);
}

static void
on_toggle_flag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  toggle_flag (data, LOFT_FLAG_FLAGGED);
}

static void
on_find_here (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_start_find (LOFT_MESSAGE_WINDOW (data)->message);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_go_back (LOFT_MESSAGE_WINDOW (data)->message);
}

static const GActionEntry entries[] = {
  { "find-here", on_find_here },
  { "back", on_back },
  { "toggle-read", on_toggle_read },
  { "toggle-flag", on_toggle_flag },
};

static void
enable (LoftMessageWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_button (GtkButton *button, const char *icon, const char *name)
{
  gtk_button_set_icon_name (button, icon);
  loft_accessibility_set_button_name (GTK_WIDGET (button), name);
}

/* A subject can be a megabyte, which is more than a window manager takes. */
static void
show_title (LoftMessageWindow *self, LoftMessage *message)
{
  g_autofree char *start = g_strndup (message->subject, MAX_TITLE);
  g_autofree char *title = g_utf8_make_valid (start, -1);

  gtk_window_set_title (GTK_WINDOW (self), title[0] == '\0' ? _ ("No Subject") : title);
}

static void
update (LoftMessageWindow *self)
{
  LoftMessage *message = self->row == NULL ? NULL : loft_message_row_get_message (self->row);
  gboolean unread = lacks (self, LOFT_FLAG_SEEN);
  gboolean unflagged = message == NULL || lacks (self, LOFT_FLAG_FLAGGED);

  loft_message_actions_update (G_ACTION_MAP (self->actions), self->message);
  enable (self, "toggle-read", message != NULL);
  enable (self, "toggle-flag", message != NULL);
  loft_message_window_update_categories (self);
  loft_message_window_update_follow_ups (self);
  show_button (self->read_button, unread ? "mail-read-symbolic" : "mail-unread-symbolic",
               unread ? _ ("Mark as Read") : _ ("Mark as Unread"));
  show_button (self->flag_button, unflagged ? "loft-flag-outline-symbolic" : "loft-flag-symbolic",
               unflagged ? _ ("Flag") : _ ("Remove Flag"));
  if (message != NULL)
    show_title (self, message);
}

static gboolean
mark_seen (gpointer data)
{
  LoftMessageWindow *self = data;

  self->seen_source = 0;
  if (lacks (self, LOFT_FLAG_SEEN))
    change_flags (self, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
  return G_SOURCE_REMOVE;
}

static void
on_shown (LoftMessageWindow *self)
{
  if (self->seen_source == 0 && lacks (self, LOFT_FLAG_SEEN))
    self->seen_source = loft_seen_delay_start (mark_seen, self);
}

static void
loft_message_window_dispose (GObject *object)
{
  LoftMessageWindow *self = LOFT_MESSAGE_WINDOW (object);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  self->toasts = NULL;
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mail", NULL);
  g_clear_object (&self->category_menu);
  g_clear_object (&self->follow_up_menu);
  g_clear_object (&self->actions);
  g_clear_object (&self->row);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (loft_message_window_parent_class)->dispose (object);
}

static void
loft_message_window_class_init (LoftMessageWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "mail/reading/loft-message-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageWindow, flag_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageWindow, read_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageWindow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
loft_message_window_init (LoftMessageWindow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_prepare (GTK_WIDGET (self));
  loft_message_actions_add (G_ACTION_MAP (self->actions), self->message);
  loft_message_window_add_categories (self);
  loft_message_window_add_follow_ups (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mail", G_ACTION_GROUP (self->actions));
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_PANE);
  loft_shortcuts_add_single_keys (GTK_WINDOW (self));
  gtk_window_set_default_size (GTK_WINDOW (self), DEFAULT_WIDTH, DEFAULT_HEIGHT);
  update (self);
}

LoftMessageRow *
loft_message_window_get_row (LoftMessageWindow *self)
{
  return self->row;
}

static LoftMessageWindow *
find_window (GtkApplication *application, LoftMessageRow *row)
{
  GList *windows = application == NULL ? NULL : gtk_application_get_windows (application);

  for (; windows != NULL; windows = windows->next)
    {
      if (LOFT_IS_MESSAGE_WINDOW (windows->data) &&
          loft_message_window_get_row (windows->data) == row)
        return windows->data;
    }
  return NULL;
}

LoftMessageWindow *
loft_message_window_open (GtkApplication *application, LoftMessageList *list, LoftMessageRow *row)
{
  LoftMessageWindow *self = find_window (application, row);

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_MESSAGE_WINDOW, "application", application, NULL);
      self->list = g_object_ref (list);
      self->row = g_object_ref (row);
      g_signal_connect_object (row, "notify::message", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      loft_message_view_open (self->message, loft_message_row_get_account (row), row);
      update (self);
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
