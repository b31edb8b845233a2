/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-categories.h"

G_BEGIN_DECLS

/* The menu of categories, with a check mark for each that a message has; follows the list of them.
 * Its lines are the actions "category-1", "category-2", ... of a map that is known as "mail", which
 * has to have "clear-categories", "new-category" and "edit-categories" too. Main thread only. */
#define LOFT_TYPE_CATEGORY_MENU (loft_category_menu_get_type ())
G_DECLARE_FINAL_TYPE (LoftCategoryMenu, loft_category_menu, LOFT, CATEGORY_MENU, GObject)

/* A line was chosen. */
typedef void (*LoftCategoryChosen) (LoftCategory *category, gpointer user_data);

/* map and user_data must outlive it. */
LoftCategoryMenu *loft_category_menu_new (GActionMap *map, LoftCategoryChosen chosen,
                                          gpointer user_data);

/* (transfer none) */
GMenuModel *loft_category_menu_get_model (LoftCategoryMenu *self);

/* As a section of menu, with one line that opens it. */
void loft_category_menu_insert (LoftCategoryMenu *self, GMenuModel *menu, int position);

/* keywords: what all messages have that it is about. possible: whether there are any. */
void loft_category_menu_show (LoftCategoryMenu *self, const char *keywords, gboolean possible);

G_END_DECLS
