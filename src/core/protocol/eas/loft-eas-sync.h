/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Sync of one collection or several (MS-ASCMD 2.2.1.21): a request and what its reply says. Pure. */

typedef struct {
  const char *collection_id;
  const char *key;
  gboolean get_changes; /* the server tells its changes, too */
  guint window; /* items in one answer; 0: as the server likes */
  guint body_type; /* MS-ASAIRS 2.2.2.41.1: 1 text, 2 HTML, 4 MIME; 0: no options at all */
  guint body_size; /* bytes that are told of each body; 0: all of it */
  guint filter; /* FilterType: how old the items may be; 0: as old as they are */
  gboolean keep_deleted; /* what is deleted goes to the folder of deleted items */
} LoftEasSyncWish;

/* (transfer full) With LOFT_EAS_FIRST_KEY a request for the first key: nothing else belongs into it.
 * *collection: (transfer none) (out, optional) takes the commands. */
LoftWbxmlElement *loft_eas_sync_request (const LoftEasSyncWish *wish,
                                         LoftWbxmlElement **collection);

/* (transfer full) A request without collections. */
LoftWbxmlElement *loft_eas_sync_request_new (void);
/* One more collection in a request. (transfer none) It takes the commands. */
LoftWbxmlElement *loft_eas_sync_add_collection (LoftWbxmlElement *root,
                                                const LoftEasSyncWish *wish);

/* Commands of ours. data: (transfer full) ApplicationData. client_id: at most 40 characters, by which a
 * server knows one that comes again. */
void loft_eas_sync_add (LoftWbxmlElement *collection, const char *client_id,
                        LoftWbxmlElement *data);
void loft_eas_sync_change (LoftWbxmlElement *collection, const char *server_id,
                           LoftWbxmlElement *data);
/* One occurrence of a series, from 16.0 on (MS-ASCMD 2.2.3.84). data: (nullable) NULL: it does not take
 * place. */
void loft_eas_sync_change_instance (LoftWbxmlElement *collection, const char *server_id,
                                    const char *instance_id, LoftWbxmlElement *data);
void loft_eas_sync_delete (LoftWbxmlElement *collection, const char *server_id);
void loft_eas_sync_fetch (LoftWbxmlElement *collection, const char *server_id);

/* Tags for loft_wbxml_reader_new(): what the server changed, and what it says of our commands, one by
 * one. */
extern const guint loft_eas_sync_tags[];

/* Whether an element that was handed over says what became of a command of ours. */
gboolean loft_eas_sync_is_response (GPtrArray *ancestors);

/* (transfer none) (nullable) Of which collection an element is that was handed over. */
const char *loft_eas_sync_get_collection_id (GPtrArray *ancestors);

typedef struct {
  char *key; /* (nullable) of the next request */
  gboolean more; /* the server has more to tell */
} LoftEasSyncReply;

/* root: (nullable) an empty answer: nothing happened. LOFT_ERROR_CONFLICT: the key means nothing any
 * more; _GONE: there is no such collection; _TEMPORARY; _REFUSED. */
gboolean loft_eas_sync_reply (const LoftWbxmlElement *root, LoftEasSyncReply *reply,
                              GError **error);

/* The same of one of several collections. That the answer does not speak of it means that nothing happened;
 * but where another one has more to tell, or failed, the server may have stopped there: LOFT_ERROR_TEMPORARY,
 * as where it speaks of it more than once. */
gboolean loft_eas_sync_reply_of (const LoftWbxmlElement *root, const char *collection_id,
                                 LoftEasSyncReply *reply, GError **error);

void loft_eas_sync_reply_clear (LoftEasSyncReply *self);

/* What a status of a single command of ours means; 1 is success (TRUE). LOFT_ERROR_CONFLICT: the server's
 * version stands; _GONE; _FULL; _REFUSED. */
gboolean loft_eas_sync_check_item (gint64 status, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasSyncReply, loft_eas_sync_reply_clear)

G_END_DECLS
