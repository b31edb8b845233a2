/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftSearchSuggestions: the list over the entry, and -rows (what stands in
 * it). */

#include "loft-search-suggestions.h"

G_BEGIN_DECLS

/* What a row carries, and what taking it does with that. */
#define LOFT_SEARCH_SUGGESTION_CONDITION "loft-search-condition" /* becomes a pill */
#define LOFT_SEARCH_SUGGESTION_TEXT      "loft-search-text" /* takes the place of the word */
#define LOFT_SEARCH_SUGGESTION_WHOLE     "loft-search-whole" /* of everything */

struct _LoftSearchSuggestions {
  GObject parent;

  LoftSearchEntry *entry; /* (borrowed) owns us */
  GtkPopover *popover;
  GtkListBox *list;
  guint n_rows;

  LoftService *service; /* (owned) (nullable) */
  LoftSavedSearches *searches; /* (owned) (nullable) */
  LoftMailAccount *account; /* (owned) (nullable) */
  GPtrArray *people; /* (owned) (nullable) of LoftPerson */
  GCancellable *cancellable;
  gboolean dismissed; /* by Escape, until something else is typed */
  gboolean is_taking;
  gboolean has_tick;
};

/* Makes the rows for what is typed, n_rows of them. */
void loft_search_suggestions_fill (LoftSearchSuggestions *self);

G_END_DECLS
