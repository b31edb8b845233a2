/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* The colour that marks an account wherever several are shown: the person's, else one by its place
 * among accounts (of LoftMailAccount). As a dot or an edge, never behind text. Main thread only. */
void loft_account_color_get (GListModel *accounts, LoftMailAccount *account, GdkRGBA *color);

/* The colours to choose from, "#rrggbb", NULL-terminated; the first ones are given first. */
const char *const *loft_account_color_palette (void);

G_END_DECLS
