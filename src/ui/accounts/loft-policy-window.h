/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-account-policy.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* What an account's organisation asks of this computer: each demand in words, what Loft does about it, and
 * what it cannot do. While a decision waits it has Accept and Not Now; else it is there to be read. Main
 * thread only. */
#define LOFT_TYPE_POLICY_WINDOW (loft_policy_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftPolicyWindow, loft_policy_window, LOFT, POLICY_WINDOW, AdwWindow)

/* Shows it above parent. FALSE: no policy of this account is known. */
gboolean loft_policy_window_present (GtkWidget *parent, LoftMailAccount *account);

G_END_DECLS
