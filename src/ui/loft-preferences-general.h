/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The page about list, reading pane and keyboard. (transfer full) floating. service may be NULL. */
AdwPreferencesPage *loft_preferences_general_new (LoftService *service);

G_END_DECLS
