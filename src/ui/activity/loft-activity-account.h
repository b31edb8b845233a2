/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* One account in the activity window. Main thread only. */
#define LOFT_TYPE_ACTIVITY_ACCOUNT (loft_activity_account_get_type ())
G_DECLARE_FINAL_TYPE (LoftActivityAccount, loft_activity_account, LOFT, ACTIVITY_ACCOUNT,
                      AdwPreferencesGroup)

GtkWidget *loft_activity_account_new (LoftService *service, LoftMailAccount *account);

/* Time has gone by. */
void loft_activity_account_refresh (LoftActivityAccount *self);

G_END_DECLS
