/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A time zone, found by typing the name of its city. Signal "changed" (by the person). Main thread only. */
#define LOFT_TYPE_ZONE_CHOOSER (loft_zone_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LoftZoneChooser, loft_zone_chooser, LOFT, ZONE_CHOOSER, GtkWidget)

/* none: (nullable) what the first choice is called, which is no zone (""). */
GtkWidget *loft_zone_chooser_new (const char *name, const char *none);

/* (transfer none) interned: as in loft-zone-list.h, "" for none. */
const char *loft_zone_chooser_get (LoftZoneChooser *self);

/* A zone that no list has is a choice from then on. */
void loft_zone_chooser_set (LoftZoneChooser *self, const char *zone);

G_END_DECLS
