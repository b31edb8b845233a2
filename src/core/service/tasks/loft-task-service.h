/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"
#include "loft-task-actions.h"

G_BEGIN_DECLS

/* The tasks of a service's accounts as the tasks pane wants them; service owns it. Main thread. */
#define LOFT_TYPE_TASK_SERVICE (loft_task_service_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskService, loft_task_service, LOFT, TASK_SERVICE, GObject)

LoftTaskService *loft_task_service_new (LoftService *service);

G_END_DECLS
