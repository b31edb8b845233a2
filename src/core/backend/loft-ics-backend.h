/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"

G_BEGIN_DECLS

/* A calendar that somebody publishes as one file (kind "ics"): account's calendars is its address. It can
 * be read only. Asked for again when the file says so (RFC 7986 5.7, X-PUBLISHED-TTL), within bounds, and
 * only for what changed (ETag, Last-Modified). Signs in with Basic where the account has a user. Items
 * are known by their UID. */
#define LOFT_TYPE_ICS_BACKEND (loft_ics_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftIcsBackend, loft_ics_backend, LOFT, ICS_BACKEND, GObject)

/* func: called in the backend's thread. */
LoftBackend *loft_ics_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                   gpointer user_data);

/* Requests sent so far; for tests. */
guint loft_ics_backend_get_n_requests (LoftIcsBackend *self);

G_END_DECLS
