/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-reader.h"
#include "loft-message-list.h"
#include "loft-message-order.h"

G_BEGIN_DECLS

/* Which messages of an account a list shows. */
typedef enum {
  LOFT_SOURCE_FOLDER,
  LOFT_SOURCE_UNIFIED,
  LOFT_SOURCE_SEARCH,
} LoftSourceKind;

typedef struct {
  LoftSourceKind kind;
  gint64 folder_id; /* of a search: 0 for all */
  LoftUnifiedKind unified;
  const char *query; /* (nullable) */
  GArray *from_server; /* (nullable) of gint64: as in LoftMailSearch */
  gboolean first_few; /* of a search: what fills a window, for somebody who types; the rest later */
} LoftMessageSource;

/* (transfer full) the account's rows in order, finished. before: (nullable) as in
 * loft_message_order_new(); of what was flagged or found by a search also what is so no longer, as
 * long as it exists. *more (out): a search would find more without first_few. In the reader's
 * thread. */
LoftMessageOrder *loft_message_source_load (const LoftMessageSource *self, LoftMailReader *reader,
                                            guint slot, const LoftMessageArrangement *arrangement,
                                            GArray *before, gboolean *more,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
