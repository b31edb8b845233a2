/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-ingest.h"

G_BEGIN_DECLS

/* Writes the contents of bodies in a thread of its own, with its own connection to content.db, so that
 * the network goes on while the disk works. Bodies go in, and come out again when their content is
 * committed: only then may an index or a row speak of them. One thread pushes, takes and frees. */
typedef struct _LoftContentWriter LoftContentWriter;

/* sync: borrowed. Nothing is opened before there is something to write. */
LoftContentWriter *loft_content_writer_new  (LoftAccountSync *sync);
/* Waits for the thread; what was not taken is dropped (a collection finds its content). */
void               loft_content_writer_free (LoftContentWriter *self);

/* What is written beside each content is looked up here, on the caller's thread.
 * bodies: (transfer full) of LoftIngestedBody with their ids; written in one transaction. Waits while the
 * thread is behind. An error is of any body. */
gboolean   loft_content_writer_push (LoftContentWriter *self, GPtrArray *bodies, GError **error);

/* (transfer full) (nullable) those of one push, without their content. Without error: none is ready;
 * wait: none is left. */
GPtrArray *loft_content_writer_pop  (LoftContentWriter *self, gboolean wait, GError **error);

/* The same at once, by the sync's own connection. */
gboolean   loft_content_writer_write_now (LoftAccountSync *sync, GPtrArray *bodies,
                                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentWriter, loft_content_writer_free)

G_END_DECLS
