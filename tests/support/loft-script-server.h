/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-test-tls.h"

G_BEGIN_DECLS

/* A server on a loopback socket that plays a written dialogue. Every accepted connection plays
 * the next script that was added, each in a thread of its own, so connections may overlap. All
 * functions are for the test's thread.
 *
 * One command a line; blanks in front, empty lines and lines that begin with "#" are ignored.
 *
 *   S: text           sends text and CRLF
 *   C: pattern        reads a line, which must match: "*" any run, "?" any byte. "<word>" (lower-
 *                     case letters) takes the bytes up to the next blank or the end and keeps
 *                     them under that name: "C: <tag> LOGIN *" … "S: <tag> OK".
 *   raw text          sends text without line end; \r \n \t \0 \\ \xHH are understood, here only
 *   literal N [C]     sends N bytes: rows of 76 "x" (or of the character C) and CRLF, cut at N
 *   fill N [C]        the same without any CRLF
 *   receive N         reads exactly N bytes; "receive literal" takes N from the "{N}" or "{N+}"
 *                     at the end of the line read last, "receive chunk" from its "BDAT N"
 *   repeat N … end    plays the lines between N times (no nesting); "<i>" is 1 … N
 *   split N           sends all that follows in pieces of N bytes, each its own segment; 0 ends
 *   tls [cert] [ver]  the server's side of a handshake. cert: good (default), wrong-name,
 *                     expired, not-yet-valid, self-signed, unknown-issuer, wrong-usage,
 *                     address, common-name, or ":" and a name of loft-test-chains.h. ver: 1.0, 1.1,
 *                     1.2 or 1.3, the highest version spoken.
 *   starttls …        the same by another name
 *   tls-refused …     the same, and the client must break the handshake off
 *   deflate           compresses both directions from here on (RFC 4978)
 *   damage            sends bytes that are no DEFLATE
 *   pause             waits for loft_script_server_resume ()
 *   stall             says nothing more; fine with whatever the client does next
 *   eof               the client must close now, without another byte
 *   close             closes (after the last line this happens by itself: the client's remaining
 *                     bytes are read and recorded until it closes)
 *   reset             closes with a TCP reset
 *
 * A line that does not come within 10 seconds, or does not match, ends its connection and fails
 * the test at loft_script_server_finish (). */
typedef struct _LoftScriptServer LoftScriptServer;

/* Listens at once. script: the first connection's dialogue, or NULL. */
LoftScriptServer *loft_script_server_new (const char *script);

/* The dialogue of the next connection; also while clients are connected. */
void loft_script_server_add (LoftScriptServer *self, const char *script);

/* Accepts this many connections more with the last script added; -1 for any number. */
void loft_script_server_repeat_last (LoftScriptServer *self, int times);

/* Always on 127.0.0.1; loft_script_server_get_host () is "localhost", which the test
 * certificates name. */
guint16     loft_script_server_get_port (LoftScriptServer *self);
const char *loft_script_server_get_host (LoftScriptServer *self);

/* Waits until a connection has come to "pause" (at most 10 s, then the test fails); lets it go
 * on. Each resume lets one pause pass, also one not yet reached. */
void loft_script_server_wait_paused (LoftScriptServer *self);
void loft_script_server_resume      (LoftScriptServer *self);

/* (transfer full) All bytes received so far, of all connections in the order of arrival: those
 * that came in clear text and those inside TLS. NUL-terminated for convenience. */
char *loft_script_server_get_received_plain  (LoftScriptServer *self, gsize *length);
char *loft_script_server_get_received_secure (LoftScriptServer *self, gsize *length);

/* Connections accepted so far. */
guint loft_script_server_get_n_connections (LoftScriptServer *self);

/* Waits (at most 10 s) until every script was played to its end, stops, fails the test
 * (g_test_fail_printf) for every mismatch and every script not played, and frees. Close the
 * clients first. */
void loft_script_server_finish (LoftScriptServer *self);

/* Stops at once and frees, whatever was played. */
void loft_script_server_stop (LoftScriptServer *self);

G_END_DECLS
