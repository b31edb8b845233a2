/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-backend-private.h"

G_BEGIN_DECLS

/* Answers of the account's owner to invitations. In the backend's thread. */

/* (transfer full) of LoftEasEventAnswer: what put answers that the server is to be told. */
GPtrArray *loft_eas_backend_list_answers (LoftEasBackend *self, LoftFolderKinds kinds,
                                          const LoftResourcePut *put);

/* Tells them, each once, also when it is called again after a lost answer. */
gboolean loft_eas_backend_answer (LoftEasBackend *self, const char *folder_id, const char *event_id,
                                  GPtrArray *answers, GCancellable *cancellable, GError **error);

/* Whether an event that the server is not known to have may be written: from 16.0 on one that was answered
 * must have come there by itself, or whoever writes it would organize it. LOFT_ERROR_CONFLICT: list the
 * folder; LOFT_ERROR_REFUSED: it is not there. */
gboolean loft_eas_backend_may_add (LoftEasBackend *self, const LoftResourcePut *put,
                                   GPtrArray *answers, GError **error);

G_END_DECLS
