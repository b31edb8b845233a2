/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The page that lists whose messages load remote images, and takes it back. (transfer full)
 * floating. */
AdwPreferencesPage *loft_preferences_images_new (LoftService *service);

G_END_DECLS
