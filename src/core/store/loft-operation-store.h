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
  GArray *messages;   /* of gint64 */
} LoftOperationRecord;

LoftOperationRecord *loft_operation_record_new  (const char *uuid, const char *kind,
                                                 const char *arguments, gint64 created,
                                                 const gint64 *message_ids, guint n_messages);
void                 loft_operation_record_free (LoftOperationRecord *self);

/* Sets record->id. */
gboolean   loft_operation_store_insert (LoftMailStore *store, LoftOperationRecord *record,
                                        GError **error);
/* Done or taken back: remembered as finished until forget_finished(). */
gboolean   loft_operation_store_remove (LoftMailStore *store, gint64 operation_id, GError **error);
gboolean   loft_operation_store_set_try (LoftMailStore *store, gint64 operation_id, guint tries,
                                         gint64 not_before, const char *text, GError **error);

/* All that wait may be tried at once. */
gboolean   loft_operation_store_end_pauses (LoftMailStore *store, GError **error);

/* (transfer full) of LoftOperationRecord, oldest first. */
GPtrArray *loft_operation_store_list (LoftMailStore *store, GError **error);
/* (transfer full) those that name the message, oldest first; usually empty, and then cheap. */
GPtrArray *loft_operation_store_list_for (LoftMailStore *store, gint64 message_id, GError **error);
/* (transfer full) NULL with LOFT_ERROR_GONE. */
LoftOperationRecord *loft_operation_store_get (LoftMailStore *store, gint64 operation_id,
                                               GError **error);
/* Whether it waits or is finished. */
gboolean   loft_operation_store_knows_uuid (LoftMailStore *store, const char *uuid,
                                            gboolean *knows, GError **error);
gboolean   loft_operation_store_forget_finished (LoftMailStore *store, GError **error);
/* Takes a message out of all operations; those left empty are removed. */
gboolean   loft_operation_store_forget_message (LoftMailStore *store, gint64 message_id,
                                                GError **error);
gboolean   loft_operation_store_count (LoftMailStore *store, guint *count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOperationRecord, loft_operation_record_free)

G_END_DECLS
