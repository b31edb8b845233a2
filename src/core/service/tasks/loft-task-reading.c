/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-reading.h"

#include "loft-ical-object.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"

LoftTaskReading *
loft_task_reading_ref (LoftTaskReading *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_task_reading_unref (LoftTaskReading *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->raw);
  loft_task_unref (self->task);
  g_free (self);
}

LoftTask *
loft_task_reading_find (GBytes *raw, GError **error)
{
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, error);
  GPtrArray *tasks = object != NULL ? loft_ical_object_get_tasks (object) : NULL;

  if (tasks == NULL)
    return NULL;
  if (tasks->len > 0)
    return loft_task_ref (g_ptr_array_index (tasks, 0));
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no task in it");
  return NULL;
}

static GHashTable *
index_by_resource (GPtrArray *readings)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; readings != NULL && i < readings->len; i++)
    {
      LoftTaskReading *reading = g_ptr_array_index (readings, i);

      g_hash_table_insert (index, &reading->resource_id, reading);
    }
  return index;
}

/* (transfer full) (nullable) */
static LoftTaskReading *
take (const LoftResource *resource, GHashTable *known)
{
  LoftTaskReading *before = g_hash_table_lookup (known, &resource->id);
  g_autoptr (LoftTask) task = NULL;
  LoftTaskReading *self;

  if (before != NULL && before->folder_id == resource->folder_id &&
      g_bytes_equal (before->raw, resource->raw))
    return loft_task_reading_ref (before);
  task = loft_task_reading_find (resource->raw, NULL);
  if (task == NULL)
    return NULL;
  self = g_new0 (LoftTaskReading, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->resource_id = resource->id;
  self->folder_id = resource->folder_id;
  self->raw = g_bytes_ref (resource->raw);
  self->task = g_steal_pointer (&task);
  return self;
}

GPtrArray *
loft_task_reading_list (LoftMailReader *reader, GPtrArray *before, GCancellable *cancellable,
                        GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  g_autoptr (GArray) ids = loft_resource_store_list (store, 0, LOFT_FOLDER_KIND_TASKS, error);
  g_autoptr (GHashTable) known = index_by_resource (before);
  g_autoptr (GPtrArray) readings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_task_reading_unref);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (LoftResource) resource =
        loft_resource_store_get (store, g_array_index (ids, gint64, i), NULL);
      LoftTaskReading *reading = resource != NULL ? take (resource, known) : NULL;

      if (reading != NULL)
        g_ptr_array_add (readings, reading);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  return ids != NULL ? g_steal_pointer (&readings) : NULL;
}
