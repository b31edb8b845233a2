/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The numbers by which tasks are ordered by hand (X-APPLE-SORT-ORDER). orders: of tasks in the order that
 * is wanted, G_MININT64 where there is none; the one at moved came there. Changes as few of them as make
 * them ascend: one where there is room between its neighbours. Pure. */
void loft_task_order_place (gint64 *orders, guint n, guint moved);

G_END_DECLS
