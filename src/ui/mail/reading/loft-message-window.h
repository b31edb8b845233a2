/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* A message in a window of its own, with its own "mail" actions, so that the same keys and menus
 * work on it. Main thread only. */
#define LOFT_TYPE_MESSAGE_WINDOW (loft_message_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageWindow, loft_message_window, LOFT, MESSAGE_WINDOW,
                      AdwApplicationWindow)

/* Brings the window of that row of list to the front, or makes it. application: (nullable) in
 * tests. */
LoftMessageWindow *loft_message_window_open (GtkApplication *application, LoftMessageList *list,
                                             LoftMessageRow *row);

/* (transfer none) */
LoftMessageRow *loft_message_window_get_row (LoftMessageWindow *self);

G_END_DECLS
