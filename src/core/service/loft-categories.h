/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-kept-list.h"

G_BEGIN_DECLS

/* A keyword that a person gave a name and a colour; immutable. */
#define LOFT_TYPE_CATEGORY (loft_category_get_type ())
G_DECLARE_FINAL_TYPE (LoftCategory, loft_category, LOFT, CATEGORY, GObject)

const char *loft_category_get_name (LoftCategory *self);
const char *loft_category_get_color (LoftCategory *self); /* "#rrggbb" */
/* What servers and other programs know it by: an IMAP atom. */
const char *loft_category_get_keyword (LoftCategory *self);
/* One of those that every profile begins with, under the English name that it began with. */
gboolean loft_category_is_original (LoftCategory *self);

/* The categories of a profile: a GListModel of LoftCategory in the order of the keys 1 to 9. A new
 * profile has five, under the keywords that Thunderbird has for the same ($label1 to $label5). Kept in
 * "categories.ini" of the profile; what another process writes there shows at the next start. Messages
 * keep their keywords whatever happens here. Main thread only: the file is small. */
#define LOFT_TYPE_CATEGORIES (loft_categories_get_type ())
G_DECLARE_FINAL_TYPE (LoftCategories, loft_categories, LOFT, CATEGORIES, LoftKeptList)

#define LOFT_CATEGORIES_MAX 50

/* profile_dir: (nullable) NULL for an empty list, until one is read. */
LoftCategories *loft_categories_new (const char *profile_dir);
/* Takes those of a profile in place of what is there. */
void loft_categories_read (LoftCategories *self, const char *profile_dir);

/* (transfer none) keyword: (nullable) NULL to make one of the name. LOFT_ERROR_REFUSED for an empty name,
 * one that exists (in any case), a keyword that is no IMAP atom or is there, or too many. */
LoftCategory *loft_categories_add (LoftCategories *self, const char *name, const char *color,
                                   const char *keyword, GError **error);
/* (transfer none) (nullable) One that a server has, with a colour that is rare so far. NULL: it is here, a
 * person has removed it, or it cannot be added. */
LoftCategory *loft_categories_learn (LoftCategories *self, const char *keyword, const char *name);
/* The keyword stays. name, color: (nullable) NULL keeps it. Another object takes its place. */
gboolean loft_categories_change (LoftCategories *self, LoftCategory *category, const char *name,
                                 const char *color, GError **error);
gboolean loft_categories_remove (LoftCategories *self, LoftCategory *category, GError **error);
/* To a position among the others. */
gboolean loft_categories_move (LoftCategories *self, LoftCategory *category, guint position,
                               GError **error);

/* (transfer none) (nullable) in any case */
LoftCategory *loft_categories_find_name (LoftCategories *self, const char *name);
LoftCategory *loft_categories_find_keyword (LoftCategories *self, const char *keyword);

/* (transfer container) of LoftCategory, borrowed: those among keywords (form of loft-flags.h), in order. */
GPtrArray *loft_categories_list_of (LoftCategories *self, const char *keywords);
/* (transfer full) the keywords of all, in the form of loft-flags.h. */
char *loft_categories_join_keywords (LoftCategories *self);

/* What a category is called by whoever reads; (transfer none). */
typedef const char *(*LoftCategoryNameFunc) (LoftCategory *category);

/* (transfer full) a query in which names behind "category:" are keywords; an unknown name stays.
 * name: (nullable) another name that is understood too. */
char *loft_categories_resolve (LoftCategories *self, const char *query, LoftCategoryNameFunc name);

G_END_DECLS
