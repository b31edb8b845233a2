/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-backend.h"
#include "loft-dav-query.h"
#include "loft-dav-collection.h"
#include "loft-dav-discovery.h"
#include "loft-dav-quirks.h"

G_BEGIN_DECLS

typedef struct {
  char *url;
  LoftDavServices services; /* whose collections are taken from here */
  gboolean single; /* a collection itself */
  const LoftDavQuirks *quirks;
} LoftDavHome;

struct _LoftDavBackend {
  GObject parent;

  LoftAccount *account;
  LoftCredentialsFunc func;
  const LoftSignInMemory *memory; /* (nullable) */
  gpointer user_data;
  LoftHttpClient *client; /* (nullable) until connect () */
  GPtrArray *homes; /* of LoftDavHome; empty until connect () */
  gboolean schedules;
  char *outbox; /* (nullable) address that is asked when people have time (RFC 6638 5) */
  char *organizer; /* (nullable) mail address by which the server knows the person */
  GHashTable *collections; /* path -> LoftDavCollection, of the last listing */
  LoftCertificateProblem *problem; /* (nullable) */
};

/* All in the backend's thread. */

/* (transfer none) The folder as it was listed last; it is listed when it never was. LOFT_ERROR_GONE. */
const LoftDavCollection *loft_dav_backend_find (LoftDavBackend *self, const char *folder_id,
                                                GCancellable *cancellable, GError **error);

/* (transfer none) of the home that path lies in. */
const LoftDavQuirks *loft_dav_backend_get_quirks (LoftDavBackend *self,
                                                  const LoftDavCollection *collection);

/* LoftBackend's. */
GPtrArray *loft_dav_backend_list_folders (LoftBackend *backend, GCancellable *cancellable,
                                          GError **error);
gboolean loft_dav_backend_create_folder (LoftBackend *backend, const char *parent_id,
                                         const char *name, LoftFolderRole role, char **folder_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_rename_folder (LoftBackend *backend, const char *folder_id,
                                         const char *parent_id, const char *name, char **new_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_delete_folder (LoftBackend *backend, const char *folder_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_create_collection (LoftBackend *backend, LoftFolderKinds kinds,
                                             const char *name, const char *color, char **folder_id,
                                             GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_color_collection (LoftBackend *backend, const char *folder_id,
                                            const char *color, GCancellable *cancellable,
                                            GError **error);
gboolean loft_dav_backend_resource_changes (LoftBackend *backend, const char *folder_id,
                                            GBytes *token, GHashTable *known, LoftResourceFunc func,
                                            gpointer user_data, GCancellable *cancellable,
                                            GError **error);
LoftRemoteResource *loft_dav_backend_read_resource (LoftBackend *backend, const char *folder_id,
                                                    const char *remote_id,
                                                    GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_put_resource (LoftBackend *backend, const char *folder_id,
                                        const LoftResourcePut *put, char **remote_id, char **etag,
                                        GCancellable *cancellable, GError **error);
gboolean loft_dav_backend_remove_resource (LoftBackend *backend, const char *folder_id,
                                           GBytes *token, const char *remote_id, const char *etag,
                                           GCancellable *cancellable, GError **error);

/* loft-dav-backend-availability.c */
GPtrArray *loft_dav_backend_read_availability (LoftBackend *backend, GPtrArray *addresses,
                                               gint64 since, gint64 until,
                                               GCancellable *cancellable, GError **error);

G_END_DECLS
