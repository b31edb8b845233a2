/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One edit of a list: at position (in the list as it is when the edit is applied) removed ids go,
 * added ids come. */
typedef struct {
  guint position;
  guint removed;
  guint added;
} LoftIdEdit;

/* (transfer full) GArray of LoftIdEdit, in ascending order, that turn one array of gint64 ids (each
 * unique), or of structs that begin with one, into the other; NULL when more than max_edits would be
 * needed, and everything is better replaced. Ids that changed places count as removed and added.
 * Linear time. Pure. */
GArray *loft_id_diff (GArray *before, GArray *after, guint max_edits);

G_END_DECLS
