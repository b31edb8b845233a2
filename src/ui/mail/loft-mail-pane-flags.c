/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-error-text.h"
#include "loft-seen-delay.h"

/* One operation names its messages; what is more goes into several. */
#define MAX_AT_ONCE      50000
/* How many selected messages are looked at to decide what a toggle does. */
#define MAX_LOOKED_AT    200

static void
on_flags_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMailPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_mail_account_change_flags_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    {
      if (self->toasts != NULL)
        loft_mail_pane_update_actions (self);
      return;
    }
  text = loft_error_text_for_change (error);
  loft_mail_pane_tell (self, text);
}

static LoftMailAccount *
list_account (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  return list == NULL ? NULL : loft_message_list_get_account (list);
}

void
loft_mail_pane_change_flags (LoftMailPane *self, LoftFlags add, LoftFlags remove)
{
  LoftMailAccount *account = list_account (self);
  g_autoptr (GArray) ids = loft_message_list_view_get_selected_ids (self->list, MAX_AT_ONCE);

  if (account == NULL || ids->len == 0)
    return;
  loft_mail_account_change_flags_async (account, (const gint64 *) (gpointer) ids->data, ids->len,
                                        add, remove, NULL, NULL, NULL, on_flags_changed,
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
    loft_mail_pane_change_flags (self, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
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
