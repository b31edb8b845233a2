/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget that a finger can push aside, with what that would do shown below it. It only shows:
 * gestures are the business of whoever it is part of. Main thread only. */
#define LOFT_TYPE_SWIPE (loft_swipe_get_type ())
G_DECLARE_FINAL_TYPE (LoftSwipe, loft_swipe, LOFT, SWIPE, GtkWidget)

GtkWidget *loft_swipe_new (GtkWidget *child);

/* offset: pixels towards the end of the line, negative towards its start; 0 puts it back. icon:
 * what is uncovered; armed: whether letting go would do it. */
void loft_swipe_set_offset (LoftSwipe *self, double offset, const char *icon, gboolean armed);

G_END_DECLS
