/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A profile as a sync leaves it, with one account, "Hostile", that no server stands behind. Ends
 * the program when it cannot be written. */
typedef struct _HostileProfile HostileProfile;

HostileProfile *hostile_profile_new  (const char *directory);
void            hostile_profile_free (HostileProfile *self);

/* Puts a mail into the inbox, newer than those before. Returns its id. */
gint64 hostile_profile_add (HostileProfile *self, GBytes *raw);

G_END_DECLS
