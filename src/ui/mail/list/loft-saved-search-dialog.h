/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-saved-searches.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Asks for the name of a search that is to be saved, or for name, words and place of one that was.
 * done is called when it was saved, in the main thread; why it was not is shown in the dialog. Main
 * thread only. */
typedef void (*LoftSavedSearchFunc) (LoftSavedSearch *search, gpointer user_data);

/* query, account, folder: as in loft_saved_searches_add(). data_free: (nullable) */
void loft_saved_search_dialog_save (GtkWidget *parent, LoftSavedSearches *searches,
                                    const char *query, const char *account, const char *folder,
                                    LoftSavedSearchFunc done, gpointer user_data,
                                    GDestroyNotify data_free);

/* service: whose accounts may be chosen as its place. */
void loft_saved_search_dialog_edit (GtkWidget *parent, LoftSavedSearches *searches,
                                    LoftSavedSearch *search, LoftService *service,
                                    LoftSavedSearchFunc done, gpointer user_data,
                                    GDestroyNotify data_free);

G_END_DECLS
