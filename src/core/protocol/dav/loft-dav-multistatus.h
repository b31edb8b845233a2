/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-dav-element.h"

G_BEGIN_DECLS

/* Reads multistatus answers (RFC 4918, 13) as they come, one response at a time. Pure; one thread. No
 * document type and no entities but those of XML itself are read, elements lie at most
 * LOFT_DAV_MAX_DEPTH deep. */
typedef struct _LoftDavMultistatus LoftDavMultistatus;

#define LOFT_DAV_MAX_DEPTH     64
#define LOFT_DAV_MAX_ELEMENTS  20000              /* of one response */
#define LOFT_DAV_MAX_TEXT      (32 * 1024 * 1024) /* of one response */
#define LOFT_DAV_MAX_RESPONSES 2000000

/* What a server says of one thing. */
typedef struct {
  char *path;            /* (nullable) as loft_dav_href_to_path(); NULL: it lies on another server */
  guint status;          /* of all of it; 0: see the properties */
  LoftDavElement *found; /* properties that are there: its children */
  guint failure;         /* the status of properties that are not there, but for 404; 0: none */
  char *condition;       /* (nullable) name of the element in DAV:error */
} LoftDavResponse;

/* FALSE with error ends the reading with that error. */
typedef gboolean (*LoftDavResponseFunc) (const LoftDavResponse *response, gpointer user_data,
                                         GError **error);

/* base: the address that was asked. */
LoftDavMultistatus *loft_dav_multistatus_new  (const char *base, LoftDavResponseFunc func,
                                               gpointer user_data);
void                loft_dav_multistatus_free (LoftDavMultistatus *self);

/* LOFT_ERROR_PROTOCOL (no XML, or none of this kind), _LIMIT. After an error nothing more is read. */
gboolean loft_dav_multistatus_feed (LoftDavMultistatus *self, const guint8 *bytes, gsize length,
                                    GError **error);
gboolean loft_dav_multistatus_end  (LoftDavMultistatus *self, GError **error);

/* (transfer none) (nullable) of RFC 6578. */
const char *loft_dav_multistatus_get_sync_token (LoftDavMultistatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavMultistatus, loft_dav_multistatus_free)

G_END_DECLS
