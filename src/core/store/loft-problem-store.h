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
  gint64 shown_in; /* folder of the message; LOFT_FOLDER_HIDDEN, 0 for none */
  gboolean is_only_here; /* the message is shown nowhere and no server has it */
  char *folder; /* path, as it was then */
  char *subject;
  guint items; /* messages that it concerned */
  char *arguments; /* of the operation, "" for none */
  gint64 folder_id; /* of the operation, 0 for none */
  gint64 resource_id; /* an event, a task or a contact, which may be gone; 0 none */
  GBytes *raw; /* (nullable) its text as a person wrote it; _get() alone fills it */
  GArray *message_ids; /* (nullable) of gint64, what it was to be done to; _get() alone fills it */
} LoftProblemRecord;

/* Kinds of those that are no operation: a message that could not be downloaded, and one that the gate
 * before the reader refused, in part or whole. Made and unmade with the message's state. */
#define LOFT_PROBLEM_DOWNLOAD "download"
#define LOFT_PROBLEM_READ     "read"

/* An event, a task or a contact that a server has now, but for what it has no place for. */
#define LOFT_PROBLEM_LEFT_OUT "left-out"

void loft_problem_record_free (LoftProblemRecord *self);

/* error: why. folder, subject: (nullable). In a transaction. */
gboolean loft_problem_store_add (LoftMailStore *store, const char *kind, const GError *reason,
                                 gint64 message_id, const char *folder, guint items,
                                 GError **error);
/* In the same transaction: what the one added last was to do. message_ids: (nullable) of gint64. */
gboolean loft_problem_store_note_work (LoftMailStore *store, const char *arguments,
                                       gint64 folder_id, GArray *message_ids, GError **error);
/* In the same transaction: the one added last is about a resource. raw: (nullable) what it was to be. */
gboolean loft_problem_store_note_resource (LoftMailStore *store, gint64 resource_id,
                                           gint64 folder_id, const char *name, GBytes *raw,
                                           GError **error);
/* (transfer full) LOFT_ERROR_GONE. */
LoftProblemRecord *loft_problem_store_get (LoftMailStore *store, gint64 problem_id, GError **error);
/* (transfer full) of LoftProblemRecord, newest first. */
GPtrArray *loft_problem_store_list (LoftMailStore *store, guint limit, GError **error);
/* With the message, where that is only here. LOFT_ERROR_GONE. */
gboolean loft_problem_store_remove (LoftMailStore *store, gint64 problem_id, GError **error);
gboolean loft_problem_store_count (LoftMailStore *store, guint *count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftProblemRecord, loft_problem_record_free)

G_END_DECLS
