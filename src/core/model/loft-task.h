/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-event.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_TASK_NEEDS_ACTION,
  LOFT_TASK_IN_PROCESS,
  LOFT_TASK_COMPLETED,
  LOFT_TASK_CANCELLED,
} LoftTaskStatus;

/* A VTODO (RFC 5545 3.6.2), as LoftEvent is a VEVENT. */
typedef struct {
  gatomicrefcount ref_count;
  char *uid;
  LoftEventTime recurrence_id;
  char *summary;
  char *description;
  char *location;
  char *url;
  LoftEventTime start;   /* is_set FALSE: none */
  LoftEventTime due;     /* the same; from DURATION where that was written */
  LoftTaskStatus status;
  gint64 completed;      /* seconds since 1970; 0: not */
  guint percent;         /* 0 to 100 */
  guint priority;        /* 0: none, 1 highest to 9 */
  LoftClass class;
  GStrv categories;
  char *rule;
  char *parent;          /* uid of the task it is a part of (RELATED-TO), or "" */
  gint64 order;          /* X-APPLE-SORT-ORDER, as other programs keep it; G_MININT64: none */
  GPtrArray *alarms;     /* of LoftAlarm */
  guint sequence;
  gint64 stamp;
  gint64 modified;
} LoftTask;

LoftTask *loft_task_new   (void);
LoftTask *loft_task_copy  (const LoftTask *self);
LoftTask *loft_task_ref   (LoftTask *self);
void      loft_task_unref (LoftTask *self);

/* "NEEDS-ACTION" … */
const char    *loft_task_status_to_name   (LoftTaskStatus status);
LoftTaskStatus loft_task_status_from_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTask, loft_task_unref)

G_END_DECLS
