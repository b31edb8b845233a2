/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pop3-response.h"

G_BEGIN_DECLS

/* The messages of a mailbox as UIDL and LIST tell them (RFC 1939, 5 and 7). Pure; immutable once
 * concluded, reference counted (atomic). Time and memory grow with the lines, whatever they say:
 * at most LOFT_POP3_MAX_MESSAGES of each kind and 80 MB of unique-ids. */
typedef struct _LoftPop3Listing LoftPop3Listing;

#define LOFT_POP3_MAX_MESSAGES 1000000

typedef struct {
  guint32 number;         /* in this session only */
  LoftPop3UidFault fault; /* of uid */
  guint64 size;           /* octets, as announced; 0 unknown */
  const char *uid;        /* "" where MISSING or BROKEN; the first where AMBIGUOUS */
} LoftPop3Message;

LoftPop3Listing *loft_pop3_listing_new (void);
LoftPop3Listing *loft_pop3_listing_ref (LoftPop3Listing *self);
void loft_pop3_listing_unref (LoftPop3Listing *self);

/* A line of UIDL, of LIST, in any order. LOFT_ERROR_LIMIT when there are too many. Lines that are
 * none are counted, not kept. */
gboolean loft_pop3_listing_add_uid (LoftPop3Listing *self, const char *line, gsize length,
                                    GError **error);
gboolean loft_pop3_listing_add_size (LoftPop3Listing *self, const char *line, gsize length,
                                     GError **error);

/* Puts both together, in the order of numbers, and looks for unique-ids told more than once. */
void loft_pop3_listing_conclude (LoftPop3Listing *self);

/* (transfer none) n_messages of them, each number once. */
const LoftPop3Message *loft_pop3_listing_get_messages (LoftPop3Listing *self, guint *n_messages);

/* (transfer none) (nullable) */
const LoftPop3Message *loft_pop3_listing_find (LoftPop3Listing *self, guint32 number);

/* Whether every message has a unique-id of its own, and every line was one. Where not, what the
 * server says cannot be told apart from a mailbox that was numbered anew: nothing may be deleted by
 * it. */
gboolean loft_pop3_listing_is_sound (LoftPop3Listing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPop3Listing, loft_pop3_listing_unref)

G_END_DECLS
