/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-multistatus.h"
#include "loft-http-client.h"

G_BEGIN_DECLS

/* Questions of WebDAV that are answered with a multistatus (RFC 4918, 13). */

#define LOFT_DAV_XML "application/xml; charset=utf-8"

/* What an answer says besides its responses. */
typedef struct {
  guint status;
  char *url; /* what was asked last, after redirects */
  char *location; /* (nullable) as in LoftHttpReply */
  char *condition; /* (nullable) of DAV:error */
  char *sync_token; /* (nullable) */
  char *features; /* (nullable) header DAV */
  char *product; /* (nullable) header Server */
  gint64 date; /* header Date, seconds; 0: not told */
  guint retry_after;
} LoftDavAnswer;

/* PROPFIND (depth 0 or 1) or REPORT: each response goes to func. FALSE with error for anything but 207, as
 * loft-dav-failure.h says; answer (nullable) is filled in either way, once there was one. what: as in
 * loft_dav_failure_set(). */
gboolean loft_dav_query (LoftHttpClient *client, const LoftHttpCall *call, guint depth,
                         const char *what, LoftDavResponseFunc func, gpointer user_data,
                         LoftDavAnswer *answer, GCancellable *cancellable, GError **error);

void loft_dav_answer_clear (LoftDavAnswer *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftDavAnswer, loft_dav_answer_clear)

G_END_DECLS
