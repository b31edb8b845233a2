/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-people.h"

G_BEGIN_DECLS

/* Finds people while somebody types: as loft_people_match(), but by a look-up, so that each key
 * costs the same with a hundred addresses and with many thousands. Immutable; reference counted
 * (atomic); made in a worker, used anywhere. */
typedef struct _LoftPeopleIndex LoftPeopleIndex;

/* people: of LoftPerson in their order; kept. */
LoftPeopleIndex *loft_people_index_new (GPtrArray *people);
LoftPeopleIndex *loft_people_index_ref (LoftPeopleIndex *self);
void loft_people_index_unref (LoftPeopleIndex *self);

/* (transfer container) of LoftPerson: at most max, in their order, who have a word that begins with
 * each word of text. */
GPtrArray *loft_people_index_match (LoftPeopleIndex *self, const char *text, guint max);

/* Loads the people of the mail and those of the address books, and makes their index in a thread. (transfer
 * full) Main thread. */
void loft_people_index_load_async (LoftService *service, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
LoftPeopleIndex *loft_people_index_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPeopleIndex, loft_people_index_unref)

G_END_DECLS
