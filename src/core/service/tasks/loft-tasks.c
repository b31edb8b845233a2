/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks.h"

#include "loft-mail-account-private.h"
#include "loft-resource-watch.h"
#include "loft-task-reading.h"

struct _LoftTasks {
  GObject parent;

  LoftService *service; /* (borrowed) */
  GListModel *lists; /* (owned) of LoftCalendarItem */
  GPtrArray *items; /* of LoftTaskItem */
  GHashTable *parts; /* account id -> GPtrArray of LoftTaskReading: as last read */
  LoftResourceWatch *watch; /* (owned) */
  GCancellable *cancellable; /* (owned) of what is being read */
  guint n_reading;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftTasks, loft_tasks, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_TASK_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_TASKS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftTasks *self = LOFT_TASKS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- what changed ------------------------------------------------------------------------- */

/* LoftTask -> LoftTaskItem: a reading keeps its task while its text is the same. */
static GHashTable *
index_items (LoftTasks *self)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (self->items, i);

      g_hash_table_insert (index, loft_task_item_get (item), item);
    }
  return index;
}

static void
add_part (LoftTasks *self, const char *account_id, GPtrArray *part, GHashTable *known,
          GPtrArray *items)
{
  LoftCalendarItem *list = NULL;
  gint64 of_folder = 0;

  for (guint i = 0; i < part->len; i++)
    {
      const LoftTaskReading *reading = g_ptr_array_index (part, i);
      LoftTaskItem *item = g_hash_table_lookup (known, reading->task);

      if (list == NULL || of_folder != reading->folder_id)
        list = loft_calendar_item_find (self->lists, account_id, reading->folder_id);
      of_folder = reading->folder_id;
      if (list == NULL)
        continue;
      if (item != NULL && loft_task_item_get_list (item) == list)
        g_ptr_array_add (items, g_object_ref (item));
      else
        g_ptr_array_add (items, loft_task_item_new (reading->resource_id, reading->task, list));
    }
}

static void
show (LoftTasks *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  guint head = 0;
  guint tail = 0;

  self->items = g_ptr_array_ref (items);
  while (head < old->len && head < items->len &&
         g_ptr_array_index (old, head) == g_ptr_array_index (items, head))
    head++;
  while (tail < old->len - head && tail < items->len - head &&
         g_ptr_array_index (old, old->len - 1 - tail) ==
           g_ptr_array_index (items, items->len - 1 - tail))
    tail++;
  if (old->len - head - tail > 0 || items->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                items->len - head - tail);
}

static void
show_parts (LoftTasks *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = index_items (self);
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const char *account_id = loft_mail_account_get_account (account)->id;
      GPtrArray *part = g_hash_table_lookup (self->parts, account_id);

      if (part != NULL)
        add_part (self, account_id, part, known, items);
    }
  show (self, items);
}

/* ---- reading ------------------------------------------------------------------------------ */

typedef struct {
  char *account_id;
  GPtrArray *before; /* (nullable) */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->before, g_ptr_array_unref);
  g_free (wish->account_id);
  g_free (wish);
}

static void
read_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Wish *wish = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *readings = loft_task_reading_list (reader, wish->before, cancellable, &error);

  if (readings != NULL)
    g_task_return_pointer (task, readings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* An account that cannot be read keeps what it showed: it says itself what is wrong with it. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftTasks) self = user_data;
  const Wish *wish = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *readings = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&readings, g_ptr_array_unref);
      return;
    }
  if (readings != NULL)
    g_hash_table_insert (self->parts, g_strdup (wish->account_id), readings);
  else
    g_message ("Tasks of an account cannot be read: %s", error->message);
  if (--self->n_reading == 0)
    show_parts (self);
}

static void
read_account (LoftTasks *self, LoftMailAccount *account)
{
  g_autoptr (GTask) task = g_task_new (account, self->cancellable, on_read, g_object_ref (self));
  const char *account_id = loft_mail_account_get_account (account)->id;
  GPtrArray *before = g_hash_table_lookup (self->parts, account_id);
  Wish *wish = g_new0 (Wish, 1);

  wish->account_id = g_strdup (account_id);
  wish->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  g_task_set_task_data (task, wish, wish_free);
  g_task_set_check_cancellable (task, FALSE);
  self->n_reading++;
  loft_mail_account_queue_list (account, LOFT_WORKER_URGENT, task, read_in_worker);
}

static void
refresh (LoftTasks *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = g_list_model_get_n_items (accounts);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_reading = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      read_account (self, account);
    }
  if (n == 0)
    show_parts (self);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_tasks_dispose (GObject *object)
{
  LoftTasks *self = LOFT_TASKS (object);

  g_clear_object (&self->watch);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (loft_tasks_parent_class)->dispose (object);
}

static void
loft_tasks_finalize (GObject *object)
{
  LoftTasks *self = LOFT_TASKS (object);

  g_object_unref (self->lists);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->parts);
  G_OBJECT_CLASS (loft_tasks_parent_class)->finalize (object);
}

static void
loft_tasks_class_init (LoftTasksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_tasks_dispose;
  object_class->finalize = loft_tasks_finalize;
}

static void
loft_tasks_init (LoftTasks *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->parts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
}

LoftTasks *
loft_tasks_new (LoftService *service, GListModel *lists)
{
  LoftTasks *self = g_object_new (LOFT_TYPE_TASKS, NULL);

  self->service = service;
  self->lists = g_object_ref (lists);
  self->watch = loft_resource_watch_new (loft_service_get_accounts (service));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lists, "items-changed", G_CALLBACK (loft_resource_watch_tell),
                           self->watch, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
