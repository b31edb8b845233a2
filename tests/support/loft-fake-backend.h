/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"
#include "loft-error.h"
#include "loft-fake-server.h"

G_BEGIN_DECLS

/* A backend over a LoftFakeServer: the whole of LoftBackend, in memory and deterministic. It keeps
 * the rules of loft-backend.h strictly, so that sync is caught when it leans on more. */
#define LOFT_TYPE_FAKE_BACKEND (loft_fake_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftFakeBackend, loft_fake_backend, LOFT, FAKE_BACKEND, GObject)

typedef enum {
  /* Tells changes since a token; folders have a status; numbers as ids, paths as folder ids with
   * an identity beside them; pieces. Like IMAP with QRESYNC. */
  LOFT_FAKE_DELTAS,
  /* Tells what is present and all flags; no status, words as ids, folder ids that survive a
   * rename, no pieces. Like a server that knows no better. */
  LOFT_FAKE_LISTING,
} LoftFakeStyle;

/* server is borrowed. */
LoftFakeBackend *loft_fake_backend_new (LoftFakeServer *server, LoftFakeStyle style);

/* Asked before every step, in this order of a step's life: "connect", "list-folders", "changes",
 * "batch" (each one, before it is told), "fetch", "fetched" (each message, before it is given),
 * "piece", "change-flags" (before anything is done), "reply" (it is done, the answer is not given
 * yet). FALSE with error: the step fails so. (nullable) */
typedef gboolean (*LoftFakeStepFunc) (const char *step, gpointer user_data, GError **error);
void loft_fake_backend_set_step_func (LoftFakeBackend *self, LoftFakeStepFunc func,
                                      gpointer user_data);

/* The nth coming step of that name (NULL: of any) fails with this class. */
void loft_fake_backend_fail (LoftFakeBackend *self, const char *step, guint nth,
                             LoftError error_class);

void loft_fake_backend_list_no_folders (LoftFakeBackend *self, gboolean none);
void loft_fake_backend_deliver_twice   (LoftFakeBackend *self, gboolean twice);
/* Tells of flags of messages that nobody was told of. */
void loft_fake_backend_tell_unknown    (LoftFakeBackend *self, gboolean unknown);
void loft_fake_backend_set_batch_size  (LoftFakeBackend *self, guint messages);

/* Steps since the beginning; changes the server was asked for; bodies it gave out. */
guint loft_fake_backend_get_n_steps   (LoftFakeBackend *self);
guint loft_fake_backend_get_n_writes  (LoftFakeBackend *self);
guint loft_fake_backend_get_n_fetched (LoftFakeBackend *self);

/* (transfer none) of char*: "connect", "changes INBOX", "change-flags INBOX m2+SF" … */
GPtrArray *loft_fake_backend_get_calls (LoftFakeBackend *self);

G_END_DECLS
