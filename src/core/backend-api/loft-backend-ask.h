/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"

G_BEGIN_DECLS

/* Asks a connected backend for something that the store does not keep. In the thread of a connection, which
 * it may hold for as long as a person would wait. (transfer full) NULL with error. */
typedef gpointer (*LoftBackendAskFunc) (LoftBackend *backend, gpointer data,
                                        GCancellable *cancellable, GError **error);

/* One such question on its way through threads; counted. */
typedef struct {
  LoftBackendAskFunc func;
  gpointer data; /* (owned) (nullable) */
  GDestroyNotify data_free;
  GDestroyNotify answer_free;
} LoftBackendAsk;

/* data: (transfer full) (nullable), freed in any thread. */
LoftBackendAsk *loft_backend_ask_new (LoftBackendAskFunc func, gpointer data,
                                      GDestroyNotify data_free, GDestroyNotify answer_free);
LoftBackendAsk *loft_backend_ask_ref (LoftBackendAsk *self);
void loft_backend_ask_unref (LoftBackendAsk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftBackendAsk, loft_backend_ask_unref)

G_END_DECLS
