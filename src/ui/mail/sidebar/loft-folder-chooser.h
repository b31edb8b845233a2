/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-folder.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A window that asks for a folder by typing its name; the last targets come first. Signal "chosen"
 * (LoftMailAccount, LoftMailFolder), once; then it closes. Main thread only. */
#define LOFT_TYPE_FOLDER_CHOOSER (loft_folder_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LoftFolderChooser, loft_folder_chooser, LOFT, FOLDER_CHOOSER, AdwWindow)

/* account: (nullable) whose folders come before those of others; except: (nullable) is not offered;
 * button: what choosing does ("Move"). */
GtkWidget *loft_folder_chooser_new (GtkWindow *parent, LoftService *service, const char *title,
                                    const char *button, LoftMailAccount *account,
                                    LoftMailFolder *except);

/* Puts a folder before the others the next time: where a drag went counts as well. */
void loft_folder_chooser_note (LoftMailAccount *account, LoftMailFolder *folder);

G_END_DECLS
