/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* What came to nothing, in store.db, until a person has seen it. Rules of loft-mail-store.h hold. */
typedef struct {
  gint64 id;
  char *kind; /* of the operation */
  gint64 at; /* seconds since the epoch */
  LoftError error_class;
  char *reason; /* English, with the server's own words */
  gint64 message_id; /* 0: none, or it is gone meanwhile */
  gboolean is_only_here; /* the message is shown nowhere and no server has it */
  char *folder; /* path, as it was then */
  char *subject;
  guint items; /* messages that it concerned */
} LoftProblemRecord;

void loft_problem_record_free (LoftProblemRecord *self);

/* error: why. folder, subject: (nullable). In a transaction. */
gboolean loft_problem_store_add (LoftMailStore *store, const char *kind, const GError *reason,
                                 gint64 message_id, const char *folder, guint items,
                                 GError **error);
/* (transfer full) of LoftProblemRecord, newest first. */
GPtrArray *loft_problem_store_list (LoftMailStore *store, guint limit, GError **error);
/* With the message, where that is only here. LOFT_ERROR_GONE. */
gboolean loft_problem_store_remove (LoftMailStore *store, gint64 problem_id, GError **error);
gboolean loft_problem_store_count (LoftMailStore *store, guint *count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftProblemRecord, loft_problem_record_free)

G_END_DECLS
