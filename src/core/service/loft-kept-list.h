/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A short list of objects that is kept in a key file of the profile: what lists of that sort have in
 * common. A GListModel; its class says of what. Main thread only. */
#define LOFT_TYPE_KEPT_LIST (loft_kept_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (LoftKeptList, loft_kept_list, LOFT, KEPT_LIST, GObject)

struct _LoftKeptListClass {
  GObjectClass parent_class;

  GType item_type;
};

/* (transfer none) of the items; whoever changes it says so by g_list_model_items_changed(). */
GPtrArray *loft_kept_list_get_items (LoftKeptList *self);
/* items: (transfer full) */
void loft_kept_list_set_items (LoftKeptList *self, GPtrArray *items);

void loft_kept_list_set_path (LoftKeptList *self, const char *profile_dir, const char *name);

/* (transfer full) (nullable) NULL: there is none, or it cannot be read or is larger than that. */
GKeyFile *loft_kept_list_load (LoftKeptList *self, gsize max_bytes);

/* Durable when it returns TRUE. LOFT_ERROR_STORE */
gboolean loft_kept_list_save (LoftKeptList *self, GKeyFile *file, GError **error);

G_END_DECLS
