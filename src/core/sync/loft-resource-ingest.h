/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-resource-store.h"

G_BEGIN_DECLS

/* From the raw text of an event, a task or a contact to what the store keeps of it: the one place. */

/* Addresses of the person, so that the store knows their own answers. A word of the store, lines. */
#define LOFT_OWN_ADDRESSES "own-addresses"

typedef struct _LoftIngestedResource LoftIngestedResource;

/* (transfer full) Pure, any thread; own_addresses: as the word says. What cannot be read is told by the
 * facts and shown as such. */
LoftIngestedResource *loft_ingest_resource (GBytes *raw, const char *own_addresses, gint64 now);
void loft_ingested_resource_free (LoftIngestedResource *self);
const LoftResourceFacts *loft_ingested_resource_get_facts (LoftIngestedResource *self);

/* What events were read with: own_addresses and the edition of the time zone database. When one of both is
 * another than before, their rows are made again by and by. Takes no lock when all is as it was, which the
 * first tells. */
gboolean loft_ingest_knows_surroundings (LoftMailStore *store, const char *own_addresses,
                                         gboolean *known, GError **error);
gboolean loft_ingest_note_surroundings (LoftMailStore *store, const char *own_addresses,
                                        GError **error);

/* In a transaction: what is shown of a resource is this now. */
gboolean loft_ingest_resource_again (LoftMailStore *store, gint64 resource_id, GBytes *raw,
                                     GError **error);

/* Occurrences are kept for a year and a half at least: some of those that end earlier are made again.
 * *more: not all of them were. */
gboolean loft_ingest_short_resources (LoftMailStore *store, gboolean *more, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIngestedResource, loft_ingested_resource_free)

G_END_DECLS
