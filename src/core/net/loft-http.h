/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-certificate-problem.h"

G_BEGIN_DECLS

/* https by libsoup, with our rules. Calls block, in one thread. Only https is ever spoken, but for a
 * request that allows plain http by name. Connections are kept for the next request, answers may come
 * compressed. Certificates are judged as in loft-stream.h. No cookies, no cache, no credentials but
 * those that a request brings.
 *
 * Redirects (301, 302, 303, 307, 308) are followed for GET and HEAD, at most ten; never to
 * anything but https, never to a URL with user information. Authorization and the trusted leaf
 * stay with the origin (scheme, host, port) of the request: at the first step elsewhere they are
 * dropped for good. PROPFIND, REPORT and OPTIONS, which change nothing, are followed within their origin
 * only, with their body; all others too, but by 307 and 308 alone, which keep method and body.
 *
 * Errors: LOFT_ERROR_OFFLINE (not reached), _TEMPORARY (time is up, connection lost), _UNTRUSTED
 * (certificate), _LIMIT (answer or number of redirects), _PROTOCOL (no HTTP, a redirect that is
 * not followed), G_IO_ERROR_CANCELLED. An answer with an error status is no error here. */
#define LOFT_TYPE_HTTP (loft_http_get_type ())
G_DECLARE_FINAL_TYPE (LoftHttp, loft_http, LOFT, HTTP, GObject)

/* Takes the body of an answer piece by piece. FALSE with error ends the request with that error. */
typedef gboolean (*LoftHttpSink) (const guint8 *bytes, gsize length, gpointer user_data,
                                  GError **error);

typedef struct {
  const char *method;        /* NULL: GET */
  const char *url;
  const char *content_type;  /* (nullable) of body */
  GBytes *body;              /* (nullable) */
  const char *authorization; /* (nullable) value of the header */
  const char *accept;        /* (nullable) value of the header */
  const char *const *headers; /* (nullable) others: name, value, …, NULL */
  const char *trusted_leaf;  /* (nullable) as in LoftEndpoint */
  const char *trusted_faults; /* (nullable) as in LoftEndpoint */
  gsize limit;               /* of the answer's body, decoded */
  guint seconds;             /* for all of it, redirects included */
  gboolean may_repeat;       /* it does no harm twice, though its method might: it goes over a connection that
                              * was kept, and where that does not answer over a new one. Other POSTs
                              * always have a new one. */
  gboolean stay;             /* redirects are handed back, not followed */
  gboolean plain;            /* the person agreed to http without TLS; from https nothing leads there */
  guint sink_status;         /* 207 (RFC 4918), 200 */
  LoftHttpSink sink;         /* (nullable) takes the body of an answer of that status; reply.body is empty */
  gpointer sink_data;
} LoftHttpRequest;

typedef struct {
  guint status;
  char *url;                 /* what was asked last */
  char *content_type;        /* without parameters, lower case; "" for none */
  guint retry_after;         /* seconds; 0 when nothing was said */
  gint64 date;               /* when the server says it answered, seconds; 0: nothing */
  char *location;            /* (nullable) of a redirect that was handed back: where it leads within our
                              * rules; of 201: the address of what was made */
  GHashTable *headers;       /* name in lower case -> value; of several the list */
  GBytes *body;
} LoftHttpReply;

LoftHttp *loft_http_new (GError **error);

/* (transfer full) problem (out, optional): (transfer full) (nullable) with LOFT_ERROR_UNTRUSTED. */
LoftHttpReply *loft_http_send (LoftHttp *self, const LoftHttpRequest *request,
                               LoftCertificateProblem **problem, GCancellable *cancellable,
                               GError **error);

void loft_http_reply_free (LoftHttpReply *self);

/* (transfer none) (nullable) name: in lower case. */
const char *loft_http_reply_get_header (const LoftHttpReply *self, const char *name);

/* Requests sent so far, each redirect counted; for tests. */
guint loft_http_get_n_requests (LoftHttp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftHttpReply, loft_http_reply_free)

G_END_DECLS
