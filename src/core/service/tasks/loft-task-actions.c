/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-actions.h"

G_DEFINE_INTERFACE (LoftTaskActions, loft_task_actions, G_TYPE_OBJECT)

#define INTERFACE(self) LOFT_TASK_ACTIONS_GET_IFACE (self)

GListModel *
loft_task_actions_get_lists (LoftTaskActions *self)
{
  return INTERFACE (self)->get_lists (self);
}

GListModel *
loft_task_actions_get_tasks (LoftTaskActions *self)
{
  return INTERFACE (self)->get_tasks (self);
}

gboolean
loft_task_actions_set_color (LoftTaskActions *self, LoftCalendarItem *list, const char *color,
                             GError **error)
{
  return INTERFACE (self)->set_color (self, list, color, error);
}

void
loft_task_actions_create_list_async (LoftTaskActions *self, const char *name,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->create_list_async (self, name, callback, user_data);
}

void
loft_task_actions_rename_list_async (LoftTaskActions *self, LoftCalendarItem *list,
                                     const char *name, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  INTERFACE (self)->rename_list_async (self, list, name, callback, user_data);
}

void
loft_task_actions_change_async (LoftTaskActions *self, const LoftTaskChange *change,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->change_async (self, change, callback, user_data);
}

gboolean
loft_task_actions_change_finish (LoftTaskActions *self, GAsyncResult *result, guint64 *undo,
                                 GError **error)
{
  return INTERFACE (self)->change_finish (self, result, undo, error);
}

void
loft_task_actions_undo_async (LoftTaskActions *self, guint64 undo, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  INTERFACE (self)->undo_async (self, undo, callback, user_data);
}

static void
loft_task_actions_default_init (LoftTaskActionsInterface *iface)
{
}
