/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) A message kept as TNEF inside of another, as one that any mail program opens: a
 * header made of its properties around the same bytes. Linear; pure; any thread. */
GBytes *loft_tnef_message_wrap (GBytes *tnef);

G_END_DECLS
