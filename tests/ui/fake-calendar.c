/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-calendar.h"

#include "loft-wall.h"

#include <string.h>

typedef struct {
  guint64 number;
  LoftOccurrenceItem *before; /* (nullable) */
  LoftOccurrenceItem *after; /* (nullable) */
} FakeUndo;

struct _FakeCalendar {
  GObject parent_instance;

  GListStore *calendars;
  GListStore *items;
  GArray *undo;
  GTimeZone *zone;
  guint64 next;
  LoftCalendarChange last;
  GError *error;
  GHashTable *busy; /* address -> GArray of LoftBusyPeriod */
  GPtrArray *held; /* (nullable) of GTask that wait */
  guint n_asked;
  GPtrArray *attached; /* of LoftEventAttachment */
};

static void actions_init (LoftCalendarActionsInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeCalendar, fake_calendar, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_CALENDAR_ACTIONS, actions_init))

static GListModel *
get_calendars (LoftCalendarActions *actions)
{
  return G_LIST_MODEL (FAKE_CALENDAR (actions)->calendars);
}

/* Lists */

typedef struct {
  FakeCalendar *calendar; /* (borrowed) by the list that the filter is of */
  gint64 from;
  gint64 to;
} FakeRange;

static gboolean
is_in (gpointer item, FakeRange *range)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  gint64 start = loft_occurrence_get_start (occurrence, range->calendar->zone);
  gint64 end = loft_occurrence_get_end (occurrence, range->calendar->zone);

  return start < range->to && MAX (end, start + 1) > range->from &&
         loft_calendar_item_get_shown (loft_occurrence_item_get_calendar (item));
}

static void
refill (GListStore *list)
{
  FakeRange *range = g_object_get_data (G_OBJECT (list), "range");
  GListModel *all = G_LIST_MODEL (range->calendar->items);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (all, i);

      if (is_in (item, range))
        g_ptr_array_add (found, g_steal_pointer (&item));
    }
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), found->pdata,
                       found->len);
}

static GListModel *
list_events (LoftCalendarActions *actions, gint64 from, gint64 to)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);
  GListStore *list = g_list_store_new (LOFT_TYPE_OCCURRENCE_ITEM);
  FakeRange *range = g_new0 (FakeRange, 1);

  range->calendar = self;
  range->from = from;
  range->to = to;
  g_object_set_data_full (G_OBJECT (list), "range", range, g_free);
  g_object_set_data_full (G_OBJECT (list), "calendar", g_object_ref (self), g_object_unref);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (refill), list,
                           G_CONNECT_SWAPPED);
  refill (list);
  return G_LIST_MODEL (list);
}

static void
set_shown (LoftCalendarActions *actions, LoftCalendarItem *calendar, gboolean shown)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);

  loft_calendar_item_set_shown (calendar, shown);
  g_list_model_items_changed (G_LIST_MODEL (self->items), 0, 0, 0);
}

/* Reading */

static LoftEventTime
make_time (FakeCalendar *self, const LoftOccurrence *occurrence, gint64 at)
{
  gint64 wall = occurrence->is_wall ? at : loft_wall_from_instant (at, self->zone);
  LoftEventTime time = { TRUE, occurrence->all_day, wall, occurrence->is_wall ? "" : "UTC", at };

  return time;
}

static LoftEvent *
make_event (FakeCalendar *self, const LoftOccurrence *occurrence)
{
  LoftEvent *event = loft_event_new ();

  g_free (event->summary);
  event->summary = g_strdup (occurrence->summary);
  g_free (event->location);
  event->location = g_strdup (occurrence->location);
  event->start = make_time (self, occurrence, occurrence->start);
  event->end = make_time (self, occurrence, occurrence->end);
  for (guint i = 0; i < self->attached->len; i++)
    {
      const LoftEventAttachment *one = g_ptr_array_index (self->attached, i);

      g_ptr_array_add (event->attachments,
                       loft_event_attachment_new (one->uri, one->name, one->type, one->bytes));
    }
  if (occurrence->has_attendees)
    {
      static const char *const names[] = { "Eva Adler", "Jan Novak", "Nora Hale" };

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          LoftAttendee *attendee = loft_attendee_new ("somebody@example.org", names[i]);

          attendee->partstat = LOFT_PARTSTAT_ACCEPTED + i;
          g_ptr_array_add (event->attendees, attendee);
        }
      g_free (event->description);
      event->description = g_strdup ("The figures of last year, and what the hall costs now.\n"
                                     "https://example.org/plan");
    }
  return event;
}

static void
read_async (LoftCalendarActions *actions, LoftOccurrenceItem *item, LoftCalendarScope scope,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, cancellable, callback, user_data);

  g_task_return_pointer (task,
                         make_event (FAKE_CALENDAR (actions), loft_occurrence_item_get (item)),
                         (GDestroyNotify) loft_event_unref);
}

static LoftEvent *
read_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Changing */

static void
replace (FakeCalendar *self, LoftOccurrenceItem *before, LoftOccurrenceItem *after)
{
  guint position = 0;

  if (before != NULL && g_list_store_find (self->items, before, &position))
    g_list_store_remove (self->items, position);
  if (after != NULL)
    g_list_store_append (self->items, after);
}

static void
become_event (FakeCalendar *self, LoftOccurrence *occurrence, LoftEvent *event)
{
  g_free (occurrence->summary);
  occurrence->summary = g_strdup (event->summary);
  g_free (occurrence->location);
  occurrence->location = g_strdup (event->location);
  occurrence->all_day = event->start.is_date;
  occurrence->is_wall = !loft_event_time_is_instant (&event->start);
  occurrence->start =
    occurrence->is_wall || event->start.at == 0 ? event->start.wall : event->start.at;
  occurrence->end = occurrence->is_wall || event->end.at == 0 ? event->end.wall : event->end.at;
  occurrence->is_recurring = *event->rule != '\0';
}

/* (transfer full) (nullable) */
static LoftOccurrenceItem *
make_after (FakeCalendar *self, const LoftCalendarChange *change)
{
  LoftCalendarItem *calendar =
    change->calendar != NULL ? change->calendar : loft_occurrence_item_get_calendar (change->item);
  g_autoptr (LoftOccurrence) occurrence =
    change->item != NULL ? loft_occurrence_copy (loft_occurrence_item_get (change->item))
                         : loft_occurrence_new ();

  if (change->kind == LOFT_CHANGE_REMOVE)
    return NULL;
  if (change->kind == LOFT_CHANGE_ADD || change->kind == LOFT_CHANGE_EDIT)
    become_event (self, occurrence, change->event);
  if (change->kind == LOFT_CHANGE_ANSWER)
    occurrence->partstat = change->partstat;
  if (change->kind == LOFT_CHANGE_MOVE || change->kind == LOFT_CHANGE_COPY)
    {
      occurrence->all_day = occurrence->is_wall = change->all_day;
      occurrence->start = change->start;
      occurrence->end = change->end;
    }
  if (change->kind == LOFT_CHANGE_ADD || change->kind == LOFT_CHANGE_COPY)
    {
      g_free (occurrence->uid);
      occurrence->uid = g_strdup_printf ("new-%" G_GUINT64_FORMAT, self->next);
    }
  return loft_occurrence_item_new (occurrence, calendar);
}

static void
change_async (LoftCalendarActions *actions, const LoftCalendarChange *change,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);
  g_autoptr (GTask) task = g_task_new (actions, cancellable, callback, user_data);
  FakeUndo undo = { ++self->next, NULL, NULL };

  self->last = *change;
  if (self->error != NULL)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  if (change->item != NULL && change->kind != LOFT_CHANGE_COPY)
    undo.before = g_object_ref (change->item);
  undo.after = make_after (self, change);
  replace (self, undo.before, undo.after);
  g_array_append_val (self->undo, undo);
  g_task_return_int (task, (gssize) undo.number);
}

static gboolean
change_finish (LoftCalendarActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  gssize number = g_task_propagate_int (G_TASK (result), error);

  if (number < 0)
    return FALSE;
  if (undo != NULL)
    *undo = (guint64) number;
  return TRUE;
}

static void
undo_async (LoftCalendarActions *actions, guint64 undo, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);
  g_autoptr (GTask) task = g_task_new (actions, cancellable, callback, user_data);

  for (guint i = 0; i < self->undo->len; i++)
    {
      FakeUndo *each = &g_array_index (self->undo, FakeUndo, i);

      if (each->number == undo)
        replace (self, each->after, each->before);
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean
undo_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Calendars, done at once. */

static void
fake_arrange_async (LoftCalendarActions *actions, const LoftCalendarArrangement *arrangement,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  LoftCalendarItem *calendar = arrangement->calendar;
  guint position = 0;

  if (self->error != NULL)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  if (arrangement->kind == LOFT_ARRANGE_CREATE)
    fake_calendar_add_calendar (self, loft_calendar_item_get_account_name (calendar),
                                arrangement->name, arrangement->color);
  else if (arrangement->kind == LOFT_ARRANGE_RENAME)
    loft_calendar_item_set_name (calendar, arrangement->name);
  else if (arrangement->kind == LOFT_ARRANGE_RECOLOR)
    loft_calendar_item_set_color (calendar, arrangement->color);
  else if (g_list_store_find (self->calendars, calendar, &position))
    g_list_store_remove (self->calendars, position);
  g_task_return_boolean (task, TRUE);
}

/* Files: told what is asked for, and nothing is done. */

static void
fake_import_async (LoftCalendarActions *actions, LoftCalendarItem *calendar, GBytes *text,
                   LoftCalendarProgress progress, gpointer progress_data, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  if (progress != NULL)
    progress (1, 1, progress_data);
  g_task_return_boolean (task, TRUE);
}

static gboolean
fake_import_finish (LoftCalendarActions *actions, GAsyncResult *result,
                    LoftCalendarImported *imported, GError **error)
{
  *imported = (LoftCalendarImported){ 1, 2, { 0 } };
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
fake_export_async (LoftCalendarActions *actions, LoftCalendarItem *calendar,
                   LoftOccurrenceItem *item, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  g_task_return_pointer (task, g_bytes_new_static ("BEGIN:VCALENDAR\r\n", 17),
                         (GDestroyNotify) g_bytes_unref);
}

static GBytes *
fake_export_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
fake_arrange_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* When people have time */

static gpointer
tell_availability (FakeCalendar *self, GPtrArray *addresses)
{
  GPtrArray *told = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_availability_free);

  for (guint i = 0; i < addresses->len; i++)
    {
      const char *address = g_ptr_array_index (addresses, i);
      GArray *periods = g_hash_table_lookup (self->busy, address);
      LoftAvailability *one = loft_availability_new (address);

      if (periods != NULL)
        g_array_append_vals (one->periods, periods->data, periods->len);
      else
        one->reason = g_strdup ("The server does not know this person");
      g_ptr_array_add (told, one);
    }
  return told;
}

static void
answer (FakeCalendar *self, GTask *task)
{
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, tell_availability (self, g_task_get_task_data (task)),
                           (GDestroyNotify) g_ptr_array_unref);
}

static gpointer
copy_text (gconstpointer text, gpointer unused)
{
  return g_strdup (text);
}

static void
fake_read_availability_async (LoftCalendarActions *actions, LoftCalendarItem *calendar,
                              GPtrArray *addresses, gint64 since, gint64 until,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  FakeCalendar *self = FAKE_CALENDAR (actions);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *copy = g_ptr_array_copy (addresses, copy_text, NULL);

  g_ptr_array_set_free_func (copy, g_free);
  g_task_set_task_data (task, copy, (GDestroyNotify) g_ptr_array_unref);
  self->n_asked++;
  if (self->held != NULL)
    g_ptr_array_add (self->held, g_steal_pointer (&task));
  else
    answer (self, task);
}

static GPtrArray *
fake_read_availability_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
actions_init (LoftCalendarActionsInterface *interface)
{
  interface->get_calendars = get_calendars;
  interface->list_events = list_events;
  interface->set_shown = set_shown;
  interface->read_async = read_async;
  interface->read_finish = read_finish;
  interface->change_async = change_async;
  interface->change_finish = change_finish;
  interface->undo_async = undo_async;
  interface->undo_finish = undo_finish;
  interface->arrange_async = fake_arrange_async;
  interface->arrange_finish = fake_arrange_finish;
  interface->import_async = fake_import_async;
  interface->import_finish = fake_import_finish;
  interface->export_async = fake_export_async;
  interface->export_finish = fake_export_finish;
  interface->read_availability_async = fake_read_availability_async;
  interface->read_availability_finish = fake_read_availability_finish;
}

/* What a test puts in */

void
fake_calendar_attach (FakeCalendar *self, const char *uri, const char *name, const char *bytes)
{
  g_autoptr (GBytes) owned = bytes != NULL ? g_bytes_new (bytes, strlen (bytes)) : NULL;

  g_ptr_array_add (self->attached, loft_event_attachment_new (uri, name, "", owned));
}

LoftCalendarItem *
fake_calendar_add_calendar (FakeCalendar *self, const char *account, const char *name,
                            const char *color)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calendars));
  g_autoptr (LoftCalendarItem) calendar =
    loft_calendar_item_new (account, n + 1, account, name, color);

  g_list_store_append (self->calendars, calendar);
  return calendar; /* the list holds it */
}

static LoftOccurrence *
add (FakeCalendar *self, LoftCalendarItem *calendar, LoftOccurrence *occurrence,
     const char *summary)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;

  g_free (occurrence->uid);
  occurrence->uid = g_strdup_printf ("event-%" G_GUINT64_FORMAT, ++self->next);
  g_free (occurrence->summary);
  occurrence->summary = g_strdup (summary);
  item = loft_occurrence_item_new (occurrence, calendar);
  g_list_store_append (self->items, item);
  loft_occurrence_unref (occurrence);
  return occurrence; /* the item holds it */
}

LoftOccurrence *
fake_calendar_add (FakeCalendar *self, LoftCalendarItem *calendar, const char *summary,
                   gint64 start, gint64 end)
{
  LoftOccurrence *occurrence = loft_occurrence_new ();

  occurrence->start = start;
  occurrence->end = end;
  occurrence->zone = "UTC";
  return add (self, calendar, occurrence, summary);
}

LoftOccurrence *
fake_calendar_add_days (FakeCalendar *self, LoftCalendarItem *calendar, const char *summary,
                        gint64 first_day, gint64 n_days)
{
  LoftOccurrence *occurrence = loft_occurrence_new ();

  occurrence->all_day = occurrence->is_wall = TRUE;
  occurrence->start = first_day * LOFT_WALL_DAY;
  occurrence->end = (first_day + n_days) * LOFT_WALL_DAY;
  return add (self, calendar, occurrence, summary);
}

static LoftOccurrence *
add_hours (FakeCalendar *self, LoftCalendarItem *calendar, const char *summary, gint64 day,
           double from, double to, const char *place)
{
  gint64 start = loft_wall_to_instant (day * LOFT_WALL_DAY + (gint64) (from * 3600), self->zone);
  gint64 end = loft_wall_to_instant (day * LOFT_WALL_DAY + (gint64) (to * 3600), self->zone);
  LoftOccurrence *occurrence = fake_calendar_add (self, calendar, summary, start, end);

  g_free (occurrence->location);
  occurrence->location = g_strdup (place);
  return occurrence;
}

static void
fill_week (FakeCalendar *self, LoftCalendarItem *work, LoftCalendarItem *home, gint64 monday)
{
  LoftOccurrence *meeting = NULL;

  for (gint64 i = 0; i < 5; i++)
    add_hours (self, work, "Stand-up", monday + i, 9, 9.25, "")->is_recurring = TRUE;
  meeting = add_hours (self, work, "Budget for the spring fair", monday + 1, 10, 11.5, "Room 3");
  meeting->has_attendees = TRUE;
  meeting->partstat = LOFT_PARTSTAT_ACCEPTED;
  meeting->zone = "America/New_York";
  g_free (meeting->join);
  meeting->join = g_strdup ("https://meet.example.org/budget");
  add_hours (self, work, "Review of the new hall plans", monday + 1, 10.5, 12, "Room 5")->status =
    LOFT_EVENT_TENTATIVE;
  add_hours (self, home, "Dentist", monday + 1, 11, 11.75, "Main Street 4");
  add_hours (self, work, "Interview", monday + 2, 13, 14, "Online")->partstat =
    LOFT_PARTSTAT_DECLINED;
  add_hours (self, home, "Lunch with Eva", monday + 2, 12.5, 13.5, "Canteen");
  add_hours (self, work, "Planning", monday + 3, 14, 16.5, "");
  add_hours (self, work, "One to one", monday + 3, 15, 15.5, "");
  add_hours (self, work, "Call with the printer", monday + 3, 15.5, 16, "");
  add_hours (self, home, "Night train to Vienna", monday + 4, 21.5, 31, "Central station");
  add_hours (self, home, "Choir", monday, 19, 21, "St. Mary");
}

void
fake_calendar_fill (FakeCalendar *self, gint64 day)
{
  gint64 monday = loft_wall_day_begin_week (day, 1);
  LoftCalendarItem *work = fake_calendar_add_calendar (self, "work", "Work", "#3584e4");
  LoftCalendarItem *team =
    fake_calendar_add_calendar (self, "work",
                                "The calendar of the whole committee for the spring fair",
                                "#e66100");
  LoftCalendarItem *home = fake_calendar_add_calendar (self, "On This Computer", "Home", "#2ec27e");
  LoftCalendarItem *holidays =
    fake_calendar_add_calendar (self, "On This Computer", "Holidays", "#9141ac");

  loft_calendar_item_set_writable (holidays, FALSE);
  for (gint64 week = -3; week <= 4; week++)
    fill_week (self, work, home, monday + 7 * week);
  fake_calendar_add_days (self, team, "Spring fair", monday + 3, 6);
  fake_calendar_add_days (self, holidays, "Long weekend", monday + 4, 3);
  fake_calendar_add_days (self, team, "Eva is away", monday, 2);
  fake_calendar_add_days (self, home, "Birthday of Jan", monday + 1, 1);
  add_hours (self, team, "Correspondence with the committee for the spring fair, second reading",
             monday + 2, 15, 17, "The large hall behind the old town museum");
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("Visitor %u", i + 1);

      add_hours (self, team, name, monday + 10, 9 + i * 0.1, 10 + i * 0.1, "");
      fake_calendar_add_days (self, home, name, monday + 11, 1 + i % 2);
    }
}

guint
fake_calendar_count (FakeCalendar *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

const LoftOccurrence *
fake_calendar_find (FakeCalendar *self, const char *summary)
{
  for (guint i = 0; i < fake_calendar_count (self); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (loft_occurrence_item_get (item)->summary, summary))
        return loft_occurrence_item_get (item); /* the list holds it */
    }
  return NULL;
}

const LoftCalendarChange *
fake_calendar_get_last_change (FakeCalendar *self)
{
  return &self->last;
}

void
fake_calendar_set_error (FakeCalendar *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
clear_undo (gpointer undo)
{
  g_clear_object (&((FakeUndo *) undo)->before);
  g_clear_object (&((FakeUndo *) undo)->after);
}

void
fake_calendar_add_busy (FakeCalendar *self, const char *address, gint64 start, gint64 end,
                        LoftBusyKind kind)
{
  GArray *periods = g_hash_table_lookup (self->busy, address);

  if (periods == NULL)
    {
      periods = loft_busy_periods_new ();
      g_hash_table_insert (self->busy, g_strdup (address), periods);
    }
  loft_busy_periods_add (periods, start, end, kind);
}

void
fake_calendar_hold (FakeCalendar *self, gboolean hold)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = hold ? g_ptr_array_new_with_free_func (g_object_unref) : NULL;
  for (guint i = 0; held != NULL && i < held->len; i++)
    answer (self, g_ptr_array_index (held, i));
}

guint
fake_calendar_get_n_asked (FakeCalendar *self)
{
  return self->n_asked;
}

static void
fake_calendar_finalize (GObject *object)
{
  FakeCalendar *self = FAKE_CALENDAR (object);

  g_array_unref (self->undo);
  g_object_unref (self->items);
  g_object_unref (self->calendars);
  g_time_zone_unref (self->zone);
  g_clear_error (&self->error);
  g_hash_table_unref (FAKE_CALENDAR (object)->busy);
  g_clear_pointer (&FAKE_CALENDAR (object)->held, g_ptr_array_unref);
  g_ptr_array_unref (self->attached);
  G_OBJECT_CLASS (fake_calendar_parent_class)->finalize (object);
}

static void
fake_calendar_class_init (FakeCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_calendar_finalize;
}

static void
fake_calendar_init (FakeCalendar *self)
{
  self->attached = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_event_attachment_free);
  self->busy =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->calendars = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  self->items = g_list_store_new (LOFT_TYPE_OCCURRENCE_ITEM);
  self->zone = g_time_zone_new_local ();
  self->undo = g_array_new (FALSE, FALSE, sizeof (FakeUndo));
  g_array_set_clear_func (self->undo, clear_undo);
}

FakeCalendar *
fake_calendar_new (void)
{
  return g_object_new (FAKE_TYPE_CALENDAR, NULL);
}
