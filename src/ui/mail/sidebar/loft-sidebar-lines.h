/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* Makes lines (of LoftSidebarItem) what now is, telling the smallest range: lines that are the same
 * objects at both ends are left alone, so that focus and selection are. Main thread only. */
void loft_sidebar_lines_replace (GListStore *lines, GPtrArray *now);

G_END_DECLS
