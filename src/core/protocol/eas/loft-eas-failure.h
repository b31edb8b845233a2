/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-status.h"
#include "loft-http.h"

G_BEGIN_DECLS

/* Statuses as errors that sync acts on: the class of loft-eas-status.h, but LOFT_ERROR_CONFLICT where a key
 * means nothing any more and all is to be listed anew, LOFT_ERROR_GONE where the folders have changed, and
 * LOFT_ERROR_AUTH where nothing more is done for the account until a person did something: no change that
 * waits is taken back for that. Pure; any thread. */

/* TRUE for success. of, what: as in loft_eas_status_check(). */
gboolean loft_eas_failure_check (guint of, gint64 status, const char *what, GError **error);

/* All set error and return FALSE. An HTTP status other than 200. */
gboolean loft_eas_failure_set_http (guint command, const LoftHttpReply *answer, GError **error);

/* It answers, but not as ActiveSync does: a web page, a proxy. */
gboolean loft_eas_failure_set_no_server (GError **error);

/* It sends to an address that nobody agreed to. */
gboolean loft_eas_failure_set_elsewhere (const char *location, GError **error);

G_END_DECLS
