/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-search-query.h"

G_BEGIN_DECLS

/* How a prefix with which many words begin is looked for; all ways find the same. */
typedef enum {
  LOFT_SEARCH_QUICKEST_WAY,
  LOFT_SEARCH_WAY_OF_WORDS, /* by all words that begin with it; tests only, as the next */
  LOFT_SEARCH_WAY_OF_READING, /* by reading messages */
} LoftSearchWay;

/* What is asked of one account's copy. */
typedef struct {
  const LoftSearchQuery *query;
  gint64 folder_id; /* 0: all folders */
  guint limit;
  gboolean by_relevance; /* of the newest matches; else newest first */
  GArray *from_server; /* (nullable) of gint64: messages whose words the server has found */
  LoftSearchWay way;
} LoftMailSearch;

typedef struct {
  gint64 id;
  gint64 date;
  double score; /* by relevance only: the higher the better */
} LoftSearchHit;

G_END_DECLS
