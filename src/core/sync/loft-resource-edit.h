/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-journal.h"
#include "loft-resource-store.h"
#include "loft-scheduling-store.h"

G_BEGIN_DECLS

/* What a person does to an event, a task or a contact. */
typedef struct {
  gint64 resource_id; /* 0: a new one; whoever makes it sets it */
  gint64 folder_id; /* where a new one goes; of others it is set */
  GBytes *raw; /* (owned) (nullable) as it shall be; NULL: removed */
  GBytes *before; /* (owned) (nullable) set: as it was; NULL: it was not there */
} LoftResourceEdit;

void loft_resource_edit_clear (LoftResourceEdit *self);

/* All or nothing: shown at once, durable when it returns TRUE, and made to wait for the server (one
 * operation a resource, however often it is changed). In a folder that no server has nothing waits,
 * and a copy is kept (loft-resource-copies.h). directory: of the account. store must be
 * LOFT_DATABASE_DURABLE; local writer's thread or a process that is not the owner.
 * LOFT_ERROR_REFUSED: the folder is read-only, or it is not for this; LOFT_ERROR_GONE. */
gboolean loft_resource_edit (LoftMailStore *store, LoftJournal *journal, const char *directory,
                             LoftResourceEdit *edits, guint n, GError **error);

/* The same, and messages (of LoftSchedulingMessage) that tell others of it are kept with it until an outbox
 * has them. */
gboolean loft_resource_edit_telling (LoftMailStore *store, LoftJournal *journal,
                                     const char *directory, LoftResourceEdit *edits, guint n,
                                     GPtrArray *messages, GError **error);

/* The same backwards: as it was before edits, whatever happened since. */
gboolean loft_resource_edit_undo (LoftMailStore *store, LoftJournal *journal, const char *directory,
                                  const LoftResourceEdit *edits, guint n, GError **error);

/* In a transaction: what is shown is what the server has; what no server has goes. The operation itself
 * is the caller's matter. */
gboolean loft_resource_back_out (LoftMailStore *store, gint64 resource_id, GError **error);

/* In a transaction: kept as a problem, with the text that a person wrote. kind: LOFT_OPERATION_RESOURCE, or
 * LOFT_PROBLEM_LEFT_OUT. */
gboolean loft_resource_note_problem (LoftMailStore *store, const char *kind,
                                     const LoftResource *resource, const GError *reason,
                                     GError **error);

/* In a transaction: the operation of a resource is over. */
gboolean loft_resource_finish (LoftMailStore *store, LoftJournal *journal, gint64 resource_id,
                               GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftResourceEdit, loft_resource_edit_clear)

G_END_DECLS
