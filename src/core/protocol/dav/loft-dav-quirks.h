/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What known servers do differently; what any server may do needs no row. Pure; any thread. */
typedef struct {
  const char *name;
  gboolean rewrites;        /* what was written is not what is kept, whatever ETag says: it is read
                             * again */
  gboolean overwrites;      /* If-None-Match: * is not heeded: whether something is there is asked
                             * before */
  gboolean counts_seconds;  /* tokens are times: what happens in the same second goes unnoticed */
  gboolean keeps_one_home;  /* no collections can be made */
} LoftDavQuirks;

/* (transfer none) By what an answer tells: url of the home, headers DAV and Server (both "" for
 * none). Never NULL. */
const LoftDavQuirks *loft_dav_quirks_find (const char *url, const char *features,
                                           const char *product);

G_END_DECLS
