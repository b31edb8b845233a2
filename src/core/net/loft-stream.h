/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-endpoint.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* One connection to a server: TCP (happy eyeballs and proxies through GSocketClient) and TLS 1.2+
 * by OpenSSL and DEFLATE by zlib, with buffered lines and literals. All calls block and are made
 * from one thread, the owner's; a cancelled GCancellable wakes them at once with
 * G_IO_ERROR_CANCELLED, after which the stream can only be closed.
 *
 * Certificates: verified against the system's roots and the endpoint's host name, always. A leaf
 * whose SHA-256 equals endpoint->trusted_leaf is accepted for exactly this host and port, with the
 * faults of endpoint->trusted_faults. Otherwise the call fails with LOFT_ERROR_UNTRUSTED, and
 * problem tells what to show. The roots can be replaced for tests by the environment variable
 * LOFT_TEST_CA_FILE only when the program was built with tests.
 *
 * Errors: LOFT_ERROR_OFFLINE (not reached), _TEMPORARY (time-out, connection lost), _UNTRUSTED,
 * _LIMIT (line too long), _PROTOCOL, G_IO_ERROR_CANCELLED. */
#define LOFT_TYPE_STREAM (loft_stream_get_type ())
G_DECLARE_FINAL_TYPE (LoftStream, loft_stream, LOFT, STREAM, GObject)

/* Connects, and handshakes for LOFT_ENDPOINT_TLS. area names the protocol for LOFT_TRACE.
 * problem (out, optional): (transfer full) (nullable) why the certificate was refused. */
LoftStream *loft_stream_connect (const LoftEndpoint      *endpoint,
                                 const char              *area,
                                 LoftCertificateProblem **problem,
                                 GCancellable            *cancellable,
                                 GError                 **error);

/* Over an existing connected socket, for tests; the stream owns it. For LOFT_ENDPOINT_TLS the
 * handshake is then loft_stream_start_tls (), and no byte passes before it. */
LoftStream *loft_stream_new_for_socket (GSocket *socket, const LoftEndpoint *endpoint,
                                        const char *area);

/* Upgrades a STARTTLS endpoint; everything written must have been flushed. Bytes already received
 * beyond the last line read are an attack (CVE-2020-15685 and kin): LOFT_ERROR_PROTOCOL, and the
 * stream is closed. */
gboolean loft_stream_start_tls (LoftStream              *self,
                                LoftCertificateProblem **problem,
                                GCancellable            *cancellable,
                                GError                 **error);

gboolean loft_stream_is_secure (LoftStream *self);

/* (transfer none) (nullable) What is wrong with the certificate that was accepted (loft-trust.h),
 * "" for nothing; NULL without TLS. */
const char *loft_stream_get_certificate_faults (LoftStream *self);

/* From here on both directions are compressed by DEFLATE (RFC 4978): after the peer agreed, with
 * everything written flushed; what was received beyond the last line read counts as compressed.
 * Secrets are refused from then on. Damaged data, or more than loft-deflate-private.h allows, is
 * LOFT_ERROR_PROTOCOL. */
gboolean loft_stream_start_deflate (LoftStream *self, GError **error);
gboolean loft_stream_is_compressed (LoftStream *self);

/* Whether the server is on this machine or in its local network, by its address: there, to
 * compress costs more time than it saves. FALSE when a proxy is between. */
gboolean loft_stream_is_nearby (LoftStream *self);

/* Seconds without a byte before a read or write fails with LOFT_ERROR_TEMPORARY. Default 60. */
void loft_stream_set_idle_timeout (LoftStream *self, guint seconds);

/* One line without its line end (CRLF or LF), at most limit bytes. (transfer none) bytes valid
 * until the next call on the stream, NUL-terminated for convenience, may hold NULs. */
const char *loft_stream_read_line (LoftStream   *self,
                                   gsize         limit,
                                   gsize        *length,
                                   GCancellable *cancellable,
                                   GError      **error);

/* Between 1 and length bytes into buffer; 0 at the end of the stream (no error). */
gssize loft_stream_read (LoftStream   *self,
                         gpointer      buffer,
                         gsize         length,
                         GCancellable *cancellable,
                         GError      **error);

/* What comes next without taking it: *length bytes, at least one, (transfer none) until the next call
 * on the stream; *length is 0 at the end of the stream (no error). */
const char *loft_stream_peek (LoftStream *self, gsize *length, GCancellable *cancellable,
                              GError **error);
/* Takes bytes that were peeked at. */
void loft_stream_skip (LoftStream *self, gsize length);

/* Bytes received and not yet read, without waiting for more. */
gsize loft_stream_get_buffered (LoftStream *self);

/* Queues bytes; sent by flush, or when 64 kB wait. Nothing is lost between calls. */
gboolean loft_stream_write (LoftStream   *self,
                            gconstpointer bytes,
                            gsize         length,
                            GCancellable *cancellable,
                            GError      **error);
/* As write, but the trace shows "***" for these bytes, they are wiped once sent, and a STARTTLS
 * endpoint refuses them (LOFT_ERROR_PROTOCOL) before TLS. */
gboolean loft_stream_write_secret (LoftStream   *self,
                                   gconstpointer bytes,
                                   gsize         length,
                                   GCancellable *cancellable,
                                   GError      **error);
gboolean loft_stream_flush (LoftStream *self, GCancellable *cancellable, GError **error);

/* Waits until a byte can be read (TRUE), or microseconds went by (FALSE without error; -1 waits
 * for ever), or loft_stream_wake() was called (FALSE without error). Buffered bytes count. */
gboolean loft_stream_wait (LoftStream   *self,
                           gint64        microseconds,
                           GCancellable *cancellable,
                           GError      **error);

/* Ends a loft_stream_wait() of the owner's thread early. Any thread. */
void loft_stream_wake (LoftStream *self);

/* Bytes received since the start, after TLS, as they came (compressed); for progress and tests. */
guint64 loft_stream_get_bytes_received (LoftStream *self);

/* Closes at once, without waiting for the peer. Idempotent. */
void loft_stream_close (LoftStream *self);

G_END_DECLS
