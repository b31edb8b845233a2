/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of IMAP UIDs (1 … 4294967295) as sorted, merged ranges; "1:4294967295" is one range and
 * costs nothing. Not thread-safe. RFC 9051, 9 "sequence-set". */
typedef struct _LoftImapUidSet LoftImapUidSet;

typedef struct {
  guint32 first;
  guint32 last;
} LoftImapUidRange;

LoftImapUidSet *loft_imap_uid_set_new  (void);
LoftImapUidSet *loft_imap_uid_set_copy (const LoftImapUidSet *self);
void            loft_imap_uid_set_free (LoftImapUidSet *self);

/* Parses "1,3:5,7:*" ("*" becomes star; either order of a range is legal). NULL for bad syntax,
 * zero, or more than 1,000,000 ranges. Linear or n log n time. */
LoftImapUidSet *loft_imap_uid_set_parse (const char *text, gssize length, guint32 star);

void     loft_imap_uid_set_add       (LoftImapUidSet *self, guint32 uid);
void     loft_imap_uid_set_add_range (LoftImapUidSet *self, guint32 first, guint32 last);
void     loft_imap_uid_set_remove    (LoftImapUidSet *self, const LoftImapUidSet *other);
gboolean loft_imap_uid_set_contains  (const LoftImapUidSet *self, guint32 uid);
guint64  loft_imap_uid_set_count     (const LoftImapUidSet *self);
gboolean loft_imap_uid_set_is_empty  (const LoftImapUidSet *self);

/* (transfer none) sorted ascending, n_ranges of them. */
const LoftImapUidRange *loft_imap_uid_set_ranges (const LoftImapUidSet *self, guint *n_ranges);

/* (transfer full) for the wire: "1,3:5". "" when empty. */
char *loft_imap_uid_set_to_text (const LoftImapUidSet *self);

/* (transfer full) Takes the highest count UIDs out of self, so that work goes newest first. */
LoftImapUidSet *loft_imap_uid_set_take_highest (LoftImapUidSet *self, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImapUidSet, loft_imap_uid_set_free)

G_END_DECLS
