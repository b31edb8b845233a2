/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-saved-searches.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The saved searches of a sidebar, as folders: a click opens one, the menu renames or removes it. Not
 * there while there are none. Main thread only.
 *
 * Signal: "open" (LoftSavedSearch *). */
#define LOFT_TYPE_SAVED_SEARCH_SECTION (loft_saved_search_section_get_type ())
G_DECLARE_FINAL_TYPE (LoftSavedSearchSection, loft_saved_search_section, LOFT, SAVED_SEARCH_SECTION,
                      GtkWidget)

void loft_saved_search_section_set_searches (LoftSavedSearchSection *self,
                                             LoftSavedSearches *searches);
/* (nullable) the one whose results are shown. */
void loft_saved_search_section_select (LoftSavedSearchSection *self, LoftSavedSearch *search);

/* Asks for a name. query, account, folder: as in loft_saved_searches_add(). done (nullable) is called
 * when it was saved. */
void loft_saved_search_section_ask_name (GtkWidget *parent, LoftSavedSearches *searches,
                                         const char *query, const char *account, const char *folder,
                                         GCallback done, gpointer user_data);

G_END_DECLS
