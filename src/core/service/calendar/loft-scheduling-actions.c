/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-actions.h"

#include <string.h>

#define ATTACHED "loft-scheduling-actions"

G_DEFINE_INTERFACE (LoftSchedulingActions, loft_scheduling_actions, G_TYPE_OBJECT)

#define INTERFACE(self) LOFT_SCHEDULING_ACTIONS_GET_IFACE (self)

gboolean
loft_scheduling_is_in (LoftMessageBody *body)
{
  GPtrArray *attachments = body->message->attachments;

  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      if (strcmp (attachment->type, "text/calendar") == 0 ||
          strcmp (attachment->type, "application/ics") == 0)
        return TRUE;
    }
  return FALSE;
}

void
loft_scheduling_actions_read_async (LoftSchedulingActions *self, LoftMailAccount *account,
                                    LoftMessageBody *body, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->read_async (self, account, body, cancellable, callback, user_data);
}

LoftSchedulingCard *
loft_scheduling_actions_read_finish (LoftSchedulingActions *self, GAsyncResult *result,
                                     GError **error)
{
  return INTERFACE (self)->read_finish (self, result, error);
}

void
loft_scheduling_actions_act_async (LoftSchedulingActions *self, LoftMailAccount *account,
                                   LoftMessageBody *body, const LoftSchedulingWish *wish,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->act_async (self, account, body, wish, callback, user_data);
}

gboolean
loft_scheduling_actions_act_finish (LoftSchedulingActions *self, GAsyncResult *result,
                                    guint64 *undo, GError **error)
{
  return INTERFACE (self)->act_finish (self, result, undo, error);
}

void
loft_scheduling_actions_undo_async (LoftSchedulingActions *self, guint64 undo,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->undo_async (self, undo, callback, user_data);
}

gboolean
loft_scheduling_actions_undo_finish (LoftSchedulingActions *self, GAsyncResult *result,
                                     GError **error)
{
  return INTERFACE (self)->undo_finish (self, result, error);
}

LoftSchedulingActions *
loft_scheduling_actions_of_account (LoftMailAccount *account)
{
  return g_object_get_data (G_OBJECT (account), ATTACHED);
}

void
loft_scheduling_actions_attach (LoftSchedulingActions *actions, LoftMailAccount *account)
{
  g_object_set_data (G_OBJECT (account), ATTACHED, actions);
}

static void
loft_scheduling_actions_default_init (LoftSchedulingActionsInterface *interface)
{
}
