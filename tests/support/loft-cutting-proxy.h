/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stands between a client and an IMAP server in clear text on loopback, counts what the server says
 * in units, and can cut both connections behind any of them. A unit is what a reader can be left
 * with: a response line, a line that announces a literal, half of a larger literal, the whole of
 * one. Many clients at once. All functions are for the test's thread. */
typedef struct _LoftCuttingProxy LoftCuttingProxy;

LoftCuttingProxy *loft_cutting_proxy_new  (guint16 server_port);
void              loft_cutting_proxy_free (LoftCuttingProxy *self);

guint16 loft_cutting_proxy_get_port (LoftCuttingProxy *self);

/* Begins to count anew and cuts once, behind unit n from now; 0: never. */
void loft_cutting_proxy_arm (LoftCuttingProxy *self, guint n);

/* Units and bytes from the server, and connections, since it was armed last. */
guint   loft_cutting_proxy_get_n_units       (LoftCuttingProxy *self);
guint64 loft_cutting_proxy_get_n_bytes       (LoftCuttingProxy *self);
guint   loft_cutting_proxy_get_n_connections (LoftCuttingProxy *self);

/* Whether the cut was made. */
gboolean loft_cutting_proxy_has_cut (LoftCuttingProxy *self);

/* How often a client sent this text (one command or less) since it was armed last. */
guint loft_cutting_proxy_count_sent (LoftCuttingProxy *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCuttingProxy, loft_cutting_proxy_free)

G_END_DECLS
