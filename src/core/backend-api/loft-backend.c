/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-backend.h"

#include "loft-error.h"

G_DEFINE_INTERFACE (LoftBackend, loft_backend, G_TYPE_OBJECT)

static void
loft_backend_default_init (LoftBackendInterface *iface)
{
}

gboolean
loft_backend_connect (LoftBackend *self, GCancellable *cancellable, GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->connect (self, cancellable, error);
}

void
loft_backend_disconnect (LoftBackend *self)
{
  LOFT_BACKEND_GET_IFACE (self)->disconnect (self);
}

LoftBackendCapabilities
loft_backend_get_capabilities (LoftBackend *self)
{
  return LOFT_BACKEND_GET_IFACE (self)->get_capabilities (self);
}

GPtrArray *
loft_backend_list_folders (LoftBackend *self, GCancellable *cancellable, GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->list_folders (self, cancellable, error);
}

gboolean
loft_backend_changes (LoftBackend *self, const char *folder_id, GBytes *token, LoftRemoteIds *known,
                      const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
                      GCancellable *cancellable, GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->changes (self, folder_id, token, known, wish, func,
                                                 user_data, cancellable, error);
}

gboolean
loft_backend_can_look_ahead (LoftBackend *self)
{
  return LOFT_BACKEND_GET_IFACE (self)->look_ahead != NULL;
}

void
loft_backend_look_ahead (LoftBackend *self, const LoftFolderQuestion *questions, guint n,
                         GCancellable *cancellable)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->look_ahead != NULL)
    iface->look_ahead (self, questions, n, cancellable);
}

gboolean
loft_backend_fetch (LoftBackend *self, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
                    LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable,
                    GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->fetch (self, folder_id, token, remote_ids, func, user_data,
                                               cancellable, error);
}

void
loft_backend_follow_fetch (LoftBackend *self, LoftArrivingFunc func, gpointer user_data)
{
  if (LOFT_BACKEND_GET_IFACE (self)->follow_fetch != NULL)
    LOFT_BACKEND_GET_IFACE (self)->follow_fetch (self, func, user_data);
}

gboolean
loft_backend_fetch_pieces (LoftBackend *self, const char *folder_id, GBytes *token,
                           const char *remote_id, guint64 offset, guint length, guint n,
                           LoftPieceFunc func, gpointer user_data, GCancellable *cancellable,
                           GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->fetch_pieces (self, folder_id, token, remote_id, offset,
                                                      length, n, func, user_data, cancellable,
                                                      error);
}

gboolean
loft_backend_change_flags (LoftBackend *self, const LoftRemoteFlagChange *change,
                           GCancellable *cancellable, GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->change_flags (self, change, cancellable, error);
}

gboolean
loft_backend_remove_downloaded (LoftBackend *self, const char *folder_id, GPtrArray *items,
                                GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->remove_downloaded != NULL)
    return iface->remove_downloaded (self, folder_id, items, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Messages of this account are not picked up");
  return FALSE;
}

void
loft_backend_leave (LoftBackend *self, GCancellable *cancellable)
{
  if (LOFT_BACKEND_GET_IFACE (self)->leave != NULL)
    LOFT_BACKEND_GET_IFACE (self)->leave (self, cancellable);
}

gint
loft_backend_get_expiry (LoftBackend *self)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  return iface->get_expiry == NULL ? -1 : iface->get_expiry (self);
}

gboolean
loft_backend_read_usage (LoftBackend *self, const char *folder_id, LoftFolderUsage *usage,
                         GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  *usage = (LoftFolderUsage){ 0 };
  return iface->read_usage == NULL ||
         iface->read_usage (self, folder_id, usage, cancellable, error);
}

GPtrArray *
loft_backend_search (LoftBackend *self, const char *folder_id, GBytes *token,
                     const LoftSearchQuery *query, guint limit, GCancellable *cancellable,
                     GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->search != NULL)
    return iface->search (self, folder_id, token, query, limit, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "This kind of server does not search");
  return NULL;
}

gboolean
loft_backend_watch (LoftBackend *self, const char *folder_id, guint seconds, gboolean *changed,
                    GCancellable *cancellable, GError **error)
{
  return LOFT_BACKEND_GET_IFACE (self)->watch (self, folder_id, seconds, changed, cancellable,
                                               error);
}

gboolean
loft_backend_changed_elsewhere (LoftBackend *self)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  return iface->changed_elsewhere != NULL && iface->changed_elsewhere (self);
}

void
loft_backend_wake (LoftBackend *self)
{
  LOFT_BACKEND_GET_IFACE (self)->wake (self);
}

char *
loft_backend_take_alert (LoftBackend *self)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  return iface->take_alert != NULL ? iface->take_alert (self) : NULL;
}

LoftCertificateProblem *
loft_backend_get_certificate_problem (LoftBackend *self)
{
  return LOFT_BACKEND_GET_IFACE (self)->get_certificate_problem (self);
}

/* ---- operations --------------------------------------------------------------------------- */

static void
cannot (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "This kind of server cannot be asked to do this");
}

gboolean
loft_backend_get_position (LoftBackend *self, const char *folder_id, GBytes *token,
                           GBytes **position, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->get_position != NULL)
    return iface->get_position (self, folder_id, token, position, cancellable, error);
  cannot (error);
  return FALSE;
}

GPtrArray *
loft_backend_list_since (LoftBackend *self, const char *folder_id, GBytes *position,
                         GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->list_since != NULL)
    return iface->list_since (self, folder_id, position, cancellable, error);
  cannot (error);
  return NULL;
}

gboolean
loft_backend_take_token (LoftBackend *self, char **folder_id, GBytes **token)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  return iface->take_token != NULL && iface->take_token (self, folder_id, token);
}

gboolean
loft_backend_find_present (LoftBackend *self, const char *folder_id, GBytes *token,
                           GPtrArray *remote_ids, LoftRemoteIds *present, GCancellable *cancellable,
                           GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->find_present != NULL)
    return iface->find_present (self, folder_id, token, remote_ids, present, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_move (LoftBackend *self, const LoftRemoteTransfer *transfer,
                   LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->move != NULL)
    return iface->move (self, transfer, transferred, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_copy (LoftBackend *self, const LoftRemoteTransfer *transfer,
                   LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->copy != NULL)
    return iface->copy (self, transfer, transferred, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_expunge (LoftBackend *self, const char *folder_id, GBytes *token,
                      GPtrArray *remote_ids, LoftTransferred *transferred,
                      GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->expunge != NULL)
    return iface->expunge (self, folder_id, token, remote_ids, transferred, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_append (LoftBackend *self, const LoftRemoteContent *content, char **remote_id,
                     GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->append != NULL)
    return iface->append (self, content, remote_id, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_create_folder (LoftBackend *self, const char *parent_id, const char *name,
                            LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                            GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->create_folder != NULL)
    return iface->create_folder (self, parent_id, name, role, folder_id, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_rename_folder (LoftBackend *self, const char *folder_id, const char *parent_id,
                            const char *name, char **new_id, GCancellable *cancellable,
                            GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->rename_folder != NULL)
    return iface->rename_folder (self, folder_id, parent_id, name, new_id, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_delete_folder (LoftBackend *self, const char *folder_id, GCancellable *cancellable,
                            GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->delete_folder != NULL)
    return iface->delete_folder (self, folder_id, cancellable, error);
  cannot (error);
  return FALSE;
}

gboolean
loft_backend_subscribe_folder (LoftBackend *self, const char *folder_id, gboolean subscribed,
                               GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->subscribe_folder != NULL)
    return iface->subscribe_folder (self, folder_id, subscribed, cancellable, error);
  cannot (error);
  return FALSE;
}

/* ---- events, tasks, contacts -------------------------------------------------------------- */

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "This account keeps no events, tasks or contacts");
  return FALSE;
}

gboolean
loft_backend_resource_changes (LoftBackend *self, const char *folder_id, GBytes *token,
                               GHashTable *known, LoftResourceFunc func, gpointer user_data,
                               GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->resource_changes == NULL)
    return refuse (error);
  return iface->resource_changes (self, folder_id, token, known, func, user_data, cancellable,
                                  error);
}

LoftRemoteResource *
loft_backend_read_resource (LoftBackend *self, const char *folder_id, const char *remote_id,
                            GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->read_resource != NULL)
    return iface->read_resource (self, folder_id, remote_id, cancellable, error);
  refuse (error);
  return NULL;
}

gboolean
loft_backend_put_resource (LoftBackend *self, const char *folder_id, const LoftResourcePut *put,
                           char **remote_id, char **etag, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->put_resource == NULL)
    return refuse (error);
  return iface->put_resource (self, folder_id, put, remote_id, etag, cancellable, error);
}

gboolean
loft_backend_remove_resource (LoftBackend *self, const char *folder_id, GBytes *token, const char *remote_id,
                              const char *etag, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->remove_resource == NULL)
    return refuse (error);
  return iface->remove_resource (self, folder_id, token, remote_id, etag, cancellable, error);
}

gboolean
loft_backend_create_collection (LoftBackend *self, LoftFolderKinds kinds, const char *name,
                                const char *color, char **folder_id, GCancellable *cancellable,
                                GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->create_collection == NULL)
    return refuse (error);
  return iface->create_collection (self, kinds, name, color, folder_id, cancellable, error);
}

gboolean
loft_backend_color_collection (LoftBackend *self, const char *folder_id, const char *color,
                               GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->color_collection == NULL)
    return refuse (error);
  return iface->color_collection (self, folder_id, color, cancellable, error);
}

/* ---- what is asked and not kept ------------------------------------------------------------ */

GPtrArray *
loft_backend_find_people (LoftBackend *self, const char *words, guint limit, gboolean *more,
                          GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  *more = FALSE;
  if (iface->find_people != NULL)
    return iface->find_people (self, words, limit, more, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The server has no address book to search");
  return NULL;
}

GPtrArray *
loft_backend_read_availability (LoftBackend *self, GPtrArray *addresses, gint64 since, gint64 until,
                                GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->read_availability != NULL)
    return iface->read_availability (self, addresses, since, until, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The server does not tell when people are free");
  return NULL;
}

LoftOutOfOffice *
loft_backend_read_out_of_office (LoftBackend *self, GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->read_out_of_office != NULL)
    return iface->read_out_of_office (self, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The server sends no answers in absence");
  return NULL;
}

gboolean
loft_backend_write_out_of_office (LoftBackend *self, const LoftOutOfOffice *absence,
                                  GCancellable *cancellable, GError **error)
{
  LoftBackendInterface *iface = LOFT_BACKEND_GET_IFACE (self);

  if (iface->write_out_of_office != NULL)
    return iface->write_out_of_office (self, absence, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The server sends no answers in absence");
  return FALSE;
}
