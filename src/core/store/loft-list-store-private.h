/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lists ask, and what SQLite must answer it by: a test holds the plans to it. */
typedef struct {
  const char *sql;
  const char *plan; /* what the step that reads "message" says behind SEARCH or SCAN */
} LoftListQuery;

/* (transfer none) */
const LoftListQuery *loft_list_store_get_queries (guint *n_queries);

G_END_DECLS
