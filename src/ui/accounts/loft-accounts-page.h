/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The page of the preferences with all accounts: their order, their settings, new ones.
 * (transfer full) floating; NULL without a service. Main thread only. */
AdwPreferencesPage *loft_accounts_page_new (LoftService *service);

G_END_DECLS
