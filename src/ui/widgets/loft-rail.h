/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The buttons that switch panes: an icon over a small label, a column at the side or a bar at the foot.
 * They are the action "shell.pane" with a name. Main thread only. */
#define LOFT_TYPE_RAIL (loft_rail_get_type ())
G_DECLARE_FINAL_TYPE (LoftRail, loft_rail, LOFT, RAIL, GtkWidget)

/* position: counted from 1, tells its key. */
void loft_rail_add (LoftRail *self, const char *name, const char *title, const char *icon,
                    guint position);

void loft_rail_set_shown (LoftRail *self, const char *name, gboolean shown);

/* How many buttons are shown: one needs no rail. */
guint loft_rail_count_shown (LoftRail *self);

/* 0: nothing waits. */
void loft_rail_set_badge (LoftRail *self, const char *name, guint n);

/* VERTICAL at the side. */
void loft_rail_set_orientation (LoftRail *self, GtkOrientation orientation);

G_END_DECLS
