/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-multistatus.h"
#include "loft-dav-request.h"

G_BEGIN_DECLS

/* A calendar, list of tasks or address book as a server lists it. Pure; one thread. */
typedef struct {
  char *path;          /* as loft_dav_href_to_path() */
  char *url;
  char *name;          /* never "" */
  LoftFolderKinds kinds;
  gboolean writable;
  gboolean owned;      /* may be renamed and deleted */
  char *color;         /* (nullable) "#rrggbb", lower case */
  char *ctag;          /* (nullable) */
  char *sync_token;    /* (nullable) */
  gboolean syncs;      /* RFC 6578 */
  char *vcard_version; /* (nullable) the one to ask for */
} LoftDavCollection;

/* (transfer none) What to ask for by PROPFIND; the last has name NULL. */
const LoftDavName *loft_dav_collection_get_names (void);

/* (transfer full) (nullable) base: the address that was asked. NULL for anything else than those
 * three. */
LoftDavCollection *loft_dav_collection_read (const char *base, const LoftDavResponse *response);

void loft_dav_collection_free (LoftDavCollection *self);

/* (transfer full) of DAV:getetag: quoted as If-Match wants it; a weak one is as good as a strong one here,
 * since proxies that compress make weak ones of them. "" for none. */
char *loft_dav_collection_dup_etag (const LoftDavElement *found);
char *loft_dav_collection_clean_etag (const char *etag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavCollection, loft_dav_collection_free)

G_END_DECLS
