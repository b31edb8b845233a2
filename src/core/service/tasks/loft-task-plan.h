/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task-actions.h"

G_BEGIN_DECLS

/* From what a person asked of a task to what becomes of each text. Main thread but for the edits. */

/* One text that changes. */
typedef struct {
  char *account_id;
  gint64 resource_id; /* 0: a new one */
  gint64 folder_id; /* where it is, or where a new one comes */
  LoftTask *before; /* (nullable) as it was shown */
  LoftTask *after; /* (nullable) NULL: it stays as it is */
  gboolean is_removed;
  char *to_account_id; /* (nullable) it goes into another list */
  gint64 to_folder_id;
} LoftTaskEdit;

void loft_task_edit_free (LoftTaskEdit *self);

/* (transfer full) of LoftTaskEdit. tasks: of LoftTaskItem: all. Errors: LOFT_ERROR_REFUSED: a list may not
 * be written. */
GPtrArray *loft_task_plan_make (const LoftTaskChange *change, GListModel *tasks, GError **error);

/* (transfer full) The text then. raw: (nullable) as it is now. Any thread. */
GBytes *loft_task_edit_write (const LoftTaskEdit *self, GBytes *raw, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTaskEdit, loft_task_edit_free)

G_END_DECLS
