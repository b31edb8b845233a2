/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether there is a network to try: GNetworkMonitor's word, or forced offline (--offline, the
 * window's switch). Main thread, but loft_online_get_available() from any thread. */
#define LOFT_TYPE_ONLINE (loft_online_get_type ())
G_DECLARE_FINAL_TYPE (LoftOnline, loft_online, LOFT, ONLINE, GObject)

LoftOnline *loft_online_new (void);

/* Property "available" (notify in the main thread): a network, and not forced offline. */
gboolean loft_online_get_available (LoftOnline *self);

/* Whether host may be tried. A monitor that says "no network" is believed only for hosts that are
 * not this machine's own: loopback works without one. Any thread. */
gboolean loft_online_allows (LoftOnline *self, const char *host);

gboolean loft_online_get_forced_offline (LoftOnline *self);
void     loft_online_set_forced_offline (LoftOnline *self, gboolean offline);

/* Whether what is sent and received is paid for by amount, by the monitor's word. Property
 * "metered", notified when any of these three changes. */
gboolean loft_online_get_metered (LoftOnline *self);

/* The person's word that a metered network may be used like any other; holds until the network is
 * not metered any more. */
gboolean loft_online_get_metered_allowed (LoftOnline *self);
void     loft_online_set_metered_allowed (LoftOnline *self, gboolean allowed);

/* Metered and not allowed: only what is small or asked for is fetched. Any thread. */
gboolean loft_online_get_saving (LoftOnline *self);

G_END_DECLS
