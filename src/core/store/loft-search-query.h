/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* The query language of window and loftctl: words are ANDed, "…" is a phrase, - negates, OR,
 * word* is a prefix; from: to: subject: body: filename: has:attachment is:unread|read|flagged|
 * answered|draft in:PATH before:DATE after:DATE larger:SIZE smaller:SIZE. What cannot be understood
 * is searched as words: a query never fails. Pure; any thread. */
typedef struct _LoftSearchQuery LoftSearchQuery;

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
  char *folder_path;  /* (nullable) in: — the folder or one below it, compared case-folded */
  gint64 before;      /* seconds; 0 none */
  gint64 after;
  guint64 larger;     /* bytes; 0 none */
  guint64 smaller;
} LoftSearchConditions;

/* (transfer none) */
const LoftSearchConditions *loft_search_query_get_conditions (const LoftSearchQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchQuery, loft_search_query_free)

G_END_DECLS
