/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-compose.h"

G_BEGIN_DECLS

/* What the files of composing share. */

/* A composer in a window, with what is kept as outgoing_id (0: nothing yet). */
void loft_compose_open_window (LoftMailAccount *account, const LoftDraft *draft,
                               gint64 outgoing_id);

G_END_DECLS
