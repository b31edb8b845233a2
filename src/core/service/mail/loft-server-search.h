/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* The servers' search for what a search here cannot see: the text of messages that are not downloaded.
 * Folder by folder, so that what a person opens meanwhile goes between. It begins when it is made and
 * ends when it is given up. Main thread only.
 *
 * Signals: "found" (LoftMailAccount *, GArray * of gint64: all ids of that account so far), "changed"
 * (what get_parts tells). */
#define LOFT_TYPE_SERVER_SEARCH (loft_server_search_get_type ())
G_DECLARE_FINAL_TYPE (LoftServerSearch, loft_server_search, LOFT, SERVER_SEARCH, GObject)

typedef enum {
  LOFT_SERVER_SEARCH_NOT_NEEDED, /* all is here, or only what is always here was looked for */
  LOFT_SERVER_SEARCH_RUNNING,
  LOFT_SERVER_SEARCH_DONE,
  LOFT_SERVER_SEARCH_OFFLINE,
  LOFT_SERVER_SEARCH_REFUSED, /* the server cannot look for this */
  LOFT_SERVER_SEARCH_FAILED,
} LoftServerSearchState;

/* What was searched of one account. */
typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftServerSearchState state;
  guint64 n_messages;
  guint64 n_missing; /* of them not downloaded */
} LoftServerSearchPart;

/* account: (nullable) all of the service; folder_id: 0 all of the account. */
LoftServerSearch *loft_server_search_new (LoftService *service, LoftMailAccount *account,
                                          gint64 folder_id, const char *query);

/* (transfer none) of LoftServerSearchPart */
GPtrArray *loft_server_search_get_parts (LoftServerSearch *self);
gboolean loft_server_search_is_running (LoftServerSearch *self);
/* Nothing more is asked. */
void loft_server_search_stop (LoftServerSearch *self);

G_END_DECLS
