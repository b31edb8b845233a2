/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-arrangement.h"

G_BEGIN_DECLS

/* How a person left the message list, as the settings keep it: sorting and conversations hold for
 * all folders, what is filtered out ends with the folder. Main thread only. */

void loft_list_arrangement_load (LoftMessageArrangement *arrangement);
void loft_list_arrangement_save (const LoftMessageArrangement *arrangement);

/* "date", "sender", "subject", "size", "unread". */
const char      *loft_list_arrangement_sort_to_name   (LoftMessageSort sort);
/* LOFT_SORT_DATE for what is not a name. */
LoftMessageSort  loft_list_arrangement_sort_from_name (const char *name);

/* What people expect first: A before Z, but the newest and the largest before the others. */
gboolean loft_list_arrangement_begins_ascending (LoftMessageSort sort);

/* (transfer full) (nullable) "Filtered: Unread, Flagged"; NULL without a filter. */
char *loft_list_arrangement_filter_text (LoftMessageFilter filter);

G_END_DECLS
