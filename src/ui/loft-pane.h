/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the rail switches: Mail, Calendar, … A pane is made when it is first shown and stays as it was
 * left. Main thread only. */
#define LOFT_TYPE_PANE (loft_pane_get_type ())
G_DECLARE_INTERFACE (LoftPane, loft_pane, LOFT, PANE, GtkWidget)

struct _LoftPaneInterface {
  GTypeInterface parent;

  GActionGroup *(*get_actions) (LoftPane *self);
  void (*focus) (LoftPane *self);
  guint (*get_badge) (LoftPane *self);
  void (*search) (LoftPane *self, const char *words);
};

/* (transfer none) Its actions, which the window carries under the pane's name while it is shown: so the
 * same key makes a message here and an event there. */
GActionGroup *loft_pane_get_actions (LoftPane *self);

/* Puts the focus where work goes on. */
void loft_pane_focus (LoftPane *self);

/* Searches all that it has for what was typed elsewhere. */
void loft_pane_search (LoftPane *self, const char *words);

/* How many things wait there (unread, due); 0 shows nothing. Signal "badge-changed". */
guint loft_pane_get_badge (LoftPane *self);

/* For those who implement it. */
void loft_pane_badge_changed (LoftPane *self);

G_END_DECLS
