/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-kept-list.h"

G_BEGIN_DECLS

/* A search that a person gave a name; immutable. */
#define LOFT_TYPE_SAVED_SEARCH (loft_saved_search_get_type ())
G_DECLARE_FINAL_TYPE (LoftSavedSearch, loft_saved_search, LOFT, SAVED_SEARCH, GObject)

const char *loft_saved_search_get_id (LoftSavedSearch *self);
const char *loft_saved_search_get_name (LoftSavedSearch *self);
const char *loft_saved_search_get_query (LoftSavedSearch *self);
/* "" for all accounts, else an account's id; "" for all folders, else a path. */
const char *loft_saved_search_get_account (LoftSavedSearch *self);
const char *loft_saved_search_get_folder (LoftSavedSearch *self);

/* The saved searches of a profile, a GListModel of LoftSavedSearch in the order of their names, and
 * the searches made last. Kept in "searches.ini" of the profile; what another process writes there
 * shows at the next start. Main thread only: the file is small. */
#define LOFT_TYPE_SAVED_SEARCHES (loft_saved_searches_get_type ())
G_DECLARE_FINAL_TYPE (LoftSavedSearches, loft_saved_searches, LOFT, SAVED_SEARCHES, LoftKeptList)

#define LOFT_SAVED_SEARCHES_MAX 100

LoftSavedSearches *loft_saved_searches_new (const char *profile_dir);

/* (transfer none) account, folder: as above, "" for all. LOFT_ERROR_REFUSED for an empty name or query,
 * or when there are too many. A name that exists is replaced. */
LoftSavedSearch *loft_saved_searches_add (LoftSavedSearches *self, const char *name,
                                          const char *query, const char *account,
                                          const char *folder, GError **error);
/* The same search, by its id, with other words; refusals as above. *search is not changed: another
 * object takes its place. */
gboolean loft_saved_searches_change (LoftSavedSearches *self, LoftSavedSearch *search,
                                     const char *name, const char *query, const char *account,
                                     const char *folder, GError **error);
gboolean loft_saved_searches_remove (LoftSavedSearches *self, LoftSavedSearch *search,
                                     GError **error);

/* (transfer none) (nullable) */
LoftSavedSearch *loft_saved_searches_find (LoftSavedSearches *self, const char *id);
LoftSavedSearch *loft_saved_searches_find_name (LoftSavedSearches *self, const char *name);

/* (transfer none) the last few queries, newest first. */
const char *const *loft_saved_searches_get_recent (LoftSavedSearches *self);
void loft_saved_searches_add_recent (LoftSavedSearches *self, const char *query);
void loft_saved_searches_clear_recent (LoftSavedSearches *self);

G_END_DECLS
