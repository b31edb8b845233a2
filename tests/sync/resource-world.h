/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-world.h"

G_BEGIN_DECLS

/* An account with a calendar "cal" and an address book "book" in a temporary folder, and a fake server for
 * it. Scripts are commands parted by ";", SIDE is "there" (on the server) or "here" (offline):
 *
 *   SIDE add FOLDER NAME TEXT         TEXT: what it is called (SUMMARY or FN)
 *   SIDE set FOLDER NAME PROPERTY TEXT
 *   SIDE del FOLDER NAME
 *   there touch FOLDER NAME           another version of the same text
 *   there forget-token FOLDER         sync tokens mean nothing any more
 *   there refuse FOLDER NAME          no change of it is taken, for ever
 *   there unreadable FOLDER NAME       changes of it cannot be had, until
 *   there readable FOLDER NAME
 *   there normalise                   what is put gets a line of the server's
 *   there no-etags                    nor is told which version it is
 *   there read-only FOLDER
 *   SIDE color FOLDER COLOR
 *   here discard                      the oldest operation
 *   here undo                         what was done here last
 *   here lose-store                   store.db is gone; the journal is there
 *   sync
 *
 * "_" in TEXT stands for a space. Steps of the server burn the fuse of sync-world.h before they do
 * something and before they answer. */
typedef struct _ResourceWorld ResourceWorld;

ResourceWorld *resource_world_new (void);
void resource_world_free (ResourceWorld *self);

void resource_world_open (ResourceWorld *self);
void resource_world_close (ResourceWorld *self);

void resource_world_do (ResourceWorld *self, const char *script);
gboolean resource_world_sync (ResourceWorld *self, GError **error);

/* (transfer full) a line for each: "cal a SUMMARY=Lunch LOCATION=Here", in order. */
char *resource_world_describe_there (ResourceWorld *self);
char *resource_world_describe_here (ResourceWorld *self);

guint resource_world_count_operations (ResourceWorld *self);
guint resource_world_count_problems (ResourceWorld *self);

/* (transfer none) (nullable); (transfer full) "" for none. */
const char *resource_world_get_color_there (ResourceWorld *self, const char *folder);
char *resource_world_dup_color_here (ResourceWorld *self, const char *folder);

/* FALSE: it is refused. */
gboolean resource_world_may_change (ResourceWorld *self, const char *folder, const char *name);

/* How often the server was written to. */
guint resource_world_count_writes (ResourceWorld *self);

/* (transfer full) of the text on the server. */
char *resource_world_get_raw (ResourceWorld *self, const char *folder, const char *name);

/* Shown values follow the server's where nothing waits; journal and operations agree. */
void resource_world_check (ResourceWorld *self);

G_END_DECLS
