/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-id-diff.h"
#include "loft-mail-account-private.h"
#include "loft-message-list-private.h"
#include "loft-thread-task.h"

/* More changes than this are told as "everything": one signal costs more than the rows it saves. */
#define MAX_EDITS 500
/* In a long sync of other folders their changes are told many times a second. */
#define REFRESH_MS 500

LoftListPart *
loft_list_part_ref (LoftListPart *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_list_part_unref (LoftListPart *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->account);
  loft_message_order_free (self->order);
  g_clear_pointer (&self->from_server, g_array_unref);
  g_free (self);
}

/* ---- telling ------------------------------------------------------------------------------ */

/* Everything at once: as "all gone" and "all came", which GTK does in no time, where one signal
 * for both makes it look every row up. */
static void
replace_entries (LoftMessageList *self, GArray *entries)
{
  g_autoptr (GArray) old = self->entries;

  self->entries = g_array_new (FALSE, FALSE, sizeof (LoftListEntry));
  if (old->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, 0);
  g_array_unref (self->entries);
  self->entries = g_array_ref (entries);
  if (entries->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, entries->len);
}

/* (transfer full) */
static GArray *
apply_edit (GArray *current, GArray *final, const LoftIdEdit *edit)
{
  GArray *next = g_array_sized_new (FALSE, FALSE, sizeof (LoftListEntry),
                                    current->len - edit->removed + edit->added);
  guint behind = edit->position + edit->removed;

  g_array_append_vals (next, current->data, edit->position);
  g_array_append_vals (next, &g_array_index (final, LoftListEntry, edit->position), edit->added);
  g_array_append_vals (next, &g_array_index (current, LoftListEntry, behind),
                       current->len - behind);
  return next;
}

/* Step by step, so that the model is true at each signal. */
static void
apply_edits (LoftMessageList *self, GArray *final, GArray *edits)
{
  for (guint i = 0; i < edits->len; i++)
    {
      const LoftIdEdit *edit = &g_array_index (edits, LoftIdEdit, i);
      GArray *next =
        i + 1 == edits->len ? g_array_ref (final) : apply_edit (self->entries, final, edit);

      g_array_unref (self->entries);
      self->entries = next;
      g_list_model_items_changed (G_LIST_MODEL (self), edit->position, edit->removed, edit->added);
    }
  g_array_ref (final);
  g_array_unref (self->entries);
  self->entries = final;
}

/* ---- joining the parts -------------------------------------------------------------------- */

typedef struct {
  LoftMessageList *list; /* (weak) (nullable) main thread only */
  GPtrArray *parts; /* (owned) of LoftListPart; their orders stand still meanwhile */
  GArray *before; /* (owned) of LoftListEntry */
  GHashTable *in_use; /* (owned) gint64* -> gint64*: keys of rows that live -> their message id */
  GArray *entries; /* (owned) (nullable) the result */
  GArray *edits; /* (owned) (nullable) NULL: replace everything */
} Joining;

static void
joining_free (Joining *joining)
{
  g_clear_weak_pointer (&joining->list);
  g_ptr_array_unref (joining->parts);
  g_array_unref (joining->before);
  g_hash_table_unref (joining->in_use);
  g_clear_pointer (&joining->entries, g_array_unref);
  g_clear_pointer (&joining->edits, g_array_unref);
  g_free (joining);
}

static void
find_rows_in_use (Joining *joining)
{
  for (guint i = 0; i < joining->entries->len; i++)
    {
      const LoftListEntry *entry = &g_array_index (joining->entries, LoftListEntry, i);
      gint64 *message_id = g_hash_table_lookup (joining->in_use, &entry->key);

      if (message_id != NULL)
        *message_id = entry->message_id;
    }
}

static void
join_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Joining *joining = data;
  g_autofree LoftMessageOrder **orders = g_new0 (LoftMessageOrder *, joining->parts->len);
  guint n_orders = 0;

  for (guint i = 0; i < joining->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (joining->parts, i);

      if (part->order != NULL)
        orders[n_orders++] = part->order;
    }
  joining->entries = loft_message_order_merge (orders, n_orders);
  joining->edits = loft_id_diff (joining->before, joining->entries, MAX_EDITS);
  find_rows_in_use (joining);
  g_task_return_boolean (task, TRUE);
}

static GHashTable *
list_rows_in_use (LoftMessageList *self)
{
  GHashTable *in_use = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_insert (in_use, g_memdup2 (key, sizeof (gint64)), g_new0 (gint64, 1));
  return in_use;
}

/* A row that was made while the parts were joined is looked at by one more load. */
static void
refresh_rows (LoftMessageList *self, GHashTable *in_use)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (rows, g_object_ref (row));
  for (guint i = 0; i < rows->len; i++)
    {
      LoftMessageRow *one = g_ptr_array_index (rows, i);
      const gint64 *message_id = g_hash_table_lookup (in_use, loft_message_row_key_pointer (one));

      if (message_id != NULL && *message_id != 0)
        loft_message_row_refresh (one, *message_id);
      else if (message_id == NULL)
        loft_message_row_refresh (one, loft_message_row_get_id (one));
    }
}

static void
all_stale (LoftMessageList *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    ((LoftListPart *) g_ptr_array_index (self->parts, i))->stale = TRUE;
}

static gboolean
on_refresh (gpointer user_data)
{
  LoftMessageList *self = user_data;
  g_autoptr (GHashTable) none = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer row;
  gboolean joined = FALSE;

  self->refresh_source = 0;
  refresh_rows (self, none);
  g_hash_table_iter_init (&iter, self->rows);
  while (!joined && g_hash_table_iter_next (&iter, NULL, &row))
    joined = loft_message_row_is_joined_elsewhere (row);
  if (joined)
    {
      all_stale (self);
      loft_message_list_load (self);
    }
  return G_SOURCE_REMOVE;
}

void
loft_message_list_refresh_soon (LoftMessageList *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_MS, on_refresh, self);
}

/* ---- loading ------------------------------------------------------------------------------ */

/* In a busy time a large list would be loaded without end, and what a person clicks on waits behind
 * it: it rests for as long as it worked. */
static gboolean
on_rested (gpointer user_data)
{
  LoftMessageList *self = user_data;

  self->load_source = 0;
  loft_message_list_load (self);
  return G_SOURCE_REMOVE;
}

static void
go_on (LoftMessageList *self)
{
  gint64 took = g_get_monotonic_time () - self->load_began;

  self->loading = FALSE;
  g_clear_object (&self->load_cancellable);
  if (!self->load_again || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->fresh)
    loft_message_list_load (self);
  else if (self->load_source == 0)
    self->load_source = g_timeout_add ((guint) MIN (took / 1000, 2000), on_rested, self);
}

/* What could not be loaded anew cannot be merged with what could. */
static void
drop_other_orders (LoftMessageList *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i);

      if (part->order != NULL && !loft_message_order_is_by (part->order, &self->arrangement))
        g_clear_pointer (&part->order, loft_message_order_free);
    }
}

/* Where there is one part only, it is loaded whenever it is merged. */
static void
drop_single_order (LoftMessageList *self)
{
  if (self->service == NULL && self->parts->len == 1)
    g_clear_pointer (&((LoftListPart *) g_ptr_array_index (self->parts, 0))->order,
                     loft_message_order_free);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Joining *joining = user_data;
  g_autoptr (LoftMessageList) self = joining->list != NULL ? g_object_ref (joining->list) : NULL;

  if (self == NULL)
    return;
  drop_single_order (self);
  if (g_task_propagate_boolean (G_TASK (result), NULL) && !self->fresh &&
      !g_cancellable_is_cancelled (self->cancellable))
    {
      if (joining->edits != NULL)
        apply_edits (self, joining->entries, joining->edits);
      else
        replace_entries (self, joining->entries);
      refresh_rows (self, joining->in_use);
      loft_message_list_notify_loaded (self);
    }
  go_on (self);
}

static void
join (LoftMessageList *self)
{
  Joining *joining = g_new0 (Joining, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_joined, joining);

  self->fresh = FALSE;
  drop_other_orders (self);
  g_set_weak_pointer (&joining->list, self);
  joining->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_list_part_unref);
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (joining->parts, loft_list_part_ref (g_ptr_array_index (self->parts, i)));
  joining->before = g_array_ref (self->entries);
  joining->in_use = list_rows_in_use (self);
  g_task_set_task_data (task, joining, (GDestroyNotify) joining_free);
  loft_thread_task_run (task, join_in_thread);
}

/* Loads do not keep a list alive: when it is closed, its rows go on by themselves at once. */
typedef struct {
  LoftMessageList *list; /* (weak) (nullable) main thread only */
  LoftListPart *part; /* (owned) */
  LoftMessageSource source; /* query owned */
  LoftMessageArrangement arrangement;
  GArray *before; /* (owned) (nullable) */
  gboolean more; /* (out) */
} LoadJob;

static void
load_job_free (LoadJob *job)
{
  g_clear_weak_pointer (&job->list);
  loft_list_part_unref (job->part);
  g_free ((char *) job->source.query);
  g_clear_pointer (&job->source.from_server, g_array_unref);
  g_clear_pointer (&job->before, g_array_unref);
  g_free (job);
}

static void
load_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  LoadJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  LoftMessageOrder *order =
    loft_message_source_load (&job->source, reader, job->part->slot, &job->arrangement, job->before,
                              &job->more, cancellable, &error);

  if (order != NULL)
    g_task_return_pointer (task, order, (GDestroyNotify) loft_message_order_free);
  else
    g_task_return_error (task, error);
}

/* A part that cannot be read stays as it was. */
static void
on_part_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoadJob *job = user_data;
  g_autoptr (LoftMessageList) self = job->list != NULL ? g_object_ref (job->list) : NULL;
  LoftMessageOrder *order = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL)
    {
      loft_message_order_free (order);
      return;
    }
  if (order != NULL && loft_message_arrangement_equal (&job->arrangement, &self->arrangement))
    {
      loft_message_order_free (job->part->order);
      job->part->order = order;
      job->part->stale |= job->more;
      self->load_again |= job->more;
    }
  else
    loft_message_order_free (order);
  if (--self->n_waiting > 0)
    return;
  if (g_cancellable_is_cancelled (self->load_cancellable))
    go_on (self);
  else
    join (self);
}

static void
load_part (LoftMessageList *self, LoftListPart *part, LoftWorkerPriority priority)
{
  LoadJob *job = g_new0 (LoadJob, 1);
  g_autoptr (GTask) task = g_task_new (part->account, self->load_cancellable, on_part_loaded, job);

  part->stale = FALSE;
  g_set_weak_pointer (&job->list, self);
  job->part = loft_list_part_ref (part);
  job->source = self->source;
  job->source.query = g_strdup (self->source.query);
  job->source.from_server = part->from_server != NULL ? g_array_ref (part->from_server) : NULL;
  job->arrangement = self->arrangement;
  if (!self->fresh)
    job->before = g_array_ref (self->entries);
  job->source.first_few = self->fresh;
  g_task_set_task_data (task, job, (GDestroyNotify) load_job_free);
  self->n_waiting++;
  loft_mail_account_queue_list (part->account, priority, task, load_in_worker);
}

void
loft_message_list_load (LoftMessageList *self)
{
  LoftWorkerPriority priority = self->fresh ? LOFT_WORKER_URGENT : LOFT_WORKER_NORMAL;

  if (self->loading || self->load_source != 0)
    {
      self->load_again = TRUE;
      return;
    }
  self->loading = TRUE;
  self->load_again = FALSE;
  self->load_began = g_get_monotonic_time ();
  self->load_cancellable = g_cancellable_new ();
  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i);

      if (part->stale || part->order == NULL)
        load_part (self, part, priority);
    }
  if (self->n_waiting == 0)
    join (self);
}

void
loft_message_list_load_anew (LoftMessageList *self)
{
  self->fresh = TRUE;
  all_stale (self);
  g_clear_handle_id (&self->load_source, g_source_remove);
  if (self->load_cancellable != NULL)
    g_cancellable_cancel (self->load_cancellable);
  loft_message_list_load (self);
}
