/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* The script server's end of one connection: lines and bytes, in clear or TLS, with a time-out of
 * 10 s for every wait. One thread. Errors are GIO's. */
typedef struct _LoftScriptConnection LoftScriptConnection;

/* Told of all bytes received, after TLS and inflated. */
typedef void (*LoftScriptRecordFunc) (gconstpointer bytes, gsize length, gboolean secure,
                                      gpointer user_data);

LoftScriptConnection *loft_script_connection_new  (GSocket              *socket,
                                                   GCancellable         *cancellable,
                                                   LoftScriptRecordFunc  record,
                                                   gpointer              user_data);
void                  loft_script_connection_free (LoftScriptConnection *self);

/* (transfer full) without CRLF or LF. */
char    *loft_script_connection_read_line    (LoftScriptConnection *self, GError **error);
gboolean loft_script_connection_read_exactly (LoftScriptConnection *self, gsize length,
                                              GError **error);
/* Until the client closes; n_bytes (out): what came before that. */
gboolean loft_script_connection_read_to_end  (LoftScriptConnection *self, gsize *n_bytes,
                                              GError **error);

/* In pieces of at most split bytes; 0 for no split. */
gboolean loft_script_connection_write (LoftScriptConnection *self, gconstpointer bytes,
                                       gsize length, gsize split, GError **error);

/* The same, but never compressed. */
gboolean loft_script_connection_write_as_is (LoftScriptConnection *self, gconstpointer bytes,
                                             gsize length, gsize split, GError **error);

gboolean loft_script_connection_handshake (LoftScriptConnection *self, SSL_CTX *context,
                                           GError **error);

/* Both directions are compressed from here on (RFC 4978). FALSE when the client sent more already
 * than the line that was read. */
gboolean loft_script_connection_deflate (LoftScriptConnection *self, GError **error);

/* Ends the sending side, with a close alert inside TLS. */
void loft_script_connection_shut_down (LoftScriptConnection *self);
void loft_script_connection_reset     (LoftScriptConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftScriptConnection, loft_script_connection_free)

G_END_DECLS
