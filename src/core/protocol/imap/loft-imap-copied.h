/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which message became which: COPYUID of COPY, MOVE (RFC 4315, 3). Runs in the order the server
 * gave, so that "1:4294967295" costs nothing. */
typedef struct {
  guint32 source;
  guint32 destination;
  guint32 count; /* source + 1 became destination + 1, … */
} LoftImapCopiedRun;

typedef struct {
  guint32 uid_validity; /* of the destination; 0: the server did not tell */
  GArray *runs; /* (nullable) of LoftImapCopiedRun */
} LoftImapCopied;

/* Pure. "304,319:320", "3956:3958". FALSE for bad syntax, zeros, sets that are not of the same
 * count, or more than 100,000 ranges. Adds to what is there. */
gboolean loft_imap_copied_parse (LoftImapCopied *self, const char *sources, gsize sources_length,
                                 const char *destinations, gsize destinations_length);

/* The UID in the destination; 0 unknown. */
guint32 loft_imap_copied_find (const LoftImapCopied *self, guint32 source);

void loft_imap_copied_add (LoftImapCopied *self, const LoftImapCopied *other);
void loft_imap_copied_clear (LoftImapCopied *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftImapCopied, loft_imap_copied_clear)

G_END_DECLS
