/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-composer.h"

G_BEGIN_DECLS

/* "Sending in 10 s · Undo" in the main window, with the seconds that are left. Undo takes the
 * message out of the outbox and opens the composer again as it was left, undo history and all. It
 * is kept as long as the toast is there. not_before: the time that was chosen, 0 for at once. */
void loft_send_toast_show (LoftComposer *composer, LoftMailAccount *account, gint64 outgoing_id,
                           gint64 not_before);

G_END_DECLS
