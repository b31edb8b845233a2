/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event.h"

G_BEGIN_DECLS

/* Whether an editor would lose something by being closed: what a person can change in one is the same in
 * both. Pure. */
gboolean loft_event_difference_is_none (const LoftEvent *a, const LoftEvent *b);

G_END_DECLS
