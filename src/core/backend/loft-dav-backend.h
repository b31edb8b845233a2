/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* CalDAV and CardDAV: the calendars, lists of tasks and address books at account's calendars and
 * contacts (addresses, "" for none; where both are the same server, it is asked once). Folders and
 * resources are known by their paths. Security NONE of incoming: http without TLS is spoken where the
 * address says so. */
#define LOFT_TYPE_DAV_BACKEND (loft_dav_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavBackend, loft_dav_backend, LOFT, DAV_BACKEND, GObject)

/* func and memory (nullable) are called in the backend's thread, and func in those of its connections
 * too. */
LoftBackend *loft_dav_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                   const LoftSignInMemory *memory, gpointer user_data);

/* Requests sent so far by the first connection; for tests. */
guint loft_dav_backend_get_n_requests (LoftDavBackend *self);

G_END_DECLS
