/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* How messages are written and sent. (transfer full) floating. Main thread only. */
AdwPreferencesPage *loft_preferences_writing_new (LoftService *service);

G_END_DECLS
