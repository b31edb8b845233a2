/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Why nothing of an account can be sent, at the head of its group, with a button for what helps:
 * password, certificate of the server to send by, settings. Follows the account as long as the group
 * lives. Main thread only. */
void loft_outbox_trouble_add (AdwPreferencesGroup *group, LoftService *service,
                              LoftMailAccount *account);

G_END_DECLS
