/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-list.h"

#include "loft-event-reading.h"
#include "loft-mail-account-private.h"
#include "loft-resource-watch.h"

struct _LoftEventList {
  GObject parent;

  LoftService *service;   /* (owned) */
  GListModel *calendars;  /* (owned) of LoftCalendarItem */
  gint64 from;
  gint64 to;
  GTimeZone *zone;        /* (owned) */
  GPtrArray *items;       /* of LoftOccurrenceItem, in order */
  GHashTable *parts;      /* account id -> GPtrArray of LoftOccurrence: as last read */
  LoftResourceWatch *watch; /* (owned) */
  GCancellable *cancellable; /* (owned) of what is being read */
  guint n_reading;
  gboolean loaded;
};

enum { PROP_LOADED = 1, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftEventList, loft_event_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_OCCURRENCE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_EVENT_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftEventList *self = LOFT_EVENT_LIST (model);

  return position < self->items->len
           ? g_object_ref (g_ptr_array_index (self->items, position))
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

static gboolean
is_equal (const LoftOccurrence *a, const LoftOccurrence *b)
{
  return a->resource_id == b->resource_id && a->folder_id == b->folder_id &&
         a->start == b->start && a->end == b->end && a->all_day == b->all_day &&
         a->is_wall == b->is_wall && a->status == b->status && a->class == b->class &&
         a->partstat == b->partstat && a->is_organizer == b->is_organizer &&
         a->is_transparent == b->is_transparent && a->is_recurring == b->is_recurring &&
         a->has_alarm == b->has_alarm && a->has_attendees == b->has_attendees &&
         a->zone == b->zone && g_str_equal (a->recurrence_id, b->recurrence_id) &&
         g_str_equal (a->summary, b->summary) && g_str_equal (a->location, b->location) &&
         g_str_equal (a->join, b->join) && g_str_equal (a->color, b->color) &&
         g_str_equal (a->categories, b->categories);
}

static gboolean
is_same_item (LoftOccurrenceItem *a, LoftOccurrenceItem *b)
{
  return loft_occurrence_item_get_calendar (a) == loft_occurrence_item_get_calendar (b) &&
         is_equal (loft_occurrence_item_get (a), loft_occurrence_item_get (b));
}

/* What stands the same at both ends stays the same object. */
static void
show (LoftEventList *self, GPtrArray *items)
{
  guint n_old = self->items->len;
  guint n_new = items->len;
  guint head = 0;
  guint tail = 0;

  while (head < n_old && head < n_new &&
         is_same_item (g_ptr_array_index (self->items, head), g_ptr_array_index (items, head)))
    head++;
  while (tail < n_old - head && tail < n_new - head &&
         is_same_item (g_ptr_array_index (self->items, n_old - 1 - tail),
                       g_ptr_array_index (items, n_new - 1 - tail)))
    tail++;
  if (n_old - head - tail > 0)
    g_ptr_array_remove_range (self->items, head, n_old - head - tail);
  for (guint i = head; i < n_new - tail; i++)
    g_ptr_array_insert (self->items, (gint) i, g_object_ref (g_ptr_array_index (items, i)));
  if (n_old - head - tail > 0 || n_new - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head - tail,
                                n_new - head - tail);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer zone)
{
  return loft_occurrence_compare (loft_occurrence_item_get (*(LoftOccurrenceItem *const *) a),
                                  loft_occurrence_item_get (*(LoftOccurrenceItem *const *) b),
                                  zone);
}

static void
show_parts (LoftEventList *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer account_id;
  gpointer part;

  g_hash_table_iter_init (&iter, self->parts);
  while (g_hash_table_iter_next (&iter, &account_id, &part))
    {
      LoftCalendarItem *calendar = NULL;
      gint64 of_folder = 0;

      for (guint i = 0; i < ((GPtrArray *) part)->len; i++)
        {
          LoftOccurrence *occurrence = g_ptr_array_index ((GPtrArray *) part, i);

          if (calendar == NULL || of_folder != occurrence->folder_id)
            calendar = loft_calendar_item_find (self->calendars, account_id, occurrence->folder_id);
          of_folder = occurrence->folder_id;
          if (calendar != NULL)
            g_ptr_array_add (items, loft_occurrence_item_new (occurrence, calendar));
        }
    }
  g_ptr_array_sort_with_data (items, compare_items, self->zone);
  show (self, items);
}

/* ---- reading ------------------------------------------------------------------------------ */

typedef struct {
  gint64 from;
  gint64 to;
  GTimeZone *zone; /* (owned) */
  char *account_id;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_time_zone_unref (wish->zone);
  g_free (wish->account_id);
  g_free (wish);
}

static void
read_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Wish *wish = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *occurrences = loft_event_reading_list (reader, wish->from, wish->to, wish->zone,
                                                    cancellable, &error);

  if (occurrences != NULL)
    g_task_return_pointer (task, occurrences, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
finish_reading (LoftEventList *self)
{
  show_parts (self);
  if (self->loaded)
    return;
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/* An account that cannot be read keeps what it showed: it says itself what is wrong with it. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftEventList) self = user_data;
  const Wish *wish = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *occurrences = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&occurrences, g_ptr_array_unref);
      return;
    }
  if (occurrences != NULL)
    g_hash_table_insert (self->parts, g_strdup (wish->account_id), occurrences);
  else
    g_message ("Events of an account cannot be read: %s", error->message);
  if (--self->n_reading == 0)
    finish_reading (self);
}

static void
read_account (LoftEventList *self, LoftMailAccount *account)
{
  g_autoptr (GTask) task =
    g_task_new (account, self->cancellable, on_read, g_object_ref (self));
  Wish *wish = g_new0 (Wish, 1);

  wish->from = self->from;
  wish->to = self->to;
  wish->zone = g_time_zone_ref (self->zone);
  wish->account_id = g_strdup (loft_mail_account_get_account (account)->id);
  g_task_set_task_data (task, wish, wish_free);
  g_task_set_check_cancellable (task, FALSE);
  self->n_reading++;
  loft_mail_account_queue_list (account, LOFT_WORKER_URGENT, task, read_in_worker);
}

static gboolean
is_gone (gpointer account_id, gpointer part, gpointer service)
{
  return loft_service_find_account_by_id (service, account_id) == NULL;
}

static void
read_all (LoftEventList *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = g_list_model_get_n_items (accounts);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_reading = 0;
  g_hash_table_foreach_remove (self->parts, is_gone, self->service);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      read_account (self, account);
    }
  if (n == 0)
    finish_reading (self);
}

void
loft_event_list_refresh (LoftEventList *self)
{
  loft_resource_watch_tell (self->watch);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_event_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, LOFT_EVENT_LIST (object)->loaded);
}

static void
loft_event_list_dispose (GObject *object)
{
  LoftEventList *self = LOFT_EVENT_LIST (object);

  g_clear_object (&self->watch);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (loft_event_list_parent_class)->dispose (object);
}

static void
loft_event_list_finalize (GObject *object)
{
  LoftEventList *self = LOFT_EVENT_LIST (object);

  g_object_unref (self->service);
  g_object_unref (self->calendars);
  g_object_unref (self->cancellable);
  g_time_zone_unref (self->zone);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->parts);
  G_OBJECT_CLASS (loft_event_list_parent_class)->finalize (object);
}

static void
loft_event_list_class_init (LoftEventListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_event_list_get_property;
  object_class->dispose = loft_event_list_dispose;
  object_class->finalize = loft_event_list_finalize;
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_event_list_init (LoftEventList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
  self->zone = g_time_zone_new_local ();
}

LoftEventList *
loft_event_list_new (LoftService *service, GListModel *calendars, gint64 from, gint64 to)
{
  LoftEventList *self = g_object_new (LOFT_TYPE_EVENT_LIST, NULL);

  self->service = g_object_ref (service);
  self->calendars = g_object_ref (calendars);
  self->from = from;
  self->to = to;
  self->watch = loft_resource_watch_new (loft_service_get_accounts (service));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (read_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (calendars, "items-changed", G_CALLBACK (loft_event_list_refresh), self,
                           G_CONNECT_SWAPPED);
  read_all (self);
  return self;
}
