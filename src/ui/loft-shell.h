/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pane.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The panes and the rail that switches them; at the foot where the window is narrow, and away while there
 * is one pane only. A pane is made when it is first shown. Property "pane" (name). Main thread only. */
#define LOFT_TYPE_SHELL (loft_shell_get_type ())
G_DECLARE_FINAL_TYPE (LoftShell, loft_shell, LOFT, SHELL, GtkWidget)

/* With the first pane shown. */
GtkWidget *loft_shell_new (LoftService *service);

/* Nothing happens where there is no such pane. */
void loft_shell_show (LoftShell *self, const char *name);

const char *loft_shell_get_shown (LoftShell *self);

/* (transfer none) (nullable) while it was not made. */
LoftPane *loft_shell_get_pane (LoftShell *self, const char *name);

/* (transfer none) "pane" (s), for the window to carry as "shell". */
GActionGroup *loft_shell_get_actions (LoftShell *self);

G_END_DECLS
