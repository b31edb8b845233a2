/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-fake-backend.h"
#include "loft-folder-store.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* An account in a temporary folder, a fake server for it, and a small language for what happens to
 * both. Scripts are commands parted by ";":
 *
 *   on the server                            here, offline
 *     mkdir FOLDER                             here FOLDER NAME CHANGE…
 *     rmdir FOLDER                             discard          (the oldest operation)
 *     mv FOLDER NEW                            window DAYS      (-1 all)
 *     new FOLDER NAME [FLAGS] [@DAYS-AGO]      forget-token FOLDER
 *     plain FOLDER NAME …  (no Message-ID)
 *     twin FOLDER NAME …   (Message-ID of all twins)
 *     giant FOLDER NAME …  (1.5 MB of header)  big FOLDER NAME …   (2.3 MB)
 *     many FOLDER COUNT                      faults of the server
 *     del FOLDER NAME                          refuse FOLDER NAME
 *     empty FOLDER                             poison FOLDER NAME CLASS
 *     flag FOLDER NAME CHANGE…                 vanish FOLDER NAME
 *     validity FOLDER                          list-nothing, deliver-twice, tell-unknown
 *     positions FOLDER                       full FOLDER, room FOLDER
 *     shift FOLDER NAME TO                   refuse-folders
 *
 *   here, offline, what is not flags
 *     move FOLDER NAME TO                    create PATH
 *     copy FOLDER NAME TO                    rename PATH NEW
 *     erase FOLDER NAME (for ever)           drop PATH
 *     append FOLDER NAME                     archive FOLDER NAME
 *     undo              (what was done last by one of these or here)
 *
 * FLAGS are letters of SAFDPT; a CHANGE is + or - and such letters, or + or - and a keyword that
 * begins with "$". */
typedef struct {
  char *directory;
  LoftFakeServer *server;    /* (owned) */
  LoftFakeBackend *backend;  /* (owned) */
  LoftAccountStore *store;   /* (owned) the network worker's */
  LoftMailStore *local;      /* (owned) the local writer's */
  LoftJournal *journal;      /* (owned) the network worker's */
  LoftJournal *local_journal; /* (owned) */
  LoftAccountSync *sync;     /* (owned) */
  LoftUndo *undo;            /* (owned) (nullable) of the last thing done here */
  gint window_days;
  guint n_messages;          /* made so far: their dates ascend */
  guint n_breaths;
} SyncWorld;

#define SYNC_WORLD_NOW 1750000000

SyncWorld *sync_world_new  (LoftFakeStyle style);
void       sync_world_free (SyncWorld *self); /* removes its folder */

/* Opens the stores as a new process would, with recovery; close leaves the files. */
void     sync_world_open  (SyncWorld *self);
void     sync_world_close (SyncWorld *self);

void     sync_world_do    (SyncWorld *self, const char *script);
gboolean sync_world_sync  (SyncWorld *self, GError **error);
void     sync_world_must_sync (SyncWorld *self);

gint64   sync_world_find (SyncWorld *self, const char *path, const char *name); /* 0 none */

/* (transfer full) what is shown, in the form of loft_fake_server_describe (). */
char *sync_world_describe (SyncWorld *self);

/* (transfer full) everything there is in store.db but times, row by row; for "nothing changed". */
char *sync_world_dump (SyncWorld *self, gboolean with_tokens);

/* (transfer full) name -> local id, of folders' messages as "INBOX a". */
GHashTable *sync_world_list_local_ids (SyncWorld *self);

/* Rules that hold at every moment: counts, integrity, contents as on the server, server values =
 * shown values where nothing waits. */
void sync_world_check (SyncWorld *self);

guint sync_world_count_operations (SyncWorld *self);
guint sync_world_count_problems   (SyncWorld *self);

/* A fuse over everything that can be the last thing a process does: each step of the backend and
 * each commit of any database. It burns before the nth; from then on nothing works until it is
 * renewed. 0: never. */
void  sync_fuse_set   (guint nth);
/* One more step: TRUE while the process "lives". */
gboolean sync_fuse_step (void);
guint sync_fuse_count (void); /* since it was set */

G_END_DECLS
