/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-untaken.h"

G_BEGIN_DECLS

/* damages: of LoftContentDamage. */
void loft_untaken_list_add_damages (LoftUntakenList *self, GPtrArray *damages);

/* piece: whole, but its reader refuses it. */
void loft_untaken_list_add_piece (LoftUntakenList *self, GBytes *piece, LoftUntakenReason reason);

G_END_DECLS
