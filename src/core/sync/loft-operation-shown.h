/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"
#include "loft-operation-store.h"

G_BEGIN_DECLS

/* What a message shows (flags, keywords, folder): what the server has, with the waiting operations
 * applied in order. */
typedef struct {
  gint64 folder_id; /* LOFT_FOLDER_HIDDEN */
  LoftFlags flags;
  char *keywords;
} LoftShownValues;

void loft_shown_values_clear (LoftShownValues *self);

/* records: (nullable) of LoftOperationRecord, all that name the message, oldest first. */
void loft_operation_shown (const LoftMessageState *state, GPtrArray *records,
                           LoftShownValues *shown);

/* In a transaction: writes what the message shows. One that is gone is no error. */
gboolean loft_operation_derive_shown (LoftMailStore *store, gint64 message_id, GError **error);
gboolean loft_operation_derive_shown_all (LoftMailStore *store, GArray *message_ids,
                                          GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftShownValues, loft_shown_values_clear)

G_END_DECLS
