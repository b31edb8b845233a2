/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A state in words above the thing it concerns, with at most one button; stands in for AdwBanner,
 * which libadwaita has from 1.3 on.
 *
 * Properties "title" (shown while not ""), "button-label" (none when ""). Signal
 * "button-clicked". Main thread only. */
#define LOFT_TYPE_BANNER (loft_banner_get_type ())
G_DECLARE_FINAL_TYPE (LoftBanner, loft_banner, LOFT, BANNER, GtkWidget)

/* title NULL or "" hides it; button_label NULL or "" shows no button. */
void        loft_banner_set       (LoftBanner *self, const char *title, const char *button_label);
const char *loft_banner_get_title (LoftBanner *self);

/* Whether a person can put it away: signal "dismissed". */
void loft_banner_set_dismissable (LoftBanner *self, gboolean dismissable);

G_END_DECLS
