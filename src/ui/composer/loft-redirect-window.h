/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Sends a message on as it is, to others: who it is from stays, and answers go there. Main thread
 * only. */
#define LOFT_TYPE_REDIRECT_WINDOW (loft_redirect_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftRedirectWindow, loft_redirect_window, LOFT, REDIRECT_WINDOW, AdwWindow)

/* In front of the window of parent, which shows how it went. */
LoftRedirectWindow *loft_redirect_window_present (GtkWidget *parent, LoftService *service,
                                                  LoftMailAccount *account, LoftMessageBody *body);

G_END_DECLS
