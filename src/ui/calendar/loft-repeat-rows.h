/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How an event repeats, as rows: how, every how many, on which weekdays, and until when; below it the same
 * in a sentence with the next dates. A rule that no row can say stays as it is until another is chosen.
 * Signal "changed" (by the person). Main thread only. */
#define LOFT_TYPE_REPEAT_ROWS (loft_repeat_rows_get_type ())
G_DECLARE_FINAL_TYPE (LoftRepeatRows, loft_repeat_rows, LOFT, REPEAT_ROWS, AdwPreferencesGroup)

GtkWidget *loft_repeat_rows_new (void);

/* rule: RRULE's value. After loft_repeat_rows_set_start(). */
void loft_repeat_rows_set_rule (LoftRepeatRows *self, const char *rule);

/* (transfer full) "" for never. */
char *loft_repeat_rows_get_rule (LoftRepeatRows *self);

/* What it begins with: on the wall of zone (NULL: whole days). */
void loft_repeat_rows_set_start (LoftRepeatRows *self, gint64 start, GTimeZone *zone);

/* (transfer full) (nullable) Why the rule cannot be kept as it is, in a sentence. */
char *loft_repeat_rows_find_mistake (LoftRepeatRows *self);

G_END_DECLS
