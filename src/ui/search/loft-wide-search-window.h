/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-wide-search.h"

G_BEGIN_DECLS

/* Searches everything while somebody types: messages, events, people, tasks and commands in one list that
 * arrows go through from the entry; Enter opens, Escape goes back. Signal "chosen" (LoftWideResult), once;
 * then it closes. Main thread only. */
#define LOFT_TYPE_WIDE_SEARCH_WINDOW (loft_wide_search_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftWideSearchWindow, loft_wide_search_window, LOFT, WIDE_SEARCH_WINDOW,
                      AdwWindow)

GtkWidget *loft_wide_search_window_new (GtkWindow *parent, LoftService *service);

/* (transfer none) what it searches with. */
LoftWideSearch *loft_wide_search_window_get_search (LoftWideSearchWindow *self);

/* (transfer none) where words are typed. */
GtkEditable *loft_wide_search_window_get_entry (LoftWideSearchWindow *self);

G_END_DECLS
