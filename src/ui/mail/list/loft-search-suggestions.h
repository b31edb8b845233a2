/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-saved-searches.h"
#include "loft-search-entry.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* What may be meant, below a search entry while somebody types: people of the mail, folders, fields
 * and their values; searches made before while nothing is typed. Up and Down choose, Return takes,
 * Escape closes. Main thread only. */
#define LOFT_TYPE_SEARCH_SUGGESTIONS (loft_search_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (LoftSearchSuggestions, loft_search_suggestions, LOFT, SEARCH_SUGGESTIONS,
                      GObject)

/* Hangs below the entry for as long as that lives. */
LoftSearchSuggestions *loft_search_suggestions_new (LoftSearchEntry *entry);

/* Reads the people of the mail in the background. account: (nullable) whose folders are offered, all
 * accounts' for NULL. */
void loft_search_suggestions_prepare (LoftSearchSuggestions *self, LoftService *service,
                                      LoftSavedSearches *searches);
void loft_search_suggestions_set_account (LoftSearchSuggestions *self, LoftMailAccount *account);

void loft_search_suggestions_close (LoftSearchSuggestions *self);

G_END_DECLS
