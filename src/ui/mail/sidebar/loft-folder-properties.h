/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-account.h"
#include "loft-mail-folder.h"

G_BEGIN_DECLS

/* What is known of a folder: where it is, how much is in it here and on the server, how full the
 * mailbox is, how fresh it is; and how far back its messages are kept. Main thread only. */
#define LOFT_TYPE_FOLDER_PROPERTIES (loft_folder_properties_get_type ())
G_DECLARE_FINAL_TYPE (LoftFolderProperties, loft_folder_properties, LOFT, FOLDER_PROPERTIES,
                      AdwWindow)

void loft_folder_properties_show (GtkWindow *parent, LoftMailAccount *account,
                                  LoftMailFolder *folder);

G_END_DECLS
