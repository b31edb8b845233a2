/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Messages on their way from folder to folder of the server, shared by what moves and copies
 * (-transfer), uploads (-append) and deletes (-delete). */

#include "loft-operation-replay-private.h"
#include "loft-operation.h"

G_BEGIN_DECLS

/* One message of an operation. */
typedef struct {
  gint64 operation_id;
  gint64 message_id; /* the row that will be in the target */
  gint64 source_id; /* the row whose message is sent; the same but for copies */
  char *remote_id; /* (nullable) of that; NULL: it left its folder, nobody told where to */
  const char *new_id; /* (borrowed) (nullable) in the target */
} LoftTransferItem;

/* Those of one folder of the server. */
typedef struct {
  LoftFolder *folder; /* (owned) */
  GBytes *token; /* (owned) (nullable) */
  GPtrArray *items; /* (borrowed) of LoftTransferItem */
} LoftTransferGroup;

typedef struct {
  LoftReplay *replay;
  GPtrArray *records;
  gboolean is_copy;
  LoftFolder *target; /* (owned) (nullable) */
  GPtrArray *items; /* (owned) of LoftTransferItem */
  GPtrArray *groups; /* (owned) of LoftTransferGroup */
  GPtrArray *astray; /* (owned) of LoftTransferItem (borrowed): in no folder that is known */
  gboolean unassigned; /* some have no remote id yet */
  LoftArrivals *arrivals; /* (owned) (nullable) */
} LoftTransfer;

typedef gboolean (*LoftTransferItemFunc) (LoftTransfer *self, const LoftTransferItem *item,
                                          GError **error);

/* records: (of LoftOperationRecord) of one kind and one target; borrowed. */
void loft_transfer_init (LoftTransfer *self, LoftReplay *replay, GPtrArray *records);
void loft_transfer_clear (LoftTransfer *self);
/* What is to be sent, by the folder of the server where it is. */
gboolean loft_transfer_collect (LoftTransfer *self, GError **error);
/* (transfer container) */
GPtrArray *loft_transfer_list_ids (const LoftTransferGroup *group);
/* Of an upload that may have been made before, when n_before messages were like it: if it is there, its
 * new_id is set, and the target is where it is now. */
gboolean loft_transfer_find_brought (LoftTransfer *self, LoftTransferItem *item, guint n_before,
                                     GError **error);
/* LoftTransferItemFunc: the target has it, as new_id. */
gboolean loft_transfer_settle_item (LoftTransfer *self, const LoftTransferItem *item,
                                    GError **error);
/* In transactions of bounded size. */
gboolean loft_transfer_for_all (LoftTransfer *self, GPtrArray *items, LoftTransferItemFunc func,
                                GError **error);
/* (transfer none) (nullable) what was noted when it was first sent. */
GBytes *loft_transfer_get_noted (LoftTransfer *self);
/* Durable before it is sent. */
gboolean loft_transfer_note (LoftTransfer *self, GBytes *noted, GError **error);
/* The same: what the target holds now. */
gboolean loft_transfer_note_position (LoftTransfer *self, GError **error);
/* (transfer full) failure: of looking, which says nothing of what was sent. */
void loft_transfer_propagate_looking (GError *failure, GError **error);
/* Splits items into those that have come into the target since that was noted, and the rest. */
gboolean loft_transfer_look_for (LoftTransfer *self, GPtrArray *items, GPtrArray *found,
                                 GPtrArray *missing, GError **error);
/* Of messages that left their folder for sure. */
gboolean loft_transfer_settle_untold (LoftTransfer *self, GPtrArray *items, GError **error);
/* *waits: it is yet to be made on the server. */
gboolean loft_transfer_find_target (LoftReplay *replay, const LoftOperationRecord *record,
                                    LoftFolder **target, gboolean *waits, GError **error);
/* Nothing of them is left to do. */
gboolean loft_transfer_finish (LoftReplay *self, GPtrArray *records, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftTransfer, loft_transfer_clear)

G_END_DECLS
