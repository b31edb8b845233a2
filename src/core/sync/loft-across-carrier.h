/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-across-end.h"

G_BEGIN_DECLS

/* Carries messages between accounts of this computer:
 *
 *   asked for here → copied there, read back, hash and size equal → hidden here → the server there
 *   has confirmed it, or no server need have it → the deletion here is let go
 *
 * Each step is durable before the next, is told by both ends' stores alone, and may be made again: by
 * another process too. A refusal there, or an account or folder that is gone, gives the message back
 * here, with a problem that says why. Never touches the network; in any thread. */

/* (transfer none) NULL with LOFT_ERROR_GONE: there is no such account any more; other errors: it
 * cannot be opened now. */
typedef LoftAcrossEnd *(*LoftAcrossFindFunc) (const char *account, gpointer user_data,
                                              GError **error);

typedef struct {
  GArray *to_fetch; /* of gint64, here: not downloaded yet, and due */
  guint n_waiting; /* operations that are not finished */
} LoftAcrossPass;

void loft_across_pass_init (LoftAcrossPass *self);
void loft_across_pass_clear (LoftAcrossPass *self);

/* Brings everything that leaves this account as far as it goes now. Fails only for faults of from. */
gboolean loft_across_carry (LoftAcrossEnd *from, LoftAcrossFindFunc find, gpointer user_data,
                            LoftAcrossPass *pass, GCancellable *cancellable, GError **error);

/* A message could not be fetched: it waits, with growing pauses, and says why; what the server does not
 * have any more does not wait longer. */
gboolean loft_across_note_unfetched (LoftAcrossEnd *from, gint64 message_id, const GError *reason,
                                     GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftAcrossPass, loft_across_pass_clear)

G_END_DECLS
