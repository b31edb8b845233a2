/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The preferences window. Each page is made by a file of its own, named in the table of
 * loft-preferences.c; what is changed has its effect at once. Main thread only.
 *
 * service: (nullable) when the profile could not be opened. */
GtkWindow *loft_preferences_new (GtkWindow *parent, LoftService *service);

G_END_DECLS
