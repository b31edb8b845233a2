/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftMessageList: the list itself, -load (from the stores to the rows),
 * -gather, and its rows. */

#include "loft-message-list.h"
#include "loft-message-order.h"
#include "loft-message-source.h"

G_BEGIN_DECLS

/* One account's part in a list. Reference counted: loads hold it. */
typedef struct {
  grefcount ref_count;
  LoftMailAccount *account; /* (owned) */
  guint slot; /* its place in list->accounts */
  gulong changed_handler;
  LoftMessageOrder
    *order; /* (owned) (nullable) as loaded last; NULL when none will be merged again */
  GArray *from_server; /* (owned) (nullable) of gint64: what its server found */
  gboolean stale; /* to be loaded anew */
  gboolean removed;
} LoftListPart;

LoftListPart *loft_list_part_ref (LoftListPart *self);
void loft_list_part_unref (LoftListPart *self);

struct _LoftMessageList {
  GObject parent;

  LoftService *service; /* (owned) (nullable) whose accounts it follows */
  LoftMessageSource source; /* query owned */
  LoftMessageArrangement arrangement;
  GPtrArray *accounts; /* (owned) of LoftMailAccount: every one it has known, by slot */
  GPtrArray *parts; /* (owned) of LoftListPart: those it shows */
  gulong accounts_handler;

  GArray *entries; /* (owned) of LoftListEntry; never changed, only replaced */
  GHashTable *rows; /* gint64* (in the row) -> LoftMessageRow (weak) */

  GCancellable *cancellable; /* (owned) of everything */
  GCancellable *load_cancellable; /* (owned) (nullable) of the load that runs */
  guint n_waiting; /* parts that are being loaded */
  gboolean loading;
  gboolean load_again;
  gboolean fresh; /* no load has ended since the arrangement was set */
  gboolean loaded_once;
  gint64 load_began;
  guint load_source;
  guint refresh_source;
};

/* Loads what is stale, one load at a time; what changes meanwhile asks for one more. */
void loft_message_list_load (LoftMessageList *self);
/* Ends the load that runs, whose rows nobody wants any more, and begins anew. */
void loft_message_list_load_anew (LoftMessageList *self);

/* Looks at the rows alone, after a while: a reply may have come in another folder. */
void loft_message_list_refresh_soon (LoftMessageList *self);

void loft_message_list_notify_loaded (LoftMessageList *self);

LoftMailAccount *loft_message_list_get_account_of (LoftMessageList *self, gint64 key);

/* ---- rows --------------------------------------------------------------------------------- */

/* (transfer full) list is told by loft_message_list_forget_row() when it dies. */
LoftMessageRow *loft_message_row_new (LoftMessageList *list, const LoftListEntry *entry);

/* A row that somebody looks at follows the store. */
void loft_message_row_refresh (LoftMessageRow *self, gint64 message_id);

/* Its message has changed over to another conversation, which wants a row of its own. */
gboolean loft_message_row_is_joined_elsewhere (LoftMessageRow *self);

/* The list is gone; the row goes on by itself. */
void loft_message_row_detach (LoftMessageRow *self);

const gint64 *loft_message_row_key_pointer (LoftMessageRow *self);

void loft_message_list_forget_row (LoftMessageList *self, LoftMessageRow *row);

G_END_DECLS
