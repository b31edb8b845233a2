/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"
#include "loft-fake-backend.h"

G_BEGIN_DECLS

/* A fake server of calendars and address books, and the backend for it: resources by name with versions,
 * sync by a token or by listing. */
#define RESOURCE_TYPE_SERVER (resource_server_get_type ())
G_DECLARE_FINAL_TYPE (ResourceServer, resource_server, RESOURCE, SERVER, GObject)

ResourceServer *resource_server_new (LoftFakeStepFunc step);

void resource_server_add_folder (ResourceServer *self, const char *remote_id,
                                 LoftFolderKinds kinds);
/* "#rrggbb"; (transfer none) (nullable) */
void resource_server_set_color (ResourceServer *self, const char *remote_id, const char *color);
const char *resource_server_get_color (ResourceServer *self, const char *remote_id);
void resource_server_set_read_only (ResourceServer *self, const char *remote_id);

/* (transfer none) (nullable) */
GBytes *resource_server_get (ResourceServer *self, const char *folder_id, const char *name);
/* raw NULL: removed. By another program. */
void resource_server_set (ResourceServer *self, const char *folder_id, const char *name,
                          GBytes *raw);
/* (transfer container) of char*: in order. */
GList *resource_server_list (ResourceServer *self, const char *folder_id);

void resource_server_forget_token (ResourceServer *self);
void resource_server_refuse (ResourceServer *self, const char *name);
/* Named by every listing, but not given. */
void resource_server_set_unreadable (ResourceServer *self, const char *name, gboolean unreadable);
/* It has no place for LOCATION from now on. */
void resource_server_leave_out (ResourceServer *self);
void resource_server_set_normalises (ResourceServer *self, gboolean tells_etags);
guint resource_server_count_writes (ResourceServer *self);

G_END_DECLS
