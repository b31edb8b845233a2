/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-journal.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* The folder, beside those of a server, of drafts that stay on this computer; perhaps with a number. */
#define LOFT_DRAFT_COPY_HERE "Local Drafts"

/* Drafts in the folder of drafts, where other devices find them: put there as anything a person puts
 * into a folder, so here at once and at the server when it can be. Only copies that were made here, and
 * stand in draft_copy, are ever taken away: what another device wrote stays beside them. Local writer's
 * thread; undo (nullable) is filled. Errors as in loft-operation-actions.h. */

/* What the draft says now, in the place of its older copy, which goes when the new one is durable. */
gboolean loft_draft_copy_upload (LoftAccountStore *store, LoftJournal *journal, gint64 outgoing_id,
                                 GBytes *raw, LoftUndo *undo, GError **error);

/* The same where the server takes no messages: in a folder of drafts that no server is told of, but where it
 * is known to take drafts all the same (LOFT_SERVER_TAKES_DRAFTS). An older copy may be in the other one. */
gboolean loft_draft_copy_keep_apart (LoftAccountStore *store, LoftJournal *journal,
                                     gint64 outgoing_id, GBytes *raw, LoftUndo *undo,
                                     GError **error);

/* After store.db was lost: copies that are known by what they say (loft-draft-mark.h) are known by
 * draft_copy again; of several of one draft the newest stays. */
gboolean loft_draft_copy_adopt (LoftAccountStore *store, LoftJournal *journal, GError **error);

/* Copies of drafts that were sent or discarded go. */
gboolean loft_draft_copy_sweep (LoftMailStore *store, LoftJournal *journal, LoftUndo *undo,
                                GError **error);

G_END_DECLS
