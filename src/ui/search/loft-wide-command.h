/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-shell.h"

G_BEGIN_DECLS

/* What the window can do, found by the names that stand in its shortcuts window. Main thread only. */
typedef struct {
  const char *action; /* detailed name */
  char *title; /* in the language of the window */
  char *group; /* likewise: "Calendar" */
  char *key; /* "Ctrl+N", or "" */
} LoftWideCommand;

void loft_wide_command_free (LoftWideCommand *self);

/* (transfer full) of LoftWideCommand, at most most: those each of whose words begins a word of the title
 * come, those first whose title begins so, and that can be done now. words of one letter find none. */
GPtrArray *loft_wide_command_find (const char *words, guint most, LoftShell *shell,
                                   LoftService *service);

/* Does it in its pane, once that is there to see. */
void loft_wide_command_run (const char *action, LoftShell *shell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWideCommand, loft_wide_command_free)

G_END_DECLS
