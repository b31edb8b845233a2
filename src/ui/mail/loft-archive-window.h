/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Asks which messages of an account are old and where they go, says how many that are, and has the
 * service move them (loft-archiver.h). Main thread only. */
#define LOFT_TYPE_ARCHIVE_WINDOW (loft_archive_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftArchiveWindow, loft_archive_window, LOFT, ARCHIVE_WINDOW, AdwWindow)

/* folder: (nullable) of this one alone; else what is answered becomes the account's rule. */
GtkWidget *loft_archive_window_new (GtkWindow *parent, LoftService *service,
                                    LoftMailAccount *account, LoftFolder *folder);

/* (transfer none) what is said of what would move. */
const char *loft_archive_window_get_text (LoftArchiveWindow *self);

G_END_DECLS
