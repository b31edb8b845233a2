/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts as lists are sorted by them: without case and accents, compared byte by byte. */

/* (transfer none) kept in chunk. Of a very long text its beginning. */
const char *loft_sort_text_fold (GStringChunk *chunk, const char *text);

/* Eight bytes as a number that compares as they do; what is behind the end counts as 0. */
guint64 loft_sort_text_start (const char *text);

typedef struct {
  guint64 start;
  guint place; /* of what begins so */
} LoftSortStart;

/* By start, in linear time; equal ones stay as they stood. */
void loft_sort_text_order_starts (LoftSortStart *starts, guint n);

G_END_DECLS
