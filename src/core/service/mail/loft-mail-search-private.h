/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-mail-search.h"

G_BEGIN_DECLS

/* (transfer full) of LoftSearchHit, in order, each message once. Words are looked up in the index;
 * where a message from the server is concerned its word is taken for them, and only facts are judged
 * here. Blocks; in the thread that store belongs to. */
GArray *loft_mail_search_run (LoftAccountStore *store, const LoftMailSearch *search,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
