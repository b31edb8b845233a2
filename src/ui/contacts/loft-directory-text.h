/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directories.h"

G_BEGIN_DECLS

/* How a directory is called. Main thread. */

/* (transfer none) Where it stands below its account's name. */
const char *loft_directory_text_name (LoftDirectory *directory);

/* (transfer full) Where it stands alone: with the account's name where there are several. */
char *loft_directory_text_mark (LoftDirectory *directory, LoftDirectories *all);

/* (transfer full) Why it could not be searched, and what to do. */
char *loft_directory_text_failure (const GError *error);

G_END_DECLS
