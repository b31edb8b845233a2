/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-database.h"

G_BEGIN_DECLS

/* What is known of a database file without trusting it. A full disk, a missing permission, a busy
 * file or a newer version are no damage. */
typedef enum {
  LOFT_DATABASE_FILE_SOUND, /* as far as the depth of the look goes */
  LOFT_DATABASE_FILE_MISSING, /* or empty: opening it for writing makes a new one */
  LOFT_DATABASE_FILE_DAMAGED,
  LOFT_DATABASE_FILE_UNKNOWN, /* it could not be looked at */
} LoftDatabaseFileState;

typedef enum {
  LOFT_DATABASE_LOOK_BRIEF, /* header and schema: what every opening reads */
  LOFT_DATABASE_LOOK_WHOLE, /* integrity_check: every page and every index */
} LoftDatabaseLook;

/* *finding: (transfer full) (out) in words, NULL when sound or missing. */
LoftDatabaseFileState loft_database_file_look (const char *path, LoftDatabaseLook look,
                                               GCancellable *cancellable, char **finding);

/* Puts a file with its log aside as "NAME.damaged-DATE-TIME"; kept, but no more than the three
 * newest of one name. aside: (transfer full) (out) the new path. The caller holds the account's
 * locks and has closed its own connections. */
gboolean loft_database_file_set_aside (const char *path, char **aside, GError **error);

/* Puts the closed, checkpointed database at new_path in the place of path at once; the old file is
 * set aside as above. */
gboolean loft_database_file_replace (const char *path, const char *new_path, char **aside,
                                     GError **error);

/* Removes a database with its log. */
void loft_database_file_remove (const char *path);

/* (transfer full) what tells this very file from a copy of it. */
char *loft_database_file_identify (const char *path);

G_END_DECLS
