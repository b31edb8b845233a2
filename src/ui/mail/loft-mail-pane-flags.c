/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-error-text.h"
#include "loft-flag-change.h"
#include "loft-seen-delay.h"

/* How many selected messages are looked at to decide what a toggle does. */
#define MAX_LOOKED_AT 200

static void
tell_end (LoftMailPane *self, const GError *error)
{
  g_autofree char *text = error != NULL ? loft_error_text_for_change (error) : NULL;

  if (text != NULL)
    loft_mail_pane_tell (self, text);
  else if (self->toasts != NULL)
    loft_mail_pane_update_actions (self);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMailPane) self = data;
  g_autoptr (GError) error = NULL;

  loft_flag_change_finish (LOFT_MESSAGE_LIST (source), result, &error);
  tell_end (self, error);
}

void
loft_mail_pane_change_flags_of (LoftMailPane *self, const gint64 *keys, guint n_keys,
                                LoftFlags add, LoftFlags remove)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  if (list != NULL && n_keys > 0)
    loft_flag_change_async (list, keys, n_keys, add, remove, on_changed, g_object_ref (self));
}

void
loft_mail_pane_change_flags (LoftMailPane *self, LoftFlags add, LoftFlags remove)
{
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);

  loft_mail_pane_change_flags_of (self, (const gint64 *) (gpointer) keys->data, keys->len, add,
                                  remove);
}

static void
on_seen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMailPane) self = data;
  g_autoptr (GError) error = NULL;

  loft_mail_account_change_flags_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  tell_end (self, error);
}

/* The message that was read, not the rest of its conversation. */
static void
change_to_seen (LoftMailPane *self, LoftMessageRow *row)
{
  gint64 id = loft_message_row_get_id (row);

  loft_mail_account_change_flags_async (loft_message_row_get_account (row), &id, 1, LOFT_FLAG_SEEN,
                                        LOFT_FLAG_NONE, NULL, NULL, NULL, on_seen,
                                        g_object_ref (self));
}

static gboolean
mark_seen (gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageRow *row = loft_message_view_get_row (self->message);
  LoftMessage *message = row == NULL ? NULL : loft_message_row_get_message (row);

  self->seen_source = 0;
  if (message != NULL && (message->flags & LOFT_FLAG_SEEN) == 0 &&
      loft_columns_is_shown (self->columns, LOFT_COLUMN_MAIN))
    change_to_seen (self, row);
  return G_SOURCE_REMOVE;
}

void
loft_mail_pane_on_message_shown (LoftMailPane *self, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);

  if (self->seen_source == 0 && message != NULL && (message->flags & LOFT_FLAG_SEEN) == 0)
    self->seen_source = loft_seen_delay_start (mark_seen, self);
}

gboolean
loft_mail_pane_lacks (LoftMailPane *self, LoftFlags flag)
{
  return loft_message_list_view_selection_lacks (self->list, flag, MAX_LOOKED_AT);
}

void
loft_mail_pane_toggle_flag (LoftMailPane *self, LoftFlags flag)
{
  if (loft_mail_pane_lacks (self, flag))
    loft_mail_pane_change_flags (self, flag, LOFT_FLAG_NONE);
  else
    loft_mail_pane_change_flags (self, LOFT_FLAG_NONE, flag);
}
