/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The settings of an account that exists: name, colour, identity, what is kept here, notifications,
 * server. Nothing changes before Save; the server can be tried before. Password, sign-in and
 * removal are asked about in dialogs of their own. Closed, it is never freed (as
 * loft-account-window.h says), and not presented again. Main thread only. */
#define LOFT_TYPE_ACCOUNT_EDITOR (loft_account_editor_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountEditor, loft_account_editor, LOFT, ACCOUNT_EDITOR, AdwWindow)

/* (transfer none) At most one open editor for each main window, shown above the window that from is in. */
GtkWindow *loft_account_editor_present (GtkWidget *from, LoftService *service,
                                        LoftMailAccount *account);

G_END_DECLS
