/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-http.h"

G_BEGIN_DECLS

/* https with the servers of one account. Signs in as they ask, but only where allow() said that the
 * account's credentials may go. Calls block, in one thread. Errors: those of loft-http.h;
 * LOFT_ERROR_AUTH, and _REFUSED where a server asks for credentials that is not to have them. After 429
 * or 503 with Retry-After nothing is sent before that time is over: LOFT_ERROR_TEMPORARY. */
#define LOFT_TYPE_HTTP_CLIENT (loft_http_client_get_type ())
G_DECLARE_FINAL_TYPE (LoftHttpClient, loft_http_client, LOFT, HTTP_CLIENT, GObject)

typedef struct {
  const char *method;
  const char *url;
  const char *const *headers; /* (nullable) name, value, …, NULL */
  const char *content_type; /* (nullable) of body */
  GBytes *body; /* (nullable) */
  gboolean may_repeat; /* as in LoftHttpRequest */
  gboolean stay; /* redirects are handed back */
  guint seconds; /* for all of it; 0: five minutes */
  guint sink_status; /* with sink, as in LoftHttpRequest */
  LoftHttpSink sink; /* (nullable) */
  gpointer sink_data;
} LoftHttpCall;

/* plain: the person agreed to http without TLS. func (nullable): nobody signs in. */
LoftHttpClient *loft_http_client_new (LoftCredentialsFunc func, gpointer user_data, gboolean plain,
                                      GError **error);

/* (transfer full) One more connection for another thread, which signs in as self did. */
LoftHttpClient *loft_http_client_new_sibling (LoftHttpClient *self, GError **error);

/* Credentials may go to the origin of url. */
void loft_http_client_allow (LoftHttpClient *self, const char *url);
gboolean loft_http_client_is_allowed (LoftHttpClient *self, const char *url);

/* A certificate that was accepted for that origin. leaf, faults: as in LoftEndpoint. */
void loft_http_client_set_trust (LoftHttpClient *self, const char *url, const char *leaf,
                                 const char *faults);

/* Begins with Basic, without being asked, where a server took it before. */
void loft_http_client_expect_basic (LoftHttpClient *self);

/* LOFT_ERROR_TEMPORARY while the server wants to be left alone: nothing would be sent. */
gboolean loft_http_client_may_send (LoftHttpClient *self, GError **error);

/* (transfer full) Any method; an error status is no error, but for 401. */
LoftHttpReply *loft_http_client_send (LoftHttpClient *self, const LoftHttpCall *call,
                                      GCancellable *cancellable, GError **error);

/* (transfer none) (nullable) by which the server took the sign-in: "BASIC", … */
const char *loft_http_client_get_scheme (LoftHttpClient *self);

/* (transfer none) (nullable) after LOFT_ERROR_UNTRUSTED. */
const LoftCertificateProblem *loft_http_client_get_certificate_problem (LoftHttpClient *self);

/* Requests sent so far; for tests. */
guint loft_http_client_get_n_requests (LoftHttpClient *self);

G_END_DECLS
