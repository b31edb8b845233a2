/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-saved-searches.h"
#include "loft-service.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a person searches with: the entry with pills and suggestions, where to search, in which order,
 * and the line that says what was searched.
 *
 * Signals: "search" (something else is asked for; while somebody types, when they pause), "leave"
 * (Escape), "move-down" (to the results), "save" (under a name). Main thread only. */
#define LOFT_TYPE_SEARCH_BAR (loft_search_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftSearchBar, loft_search_bar, LOFT, SEARCH_BAR, GtkWidget)

typedef enum {
  LOFT_SEARCH_SCOPE_EVERYWHERE,
  LOFT_SEARCH_SCOPE_ACCOUNT,
  LOFT_SEARCH_SCOPE_FOLDER,
} LoftSearchScope;

void loft_search_bar_set_service (LoftSearchBar *self, LoftService *service,
                                  LoftSavedSearches *searches);
/* Where the person is, for the choice of the scope: (nullable) names. */
void loft_search_bar_set_place (LoftSearchBar *self, LoftMailAccount *account,
                                const char *folder_name);

/* (transfer full) in the core's language; "" for nothing. */
char *loft_search_bar_get_query (LoftSearchBar *self);
/* (transfer full) as loft_search_entry_get_typed_query () */
char *loft_search_bar_get_typed_query (LoftSearchBar *self);
LoftSearchScope loft_search_bar_get_scope (LoftSearchBar *self);
gboolean loft_search_bar_get_by_relevance (LoftSearchBar *self);

/* "search" follows at once. */
void loft_search_bar_set_query (LoftSearchBar *self, const char *query, LoftSearchScope scope);
/* Nothing is asked for any more; no signal. */
void loft_search_bar_clear (LoftSearchBar *self);

/* note: "" for none; is_problem: it tells what was not understood. */
void loft_search_bar_set_note (LoftSearchBar *self, const char *note, gboolean is_problem);
void loft_search_bar_set_busy (LoftSearchBar *self, gboolean busy);
void loft_search_bar_close_suggestions (LoftSearchBar *self);

G_END_DECLS
