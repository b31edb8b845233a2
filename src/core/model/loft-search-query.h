/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* The query language of window and loftctl: words are ANDed (AND may be written), "…" is a phrase,
 * - negates, OR joins its two neighbours and binds closer than AND, word* is a prefix; from: to:
 * subject: body: filename: has:attachment is:unread|read|flagged|unflagged|answered|unanswered|
 * forwarded|draft in:PATH keyword:WORD before:DATE after:DATE larger:SIZE smaller:SIZE. DATE: 2024, 2024-03,
 * 2024-03-31, 2024-03-31T10:00+02:00, today, yesterday or an age such as 7d, 2w, 3m, 1y; SIZE: bytes,
 * or with k, M, G (thousands, as sizes are shown). What cannot be understood is searched as words, and
 * is listed among the problems: a query never fails. Only 64 terms and 8 KiB of it are read. Pure but
 * for clock and time zone; any thread. Immutable once parsed. */
typedef struct _LoftSearchQuery LoftSearchQuery;

typedef enum {
  LOFT_SEARCH_ANYWHERE, /* a word or phrase without a field */
  LOFT_SEARCH_FROM,
  LOFT_SEARCH_TO, /* copies too */
  LOFT_SEARCH_SUBJECT,
  LOFT_SEARCH_BODY,
  LOFT_SEARCH_FILENAME,
  LOFT_SEARCH_HAS, /* from here on not words but facts of a message */
  LOFT_SEARCH_IS,
  LOFT_SEARCH_IN,
  LOFT_SEARCH_BEFORE,
  LOFT_SEARCH_AFTER,
  LOFT_SEARCH_LARGER,
  LOFT_SEARCH_SMALLER,
  LOFT_SEARCH_KEYWORD, /* the text as a keyword; names of categories: loft_categories_resolve() */
} LoftSearchField;

#define LOFT_SEARCH_N_FIELDS (LOFT_SEARCH_KEYWORD + 1)

/* Read together: every group must hold, and of the terms of a group one. */
typedef struct {
  LoftSearchField field;
  gboolean negated;
  gboolean joined; /* by OR to the term before, in whose group it is */
  gboolean prefix; /* words only */
  char *text; /* as typed, without field and quotes */
  char *phrase; /* (nullable) words: folded, with at least one letter or digit */
  LoftFlags flag; /* IS: must be set, */
  gboolean flag_is_set; /* or must not */
  gint64 date; /* BEFORE, AFTER: date < it, date >= it */
  guint64 size; /* LARGER, SMALLER: size > it, size < it */
  gsize start; /* bytes of what was typed, with sign, field and quotes */
  gsize end;
} LoftSearchTerm;

/* A field whose value is none: "before:someday". */
typedef struct {
  LoftSearchField field;
  char *text;
} LoftSearchProblem;

LoftSearchQuery *loft_search_query_parse (const char *text);
LoftSearchQuery *loft_search_query_ref (LoftSearchQuery *self);
void loft_search_query_unref (LoftSearchQuery *self);

/* In the order typed. */
guint loft_search_query_get_n_terms (const LoftSearchQuery *self);
const LoftSearchTerm *loft_search_query_get_term (const LoftSearchQuery *self, guint index);
/* One past the last term of the group that begins at first. */
guint loft_search_query_group_end (const LoftSearchQuery *self, guint first);

guint loft_search_query_get_n_problems (const LoftSearchQuery *self);
const LoftSearchProblem *loft_search_query_get_problem (const LoftSearchQuery *self, guint index);

gboolean loft_search_field_is_text (LoftSearchField field); /* words of the message */
/* "from"; "" for ANYWHERE. */
const char *loft_search_field_to_name (LoftSearchField field);
/* Any case, "cc" too; FALSE: no field. */
gboolean loft_search_field_from_name (const char *name, LoftSearchField *field);

/* (transfer full) value as one term reads it again: in quotes where it must. */
char *loft_search_query_quote (const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchQuery, loft_search_query_unref)

G_END_DECLS
