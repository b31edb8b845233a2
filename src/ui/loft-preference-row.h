/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Rows of the preferences that show a setting, follow it and change it. All (transfer full)
 * floating; texts are translated already; subtitle: (nullable). Main thread only. */

GtkWidget *loft_preference_row_new_switch (const char *key, gboolean fallback, const char *title,
                                           const char *subtitle);

/* (transfer none) A new group at the end of page, for rows. */
AdwPreferencesGroup *loft_preference_row_add_group (AdwPreferencesPage *page, const char *title);

typedef struct {
  int number; /* of the setting, when it is a number */
  const char *word; /* (nullable) of the setting, when it is a string */
  const char *label;
} LoftPreferenceChoice;

/* The last choice is label NULL. The value of the setting that no choice has shows the first. */
GtkWidget *loft_preference_row_new_choice (const char *key, const LoftPreferenceChoice *choices,
                                           const char *title, const char *subtitle);

G_END_DECLS
