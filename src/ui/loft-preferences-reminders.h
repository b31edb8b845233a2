/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Adds to a page of the preferences: whether Loft goes on without a window, and which calendars remind. */
void loft_preferences_reminders_add (AdwPreferencesPage *page, LoftService *service);

G_END_DECLS
