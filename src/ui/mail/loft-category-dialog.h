/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-categories.h"

G_BEGIN_DECLS

/* Called with the category that a person made; not when it was thought better of. */
typedef void (*LoftCategoryFunc) (LoftCategory *category, gpointer user_data);

/* Asks for a name and a colour, above the window of parent. Main thread only. */
void loft_category_dialog_present (GtkWidget *parent, LoftCategoryFunc done, gpointer user_data,
                                   GDestroyNotify data_free);

/* (transfer full) (nullable) why a name cannot be taken; except: (nullable) who has it may keep it. */
char *loft_category_dialog_find_objection (const char *name, LoftCategory *except);

G_END_DECLS
