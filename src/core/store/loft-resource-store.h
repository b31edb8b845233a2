/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Events, tasks and contacts in store.db as whole resources: iCalendar objects and vCards. What the server
 * has and what is shown are apart; what is shown is read into rows of their own (loft-event-store.h).
 * Rules of loft-mail-store.h hold. */
typedef struct {
  gint64 id;         /* local, never reused */
  gint64 folder_id;
  char *remote_id;   /* (nullable) no server has it yet */
  char *etag;
  GBytes *server_raw; /* (nullable) */
  GBytes *raw;       /* as it is shown */
  gboolean removed;  /* here, and not yet there */
  gint64 edit;       /* grows with each change made here */
  LoftFolderKinds kind;
  char *uid;
  char *name;        /* what people call it */
  char *problem;     /* why it cannot be read, or not all of it; "" */
  gint64 modified;
} LoftResource;

void loft_resource_free (LoftResource *self);

/* In content.db the second copy of the resource n that no server has is that of id
 * LOFT_RESOURCE_CONTENT + n: above all messages, below those on their way out. */
#define LOFT_RESOURCE_CONTENT (G_GINT64_CONSTANT (1) << 45)

/* (transfer full) LOFT_ERROR_GONE. */
LoftResource *loft_resource_store_get (LoftMailStore *store, gint64 resource_id, GError **error);
/* (transfer full) NULL without error: there is none. */
LoftResource *loft_resource_store_find_remote (LoftMailStore *store, gint64 folder_id,
                                               const char *remote_id, GError **error);
/* The same; the one that no server has goes first. */
LoftResource *loft_resource_store_find_uid (LoftMailStore *store, gint64 folder_id,
                                            const char *uid, GError **error);

/* (transfer full) gint64 ids: what is shown of a kind, of a folder or (0) of all that are shown. */
GArray *loft_resource_store_list (LoftMailStore *store, gint64 folder_id, LoftFolderKinds kind,
                                  GError **error);

/* How many of a kind are shown, of all folders. */
gboolean loft_resource_store_count (LoftMailStore *store, LoftFolderKinds kind, guint64 *n,
                                    GError **error);

/* (transfer full) remote id -> etag, of all that the server has. */
GHashTable *loft_resource_store_list_known (LoftMailStore *store, gint64 folder_id,
                                            GError **error);

/* What a resource says, besides the rows made of it. Strings are borrowed. */
typedef struct {
  LoftFolderKinds kind; /* 0: it cannot be read */
  const char *uid;
  const char *name;
  const char *problem;
  gint64 modified;
  gint64 since;         /* occurrences are told from then on; 0: from the first on */
  gint64 until;         /* and up to then; 0: to the last */
  gint64 made;          /* when they were */
  GPtrArray *occurrences; /* (nullable) of LoftOccurrence, ids not needed */
} LoftResourceFacts;

/* All of the following in a transaction. */

gboolean loft_resource_store_insert (LoftMailStore *store, gint64 folder_id, GBytes *raw,
                                     gint64 *resource_id, GError **error);
/* One whose row was lost. */
gboolean loft_resource_store_insert_again (LoftMailStore *store, gint64 resource_id,
                                           gint64 folder_id, GBytes *raw, GError **error);
/* Ids up to that one were given. */
gboolean loft_resource_store_get_last_id (LoftMailStore *store, gint64 *resource_id,
                                          GError **error);
gboolean loft_resource_store_raise_ids (LoftMailStore *store, gint64 resource_id, GError **error);
/* One that the server has. */
gboolean loft_resource_store_insert_remote (LoftMailStore *store, gint64 folder_id,
                                            const char *remote_id, const char *etag, GBytes *raw,
                                            gint64 *resource_id, GError **error);
/* What the server has now; raw NULL: as before. */
gboolean loft_resource_store_set_server (LoftMailStore *store, gint64 resource_id,
                                         const char *remote_id, const char *etag, GBytes *raw,
                                         GError **error);
/* What is shown (NULL: what the server has). count: it is a change made here. */
gboolean loft_resource_store_set_shown (LoftMailStore *store, gint64 resource_id, GBytes *raw,
                                        gboolean removed, gboolean count, GError **error);
/* To another folder of the account: a new resource there; here only what no server has moves as it is. */
gboolean loft_resource_store_set_folder (LoftMailStore *store, gint64 resource_id,
                                         gint64 folder_id, GError **error);
gboolean loft_resource_store_remove (LoftMailStore *store, gint64 resource_id, GError **error);

/* The rows read from what is shown: made anew. */
gboolean loft_resource_store_set_facts (LoftMailStore *store, gint64 resource_id,
                                        const LoftResourceFacts *facts, GError **error);

/* The rows read from resources of kinds are not to be trusted: they are made again, some at a time, as those
 * that are too short. */
gboolean loft_resource_store_make_stale (LoftMailStore *store, LoftFolderKinds kinds,
                                         GError **error);

/* (transfer full) gint64 ids, at most limit: those whose occurrences are here only up to before time and
 * were made before a time. */
GArray *loft_resource_store_list_short (LoftMailStore *store, gint64 time, gint64 made,
                                        guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftResource, loft_resource_free)

G_END_DECLS
