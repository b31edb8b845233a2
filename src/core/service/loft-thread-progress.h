/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a thread tells of its progress: to the main context that began it, some times a second, and nothing
 * any more once it is over. Reference counted (atomic). */
typedef struct _LoftThreadProgress LoftThreadProgress;

/* told: what was sent; listener: as given. In the context of whoever made it. */
typedef void (*LoftThreadProgressFunc) (gconstpointer told, gpointer listener);

/* func: (nullable) nobody wants to know. listener: (transfer full) freed with g_free(). */
LoftThreadProgress *loft_thread_progress_new (LoftThreadProgressFunc func, gpointer listener);
void loft_thread_progress_unref (LoftThreadProgress *self);

/* The thread: TRUE when it is time to say something. */
gboolean loft_thread_progress_is_due (LoftThreadProgress *self);
/* told: (transfer full) */
void loft_thread_progress_tell (LoftThreadProgress *self, gpointer told, GDestroyNotify destroy);

/* Where it was made: what is still on its way is not told. */
void loft_thread_progress_end (LoftThreadProgress *self);

G_END_DECLS
