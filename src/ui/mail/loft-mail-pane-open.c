/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-message-window.h"

#include <glib/gi18n.h>

#define MAX_WINDOWS_AT_ONCE 10

static GtkApplication *
application_of (LoftMailPane *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  return window == NULL ? NULL : gtk_window_get_application (GTK_WINDOW (window));
}

static void
open_window (LoftMailPane *self, guint position)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (list), position);

  if (row != NULL)
    loft_message_window_open (application_of (self), list, row);
}

void
loft_mail_pane_open_windows (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (GArray) keys =
    loft_message_list_view_get_selected_keys (self->list, MAX_WINDOWS_AT_ONCE + 1);
  guint position = 0;

  if (keys->len > MAX_WINDOWS_AT_ONCE)
    {
      loft_mail_pane_tell (self, _ ("These are too many for windows of their own"));
      return;
    }
  for (guint i = 0; i < keys->len; i++)
    {
      if (loft_message_list_find (list, g_array_index (keys, gint64, i), &position))
        open_window (self, position);
    }
}

/* Without a reading pane the only place is a window. */
void
loft_mail_pane_on_message_activated (LoftMailPane *self)
{
  if (loft_columns_get_main_place (self->columns) == LOFT_MAIN_OFF)
    {
      loft_mail_pane_open_windows (self);
      return;
    }
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
  loft_message_view_focus_body (self->message);
}
