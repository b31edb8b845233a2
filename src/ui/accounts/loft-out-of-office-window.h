/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What an account's server answers with while the person is away: asked from the server, changed, saved
 * there. Closing asks before it throws changes away; while they are saved it stops that. Main thread
 * only. */
#define LOFT_TYPE_OUT_OF_OFFICE_WINDOW (loft_out_of_office_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutOfOfficeWindow, loft_out_of_office_window, LOFT, OUT_OF_OFFICE_WINDOW,
                      AdwWindow)

/* Shown above parent (nullable). */
LoftOutOfOfficeWindow *loft_out_of_office_window_present (GtkWindow *parent, LoftService *service,
                                                          LoftMailAccount *account);

G_END_DECLS
