/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-task-item.h"

G_BEGIN_DECLS

/* The door of the tasks pane: the lists, their tasks, and every change. What is changed is shown at once and
 * durable when finish says so; servers follow later. Main thread only; nothing blocks. */
#define LOFT_TYPE_TASK_ACTIONS (loft_task_actions_get_type ())
G_DECLARE_INTERFACE (LoftTaskActions, loft_task_actions, LOFT, TASK_ACTIONS, GObject)

typedef enum {
  LOFT_TASK_ADD, /* task, into list */
  LOFT_TASK_EDIT, /* item becomes task: what differs from what item says is written, nothing else */
  LOFT_TASK_COMPLETE, /* item and its parts; one that recurs goes on to its next date */
  LOFT_TASK_REOPEN, /* item */
  LOFT_TASK_REMOVE, /* item and its parts */
  LOFT_TASK_MOVE, /* item and its parts, to list; it is then a part of nothing */
  LOFT_TASK_REORDER, /* item, to the place that it has in siblings */
} LoftTaskChangeKind;

/* What is asked for. Everything is only read during the call. */
typedef struct {
  LoftTaskChangeKind kind;
  LoftTaskItem *item; /* (nullable) ADD has none */
  LoftTask *task; /* (nullable) ADD, EDIT; uid "" is given one; a time's at may be missing (0) */
  LoftCalendarItem *list; /* (nullable) ADD, MOVE */
  GPtrArray *siblings; /* (nullable) REORDER: of LoftTaskItem, with item, in the order wanted */
} LoftTaskChange;

struct _LoftTaskActionsInterface {
  GTypeInterface parent;

  GListModel *(*get_lists) (LoftTaskActions *self);
  GListModel *(*get_tasks) (LoftTaskActions *self);
  gboolean (*set_color) (LoftTaskActions *self, LoftCalendarItem *list, const char *color,
                         GError **error);
  void (*create_list_async) (LoftTaskActions *self, const char *name,
                             GAsyncReadyCallback callback, gpointer user_data);
  void (*rename_list_async) (LoftTaskActions *self, LoftCalendarItem *list, const char *name,
                             GAsyncReadyCallback callback, gpointer user_data);
  void (*change_async) (LoftTaskActions *self, const LoftTaskChange *change,
                        GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*change_finish) (LoftTaskActions *self, GAsyncResult *result, guint64 *undo,
                             GError **error);
  void (*undo_async) (LoftTaskActions *self, guint64 undo, GAsyncReadyCallback callback,
                      gpointer user_data);
};

/* (transfer none) of LoftCalendarItem, in the order of the sidebar: those of an account together. */
GListModel *loft_task_actions_get_lists (LoftTaskActions *self);

/* (transfer none) of LoftTaskItem: all of them. Empty at first; changed by differences. */
GListModel *loft_task_actions_get_tasks (LoftTaskActions *self);

/* "#rrggbb". Remembered. */
gboolean loft_task_actions_set_color (LoftTaskActions *self, LoftCalendarItem *list,
                                      const char *color, GError **error);

/* On this computer; and another name, here and on the server. Both finish with change_finish, without
 * undo. LOFT_ERROR_REFUSED: there is one of that name, or it is none. */
void loft_task_actions_create_list_async (LoftTaskActions *self, const char *name,
                                          GAsyncReadyCallback callback, gpointer user_data);
void loft_task_actions_rename_list_async (LoftTaskActions *self, LoftCalendarItem *list,
                                          const char *name, GAsyncReadyCallback callback,
                                          gpointer user_data);

/* Errors: LOFT_ERROR_REFUSED where the list may not be written, LOFT_ERROR_GONE where the task has gone
 * meanwhile. */
void loft_task_actions_change_async (LoftTaskActions *self, const LoftTaskChange *change,
                                     GAsyncReadyCallback callback, gpointer user_data);
/* undo (out, optional): takes the change back, see below; 0 where that cannot be. */
gboolean loft_task_actions_change_finish (LoftTaskActions *self, GAsyncResult *result,
                                          guint64 *undo, GError **error);

/* Once for each; the changes after it stay. Finishes with change_finish. */
void loft_task_actions_undo_async (LoftTaskActions *self, guint64 undo,
                                   GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
