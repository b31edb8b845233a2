/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-store.h"
#include "loft-journal.h"
#include "loft-mail-store.h"
#include "loft-outgoing.h"

G_BEGIN_DECLS

/* The messages of one account that are written here or on their way out: row in store.db, content in
 * content.db, mirror in outgoing.journal. Everything is durable when a call returns TRUE. Blocks on
 * the disk; one thread at a time, any process. */
typedef struct {
  char *directory;
  LoftMailStore *mail;
  LoftContentStore *content;
  LoftJournal *journal;
} LoftOutgoingQueue;

LoftOutgoingQueue *loft_outgoing_queue_open (const char *directory, GError **error);
void loft_outgoing_queue_close (LoftOutgoingQueue *self); /* tells of damage that was met */

/* Another file stands in the place of one of these: open it anew. */
gboolean loft_outgoing_queue_is_replaced (LoftOutgoingQueue *self);
gboolean loft_outgoing_queue_is_damaged (LoftOutgoingQueue *self);

/* (transfer full) of LoftOutgoing, by id. */
GPtrArray *loft_outgoing_queue_list (LoftOutgoingQueue *self, GError **error);

/* (transfer full) LOFT_ERROR_GONE; raw (out, optional) byte-exact as it was saved. */
LoftOutgoing *loft_outgoing_queue_get (LoftOutgoingQueue *self, gint64 id, GBytes **raw,
                                       GError **error);

/* A new message (id 0), or another text of one that is a draft or not sent (LOFT_ERROR_CONFLICT).
 * Content first. Sets id, uuid, created, changed and size. */
gboolean loft_outgoing_queue_save (LoftOutgoingQueue *self, LoftOutgoing *outgoing, GBytes *raw,
                                   GError **error);

/* What a person decides. *outgoing: (transfer full) (nullable) (out, optional) as it is then; NULL
 * when it was discarded. */
gboolean loft_outgoing_queue_change (LoftOutgoingQueue *self, gint64 id, LoftOutgoingChange what,
                                     LoftOutgoing **outgoing, GError **error);

/* Writes a row that was read in state from; LOFT_ERROR_CONFLICT when it has another one by now. Sent,
 * with nothing left to do, it is removed. */
gboolean loft_outgoing_queue_write (LoftOutgoingQueue *self, LoftOutgoing *outgoing,
                                    LoftOutgoingState from, GError **error);

/* Owner, before it sends: what the store lost comes back from the journal and from content.db; what
 * was just being sent when somebody died goes on where that is safe, else it is unconfirmed.
 * *n_changed: rows. */
gboolean loft_outgoing_queue_recover (LoftOutgoingQueue *self, guint *n_changed, GError **error);

/* Owner: unconfirmed messages that the folder of sent messages shows by now are sent. */
gboolean loft_outgoing_queue_look_into_sent (LoftOutgoingQueue *self, guint *n_found,
                                             GError **error);

/* After a server's answer, or a person's: state from what became of the recipients. now: for the
 * pause after which those that wait are tried again. */
void loft_outgoing_queue_settle (LoftOutgoing *outgoing, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOutgoingQueue, loft_outgoing_queue_close)

G_END_DECLS
