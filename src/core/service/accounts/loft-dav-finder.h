/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* Finds where the calendars and address books of an account's address are, by signing in there. password:
 * (nullable) NULL with LOFT_SECRET_COMMAND. Main thread. */
void loft_dav_finder_find_async (LoftAccount *account, const char *password,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

/* (transfer full) a copy of the account with its addresses. LOFT_ERROR_GONE when nothing is published,
 * LOFT_ERROR_REFUSED when it is in other hands, LOFT_ERROR_AUTH. */
LoftAccount *loft_dav_finder_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
