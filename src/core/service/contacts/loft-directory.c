/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-directory.h"

G_DEFINE_INTERFACE (LoftDirectory, loft_directory, G_TYPE_OBJECT)

#define INTERFACE(self) LOFT_DIRECTORY_GET_IFACE (self)

static void
loft_directory_default_init (LoftDirectoryInterface *iface)
{
}

LoftDirectoryKind
loft_directory_get_kind (LoftDirectory *self)
{
  return INTERFACE (self)->get_kind (self);
}

const char *
loft_directory_get_id (LoftDirectory *self)
{
  return INTERFACE (self)->get_id (self);
}

const char *
loft_directory_get_account_name (LoftDirectory *self)
{
  return INTERFACE (self)->get_account_name (self);
}

void
loft_directory_find_async (LoftDirectory *self, const char *words, guint limit,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  INTERFACE (self)->find_async (self, words, limit, cancellable, callback, user_data);
}

GPtrArray *
loft_directory_find_finish (LoftDirectory *self, GAsyncResult *result, gboolean *more,
                            GError **error)
{
  return INTERFACE (self)->find_finish (self, result, more, error);
}
