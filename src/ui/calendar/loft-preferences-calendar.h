/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* How calendars are shown. (transfer full) (nullable) floating; NULL where there are none. Main thread
 * only. */
AdwPreferencesPage *loft_preferences_calendar_new (LoftService *service);

G_END_DECLS
