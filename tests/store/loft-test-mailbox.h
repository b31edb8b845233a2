/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Messages and queries at random in many scripts, and a slow, simple search through them that
 * shares no code with the index: the judge of it. */

enum {
  LOFT_TEST_SUBJECT,
  LOFT_TEST_SENDER,
  LOFT_TEST_RECIPIENTS,
  LOFT_TEST_ATTACHMENTS,
  LOFT_TEST_BODY, /* (nullable) only headers are known */
  LOFT_TEST_N_COLUMNS,
};

typedef struct {
  gint64 id;
  gint64 date; /* steps of a day, so that numbers for one date do not reach into the next */
  char *columns[LOFT_TEST_N_COLUMNS];
} LoftTestMessage;

typedef struct _LoftTestMailbox LoftTestMailbox;

LoftTestMailbox *loft_test_mailbox_new      (void);
void             loft_test_mailbox_free     (LoftTestMailbox *self);
guint            loft_test_mailbox_get_size (LoftTestMailbox *self);

/* (transfer none) the message added; the one picked at random, NULL when there is none; one whose
 * body came, NULL when none lacks it; one with new text or date. */
const LoftTestMessage *loft_test_mailbox_add      (LoftTestMailbox *self, GRand *rand);
const LoftTestMessage *loft_test_mailbox_pick     (LoftTestMailbox *self, GRand *rand);
const LoftTestMessage *loft_test_mailbox_complete (LoftTestMailbox *self, GRand *rand);
const LoftTestMessage *loft_test_mailbox_replace  (LoftTestMailbox *self, GRand *rand);
const LoftTestMessage *loft_test_mailbox_find     (LoftTestMailbox *self, gint64 id);
void                   loft_test_mailbox_remove   (LoftTestMailbox *self, gint64 id);

typedef struct {
  char *text;        /* as a person types it */
  GPtrArray *groups; /* what it means */
} LoftTestQuery;

LoftTestQuery *loft_test_query_new  (GRand *rand);
void           loft_test_query_free (LoftTestQuery *self);

/* (transfer container) the set of ids, as pointers to them. */
GHashTable *loft_test_mailbox_scan (LoftTestMailbox *self, const LoftTestQuery *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTestMailbox, loft_test_mailbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTestQuery, loft_test_query_free)

G_END_DECLS
