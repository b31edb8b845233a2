/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people changed and what is not durable yet, because it takes several steps in several threads (a plan
 * is made by a reader, then a writer keeps it). A service ends when all of it is done. Main thread. */

/* owner (a LoftService) waits for change, until its callback was called. */
void loft_unfinished_add (gpointer owner, GTask *change);

/* Runs the main context until nothing is left or the time is up. How much is left then. */
guint loft_unfinished_wait (gpointer owner, guint limit_ms);

G_END_DECLS
