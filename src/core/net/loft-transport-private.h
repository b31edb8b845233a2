/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-tls-private.h"

G_BEGIN_DECLS

/* A connected socket below a LoftStream: bytes in and out, in clear or TLS, over non-blocking
 * calls and poll (). All waits end at once when the cancellable is cancelled. Owner's thread,
 * except loft_transport_wake (). Errors as in loft-stream.h. */
typedef struct _LoftTransport LoftTransport;

typedef enum {
  LOFT_TRANSPORT_READY,
  LOFT_TRANSPORT_TIMED_OUT,
  LOFT_TRANSPORT_WOKEN,
  LOFT_TRANSPORT_FAILED, /* with error */
} LoftTransportWait;

/* Takes a reference on socket, and on owner (nullable), which must live as long as the socket
 * is used. */
LoftTransport *loft_transport_new   (GSocket *socket, GObject *owner, const LoftEndpoint *endpoint);
void           loft_transport_close (LoftTransport *self); /* idempotent */
void           loft_transport_free  (LoftTransport *self);

void loft_transport_set_idle_timeout (LoftTransport *self, guint seconds);

/* The TLS handshake, until the monotonic time deadline at the latest. problem as in
 * loft-stream.h. */
gboolean loft_transport_handshake (LoftTransport           *self,
                                   gint64                   deadline,
                                   LoftCertificateProblem **problem,
                                   GCancellable            *cancellable,
                                   GError                 **error);
gboolean loft_transport_is_secure (LoftTransport *self);

/* (transfer none) (nullable) as loft_stream_get_certificate_faults (). */
const char *loft_transport_get_faults (LoftTransport *self);

/* Whether the socket holds bytes that nobody has read yet. */
gboolean loft_transport_has_unread (LoftTransport *self);

/* Blocks for 1 … length bytes; 0 at the end of the stream, -1 with error. */
gssize loft_transport_receive (LoftTransport *self, gpointer bytes, gsize length,
                               GCancellable *cancellable, GError **error);

/* As receive, but waits only until the monotonic time deadline (-1: for ever) or a wake. *n: the
 * bytes received when READY, 0 at the end of the stream. */
LoftTransportWait loft_transport_receive_until (LoftTransport *self, gpointer bytes, gsize length,
                                                gint64 deadline, gssize *n,
                                                GCancellable *cancellable, GError **error);

gboolean loft_transport_send (LoftTransport *self, gconstpointer bytes, gsize length,
                              GCancellable *cancellable, GError **error);

/* Ends the current or the next loft_transport_receive_until (). Any thread. */
void loft_transport_wake (LoftTransport *self);

G_END_DECLS
