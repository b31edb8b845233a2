/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-download-store.h"

G_BEGIN_DECLS

/* (transfer container) of LoftDownload, borrowed from downloads: what the server still has, that
 * shall go from it by the account's wish. Never what is neither here nor deleted by a person. Pure. */
GPtrArray *loft_removal_choose (const LoftRemoval *removal, GPtrArray *downloads, gint64 now);

G_END_DECLS
