/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A network monitor that says what the test wants. Main thread only. */

/* Before anything else asks for a monitor. There is no network at first. */
void loft_fake_network_install (void);

void loft_fake_network_set (gboolean available, gboolean metered);

G_END_DECLS
