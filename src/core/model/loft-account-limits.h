/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What kinds of accounts cannot do because their protocols cannot. Any thread. */

/* Whether messages can be put into its folders, from elsewhere or as copies. Where not ("eas"), they can
 * only be moved from one of its folders to another; templates stay on this computer, and so do drafts where
 * the server does not take these alone (LOFT_SERVER_TAKES_DRAFTS, loft-draft-store.h). */
gboolean loft_account_kind_takes_messages (const char *kind);

/* Whether a flag can have days, and be done (loft-follow-up.h). */
gboolean loft_account_kind_keeps_follow_ups (const char *kind);

G_END_DECLS
