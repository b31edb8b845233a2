/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Waiting operations in store.db, in the order they were made. What they mean is sync's matter. */
typedef struct {
  gint64 id;
  char *uuid;
  char *kind;
  char *arguments;
  gint64 created;     /* seconds since the epoch */
  guint tries;
  gint64 not_before;  /* do not try again before this */
  char *error;        /* what the last try said, "" for none */
  gint64 folder_id;   /* where to, or which folder it is about; 0 none */
  gint64 resource_id; /* which event, task or contact it is about; 0 none */
  GBytes *sent;       /* (nullable) what was noted before it was first sent */
  GArray *messages;   /* of gint64 */
  GArray *sources;    /* of gint64, as long as messages: what it is a copy of; 0 none */
} LoftOperationRecord;

LoftOperationRecord *loft_operation_record_new  (const char *uuid, const char *kind,
                                                 const char *arguments, gint64 created,
                                                 const gint64 *message_ids, guint n_messages);
void                 loft_operation_record_free (LoftOperationRecord *self);

void                 loft_operation_record_add  (LoftOperationRecord *self, gint64 message_id,
                                                 gint64 source_id);

/* Sets record->id. */
gboolean   loft_operation_store_insert (LoftMailStore *store, LoftOperationRecord *record,
                                        GError **error);
/* Done or taken back: remembered as finished until forget_finished(). */
gboolean   loft_operation_store_remove (LoftMailStore *store, gint64 operation_id, GError **error);
gboolean   loft_operation_store_set_try (LoftMailStore *store, gint64 operation_id, guint tries,
                                         gint64 not_before, const char *text, GError **error);

gboolean   loft_operation_store_set_arguments (LoftMailStore *store, gint64 operation_id,
                                               const char *arguments, GError **error);

/* Noted before an operation is sent: what is known of its target then. Durable, whatever the
 * connection's mode is, when it returns TRUE; not in a transaction. LOFT_ERROR_GONE when one of them
 * was taken back: then none is noted. */
gboolean   loft_operation_store_set_sent (LoftMailStore *store, const gint64 *operation_ids, guint n,
                                          GBytes *sent, GError **error);
/* The same without a word on durability, for one: seen by other connections when it returns TRUE. */
gboolean   loft_operation_store_note_sent (LoftMailStore *store, gint64 operation_id, GBytes *sent,
                                           GError **error);
/* In a transaction: the operation no longer names these messages. */
gboolean   loft_operation_store_drop_items (LoftMailStore *store, gint64 operation_id,
                                            const gint64 *message_ids, guint n, GError **error);

/* All that wait may be tried at once. */
gboolean   loft_operation_store_end_pauses (LoftMailStore *store, GError **error);

/* (transfer full) of LoftOperationRecord, oldest first. */
GPtrArray *loft_operation_store_list (LoftMailStore *store, GError **error);
/* (transfer full) those that name the message, oldest first; usually empty, and then cheap. */
GPtrArray *loft_operation_store_list_for (LoftMailStore *store, gint64 message_id, GError **error);
/* (transfer full) those whose folder it is, oldest first. */
GPtrArray *loft_operation_store_list_for_folder (LoftMailStore *store, gint64 folder_id,
                                                 GError **error);
/* (transfer full) NULL without error: nothing waits for this resource. */
LoftOperationRecord *loft_operation_store_find_resource (LoftMailStore *store, gint64 resource_id,
                                                         GError **error);
/* (transfer full) NULL with LOFT_ERROR_GONE. */
LoftOperationRecord *loft_operation_store_get (LoftMailStore *store, gint64 operation_id,
                                               GError **error);
/* (transfer full) NULL without error: it does not wait. */
LoftOperationRecord *loft_operation_store_find_uuid (LoftMailStore *store, const char *uuid,
                                                     GError **error);
/* Whether it waits or is finished. */
gboolean   loft_operation_store_knows_uuid (LoftMailStore *store, const char *uuid,
                                            gboolean *knows, GError **error);
gboolean   loft_operation_store_forget_finished (LoftMailStore *store, GError **error);
/* Operations that name the one message name the other instead. */
gboolean   loft_operation_store_hand_over (LoftMailStore *store, gint64 from_id, gint64 to_id,
                                           GError **error);
/* Takes a message out of all operations; those left empty are removed. Copies of it stay. */
gboolean   loft_operation_store_forget_message (LoftMailStore *store, gint64 message_id,
                                                GError **error);
gboolean   loft_operation_store_count (LoftMailStore *store, guint *count, GError **error);
/* Whether there is one of a kind that begins so. */
gboolean   loft_operation_store_has_kind (LoftMailStore *store, const char *prefix, gboolean *has,
                                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOperationRecord, loft_operation_record_free)

G_END_DECLS
