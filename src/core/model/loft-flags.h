/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person and every server kind know of a message's state. Everything else is a keyword. */
typedef enum {
  LOFT_FLAG_NONE      = 0,
  LOFT_FLAG_SEEN      = 1 << 0,
  LOFT_FLAG_ANSWERED  = 1 << 1,
  LOFT_FLAG_FLAGGED   = 1 << 2,
  LOFT_FLAG_DRAFT     = 1 << 3,
  LOFT_FLAG_FORWARDED = 1 << 4,
  LOFT_FLAG_DELETED   = 1 << 5, /* IMAP: marked for EXPUNGE; not shown to people as a flag */
} LoftFlags;

#define LOFT_FLAGS_ALL ((LoftFlags) 0x3f)

/* "seen", "answered", … → the flag; LOFT_FLAG_NONE for any other word. */
LoftFlags loft_flag_from_name (const char *name);

/* (transfer container) the names of the flags set, in the order of the enum, NULL-terminated;
 * the strings are static. */
const char **loft_flags_to_names (LoftFlags flags);

/* Keywords are kept as one string: words sorted by bytes, without doubles, one space between;
 * words are compared without ASCII case (RFC 9051, 2.3.2). "" is none. */

/* (transfer full) the canonical form of words (nullable). */
char *loft_keywords_join (const char *const *words);

/* (transfer full) keywords with the words of remove taken out and those of add put in. Words with a value
 * (loft-follow-up.h) take the place of what is there of their kind; "$due:" removed takes any. */
char *loft_keywords_change (const char *keywords, const char *add, const char *remove);

gboolean loft_keywords_contain (const char *keywords, const char *word);

G_END_DECLS
