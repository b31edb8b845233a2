/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-folder.h"

G_BEGIN_DECLS

/* A folder row that lives as long as the folder: "folder" is notified when its snapshot is
 * replaced (counts, name, role). Main thread only. */
#define LOFT_TYPE_MAIL_FOLDER (loft_mail_folder_get_type ())
G_DECLARE_FINAL_TYPE (LoftMailFolder, loft_mail_folder, LOFT, MAIL_FOLDER, GObject)

LoftMailFolder *loft_mail_folder_new (LoftFolder *folder);

/* (transfer none) the current snapshot. */
LoftFolder *loft_mail_folder_get (LoftMailFolder *self);
void        loft_mail_folder_set (LoftMailFolder *self, LoftFolder *folder);

/* Levels below the top: 0 for "INBOX", 1 for "Projects/Fair". */
guint loft_mail_folder_get_depth (LoftMailFolder *self);

G_END_DECLS
