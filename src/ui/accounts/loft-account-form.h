/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The form that adds an IMAP account: person, address and password first, then the server, guessed
 * from the address and editable. It checks the account before it is added, says at the field
 * concerned what is wrong, and shows a certificate that must be decided on.
 *
 * Signal "added" (LoftMailAccount). Property "deciding": the certificate is on screen and wants
 * the room. Main thread only. */
#define LOFT_TYPE_ACCOUNT_FORM (loft_account_form_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountForm, loft_account_form, LOFT, ACCOUNT_FORM, GtkWidget)

void loft_account_form_set_service (LoftAccountForm *self, LoftService *service);

/* Stops a check that runs, as when the window around it is closed. */
void loft_account_form_cancel (LoftAccountForm *self);

void loft_account_form_focus_first (LoftAccountForm *self);

G_END_DECLS
