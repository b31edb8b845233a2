/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-flags.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* What a search asks of a message besides its words, read without the rest of its row. */
typedef struct {
  gint64 id;
  gint64 folder_id;
  gint64 date;
  guint64 size;
  LoftFlags flags; /* shown values */
  gboolean has_attachment; /* to save; not one that is only shown inside the text */
} LoftMessageFacts;

/* *found FALSE: no such message. */
gboolean loft_message_facts_get (LoftMailStore *store, gint64 message_id, LoftMessageFacts *facts,
                                 gboolean *found, GError **error);

/* Which messages to go through; all of them where nothing is said. */
typedef struct {
  gint64 folder_id; /* 0: any */
  gint64 since; /* date >= since */
  gint64 before; /* date < before */
  LoftFlags with_flags;
  LoftFlags without_flags;
  gboolean with_attachment;
  guint64 larger; /* size > larger */
} LoftMessageBounds;

#define LOFT_MESSAGE_BOUNDS_INIT                                                                   \
  {                                                                                                \
    0, G_MININT64, G_MAXINT64, 0, 0, FALSE, 0                                                      \
  }

/* Newest first; FALSE from func stops. func must not write to the store. */
typedef gboolean (*LoftMessageFactsFunc) (const LoftMessageFacts *facts, gpointer user_data);
gboolean loft_message_facts_foreach (LoftMailStore *store, const LoftMessageBounds *bounds,
                                     LoftMessageFactsFunc func, gpointer user_data,
                                     GCancellable *cancellable, GError **error);

/* (transfer full) of gint64: the messages shown with a keyword, as it is written there or in another
 * case; in no order. */
GArray *loft_message_facts_list_with_keyword (LoftMailStore *store, const char *keyword,
                                              GCancellable *cancellable, GError **error);

/* (transfer full) of char*: the keywords of all messages that are shown with any, each set of them once. */
GPtrArray *loft_message_facts_list_keywords (LoftMailStore *store, GCancellable *cancellable,
                                             GError **error);

G_END_DECLS
