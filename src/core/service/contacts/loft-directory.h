/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* People that a server knows and nobody can list: it is asked for words. Main thread only. */
#define LOFT_TYPE_DIRECTORY (loft_directory_get_type ())
G_DECLARE_INTERFACE (LoftDirectory, loft_directory, LOFT, DIRECTORY, GObject)

typedef enum {
  LOFT_DIRECTORY_COMPANY, /* that of an account with mail: Exchange's address list */
  LOFT_DIRECTORY_ALONE, /* an account that is nothing else: LDAP */
} LoftDirectoryKind;

struct _LoftDirectoryInterface {
  GTypeInterface parent;

  LoftDirectoryKind (*get_kind) (LoftDirectory *self);
  const char *(*get_id) (LoftDirectory *self);
  const char *(*get_account_name) (LoftDirectory *self);
  void (*find_async) (LoftDirectory *self, const char *words, guint limit,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray *(*find_finish) (LoftDirectory *self, GAsyncResult *result, gboolean *more,
                             GError **error);
};

LoftDirectoryKind loft_directory_get_kind (LoftDirectory *self);

/* (transfer none) The same as long as the account is there, and no other has it. */
const char *loft_directory_get_id (LoftDirectory *self);

/* (transfer none) */
const char *loft_directory_get_account_name (LoftDirectory *self);

/* Asks the server now. (transfer full) of LoftContact (owned by the array), at most limit, in the server's
 * order; of no store, each with a uid that tells it from the others of the answer. *more: there are others.
 * Errors: LOFT_ERROR_OFFLINE at once where there is no connection to try; _REFUSED: it cannot be asked this;
 * others of the network. */
void loft_directory_find_async (LoftDirectory *self, const char *words, guint limit,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *loft_directory_find_finish (LoftDirectory *self, GAsyncResult *result, gboolean *more,
                                       GError **error);

G_END_DECLS
