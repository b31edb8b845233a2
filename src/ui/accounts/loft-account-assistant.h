/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Sets an account up, from its address: asks for address and password, looks for the servers and
 * says what each source answered, asks where a host is not simply to be believed, tries the sign-in
 * (by password or by the browser), shows a certificate that must be decided on, and adds the
 * account. Everything can be entered by hand instead, and everything that runs can be cancelled.
 *
 * Signal "added" (LoftMailAccount). Property "deciding": another page than the first is on screen
 * and wants the room. Main thread only. */
#define LOFT_TYPE_ACCOUNT_ASSISTANT (loft_account_assistant_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountAssistant, loft_account_assistant, LOFT, ACCOUNT_ASSISTANT,
                      GtkWidget)

void loft_account_assistant_set_service (LoftAccountAssistant *self, LoftService *service);

/* Stops what runs. */
void loft_account_assistant_cancel (LoftAccountAssistant *self);

/* The window around it is closed: stops what runs, forgets the password. */
void loft_account_assistant_end (LoftAccountAssistant *self);

void loft_account_assistant_focus_first (LoftAccountAssistant *self);

G_END_DECLS
