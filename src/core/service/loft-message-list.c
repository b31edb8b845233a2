/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list.h"

#include "loft-id-diff.h"
#include "loft-mail-account-private.h"

/* More changes than this are told as "everything": one signal costs more than the rows it saves. */
#define MAX_EDITS     500
#define SEARCH_LIMIT  1000

/* ---- row ---------------------------------------------------------------------------------- */

struct _LoftMessageRow {
  GObject parent;

  LoftMessageList *list; /* (weak) (nullable) the list forgets the row when it dies */
  gint64 id;
  gboolean loaded;
  LoftMessage *message;  /* (owned) (nullable) */
};

enum { ROW_PROP_0, ROW_PROP_MESSAGE, N_ROW_PROPERTIES };

static GParamSpec *row_properties[N_ROW_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftMessageRow, loft_message_row, G_TYPE_OBJECT)

struct _LoftMessageList {
  GObject parent;

  LoftMailAccount *account; /* (owned) */
  gint64 folder_id;         /* 0 for a search */
  char *query;              /* (owned) (nullable) */
  GArray *ids;              /* (owned) of gint64; never changed, only replaced */
  GHashTable *rows;         /* gint64* (in the row) -> LoftMessageRow (weak) */
  GCancellable *cancellable;
  gulong changed_handler;
  gboolean loading;
  gboolean load_again;
  gboolean loaded_once;
};

enum { PROP_0, PROP_LOADING, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void loft_message_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftMessageList, loft_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      loft_message_list_model_init))

static LoftMessage *
read_message (LoftMessageList *list, gint64 id)
{
  LoftMailReader *reader =
      list != NULL ? loft_mail_account_get_reader (list->account, NULL) : NULL;

  return reader != NULL ? loft_mail_reader_get_message (reader, id, NULL) : NULL;
}

gint64
loft_message_row_get_id (LoftMessageRow *self)
{
  return self->id;
}

LoftMessage *
loft_message_row_get_message (LoftMessageRow *self)
{
  if (!self->loaded)
    {
      self->message = read_message (self->list, self->id);
      self->loaded = TRUE;
    }
  return self->message;
}

static gboolean
same_message (const LoftMessage *a, const LoftMessage *b)
{
  return a->flags == b->flags && a->cached == b->cached && a->size == b->size &&
         a->date == b->date && a->conversation_id == b->conversation_id &&
         a->attachments->len == b->attachments->len && g_str_equal (a->keywords, b->keywords) &&
         g_str_equal (a->preview, b->preview) && g_str_equal (a->subject, b->subject);
}

/* A row that somebody looks at follows the store. */
static void
refresh_row (LoftMessageRow *self)
{
  g_autoptr (LoftMessage) message = NULL;

  if (!self->loaded)
    return;
  message = read_message (self->list, self->id);
  /* A message that has just gone keeps its last look until its row goes. */
  if (message == NULL || (self->message != NULL && same_message (self->message, message)))
    return;
  loft_message_unref (self->message);
  self->message = g_steal_pointer (&message);
  g_object_notify_by_pspec (G_OBJECT (self), row_properties[ROW_PROP_MESSAGE]);
}

static void
loft_message_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case ROW_PROP_MESSAGE:
      g_value_set_pointer (value, loft_message_row_get_message (LOFT_MESSAGE_ROW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_message_row_dispose (GObject *object)
{
  LoftMessageRow *self = LOFT_MESSAGE_ROW (object);

  if (self->list != NULL && g_hash_table_lookup (self->list->rows, &self->id) == self)
    g_hash_table_remove (self->list->rows, &self->id);
  self->list = NULL;
  G_OBJECT_CLASS (loft_message_row_parent_class)->dispose (object);
}

static void
loft_message_row_finalize (GObject *object)
{
  loft_message_unref (LOFT_MESSAGE_ROW (object)->message);
  G_OBJECT_CLASS (loft_message_row_parent_class)->finalize (object);
}

static void
loft_message_row_class_init (LoftMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_message_row_get_property;
  object_class->dispose = loft_message_row_dispose;
  object_class->finalize = loft_message_row_finalize;
  row_properties[ROW_PROP_MESSAGE] = g_param_spec_pointer (
      "message", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_ROW_PROPERTIES, row_properties);
}

static void
loft_message_row_init (LoftMessageRow *self)
{
}

/* ---- list model --------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_MESSAGE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_MESSAGE_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (model);
  LoftMessageRow *row;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  row = g_hash_table_lookup (self->rows, &id);
  if (row != NULL)
    return g_object_ref (row);
  row = g_object_new (LOFT_TYPE_MESSAGE_ROW, NULL);
  row->list = self;
  row->id = id;
  g_hash_table_insert (self->rows, &row->id, row);
  return row;
}

static void
loft_message_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- loading ------------------------------------------------------------------------------ */

typedef struct {
  gint64 folder_id;
  char *query;    /* (owned) (nullable) */
  GArray *before; /* (owned) */
} LoadJob;

typedef struct {
  GArray *ids;   /* (owned) */
  GArray *edits; /* (owned) (nullable) NULL: replace everything */
} Loaded;

static void
load_job_free (LoadJob *job)
{
  g_free (job->query);
  g_array_unref (job->before);
  g_free (job);
}

static void
loaded_free (Loaded *loaded)
{
  g_array_unref (loaded->ids);
  g_clear_pointer (&loaded->edits, g_array_unref);
  g_free (loaded);
}

static void
load_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  LoadJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  GArray *ids = job->query != NULL
                    ? loft_mail_reader_search (reader, job->query, SEARCH_LIMIT, cancellable,
                                               &error)
                    : loft_mail_reader_list_ids (reader, job->folder_id, G_MAXINT32, 0,
                                                 cancellable, &error);
  Loaded *loaded;

  if (ids == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  loaded = g_new0 (Loaded, 1);
  loaded->ids = ids;
  loaded->edits = loft_id_diff (job->before, ids, MAX_EDITS);
  g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
}

/* Everything at once: as "all gone" and "all came", which GTK does in no time, where one signal
 * for both makes it look every row up. */
static void
replace_ids (LoftMessageList *self, GArray *ids)
{
  GArray *old = self->ids;
  guint n_old = old->len;

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (n_old > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  if (ids->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, ids->len);
  g_array_unref (old);
}

/* Step by step, so that the model is true at each signal. */
static void
apply_edits (LoftMessageList *self, const Loaded *loaded)
{
  g_autoptr (GArray) current = g_array_ref (self->ids);

  for (guint i = 0; i < loaded->edits->len; i++)
    {
      const LoftIdEdit *edit = &g_array_index (loaded->edits, LoftIdEdit, i);
      GArray *next;

      if (loaded->edits->len == 1)
        next = g_array_ref (loaded->ids);
      else
        {
          next = g_array_sized_new (FALSE, FALSE, sizeof (gint64),
                                    current->len - edit->removed + edit->added);
          g_array_append_vals (next, current->data, edit->position);
          g_array_append_vals (next, &g_array_index (loaded->ids, gint64, edit->position),
                               edit->added);
          g_array_append_vals (next,
                               &g_array_index (current, gint64, edit->position + edit->removed),
                               current->len - edit->position - edit->removed);
        }
      g_array_unref (self->ids);
      self->ids = next;
      g_array_unref (current);
      current = g_array_ref (next);
      g_list_model_items_changed (G_LIST_MODEL (self), edit->position, edit->removed, edit->added);
    }
}

static void
refresh_rows (LoftMessageList *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (rows, g_object_ref (row));
  for (guint i = 0; i < rows->len; i++)
    refresh_row (g_ptr_array_index (rows, i));
}

static void load (LoftMessageList *self);

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftMessageList) self = LOFT_MESSAGE_LIST (user_data);
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), NULL);

  self->loading = FALSE;
  if (loaded != NULL)
    {
      if (loaded->edits != NULL)
        apply_edits (self, loaded);
      else
        replace_ids (self, loaded->ids);
      loaded_free (loaded);
      refresh_rows (self);
    }
  if (!self->loaded_once)
    {
      self->loaded_once = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  if (self->load_again && !g_cancellable_is_cancelled (self->cancellable))
    load (self);
}

/* One load at a time; what changes meanwhile asks for one more. */
static void
load (LoftMessageList *self)
{
  g_autoptr (GTask) task = NULL;
  LoadJob *job;

  if (self->loading)
    {
      self->load_again = TRUE;
      return;
    }
  self->loading = TRUE;
  self->load_again = FALSE;
  job = g_new0 (LoadJob, 1);
  job->folder_id = self->folder_id;
  job->query = g_strdup (self->query);
  job->before = g_array_ref (self->ids);
  task = g_task_new (self->account, self->cancellable, on_loaded, g_object_ref (self));
  g_task_set_task_data (task, job, (GDestroyNotify) load_job_free);
  loft_mail_account_queue_read (self->account,
                                self->loaded_once ? LOFT_WORKER_NORMAL : LOFT_WORKER_URGENT, task,
                                load_in_worker);
}

static void
on_messages_changed (LoftMessageList *self, gint64 folder_id)
{
  if (folder_id == 0 || self->folder_id == 0 || folder_id == self->folder_id)
    load (self);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
forget_rows (LoftMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    LOFT_MESSAGE_ROW (row)->list = NULL;
  g_hash_table_remove_all (self->rows);
}

static void
loft_message_list_dispose (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->account != NULL)
    g_clear_signal_handler (&self->changed_handler, self->account);
  forget_rows (self);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_message_list_parent_class)->dispose (object);
}

static void
loft_message_list_finalize (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->rows);
  g_array_unref (self->ids);
  g_free (self->query);
  G_OBJECT_CLASS (loft_message_list_parent_class)->finalize (object);
}

static void
loft_message_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, !LOFT_MESSAGE_LIST (object)->loaded_once);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_message_list_class_init (LoftMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_message_list_get_property;
  object_class->dispose = loft_message_list_dispose;
  object_class->finalize = loft_message_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean (
      "loading", NULL, NULL, TRUE,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_message_list_init (LoftMessageList *self)
{
  self->cancellable = g_cancellable_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
}

static LoftMessageList *
new_list (LoftMailAccount *account, gint64 folder_id, const char *query)
{
  LoftMessageList *self = g_object_new (LOFT_TYPE_MESSAGE_LIST, NULL);

  self->account = g_object_ref (account);
  self->folder_id = folder_id;
  self->query = g_strdup (query);
  self->changed_handler = g_signal_connect_swapped (account, "messages-changed",
                                                    G_CALLBACK (on_messages_changed), self);
  load (self);
  return self;
}

LoftMessageList *
loft_message_list_new (LoftMailAccount *account, gint64 folder_id)
{
  return new_list (account, folder_id, NULL);
}

LoftMessageList *
loft_message_list_new_search (LoftMailAccount *account, const char *query)
{
  return new_list (account, 0, query);
}

gboolean
loft_message_list_get_loading (LoftMessageList *self)
{
  return !self->loaded_once;
}

LoftMailAccount *
loft_message_list_get_account (LoftMessageList *self)
{
  return self->account;
}

gint64
loft_message_list_get_folder_id (LoftMessageList *self)
{
  return self->folder_id;
}

gint64
loft_message_list_get_id (LoftMessageList *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gboolean
loft_message_list_find (LoftMessageList *self, gint64 message_id, guint *position)
{
  const gint64 *ids = (const gint64 *) (gpointer) self->ids->data;

  for (guint i = 0; i < self->ids->len; i++)
    if (ids[i] == message_id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}
