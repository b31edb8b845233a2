/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-local-backend.h"

#include "loft-error.h"

struct _LoftLocalBackend {
  GObject parent;
};

static void loft_local_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftLocalBackend, loft_local_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_local_backend_interface_init))

static gboolean
local_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
local_disconnect (LoftBackend *backend)
{
}

static LoftBackendCapabilities
local_get_capabilities (LoftBackend *backend)
{
  return LOFT_BACKEND_DOWNLOADS;
}

static GPtrArray *
local_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
}

static gboolean
local_changes (LoftBackend *backend, const char *folder_id, GBytes *token, LoftRemoteIds *known,
               const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
               GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
local_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
             LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
local_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                    GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
local_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
             GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Nothing changes on this computer by itself");
  return FALSE;
}

static void
local_wake (LoftBackend *backend)
{
}

static LoftCertificateProblem *
local_get_certificate_problem (LoftBackend *backend)
{
  return NULL;
}

static void
loft_local_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = local_connect;
  iface->disconnect = local_disconnect;
  iface->get_capabilities = local_get_capabilities;
  iface->list_folders = local_list_folders;
  iface->changes = local_changes;
  iface->fetch = local_fetch;
  iface->change_flags = local_change_flags;
  iface->watch = local_watch;
  iface->wake = local_wake;
  iface->get_certificate_problem = local_get_certificate_problem;
}

static void
loft_local_backend_class_init (LoftLocalBackendClass *klass)
{
}

static void
loft_local_backend_init (LoftLocalBackend *self)
{
}

LoftBackend *
loft_local_backend_new (void)
{
  return g_object_new (LOFT_TYPE_LOCAL_BACKEND, NULL);
}
