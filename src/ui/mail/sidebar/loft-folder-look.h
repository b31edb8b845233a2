/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"

G_BEGIN_DECLS

/* How people see a folder wherever it is named. */

/* (transfer none) roles have translated names; the name of the folder lives as long as that. */
const char *loft_folder_look_name (const LoftFolder *folder);
const char *loft_folder_look_icon (const LoftFolder *folder);

G_END_DECLS
