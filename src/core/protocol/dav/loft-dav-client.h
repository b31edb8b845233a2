/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-dav-multistatus.h"
#include "loft-http.h"

G_BEGIN_DECLS

/* WebDAV with the servers of one account. Signs in as they ask, but only where allow() said that the
 * account's credentials may go. Calls block, in one thread. Errors: those of loft-http.h and
 * loft-dav-failure.h. After 429 or 503 with Retry-After nothing is sent before that time is over:
 * LOFT_ERROR_TEMPORARY. */
#define LOFT_TYPE_DAV_CLIENT (loft_dav_client_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavClient, loft_dav_client, LOFT, DAV_CLIENT, GObject)

typedef struct {
  const char *method;
  const char *url;
  const char *const *headers; /* (nullable) name, value, …, NULL */
  const char *content_type;   /* (nullable) of body; XML */
  GBytes *body;               /* (nullable) */
  gboolean stay;              /* redirects are handed back */
} LoftDavCall;

/* What an answer says besides its responses. */
typedef struct {
  guint status;
  char *url;        /* what was asked last, after redirects */
  char *location;   /* (nullable) as in LoftHttpReply */
  char *condition;  /* (nullable) of DAV:error */
  char *sync_token; /* (nullable) */
  char *features;   /* (nullable) header DAV */
  char *product;    /* (nullable) header Server */
  gint64 date;      /* header Date, seconds; 0: not told */
  guint retry_after;
} LoftDavAnswer;

/* plain: the person agreed to http without TLS. func (nullable): nobody signs in. */
LoftDavClient *loft_dav_client_new (LoftCredentialsFunc func, gpointer user_data, gboolean plain,
                                    GError **error);

/* (transfer full) One more connection for another thread, which signs in as self did. */
LoftDavClient *loft_dav_client_new_sibling (LoftDavClient *self, GError **error);

/* Credentials may go to the origin of url. */
void     loft_dav_client_allow     (LoftDavClient *self, const char *url);
gboolean loft_dav_client_is_allowed (LoftDavClient *self, const char *url);

/* A certificate that was accepted for that origin. leaf, faults: as in LoftEndpoint. */
void loft_dav_client_set_trust (LoftDavClient *self, const char *url, const char *leaf,
                                const char *faults);

/* Begins with Basic, without being asked, where a server took it before. */
void loft_dav_client_expect_basic (LoftDavClient *self);

/* (transfer full) Any method; an error status is no error, but for 401. */
LoftHttpReply *loft_dav_client_send (LoftDavClient *self, const LoftDavCall *call,
                                     GCancellable *cancellable, GError **error);

/* PROPFIND (depth 0 or 1) or REPORT: each response goes to func. FALSE with error for anything but 207;
 * answer (nullable) is filled in either way, once there was one. what: as in
 * loft_dav_failure_set(). */
gboolean loft_dav_client_query (LoftDavClient *self, const LoftDavCall *call, guint depth,
                                const char *what, LoftDavResponseFunc func, gpointer user_data,
                                LoftDavAnswer *answer, GCancellable *cancellable, GError **error);

void loft_dav_answer_clear (LoftDavAnswer *self);

/* (transfer none) (nullable) by which the server took the sign-in: "BASIC", … */
const char *loft_dav_client_get_scheme (LoftDavClient *self);

/* (transfer none) (nullable) after LOFT_ERROR_UNTRUSTED. */
const LoftCertificateProblem *loft_dav_client_get_certificate_problem (LoftDavClient *self);

/* Requests sent so far; for tests. */
guint loft_dav_client_get_n_requests (LoftDavClient *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftDavAnswer, loft_dav_answer_clear)

G_END_DECLS
