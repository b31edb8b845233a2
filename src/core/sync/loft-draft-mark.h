/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By what a copy of a draft is known to be ours where nothing else knows of it any more: a first field
 * that names the draft, and what it said. Who writes the draft on elsewhere changes one of the two.
 * Pure. */

/* (transfer full) raw with that field before it. */
GBytes *loft_draft_mark_add (const char *uuid, GBytes *raw);

/* Whether it bears the mark of that draft, and says what it said then; ends of lines do not count, since
 * servers change them. */
gboolean loft_draft_mark_fits (const char *uuid, GBytes *raw);

G_END_DECLS
