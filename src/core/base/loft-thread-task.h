/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As g_task_run_in_thread(), but the thread keeps nothing alive: source object, task data and user
 * data of the task are released in its context. There the thread may drop the last reference, and
 * what belongs to the main thread is freed in another one. func must return the task. */
void loft_thread_task_run (GTask *task, GTaskThreadFunc func);

G_END_DECLS
