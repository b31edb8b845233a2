/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-tasks.h"

#include "loft-task-group.h"
#include "loft-task-plan.h"

#define DAY 86400

struct _FakeTasks {
  GObject parent_instance;

  GListStore *lists;
  GListStore *tasks;
  GPtrArray *before; /* of GPtrArray of LoftTaskItem: as it was before each change */
  gint64 next;
  LoftTaskChangeKind last;
  guint n_changes;
  GError *error;
};

static void actions_init (LoftTaskActionsInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTasks, fake_tasks, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_TASK_ACTIONS, actions_init))

static GListModel *
get_lists (LoftTaskActions *actions)
{
  return G_LIST_MODEL (FAKE_TASKS (actions)->lists);
}

static GListModel *
get_tasks (LoftTaskActions *actions)
{
  return G_LIST_MODEL (FAKE_TASKS (actions)->tasks);
}

static gboolean
set_color (LoftTaskActions *actions, LoftCalendarItem *list, const char *color, GError **error)
{
  loft_calendar_item_set_color (list, color);
  return TRUE;
}

static void
create_list_async (LoftTaskActions *actions, const char *name, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  fake_tasks_add_list (FAKE_TASKS (actions), "On This Computer", name, "#3584e4");
  g_task_return_int (task, 1);
}

static void
rename_list_async (LoftTaskActions *actions, LoftCalendarItem *list, const char *name,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  loft_calendar_item_set_name (list, name);
  g_task_return_int (task, 1);
}

/* Changing */

static LoftCalendarItem *
find_list (FakeTasks *self, const char *account_id, gint64 folder_id)
{
  LoftCalendarItem *list =
    loft_calendar_item_find (G_LIST_MODEL (self->lists), account_id, folder_id);

  g_assert_nonnull (list);
  return list;
}

static gboolean
find_position (FakeTasks *self, gint64 resource_id, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tasks)); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);

      *position = i;
      if (loft_task_item_get_resource_id (item) == resource_id)
        return TRUE;
    }
  return FALSE;
}

static void
apply (FakeTasks *self, LoftTaskEdit *edit)
{
  g_autoptr (LoftTaskItem) after = NULL;
  gboolean moves = edit->to_account_id != NULL;
  gint64 id = edit->resource_id != 0 && !moves ? edit->resource_id : ++self->next;
  guint position = 0;

  if (*edit->after->uid == '\0')
    {
      g_free (edit->after->uid);
      edit->after->uid = g_uuid_string_random ();
    }
  after = loft_task_item_new (id, edit->after,
                              find_list (self, moves ? edit->to_account_id : edit->account_id,
                                         moves ? edit->to_folder_id : edit->folder_id));
  if (edit->resource_id == 0)
    g_list_store_append (self->tasks, after);
  else if (find_position (self, edit->resource_id, &position))
    g_list_store_splice (self->tasks, position, 1, (gpointer *) &after, edit->is_removed ? 0 : 1);
}

static GPtrArray *
remember (FakeTasks *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tasks)); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->tasks), i));
  return items;
}

static void
change_async (LoftTaskActions *actions, const LoftTaskChange *change, GAsyncReadyCallback callback,
              gpointer user_data)
{
  FakeTasks *self = FAKE_TASKS (actions);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_autoptr (GPtrArray) plan =
    error == NULL ? loft_task_plan_make (change, G_LIST_MODEL (self->tasks), &error) : NULL;

  if (plan == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->last = change->kind;
  self->n_changes++;
  g_ptr_array_add (self->before, remember (self));
  for (guint i = 0; i < plan->len; i++)
    apply (self, g_ptr_array_index (plan, i));
  g_task_return_int (task, (gssize) self->before->len);
}

static gboolean
change_finish (LoftTaskActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  gssize number = g_task_propagate_int (G_TASK (result), error);

  if (undo != NULL)
    *undo = number > 0 ? (guint64) number : 0;
  return number > 0;
}

static void
undo_async (LoftTaskActions *actions, guint64 undo, GAsyncReadyCallback callback,
            gpointer user_data)
{
  FakeTasks *self = FAKE_TASKS (actions);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GPtrArray *items = g_ptr_array_index (self->before, undo - 1);

  g_list_store_splice (self->tasks, 0, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)),
                       items->pdata, items->len);
  g_task_return_int (task, 1);
}

static void
actions_init (LoftTaskActionsInterface *interface)
{
  interface->get_lists = get_lists;
  interface->get_tasks = get_tasks;
  interface->set_color = set_color;
  interface->create_list_async = create_list_async;
  interface->rename_list_async = rename_list_async;
  interface->change_async = change_async;
  interface->change_finish = change_finish;
  interface->undo_async = undo_async;
}

/* What a test puts in */

LoftCalendarItem *
fake_tasks_add_list (FakeTasks *self, const char *account, const char *name, const char *color)
{
  gint64 id = g_list_model_get_n_items (G_LIST_MODEL (self->lists)) + 1;
  g_autoptr (LoftCalendarItem) list = loft_calendar_item_new (account, id, account, name, color);

  g_list_store_append (self->lists, list);
  return list;
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

LoftTask *
fake_tasks_add (FakeTasks *self, LoftCalendarItem *list, const char *summary, const char *parent,
                gint64 day)
{
  g_autoptr (LoftTask) task = loft_task_new ();
  g_autoptr (LoftTaskItem) item = NULL;

  set (&task->uid, summary);
  set (&task->summary, summary);
  set (&task->parent, parent);
  if (day != 0)
    task->due = (LoftEventTime){ TRUE, TRUE, day * DAY, "", day * DAY };
  item = loft_task_item_new (++self->next, task, list);
  g_list_store_append (self->tasks, item);
  return task;
}

static void
fill_home (FakeTasks *self, LoftCalendarItem *home, gint64 today)
{
  LoftTask *rent = fake_tasks_add (self, home, "Pay the rent", "", today - 2);
  LoftTask *party = fake_tasks_add (self, home, "Spring fair", "", today + 12);
  LoftTask *plants = fake_tasks_add (self, home, "Water the plants", "", today);

  rent->priority = 1;
  set (&plants->rule, "FREQ=WEEKLY");
  set (&party->description, "Ask the choir, and the bakery in Market Street.");
  set (&party->url, "https://example.org/fair");
  party->percent = 40;
  fake_tasks_add (self, home, "Book the hall", "Spring fair", today + 5);
  loft_task_set_completed (fake_tasks_add (self, home, "Find a date", "Spring fair", 0));
  fake_tasks_add (self, home, "Read the book that Jan lent me", "", 0);
  fake_tasks_add (self, home, "خطاب إلى المدرسة", "", today + 1);
}

void
fake_tasks_fill (FakeTasks *self, gint64 today)
{
  LoftCalendarItem *home = fake_tasks_add_list (self, "On This Computer", "Tasks", "#3584e4");
  LoftCalendarItem *work = fake_tasks_add_list (self, "work", "Budget & reports", "#26a269");
  LoftCalendarItem *shared = fake_tasks_add_list (self, "work", "Shared", "#c64600");
  LoftTask *report;

  fill_home (self, home, today);
  report = fake_tasks_add (self, work, "Report of the last quarter", "", 0);
  report->due = (LoftEventTime){ TRUE, FALSE, today * DAY + 64800, "", today * DAY + 64800 };
  report->priority = 5;
  g_strfreev (report->categories);
  report->categories = g_strsplit ("Figures,Board", ",", -1);
  fake_tasks_add (self, work,
                  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
                  " – ask whether they still need the figures that were sent in spring",
                  "", today + 1);
  fake_tasks_add (self, shared, "<b>Not</b> for me & read only", "", 0);
  loft_task_set_completed (fake_tasks_add (self, work, "Order paper", "", today - 5));
  loft_calendar_item_set_writable (shared, FALSE);
}

LoftTaskItem *
fake_tasks_find (FakeTasks *self, const char *summary)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tasks)); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);

      if (g_str_equal (loft_task_item_get (item)->summary, summary))
        return item;
    }
  return NULL;
}

guint
fake_tasks_count (FakeTasks *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
}

LoftTaskChangeKind
fake_tasks_get_last_kind (FakeTasks *self)
{
  return self->last;
}

guint
fake_tasks_count_changes (FakeTasks *self)
{
  return self->n_changes;
}

void
fake_tasks_set_error (FakeTasks *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
fake_tasks_finalize (GObject *object)
{
  FakeTasks *self = FAKE_TASKS (object);

  g_object_unref (self->lists);
  g_object_unref (self->tasks);
  g_ptr_array_unref (self->before);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (fake_tasks_parent_class)->finalize (object);
}

static void
fake_tasks_class_init (FakeTasksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_tasks_finalize;
}

static void
fake_tasks_init (FakeTasks *self)
{
  self->lists = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  self->tasks = g_list_store_new (LOFT_TYPE_TASK_ITEM);
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

FakeTasks *
fake_tasks_new (void)
{
  return g_object_new (FAKE_TYPE_TASKS, NULL);
}
