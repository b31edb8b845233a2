/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-service.h"

#include "loft-calendars.h"
#include "loft-local-account.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-resource-folders.h"
#include "loft-resource-undos.h"
#include "loft-resources.h"
#include "loft-task-plan.h"
#include "loft-tasks.h"
#include "loft-unfinished.h"

struct _LoftTaskService {
  GObject parent;

  LoftService *service; /* (borrowed) it owns this */
  LoftCalendars *lists; /* (owned) */
  LoftTasks *tasks; /* (owned) */
  GHashTable *undos; /* guint64 -> GPtrArray of LoftResourceUndo */
  guint64 last_undo;
};

static void actions_init (LoftTaskActionsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftTaskService, loft_task_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_TASK_ACTIONS, actions_init))

static GListModel *
get_lists (LoftTaskActions *actions)
{
  return G_LIST_MODEL (LOFT_TASK_SERVICE (actions)->lists);
}

static GListModel *
get_tasks (LoftTaskActions *actions)
{
  return G_LIST_MODEL (LOFT_TASK_SERVICE (actions)->tasks);
}

static gboolean
set_color (LoftTaskActions *actions, LoftCalendarItem *list, const char *color, GError **error)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (actions);
  LoftMailAccount *account = loft_calendars_find_account (self->lists, list);

  if (account == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The account was removed");
      return FALSE;
    }
  return loft_resources_set_folder_color (account, loft_calendar_item_get_folder_id (list), color,
                                          error);
}

/* ---- a change ----------------------------------------------------------------------------- */

/* What is done in one account, all or none. */
typedef struct {
  LoftMailAccount *account; /* (owned) */
  GArray *wishes; /* of LoftResourceWish; raw owned */
} Step;

typedef struct {
  GPtrArray *plan; /* (owned) of LoftTaskEdit */
  GPtrArray *texts; /* (owned) of GBytes: what becomes of each */
  GPtrArray *steps; /* (owned) of Step: what adds comes first, so that nothing is lost in between */
  guint next; /* step */
  GPtrArray *undos; /* (owned) of LoftResourceUndo */
} Work;

static void
clear_wish (gpointer data)
{
  g_clear_pointer (&((LoftResourceWish *) data)->raw, g_bytes_unref);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->account);
  g_array_unref (step->wishes);
  g_free (step);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->plan, g_ptr_array_unref);
  g_ptr_array_unref (work->texts);
  g_ptr_array_unref (work->steps);
  g_ptr_array_unref (work->undos);
  g_free (work);
}

static Work *
work_new (void)
{
  Work *work = g_new0 (Work, 1);

  work->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  work->steps = g_ptr_array_new_with_free_func (step_free);
  work->undos = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_resource_undo_unref);
  return work;
}

/* ---- texts, in a worker ------------------------------------------------------------------- */

/* The edits of one account, which has the texts. */
typedef struct {
  GPtrArray *edits; /* of LoftTaskEdit (borrowed: the change has them) */
  GPtrArray *texts; /* (owned) of GBytes */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_ptr_array_unref (writing->edits);
  g_ptr_array_unref (writing->texts);
  g_free (writing);
}

static GBytes *
read_raw (LoftMailStore *store, const LoftTaskEdit *edit, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, edit->resource_id, error);

  if (resource == NULL)
    return NULL;
  if (!resource->removed && resource->folder_id == edit->folder_id)
    return g_bytes_ref (resource->raw);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The task was deleted");
  return NULL;
}

static GBytes *
write_text (LoftMailStore *store, const LoftTaskEdit *edit, GError **error)
{
  g_autoptr (GBytes) raw = NULL;

  if (edit->resource_id == 0)
    return loft_task_edit_write (edit, NULL, error);
  raw = read_raw (store, edit, error);
  return raw != NULL ? loft_task_edit_write (edit, raw, error) : NULL;
}

static void
write_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Writing *writing = g_task_get_task_data (task);
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  GError *error = NULL;

  for (guint i = 0; i < writing->edits->len; i++)
    {
      GBytes *text = write_text (store, g_ptr_array_index (writing->edits, i), &error);

      if (text == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (writing->texts, text);
    }
  g_task_return_boolean (task, TRUE);
}

/* ---- steps -------------------------------------------------------------------------------- */

static Step *
find_step (Work *work, LoftMailAccount *account, guint from)
{
  Step *step;

  for (guint i = from; i < work->steps->len; i++)
    if (((Step *) g_ptr_array_index (work->steps, i))->account == account)
      return g_ptr_array_index (work->steps, i);
  step = g_new0 (Step, 1);
  step->account = g_object_ref (account);
  step->wishes = g_array_new (FALSE, FALSE, sizeof (LoftResourceWish));
  g_array_set_clear_func (step->wishes, clear_wish);
  g_ptr_array_add (work->steps, step);
  return step;
}

static void
add_wish (Step *step, gint64 resource_id, gint64 folder_id, GBytes *raw)
{
  LoftResourceWish wish = { resource_id, folder_id, raw != NULL ? g_bytes_ref (raw) : NULL };

  g_array_append_val (step->wishes, wish);
}

/* Within an account a move is one step. */
static void
add_steps (LoftTaskService *self, Work *work)
{
  for (guint i = 0; i < work->plan->len; i++)
    {
      const LoftTaskEdit *edit = g_ptr_array_index (work->plan, i);
      LoftMailAccount *target =
        edit->to_account_id != NULL
          ? loft_service_find_account_by_id (self->service, edit->to_account_id)
          : NULL;

      if (target != NULL)
        add_wish (find_step (work, target, 0), 0, edit->to_folder_id,
                  g_ptr_array_index (work->texts, i));
    }
  for (guint i = 0; i < work->plan->len; i++)
    {
      const LoftTaskEdit *edit = g_ptr_array_index (work->plan, i);
      LoftMailAccount *account = loft_service_find_account_by_id (self->service, edit->account_id);
      gboolean goes = edit->is_removed || edit->to_account_id != NULL;

      if (account != NULL)
        add_wish (find_step (work, account, 0), edit->resource_id, edit->folder_id,
                  goes ? NULL : g_ptr_array_index (work->texts, i));
    }
}

static void
finish_change (GTask *client)
{
  LoftTaskService *self = g_task_get_source_object (client);
  Work *work = g_task_get_task_data (client);
  guint64 *id = g_new (guint64, 1);

  *id = ++self->last_undo;
  g_hash_table_insert (self->undos, g_memdup2 (id, sizeof *id), g_ptr_array_ref (work->undos));
  g_task_return_pointer (client, id, g_free);
}

static void act_next (GTask *client);

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Work *work = g_task_get_task_data (client);
  LoftResourceUndo *undo = NULL;
  GError *error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, &undo, &error))
    {
      loft_resource_undos_back_out (work->undos, g_steal_pointer (&client), error);
      return;
    }
  g_ptr_array_add (work->undos, undo);
  act_next (g_steal_pointer (&client));
}

/* Takes client. */
static void
act_next (GTask *client)
{
  Work *work = g_task_get_task_data (client);
  Step *step;

  if (work->next == work->steps->len)
    {
      finish_change (client);
      g_object_unref (client);
      return;
    }
  step = g_ptr_array_index (work->steps, work->next++);
  loft_resources_act_async (step->account, (const LoftResourceWish *) (gpointer) step->wishes->data,
                            step->wishes->len, on_acted, client);
}

/* ---- the change --------------------------------------------------------------------------- */

static void write_next (GTask *client);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Writing *writing = g_task_get_task_data (G_TASK (result));
  Work *work = g_task_get_task_data (client);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  g_ptr_array_extend_and_steal (work->texts, g_ptr_array_ref (writing->texts));
  write_next (g_steal_pointer (&client));
}

static void
refuse_gone (GTask *client)
{
  g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "The list is no longer there");
  g_object_unref (client);
}

/* The edits of one account after the other, as the plan has them. Takes client. */
static void
write_next (GTask *client)
{
  LoftTaskService *self = g_task_get_source_object (client);
  Work *work = g_task_get_task_data (client);
  const LoftTaskEdit *first =
    work->texts->len < work->plan->len ? g_ptr_array_index (work->plan, work->texts->len) : NULL;
  LoftMailAccount *account =
    first != NULL ? loft_service_find_account_by_id (self->service, first->account_id) : NULL;
  g_autoptr (GTask) task = NULL;
  Writing *writing;

  if (first == NULL)
    {
      add_steps (self, work);
      act_next (client);
      return;
    }
  if (account == NULL)
    {
      refuse_gone (client);
      return;
    }
  writing = g_new0 (Writing, 1);
  writing->edits = g_ptr_array_new ();
  writing->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = work->texts->len; i < work->plan->len; i++)
    {
      LoftTaskEdit *edit = g_ptr_array_index (work->plan, i);

      if (!g_str_equal (edit->account_id, first->account_id))
        break;
      g_ptr_array_add (writing->edits, edit);
    }
  task = g_task_new (account, NULL, on_written, client);
  g_task_set_task_data (task, writing, writing_free);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, write_in_worker);
}

static void
change_async (LoftTaskActions *actions, const LoftTaskChange *change, GAsyncReadyCallback callback,
              gpointer user_data)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);
  Work *work = work_new ();
  GError *error = NULL;

  g_task_set_task_data (client, work, work_free);
  loft_unfinished_add (self->service, client);
  work->plan = loft_task_plan_make (change, G_LIST_MODEL (self->tasks), &error);
  if (work->plan != NULL)
    {
      write_next (client);
      return;
    }
  g_task_return_error (client, error);
  g_object_unref (client);
}

static gboolean
change_finish (LoftTaskActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  g_autofree guint64 *id = g_task_propagate_pointer (G_TASK (result), error);

  if (undo != NULL)
    *undo = id != NULL ? *id : 0;
  return id != NULL;
}

/* ---- taking back -------------------------------------------------------------------------- */

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_resource_undos_run_finish (result, &error))
    g_task_return_pointer (client, g_new0 (guint64, 1), g_free);
  else
    g_task_return_error (client, error);
}

static void
undo_async (LoftTaskActions *actions, guint64 undo, GAsyncReadyCallback callback,
            gpointer user_data)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);
  GPtrArray *undos = g_hash_table_lookup (self->undos, &undo);

  if (undos == NULL)
    {
      g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "It was taken back already");
      g_object_unref (client);
      return;
    }
  loft_unfinished_add (self->service, client);
  loft_resource_undos_run_async (undos, NULL, on_undone, client);
  g_hash_table_remove (self->undos, &undo);
}

/* ---- lists -------------------------------------------------------------------------------- */

static void
finish_list (GTask *client, gboolean done, GError *error)
{
  if (done)
    g_task_return_pointer (client, g_new0 (guint64, 1), g_free);
  else
    g_task_return_error (client, error);
  g_object_unref (client);
}

static void
on_list_created (GObject *source, GAsyncResult *result, gpointer client)
{
  GError *error = NULL;
  gint64 id = loft_resource_folders_create_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  finish_list (client, id != 0, error);
}

static void
create_list_async (LoftTaskActions *actions, const char *name, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);
  LoftMailAccount *account = loft_service_find_account_by_id (self->service, LOFT_LOCAL_ACCOUNT_ID);

  if (account != NULL)
    loft_resource_folders_create_async (account, name, LOFT_FOLDER_KIND_TASKS, on_list_created,
                                        client);
  else
    refuse_gone (client);
}

static void
on_list_renamed (GObject *source, GAsyncResult *result, gpointer client)
{
  GError *error = NULL;
  gboolean done = loft_resource_folders_rename_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  finish_list (client, done, error);
}

static void
rename_list_async (LoftTaskActions *actions, LoftCalendarItem *list, const char *name,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);
  LoftMailAccount *account =
    loft_service_find_account_by_id (self->service, loft_calendar_item_get_account_id (list));

  if (account != NULL)
    loft_resource_folders_rename_async (account, loft_calendar_item_get_folder_id (list), name,
                                        on_list_renamed, client);
  else
    refuse_gone (client);
}

static void
actions_init (LoftTaskActionsInterface *iface)
{
  iface->get_lists = get_lists;
  iface->get_tasks = get_tasks;
  iface->set_color = set_color;
  iface->create_list_async = create_list_async;
  iface->rename_list_async = rename_list_async;
  iface->change_async = change_async;
  iface->change_finish = change_finish;
  iface->undo_async = undo_async;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_task_service_finalize (GObject *object)
{
  LoftTaskService *self = LOFT_TASK_SERVICE (object);

  g_object_unref (self->tasks);
  g_object_unref (self->lists);
  g_hash_table_unref (self->undos);
  G_OBJECT_CLASS (loft_task_service_parent_class)->finalize (object);
}

static void
loft_task_service_class_init (LoftTaskServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_task_service_finalize;
}

static void
loft_task_service_init (LoftTaskService *self)
{
  self->undos =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

LoftTaskService *
loft_task_service_new (LoftService *service)
{
  LoftTaskService *self = g_object_new (LOFT_TYPE_TASK_SERVICE, NULL);

  self->service = service;
  self->lists = loft_calendars_new (service, LOFT_FOLDER_KIND_TASKS);
  self->tasks = loft_tasks_new (service, G_LIST_MODEL (self->lists));
  return self;
}
