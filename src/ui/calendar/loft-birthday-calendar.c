/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-birthday-calendar.h"

#include "config.h"
#include "loft-birthdays.h"
#include "loft-error.h"
#include "loft-settings.h"
#include "loft-wall.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <string.h>

#define COLOR "#c64691"

struct _LoftBirthdayCalendar {
  GObject parent_instance;

  LoftCalendarActions *actions;
  LoftContactList *list;
  LoftCalendarItem *own;
  GListStore *shelf; /* own, while there is anything in it */
  GListModel *calendars;
  GTimeZone *zone;
};

static void actions_init (LoftCalendarActionsInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftBirthdayCalendar, loft_birthday_calendar, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_CALENDAR_ACTIONS, actions_init))

const char *
loft_birthday_calendar_get_contact (LoftOccurrenceItem *item)
{
  const char *uid = loft_occurrence_item_get (item)->uid;

  return loft_calendar_item_is_made (loft_occurrence_item_get_calendar (item))
           ? strchr (uid, ':') + 1
           : NULL;
}

/* Several lists as one: lists (transfer full) each. */

static GListModel *
join (GListModel *first, GListModel *second)
{
  GListStore *both = g_list_store_new (G_TYPE_LIST_MODEL);

  g_list_store_append (both, first);
  g_list_store_append (both, second);
  g_object_unref (first);
  g_object_unref (second);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (both)));
}

/* Events */

static char *
make_summary (const LoftBirthday *birthday)
{
  const char *name = birthday->contact->name;

  if (birthday->is_anniversary && birthday->years > 0)
    /* Translators: a name, and how many years it has been on that day. */
    return g_strdup_printf (_ ("%1$s, anniversary (%2$d)"), name, birthday->years);
  if (birthday->is_anniversary)
    /* Translators: a name. */
    return g_strdup_printf (_ ("%s, anniversary"), name);
  if (birthday->years > 0)
    /* Translators: in the calendar of birthdays: a name, and how old they are on that day. */
    return g_strdup_printf (C_ ("birthday", "%1$s, %2$d"), name, birthday->years);
  return g_strdup (name);
}

static LoftOccurrenceItem *
make_item (LoftBirthdayCalendar *self, const LoftBirthday *birthday)
{
  g_autoptr (LoftOccurrence) occurrence = loft_occurrence_new ();

  g_free (occurrence->uid);
  occurrence->uid =
    g_strconcat (birthday->is_anniversary ? "anniversary:" : "birthday:", birthday->contact->uid,
                 NULL);
  g_free (occurrence->summary);
  occurrence->summary = make_summary (birthday);
  g_free (occurrence->recurrence_id);
  occurrence->recurrence_id = loft_wall_format (birthday->day * LOFT_WALL_DAY, "%Y%m%d");
  occurrence->all_day = occurrence->is_wall = TRUE;
  occurrence->is_recurring = occurrence->is_transparent = TRUE;
  occurrence->start = birthday->day * LOFT_WALL_DAY;
  occurrence->end = occurrence->start + LOFT_WALL_DAY;
  return loft_occurrence_item_new (occurrence, self->own);
}

typedef struct {
  LoftBirthdayCalendar *calendar; /* (owned) */
  gint64 first_day;
  gint64 n_days;
} Range;

static void
range_free (gpointer data)
{
  Range *range = data;

  g_object_unref (range->calendar);
  g_free (range);
}

static gboolean
is_same (GListModel *list, GPtrArray *items)
{
  if (g_list_model_get_n_items (list) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (LoftOccurrenceItem) shown = g_list_model_get_item (list, i);
      LoftOccurrenceItem *item = g_ptr_array_index (items, i);

      if (!loft_occurrence_item_is_same (shown, item) ||
          !g_str_equal (loft_occurrence_item_get (shown)->summary,
                        loft_occurrence_item_get (item)->summary))
        return FALSE;
    }
  return TRUE;
}

static void
refill (GListStore *list)
{
  const Range *range = g_object_get_data (G_OBJECT (list), "range");
  LoftBirthdayCalendar *self = range->calendar;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) contacts = loft_contact_list_get_contacts (self->list);
  g_autoptr (GPtrArray) birthdays = NULL;

  if (loft_calendar_item_get_shown (self->own))
    birthdays = loft_birthdays_list (contacts, range->first_day, range->n_days);
  for (guint i = 0; birthdays != NULL && i < birthdays->len; i++)
    g_ptr_array_add (items, make_item (self, g_ptr_array_index (birthdays, i)));
  if (!is_same (G_LIST_MODEL (list), items))
    g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), items->pdata,
                         items->len);
}

static GListModel *
new_list (LoftBirthdayCalendar *self, gint64 from, gint64 to)
{
  GListStore *list = g_list_store_new (LOFT_TYPE_OCCURRENCE_ITEM);
  Range *range = g_new0 (Range, 1);

  range->calendar = g_object_ref (self);
  range->first_day = loft_wall_get_day (loft_wall_from_instant (from, self->zone));
  range->n_days =
    loft_wall_get_day (loft_wall_from_instant (to - 1, self->zone)) - range->first_day + 1;
  g_object_set_data_full (G_OBJECT (list), "range", range, range_free);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (refill), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->own, "notify::shown", G_CALLBACK (refill), list,
                           G_CONNECT_SWAPPED);
  refill (list);
  return G_LIST_MODEL (list);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer zone)
{
  return loft_occurrence_compare (loft_occurrence_item_get ((LoftOccurrenceItem *) a),
                                  loft_occurrence_item_get ((LoftOccurrenceItem *) b), zone);
}

static GListModel *
list_events (LoftCalendarActions *actions, gint64 from, gint64 to)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, g_time_zone_ref (self->zone),
                                                         (GDestroyNotify) g_time_zone_unref));
  GListModel *both =
    join (loft_calendar_actions_list_events (self->actions, from, to), new_list (self, from, to));

  return G_LIST_MODEL (gtk_sort_list_model_new (both, sorter));
}

/* Calendars */

static GListModel *
get_calendars (LoftCalendarActions *actions)
{
  return LOFT_BIRTHDAY_CALENDAR (actions)->calendars;
}

static void
set_shown (LoftCalendarActions *actions, LoftCalendarItem *calendar, gboolean shown)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);

  if (calendar != self->own)
    {
      loft_calendar_actions_set_shown (self->actions, calendar, shown);
      return;
    }
  loft_calendar_item_set_shown (calendar, shown);
  loft_settings_set_boolean (LOFT_SETTING_BIRTHDAYS, shown);
}

/* There is nothing to switch on where nobody has a date. */
static void
update_shelf (LoftBirthdayCalendar *self)
{
  g_autoptr (GPtrArray) contacts = loft_contact_list_get_contacts (self->list);
  gboolean is_there = g_list_model_get_n_items (G_LIST_MODEL (self->shelf)) > 0;
  gboolean has_any = loft_birthdays_has_any (contacts);

  if (has_any && !is_there)
    g_list_store_append (self->shelf, self->own);
  else if (!has_any && is_there)
    g_list_store_remove_all (self->shelf);
}

/* What is asked of its own is answered here, all else by the other: a result says by whom. */

static gboolean
is_own_result (LoftCalendarActions *actions, GAsyncResult *result)
{
  return g_task_is_valid (result, actions);
}

static gboolean
is_own_item (LoftOccurrenceItem *item)
{
  return item != NULL && loft_calendar_item_is_made (loft_occurrence_item_get_calendar (item));
}

static void
refuse (LoftCalendarActions *actions, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "Birthdays are changed in the contacts");
}

static LoftEvent *
make_event (const LoftOccurrence *occurrence, gint64 start, gint64 end)
{
  LoftEvent *event = loft_event_new ();

  g_free (event->summary);
  event->summary = g_strdup (occurrence->summary);
  event->start = (LoftEventTime){ TRUE, TRUE, start, "", 0 };
  event->end = (LoftEventTime){ TRUE, TRUE, end, "", 0 };
  return event;
}

static void
read_async (LoftCalendarActions *actions, LoftOccurrenceItem *item, LoftCalendarScope scope,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  g_autoptr (GTask) task = NULL;

  if (!is_own_item (item))
    {
      loft_calendar_actions_read_async (self->actions, item, scope, cancellable, callback,
                                        user_data);
      return;
    }
  task = g_task_new (actions, cancellable, callback, user_data);
  g_task_return_pointer (task, make_event (occurrence, occurrence->start, occurrence->end),
                         (GDestroyNotify) loft_event_unref);
}

static LoftEvent *
read_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  if (is_own_result (actions, result))
    return g_task_propagate_pointer (G_TASK (result), error);
  return loft_calendar_actions_read_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                            error);
}

/* A copy elsewhere is a new event there. */
static void
copy_async (LoftBirthdayCalendar *self, const LoftCalendarChange *change, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (LoftEvent) event =
    make_event (loft_occurrence_item_get (change->item), change->start, change->end);
  LoftCalendarChange addition = {
    .kind = LOFT_CHANGE_ADD, .scope = LOFT_SCOPE_ALL, .event = event, .calendar = change->calendar
  };

  loft_calendar_actions_change_async (self->actions, &addition, cancellable, callback, user_data);
}

static void
change_async (LoftCalendarActions *actions, const LoftCalendarChange *change,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);
  gboolean is_own = is_own_item (change->item);

  if (is_own && change->kind == LOFT_CHANGE_COPY && change->all_day && change->calendar != NULL &&
      change->calendar != self->own)
    copy_async (self, change, cancellable, callback, user_data);
  else if (is_own || change->calendar == self->own)
    refuse (actions, callback, user_data);
  else
    loft_calendar_actions_change_async (self->actions, change, cancellable, callback, user_data);
}

static gboolean
change_finish (LoftCalendarActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  if (!is_own_result (actions, result))
    return loft_calendar_actions_change_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                                undo, error);
  if (undo != NULL)
    *undo = 0;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undo_async (LoftCalendarActions *actions, guint64 undo, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  loft_calendar_actions_undo_async (LOFT_BIRTHDAY_CALENDAR (actions)->actions, undo, cancellable,
                                    callback, user_data);
}

static gboolean
undo_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return loft_calendar_actions_undo_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                            error);
}

static void
arrange_async (LoftCalendarActions *actions, const LoftCalendarArrangement *arrangement,
               GAsyncReadyCallback callback, gpointer user_data)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);

  if (arrangement->calendar == self->own)
    refuse (actions, callback, user_data);
  else
    loft_calendar_actions_arrange_async (self->actions, arrangement, callback, user_data);
}

static gboolean
arrange_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  if (is_own_result (actions, result))
    return g_task_propagate_boolean (G_TASK (result), error);
  return loft_calendar_actions_arrange_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                               error);
}

static void
import_async (LoftCalendarActions *actions, LoftCalendarItem *calendar, GBytes *text,
              LoftCalendarProgress progress, gpointer progress_data, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);

  if (calendar == self->own)
    refuse (actions, callback, user_data);
  else
    loft_calendar_actions_import_async (self->actions, calendar, text, progress, progress_data,
                                        cancellable, callback, user_data);
}

static gboolean
import_finish (LoftCalendarActions *actions, GAsyncResult *result, LoftCalendarImported *imported,
               GError **error)
{
  if (!is_own_result (actions, result))
    return loft_calendar_actions_import_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                                imported, error);
  *imported = (LoftCalendarImported){ 0 };
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
export_async (LoftCalendarActions *actions, LoftCalendarItem *calendar, LoftOccurrenceItem *item,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (actions);

  if (calendar == self->own)
    refuse (actions, callback, user_data);
  else
    loft_calendar_actions_export_async (self->actions, calendar, item, cancellable, callback,
                                        user_data);
}

static GBytes *
export_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  if (is_own_result (actions, result))
    return g_task_propagate_pointer (G_TASK (result), error);
  return loft_calendar_actions_export_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions, result,
                                              error);
}

static void
read_availability_async (LoftCalendarActions *actions, LoftCalendarItem *calendar,
                         GPtrArray *addresses, gint64 since, gint64 until,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  loft_calendar_actions_read_availability_async (LOFT_BIRTHDAY_CALENDAR (actions)->actions,
                                                 calendar, addresses, since, until, cancellable,
                                                 callback, user_data);
}

static GPtrArray *
read_availability_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return loft_calendar_actions_read_availability_finish (LOFT_BIRTHDAY_CALENDAR (actions)->actions,
                                                         result, error);
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
  interface->arrange_async = arrange_async;
  interface->arrange_finish = arrange_finish;
  interface->import_async = import_async;
  interface->import_finish = import_finish;
  interface->export_async = export_async;
  interface->export_finish = export_finish;
  interface->read_availability_async = read_availability_async;
  interface->read_availability_finish = read_availability_finish;
}

static void
loft_birthday_calendar_finalize (GObject *object)
{
  LoftBirthdayCalendar *self = LOFT_BIRTHDAY_CALENDAR (object);

  g_object_unref (self->actions);
  g_object_unref (self->list);
  g_object_unref (self->own);
  g_object_unref (self->shelf);
  g_object_unref (self->calendars);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_birthday_calendar_parent_class)->finalize (object);
}

static void
loft_birthday_calendar_class_init (LoftBirthdayCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_birthday_calendar_finalize;
}

static void
loft_birthday_calendar_init (LoftBirthdayCalendar *self)
{
  self->zone = g_time_zone_new_local ();
  self->shelf = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  self->own = loft_calendar_item_new ("", 0, _ ("Contacts"), _ ("Birthdays"), COLOR);
  loft_calendar_item_set_writable (self->own, FALSE);
  loft_calendar_item_set_shown (self->own,
                                loft_settings_get_boolean (LOFT_SETTING_BIRTHDAYS, TRUE));
}

LoftCalendarActions *
loft_birthday_calendar_new (LoftCalendarActions *actions, LoftContactActions *contacts)
{
  LoftBirthdayCalendar *self = g_object_new (LOFT_TYPE_BIRTHDAY_CALENDAR, NULL);

  self->actions = g_object_ref (actions);
  self->list = g_object_ref (loft_contact_actions_get_list (contacts));
  self->calendars = join (g_object_ref (loft_calendar_actions_get_calendars (actions)),
                          G_LIST_MODEL (g_object_ref (self->shelf)));
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (update_shelf), self,
                           G_CONNECT_SWAPPED);
  update_shelf (self);
  return LOFT_CALENDAR_ACTIONS (self);
}
