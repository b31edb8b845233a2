/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What known servers do differently from what they say, in one table. What every server may do
 * without harm (blanks at the end of SEARCH, sizes that are wrong, UIDs told twice …) needs no row:
 * the readers take it from anybody. Pure. */
typedef enum {
  LOFT_IMAP_QUIRK_NO_QRESYNC = 1 << 0, /* its QRESYNC loses messages */
  LOFT_IMAP_QUIRK_WANTS_ID = 1 << 1, /* ID is sent although it is not offered */
  LOFT_IMAP_QUIRK_LOSES_BACK_END = 1 << 2, /* a BAD that means: come again */
  LOFT_IMAP_QUIRK_SHORT_PIPELINE = 1 << 3, /* few commands in flight */
  LOFT_IMAP_QUIRK_MUTES_ALERT = 1 << 4, /* an ALERT that is none for people */
  LOFT_IMAP_QUIRK_BAD_MESSAGES = 1 << 5, /* "unavailable" to FETCH means one bad message, not a bad
                                            * day */
} LoftImapQuirks;

/* What is known of a server. Each may be NULL. The greeting may be anybody's, where it came in
 * clear before TLS: no quirk makes us less careful. */
typedef struct {
  const char *host;
  const char *greeting; /* text of the greeting */
  const char *id_name; /* "name" of ID */
  GHashTable *capabilities; /* set of upper-case words */
} LoftImapServerFacts;

LoftImapQuirks loft_imap_quirks_find (const LoftImapServerFacts *facts);

/* Whether the text of a BAD is LOFT_IMAP_QUIRK_LOSES_BACK_END's, and that of an ALERT
 * LOFT_IMAP_QUIRK_MUTES_ALERT's. */
gboolean loft_imap_quirks_is_lost_back_end (LoftImapQuirks quirks, const char *text);
gboolean loft_imap_quirks_is_muted_alert (LoftImapQuirks quirks, const char *text);

/* (transfer none) (nullable) The product of row n, for tests; NULL after the last. */
const char *loft_imap_quirks_get_product (guint n);

G_END_DECLS
