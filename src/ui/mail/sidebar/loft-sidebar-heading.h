/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* (transfer full) a heading over lines that belong to no account; key: what is remembered of it when
 * it is folded. Whoever made it follows its signal "expand". */
LoftSidebarItem *loft_sidebar_heading_new (const char *key, const char *title);

/* Whether it was folded when the window was closed last. */
gboolean loft_sidebar_heading_was_folded (const char *key);

/* Folds or opens it, and remembers that. */
void loft_sidebar_heading_set_expanded (LoftSidebarItem *heading, const char *key,
                                        gboolean expanded);

G_END_DECLS
