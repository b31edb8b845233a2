/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-service.h"
#include "loft-account-policy.h"

G_BEGIN_DECLS

/* What an account's organisation asks for, as loft_policy_to_text() writes it. */
void fake_account_set_policy (LoftMailAccount *account, const char *text, LoftPolicyState state);

/* An account whose organisation had it deleted; one list for all services. */
void fake_service_add_removed (LoftService *service, const char *name, gint64 at);

G_END_DECLS
