/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The time zones that a person can choose. Pure but for the first look at the system's list. Main thread
 * only. */

/* (transfer none) Names of the time zone database ("Europe/Vienna"), by what they are called for people;
 * NULL-terminated. The system's own list, or a short one where it has none. */
const char *const *loft_zone_list_get (void);

/* (transfer full) For people: "Vienna, Europe", the place first so that typing finds it. */
char *loft_zone_list_get_title (const char *name);

/* (transfer none) interned: where the reader is, "UTC" where nobody knows. */
const char *loft_zone_list_get_local (void);

/* (transfer full) For a name; "" is where the reader is. UTC where nobody knows it. */
GTimeZone *loft_zone_list_open (const char *name);

G_END_DECLS
