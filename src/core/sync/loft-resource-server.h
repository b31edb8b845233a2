/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-journal.h"
#include "loft-remote-resource.h"
#include "loft-resource-ingest.h"

G_BEGIN_DECLS

/* What the server has meets what was changed here. What both sides changed in different places is joined;
 * where they changed the same, the server's is shown and what was written here becomes a problem, with its
 * text. In a transaction. */

/* ingested (nullable): of remote->raw, made before the transaction. */
gboolean loft_resource_take (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                             const LoftRemoteResource *remote, LoftIngestedResource *ingested,
                             GError **error);

/* The same for one that is known by its id here, whatever it is called there. */
gboolean loft_resource_take_for (LoftMailStore *store, LoftJournal *journal, gint64 resource_id,
                                 const LoftRemoteResource *remote, LoftIngestedResource *ingested,
                                 GError **error);

/* The server has it no more. */
gboolean loft_resource_take_removal (LoftMailStore *store, LoftJournal *journal,
                                     gint64 resource_id, GError **error);

G_END_DECLS
