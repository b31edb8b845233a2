/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a text occurs in a buffer, without regard to case: found in steps short enough that no frame
 * is missed, also in what the buffer is still given. Offsets in characters. Main thread only. */
typedef struct _LoftTextFinder LoftTextFinder;

#define LOFT_TEXT_FINDER_MAX 1000 /* more are not counted */

/* Called after each step; the data lives as long as the finder. */
typedef void (*LoftTextFinderFunc) (gpointer data);

LoftTextFinder *loft_text_finder_new (GtkTextBuffer *buffer, const char *text,
                                      LoftTextFinderFunc func, gpointer data);
void loft_text_finder_free (LoftTextFinder *self);

const char *loft_text_finder_get_text (LoftTextFinder *self);
guint loft_text_finder_get_n (LoftTextFinder *self);
/* The whole text was looked through, or the most is found. */
gboolean loft_text_finder_is_done (LoftTextFinder *self);
/* i from 0 */
void loft_text_finder_get (LoftTextFinder *self, guint i, GtkTextIter *start, GtkTextIter *end);

G_END_DECLS
