/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What is asked about an account that exists. Each shows a dialog and does what the person
 * decides; toasts tell how it went. Main thread only. */

/* The remedy for the account's trouble: password, certificate, or just another try. */
void loft_account_dialogs_remedy (GtkWidget *parent, LoftService *service, LoftMailAccount *account);

/* The same for what keeps it from sending. */
void loft_account_dialogs_remedy_outgoing (GtkWidget *parent, LoftService *service,
                                           LoftMailAccount *account);

void loft_account_dialogs_ask_password (GtkWidget       *parent,
                                        LoftService     *service,
                                        LoftMailAccount *account);

/* By the browser, where the account has no password. */
void loft_account_dialogs_sign_in_again (GtkWidget       *parent,
                                         LoftService     *service,
                                         LoftMailAccount *account);

void loft_account_dialogs_review_certificate (GtkWidget       *parent,
                                              LoftService     *service,
                                              LoftMailAccount *account);

void loft_account_dialogs_confirm_removal (GtkWidget       *parent,
                                           LoftService     *service,
                                           LoftMailAccount *account);

G_END_DECLS
