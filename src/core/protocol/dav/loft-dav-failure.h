/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-http.h"

G_BEGIN_DECLS

/* What an answer that is no success means: its class and an English sentence with the server's own words.
 * Pure; any thread. */

/* (transfer full) (nullable) The first element in DAV:error of an answer's body (RFC 4918, 16); NULL when
 * it has none. */
char *loft_dav_failure_dup_condition (const LoftHttpReply *reply);

/* Sets error: what (English, "The calendar “Work”") is what was asked about. condition: (nullable)
 * of DAV:error. retry_after: seconds, 0: nothing was said. */
void loft_dav_failure_set (GError **error, const char *what, guint status, const char *condition,
                           guint retry_after);

/* FALSE with error, as above, when the status of an answer is no success (2xx). */
gboolean loft_dav_failure_check (const LoftHttpReply *reply, const char *what, GError **error);

/* Whether a sync token is what the server does not know any more: the precondition of RFC 6578 3.2, or
 * what servers say instead. */
gboolean loft_dav_failure_is_token (guint status, const char *condition);

G_END_DECLS
