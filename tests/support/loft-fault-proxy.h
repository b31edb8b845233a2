/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stands between clients and a server on loopback, as a network that fails. All functions are for
 * the test's thread. */
typedef struct _LoftFaultProxy LoftFaultProxy;

typedef enum {
  LOFT_FAULT_LINK_UP, /* what was held back is delivered */
  LOFT_FAULT_LINK_HOLE, /* nothing arrives and nobody is told, new connections too */
  LOFT_FAULT_LINK_LOST, /* connections that are there stay silent for ever, new ones work */
  LOFT_FAULT_LINK_RESET, /* connections break, new ones at once */
  LOFT_FAULT_LINK_REFUSE, /* connections break, new ones are refused */
  LOFT_FAULT_LINK_SLOW, /* a byte at a time */
  LOFT_FAULT_N_LINKS
} LoftFaultLink;

LoftFaultProxy *loft_fault_proxy_new (guint16 server_port);
void loft_fault_proxy_free (LoftFaultProxy *self);

guint16 loft_fault_proxy_get_port (LoftFaultProxy *self);

/* From now on. */
void loft_fault_proxy_set_link (LoftFaultProxy *self, LoftFaultLink link);

/* Connections that were accepted, and how often clients sent this text, whole in one piece. */
guint loft_fault_proxy_get_n_connections (LoftFaultProxy *self);
guint loft_fault_proxy_count_sent (LoftFaultProxy *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFaultProxy, loft_fault_proxy_free)

G_END_DECLS
