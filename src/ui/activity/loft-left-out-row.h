/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-left-out.h"
#include "loft-mail-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row for a folder or message that could not be downloaded: what, why, and a button that tries it
 * again. Once that worked, the account's list of them is without it. (transfer none) floating. */
GtkWidget *loft_left_out_row_new (LoftMailAccount *account, LoftLeftOut *item);

G_END_DECLS
