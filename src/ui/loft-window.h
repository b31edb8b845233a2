/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-pane.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The main window: the first-start page while there is no account, else the panes; or a page
 * that says why the profile cannot be used. Main thread only. */
#define LOFT_TYPE_WINDOW (loft_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftWindow, loft_window, LOFT, WINDOW, AdwApplicationWindow)

/* service NULL: error says why. */
LoftWindow *loft_window_new (GtkApplication *application,
                             LoftService    *service,
                             const GError   *error);

/* The same for the start of the program: on screen with an empty header bar first, and filled after
 * that first frame. */
LoftWindow *loft_window_new_opening (GtkApplication *application,
                                     LoftService    *service,
                                     const GError   *error);

/* (nullable) before it is made. */
LoftMailPane *loft_window_get_mail (LoftWindow *self);

/* By the names of loft-panes.h; get: (nullable) before there are any. */
void        loft_window_show_pane (LoftWindow *self, const char *name);
const char *loft_window_get_pane  (LoftWindow *self);

G_END_DECLS
