/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-policy.h"

G_BEGIN_DECLS

/* What the organisation behind an account asks of this computer (kind "eas"), and what a person has decided
 * about it. Nothing is accepted by itself; what was accepted holds for exactly these demands. Main thread. */

typedef enum {
  LOFT_POLICY_STATE_NONE, /* none was ever told */
  LOFT_POLICY_STATE_WAITING, /* the account does nothing until it is accepted */
  LOFT_POLICY_STATE_NOT_ENOUGH, /* the same: accepted in part, which the server does not take */
  LOFT_POLICY_STATE_ACCEPTED,
} LoftPolicyState;

/* (transfer full) (nullable) NULL with STATE_NONE. *answer (out, optional): what the server was told, or is
 * going to be; of STATE_ACCEPTED and _NOT_ENOUGH. */
LoftPolicy *loft_account_policy_read (LoftMailAccount *account, LoftPolicyState *state,
                                      LoftPolicyAnswer *answer);

/* The person accepts what they were shown. confirmed: they say that what concerns the whole computer is so.
 * It is durable when it finishes; the next sync tells the server. */
void loft_account_policy_accept_async (LoftMailAccount *account, const LoftPolicy *policy,
                                       gboolean confirmed, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_account_policy_accept_finish (LoftMailAccount *account, GAsyncResult *result,
                                            GError **error);

/* A person wants the server asked again, though a policy waits for them. Worker threads. */
void loft_account_policy_look_again (const char *directory, LoftAccount *account);

G_END_DECLS
