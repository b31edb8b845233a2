/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-remote-ids.h"

G_BEGIN_DECLS

/* What servers tell sync of folders of events, tasks and contacts: resources are whole iCalendar objects
 * (RFC 4791 4.1: all components of one UID) or vCards. */

typedef struct {
  char *remote_id; /* by which the server knows it, in its folder: of WebDAV the path */
  char *etag; /* which version it is; "": not told */
  GBytes *raw; /* as the server gave it */
} LoftRemoteResource;

LoftRemoteResource *loft_remote_resource_new (const char *remote_id, const char *etag, GBytes *raw);
void loft_remote_resource_free (LoftRemoteResource *self);

/* A resource that cannot be had: everything else goes on. */
typedef struct {
  char *remote_id;
  char *reason; /* English, for logs and the list of problems */
  gboolean stays; /* it was told, and makes no sense: asking again would give the same */
} LoftResourceFailure;

LoftResourceFailure *loft_resource_failure_new (const char *remote_id, const char *reason);
void loft_resource_failure_free (LoftResourceFailure *self);

/* A step of loft_backend_resource_changes (), made durable by sync in one transaction before the next
 * one is asked for. A statement, not an event, as LoftChangeBatch is. */
typedef struct {
  GPtrArray *resources; /* of LoftRemoteResource: new or changed */
  GPtrArray *removed; /* of char* remote ids that are gone */
  GPtrArray *failures; /* of LoftResourceFailure */
  LoftRemoteIds *present; /* (nullable) of the ids known before, all others are gone */
  GBytes *token_after; /* (nullable) where the next call may go on once this batch is stored */
  guint64 done;
  guint64 total; /* 0: nobody knows */
} LoftResourceBatch;

LoftResourceBatch *loft_resource_batch_new (void);
void loft_resource_batch_free (LoftResourceBatch *self);

/* One to be written. */
typedef struct {
  GBytes *token; /* (nullable) of the folder, from its last listing */
  const char *remote_id; /* (nullable) new: the backend names it, by uid, the same each time */
  const char *uid;
  const char *etag; /* (nullable) the version it replaces; NULL: there must be none */
  GBytes *before; /* (nullable) that version, as the server told it */
  GBytes *raw;
  GPtrArray
    *left_out; /* (nullable) of char*: takes English sentences on what of it the server has no place
                          * for; without it that is refused */
} LoftResourcePut;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftRemoteResource, loft_remote_resource_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftResourceBatch, loft_resource_batch_free)

G_END_DECLS
