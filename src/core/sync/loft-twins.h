/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"

G_BEGIN_DECLS

/* Whether a message that is brought to an account is there already. What is brought is known by a uuid
 * of its own; where that was lost with store and journal, only the messages there can tell: when there
 * are more like it than before it was brought, and one is the same to the last byte, it arrived. */

/* (transfer full) of gint64: messages there that by their rows are like raw, the newest first. received:
 * for what says no date of its own. folder_id: where it is to go. */
GArray *loft_twins_list (LoftMailStore *mail, GBytes *raw, gint64 received, gint64 folder_id,
                         GError **error);

/* But for the ends of lines, which servers change. */
gboolean loft_twins_are_same (GBytes *a, GBytes *b);

/* Arguments of an operation that brings what may have been brought before: how many were like it then.
 * (transfer full); FALSE for arguments that say nothing of it. */
char *loft_twins_format (guint n_before);
gboolean loft_twins_parse (const char *arguments, guint *n_before);

G_END_DECLS
