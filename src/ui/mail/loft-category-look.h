/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "loft-categories.h"

G_BEGIN_DECLS

/* The categories of the profile as people see them. Main thread only. */

/* Those of a profile; once it is known. */
void loft_category_look_open (const char *profile_dir);

/* (transfer none) the same at each call, empty before a profile is known. */
LoftCategories *loft_category_look_get_list (void);

/* (transfer none) in the language of the interface, unless a person named it. */
const char *loft_category_look_name (LoftCategory *category);
void loft_category_look_color (LoftCategory *category, GdkRGBA *color);

/* (transfer full) (nullable) the names of those among keywords: "Work, Later". */
char *loft_category_look_describe (const char *keywords);

G_END_DECLS
