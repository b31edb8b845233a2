/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Colors of calendars that have none of their own: given once, kept in calendar-colors.ini of the
 * profile, told to no server. Main thread. */
#define LOFT_TYPE_GIVEN_COLORS (loft_given_colors_get_type ())
G_DECLARE_FINAL_TYPE (LoftGivenColors, loft_given_colors, LOFT, GIVEN_COLORS, GObject)

LoftGivenColors *loft_given_colors_new (const char *profile_dir);

/* (transfer none) Of a service, as long as it is there. */
LoftGivenColors *loft_given_colors_of (LoftService *service);

/* How often each color is on screen; all of them are told before the first is given. */
GHashTable *loft_given_colors_new_use (void);

/* Notes which colors the folders of an account have: their own, and those that they were given before. */
void loft_given_colors_note (LoftGivenColors *self, const char *account_id, GPtrArray *folders,
                             GHashTable *use);

/* (transfer none) "#rrggbb" of one of these folders: what it has; else what fewest have, from now on. */
const char *loft_given_colors_get (LoftGivenColors *self, const char *account_id,
                                   GPtrArray *folders, const LoftFolder *folder, GHashTable *use);

/* Keeps what was given. A failure is logged: then it is given again. */
void loft_given_colors_save (LoftGivenColors *self);

G_END_DECLS
