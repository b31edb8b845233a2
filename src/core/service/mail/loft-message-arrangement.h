/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a list of messages is sorted by. Messages that are equal stand newest first. */
typedef enum {
  LOFT_SORT_DATE,
  LOFT_SORT_SENDER, /* by what is shown of the first From, without case and accents */
  LOFT_SORT_SUBJECT, /* without "Re:" and the like */
  LOFT_SORT_SIZE,
  LOFT_SORT_UNREAD_FIRST, /* unread ones before the others, each by date */
  LOFT_SORT_RELEVANCE, /* of what a search by relevance found: what fits best first */
} LoftMessageSort;

/* What is shown only: messages that have all of these. */
typedef enum {
  LOFT_FILTER_NONE = 0,
  LOFT_FILTER_UNREAD = 1 << 0,
  LOFT_FILTER_FLAGGED = 1 << 1,
  LOFT_FILTER_ATTACHMENT = 1 << 2,
} LoftMessageFilter;

typedef struct {
  gboolean conversations; /* one row for each conversation */
  LoftMessageSort sort;
  gboolean ascending; /* oldest, A, smallest first; of UNREAD_FIRST, the dates */
  LoftMessageFilter filter;
} LoftMessageArrangement;

/* Conversations, newest first. */
#define LOFT_MESSAGE_ARRANGEMENT_DEFAULT                                                           \
  ((LoftMessageArrangement){ TRUE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_NONE })

static inline gboolean
loft_message_arrangement_equal (const LoftMessageArrangement *a, const LoftMessageArrangement *b)
{
  return !a->conversations == !b->conversations && a->sort == b->sort &&
         !a->ascending == !b->ascending && a->filter == b->filter;
}

G_END_DECLS
