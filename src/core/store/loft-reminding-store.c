/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminding-store.h"

#include "loft-event-store-private.h"
#include "loft-folder.h"
#include "loft-mail-store-private.h"

void
loft_reminding_resource_free (LoftRemindingResource *self)
{
  g_free (self->version);
  g_free (self);
}

static char *
name_of (gint64 folder_id)
{
  return g_strdup_printf ("silent-folder-%" G_GINT64_FORMAT, folder_id);
}

gboolean
loft_reminding_store_is_silent (LoftMailStore *store, gint64 folder_id)
{
  g_autofree char *name = name_of (folder_id);
  gint64 silent = 0;

  return loft_mail_store_get_number (store, name, &silent, NULL) && silent != 0;
}

gboolean
loft_reminding_store_set_silent (LoftMailStore *store, gint64 folder_id, gboolean silent,
                                 GError **error)
{
  g_autofree char *name = name_of (folder_id);

  return loft_mail_store_set_number (store, name, silent ? 1 : 0, error);
}

/* Of the blobs only their length is asked: they are not read. */
#define SELECT_REMINDING                                                                           \
  "SELECT r.id, r.folder_id, r.edit, r.etag, length (r.raw), length (r.server_raw), r.modified"    \
  " FROM resource r JOIN folder f ON f.id = r.folder_id"                                           \
  " WHERE NOT r.removed AND NOT f.waits & ?1 AND (r.kind = ?2 OR r.kind = ?3 AND EXISTS"           \
  " (SELECT 1 FROM event e WHERE e.resource_id = r.id AND e.facts & ?4 AND EXISTS"                 \
  " (SELECT 1 FROM occurrence o WHERE o.event_id = e.id AND o.ends >= ?5)))"

static LoftRemindingResource *
from_row (sqlite3_stmt *row)
{
  LoftRemindingResource *self = g_new0 (LoftRemindingResource, 1);

  self->resource_id = sqlite3_column_int64 (row, 0);
  self->folder_id = sqlite3_column_int64 (row, 1);
  self->version = g_strdup_printf ("%lld %s %lld %lld %lld", sqlite3_column_int64 (row, 2),
                                   sqlite3_column_text (row, 3), sqlite3_column_int64 (row, 4),
                                   sqlite3_column_int64 (row, 5), sqlite3_column_int64 (row, 6));
  return self;
}

static void
drop_silent (LoftMailStore *store, GPtrArray *resources)
{
  gint64 known = 0;
  gboolean is_silent = FALSE;

  for (guint i = resources->len; i > 0; i--)
    {
      const LoftRemindingResource *resource = g_ptr_array_index (resources, i - 1);

      if (resource->folder_id != known)
        is_silent = loft_reminding_store_is_silent (store, resource->folder_id);
      known = resource->folder_id;
      if (is_silent)
        g_ptr_array_remove_index (resources, i - 1);
    }
}

GPtrArray *
loft_reminding_store_list (LoftMailStore *store, gint64 from, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) resources =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminding_resource_free);
  sqlite3_stmt *statement =
    loft_database_query (database, SELECT_REMINDING, "dddii", LOFT_FOLDER_WAITS_DELETION,
                         LOFT_FOLDER_KIND_TASKS, LOFT_FOLDER_KIND_EVENTS,
                         (gint64) LOFT_EVENT_FACT_ALARM, from);
  gboolean row = FALSE;

  do
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (resources, from_row (statement));
    }
  while (row);
  drop_silent (store, resources);
  return g_steal_pointer (&resources);
}
