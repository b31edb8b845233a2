/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* The query language of window and loftctl: words are ANDed (AND may be written), "…" is a phrase,
 * - negates, OR joins its two neighbours, word* is a prefix; from: to: subject: body: filename:
 * has:attachment is:unread|read|flagged|unflagged|answered|unanswered|forwarded|draft in:PATH
 * before:DATE after:DATE larger:SIZE smaller:SIZE. DATE: 2024, 2024-03, 2024-03-31, today,
 * yesterday or an age such as 7d, 2w, 3m, 1y; SIZE: bytes, or with k, M, G (thousands, as sizes are
 * shown). What cannot be understood is searched as words: a query never fails. Only 64 words and
 * 8 KiB of it are read. Pure but for clock and time zone; any thread. */
typedef struct _LoftSearchQuery LoftSearchQuery;

/* The word (U+E000, private use) that the index adds to every subject, so that FTS5, which knows no
 * "all", can answer queries that only exclude. */
#define LOFT_SEARCH_EVERY_WORD "\xee\x80\x80"

LoftSearchQuery *loft_search_query_parse (const char *text);
void             loft_search_query_free  (LoftSearchQuery *self);

/* (transfer none) (nullable) the FTS5 MATCH expression over folded text, NULL when only
 * conditions were given. */
const char *loft_search_query_get_match (const LoftSearchQuery *self);

/* Conditions that the store checks on each hit, ANDed. */
typedef struct {
  LoftFlags with_flags;
  LoftFlags without_flags;
  gboolean has_attachment;
  gboolean without_attachment;  /* -has:attachment */
  char *folder_path;            /* (nullable) in: — the folder or one below it, compared folded by
                                 * loft_text_fold() */
  char *except_folder_path;     /* (nullable) -in: — neither the folder nor one below it */
  gint64 before;                /* date < before, seconds; 0 none */
  gint64 after;                 /* date >= after */
  guint64 larger;               /* size > larger, bytes; 0 none */
  guint64 smaller;              /* size < smaller */
} LoftSearchConditions;

/* (transfer none) */
const LoftSearchConditions *loft_search_query_get_conditions (const LoftSearchQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchQuery, loft_search_query_free)

G_END_DECLS
