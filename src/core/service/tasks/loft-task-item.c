/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-item.h"

struct _LoftTaskItem {
  GObject parent;

  gint64 resource_id;
  LoftTask *task; /* (owned) */
  LoftCalendarItem *list; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LoftTaskItem, loft_task_item, G_TYPE_OBJECT)

gint64
loft_task_item_get_resource_id (LoftTaskItem *self)
{
  return self->resource_id;
}

LoftTask *
loft_task_item_get (LoftTaskItem *self)
{
  return self->task;
}

LoftCalendarItem *
loft_task_item_get_list (LoftTaskItem *self)
{
  return self->list;
}

gboolean
loft_task_item_is_same (LoftTaskItem *self, LoftTaskItem *other)
{
  return self->resource_id == other->resource_id &&
         g_str_equal (loft_calendar_item_get_account_id (self->list),
                      loft_calendar_item_get_account_id (other->list));
}

/* ---- parts -------------------------------------------------------------------------------- */

/* uid of the parent -> GPtrArray of LoftTaskItem, of one list. */
static GHashTable *
index_by_parent (LoftTaskItem *self, GListModel *tasks)
{
  GHashTable *by_parent =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  guint n = g_list_model_get_n_items (tasks);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (tasks, i);
      GPtrArray *parts = g_hash_table_lookup (by_parent, item->task->parent);

      if (item->list != self->list || *item->task->parent == '\0')
        continue;
      if (parts == NULL)
        {
          parts = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (by_parent, item->task->parent, parts);
        }
      g_ptr_array_add (parts, g_object_ref (item));
    }
  return by_parent;
}

/* What was taken out of the index is not met again: so circles end. */
static void
take_parts (GHashTable *by_parent, const char *uid, GPtrArray *found)
{
  g_autoptr (GPtrArray) parts = NULL;
  gpointer stolen = NULL;

  if (g_hash_table_steal_extended (by_parent, uid, NULL, &stolen))
    parts = stolen;
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    g_ptr_array_add (found, g_object_ref (g_ptr_array_index (parts, i)));
}

GPtrArray *
loft_task_item_list_parts (LoftTaskItem *self, GListModel *tasks)
{
  g_autoptr (GHashTable) by_parent = index_by_parent (self, tasks);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  take_parts (by_parent, self->task->uid, found);
  for (guint i = 0; i < found->len; i++)
    take_parts (by_parent, ((LoftTaskItem *) g_ptr_array_index (found, i))->task->uid, found);
  for (guint i = found->len; i > 0; i--)
    if (loft_task_item_is_same (self, g_ptr_array_index (found, i - 1)))
      g_ptr_array_remove_index (found, i - 1);
  return found;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_task_item_finalize (GObject *object)
{
  LoftTaskItem *self = LOFT_TASK_ITEM (object);

  loft_task_unref (self->task);
  g_object_unref (self->list);
  G_OBJECT_CLASS (loft_task_item_parent_class)->finalize (object);
}

static void
loft_task_item_class_init (LoftTaskItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_task_item_finalize;
}

static void
loft_task_item_init (LoftTaskItem *self)
{
}

LoftTaskItem *
loft_task_item_new (gint64 resource_id, LoftTask *task, LoftCalendarItem *list)
{
  LoftTaskItem *self = g_object_new (LOFT_TYPE_TASK_ITEM, NULL);

  self->resource_id = resource_id;
  self->task = loft_task_ref (task);
  self->list = g_object_ref (list);
  return self;
}
