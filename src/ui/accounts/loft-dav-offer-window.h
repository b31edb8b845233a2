/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Adds calendar and contacts to an account of mail that exists: looks for them with its password, offers
 * what was found, and lets the person name a server where nothing was. Closed, it is gone from the screen
 * but never freed, as LoftAccountWindow. Main thread only. */
#define LOFT_TYPE_DAV_OFFER_WINDOW (loft_dav_offer_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavOfferWindow, loft_dav_offer_window, LOFT, DAV_OFFER_WINDOW, AdwWindow)

/* (transfer none) the window. */
GtkWindow *loft_dav_offer_window_present (GtkWindow *parent, LoftService *service,
                                          LoftMailAccount *mail);

G_END_DECLS
