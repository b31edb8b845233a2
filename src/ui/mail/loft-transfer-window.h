/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-export.h"
#include "loft-mail-import.h"

G_BEGIN_DECLS

/* Mail on its way from files or into them: how far it is, a way to stop it, and in the end what was done and
 * what could not be, which can be saved as text. It goes on when the window is closed, and is in Activity
 * (loft-work.h) meanwhile. Main thread only. */
#define LOFT_TYPE_TRANSFER_WINDOW (loft_transfer_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftTransferWindow, loft_transfer_window, LOFT, TRANSFER_WINDOW, AdwWindow)

/* sources: of char*, files and folders, one after the other; path: of a folder of account. */
GtkWidget *loft_transfer_window_import (GtkWindow *parent, LoftMailAccount *account,
                                        const char *path, GPtrArray *sources);

/* path: (nullable) all folders. */
GtkWidget *loft_transfer_window_export (GtkWindow *parent, LoftMailAccount *account,
                                        const char *path, const char *output,
                                        LoftExportFormat format);

/* Whether it is over: the outcome is shown. */
gboolean loft_transfer_window_is_over (LoftTransferWindow *self);

G_END_DECLS
