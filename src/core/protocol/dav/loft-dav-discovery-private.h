/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-discovery.h"

G_BEGIN_DECLS

/* What finding by a domain shares with finding from an address. */
typedef struct {
  LoftHttpClient *client; /* (borrowed) */
  LoftDavServices services;
  LoftDavStepFunc func; /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable;
  char *foreign; /* (owned) (nullable) where it leads that is in other hands, the first of them */
} LoftDavSearch;

void loft_dav_search_tell (LoftDavSearch *search, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Whether credentials may follow from one address to the other; if not, that is noted in foreign. */
gboolean loft_dav_search_follow (LoftDavSearch *search, const char *from, const char *to);

/* (transfer full) RFC 6764, 5. */
char *loft_dav_search_well_known (const char *url, LoftDavServices service);

/* (transfer full) At an address, else at what is well known beside it. */
LoftDavPerson *loft_dav_search_open (LoftDavSearch *search, const char *url, GError **error);

G_END_DECLS
