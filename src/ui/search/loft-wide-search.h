/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"
#include "loft-wide-result.h"

G_BEGIN_DECLS

/* One search over all panes that are shown, by what is on this computer: each finds as its own search
 * does. Below that stand people of directories, whose servers are asked for three letters at least and when
 * nobody types for a moment, and commands. Conditions ("from:") are of messages alone; where there
 * are any, nothing else is looked for. Signal "changed": anything below. Main thread only; nothing blocks. */
#define LOFT_TYPE_WIDE_SEARCH (loft_wide_search_get_type ())
G_DECLARE_FINAL_TYPE (LoftWideSearch, loft_wide_search, LOFT, WIDE_SEARCH, GObject)

LoftWideSearch *loft_wide_search_new (LoftService *service);

/* Whose commands are found as well. shell: outlives it. Once. */
void loft_wide_search_set_shell (LoftWideSearch *self, LoftShell *shell);

/* How long nobody must type before a directory is asked; else as usual. */
void loft_wide_search_set_pause (LoftWideSearch *self, guint milliseconds);

/* As it stands in an entry, where its last word may go on. FALSE: that is what was searched for before. */
gboolean loft_wide_search_set_typed (LoftWideSearch *self, const char *typed);

gboolean loft_wide_search_is_asked (LoftWideSearch *self);
/* Whether what is here may have more than is found so far; servers count while nothing is found. */
gboolean loft_wide_search_is_searching (LoftWideSearch *self);
/* Whether a directory is asked, or will be in a moment. */
gboolean loft_wide_search_is_asking (LoftWideSearch *self);
/* Whether there is any to ask. */
gboolean loft_wide_search_has_directories (LoftWideSearch *self);

/* (transfer none) of LoftWideResult: a few of a place, the newest or nearest first; until "changed". */
GPtrArray *loft_wide_search_get_results (LoftWideSearch *self, LoftWidePlace place);
guint loft_wide_search_count (LoftWideSearch *self);

/* (transfer none) (nullable) What is to be said of what was typed; is_problem: it was not understood. */
const char *loft_wide_search_get_note (LoftWideSearch *self, gboolean *is_problem);

/* (transfer none) What the pane of a place is to search for, so that it finds the same. */
const char *loft_wide_search_get_words (LoftWideSearch *self, LoftWidePlace place);

G_END_DECLS
