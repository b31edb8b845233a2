/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-times.h"

#include "config.h"
#include "loft-error.h"
#include "loft-wall.h"

#include <glib/gi18n.h>
#include <string.h>

#define AT_ONCE 20 /* people in a question: the first rows fill soon, and others get their turn */
#define BEFORE  (2 * LOFT_WALL_DAY) /* days that are asked for around what is looked at */
#define BEHIND  (28 * LOFT_WALL_DAY)

struct _LoftGuestTimes {
  GObject parent_instance;

  LoftCalendarActions *actions;
  LoftCalendarItem *calendar; /* (nullable) */
  GPtrArray *rows; /* of LoftGuestTime */
  GListModel *events; /* (nullable) what takes place here */
  GTimeZone *zone;
  LoftEvent *event; /* as it was saved */
  gint64 own_start, own_end; /* when it is, as it was saved; equal: it was not */
  gint64 since, until;
  LoftGuestTimesState state;
  GError *error; /* (nullable) */
  GCancellable *cancellable; /* (nullable) of the question that runs */
};

enum { PROP_STATE = 1, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftGuestTimes, loft_guest_times, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_GUEST_TIME;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_GUEST_TIMES (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *rows = LOFT_GUEST_TIMES (model)->rows;

  return position < rows->len ? g_object_ref (g_ptr_array_index (rows, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tell_updated (LoftGuestTimes *self)
{
  g_signal_emit_by_name (self, "updated");
}

static void
set_state (LoftGuestTimes *self, LoftGuestTimesState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* ---- the person --------------------------------------------------------------------------- */

/* What only can be read is somebody else's, or a list of days. */
static LoftBusyKind
kind_of (LoftGuestTimes *self, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  LoftCalendarItem *calendar = loft_occurrence_item_get_calendar (item);

  if (occurrence->is_transparent || occurrence->status == LOFT_EVENT_CANCELLED ||
      occurrence->partstat == LOFT_PARTSTAT_DECLINED ||
      !loft_calendar_item_get_writable (calendar) || loft_calendar_item_is_made (calendar) ||
      (*self->event->uid != '\0' && g_str_equal (occurrence->uid, self->event->uid)))
    return LOFT_BUSY_FREE;
  return occurrence->status == LOFT_EVENT_TENTATIVE ||
             occurrence->partstat == LOFT_PARTSTAT_TENTATIVE ||
             occurrence->partstat == LOFT_PARTSTAT_NEEDS_ACTION
           ? LOFT_BUSY_TENTATIVE
           : LOFT_BUSY_BUSY;
}

static void
show_own (LoftGuestTimes *self)
{
  g_autoptr (GArray) periods = loft_busy_periods_new ();

  for (guint i = 0; i < g_list_model_get_n_items (self->events); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (self->events, i);
      const LoftOccurrence *occurrence = loft_occurrence_item_get (item);

      loft_busy_periods_add (periods, loft_occurrence_get_start (occurrence, self->zone),
                             loft_occurrence_get_end (occurrence, self->zone),
                             kind_of (self, item));
    }
  loft_busy_periods_settle (periods, self->since, self->until);
  loft_guest_time_set_known (g_ptr_array_index (self->rows, 0), periods);
  tell_updated (self);
}

static void
read_own (LoftGuestTimes *self)
{
  if (self->events != NULL)
    g_signal_handlers_disconnect_by_func (self->events, show_own, self);
  g_clear_object (&self->events);
  self->events = loft_calendar_actions_list_events (self->actions, self->since, self->until);
  g_signal_connect_object (self->events, "items-changed", G_CALLBACK (show_own), self,
                           G_CONNECT_SWAPPED);
  show_own (self);
}

/* ---- the guests --------------------------------------------------------------------------- */

/* Of LoftGuestTime, at most AT_ONCE: those of whom nothing was said yet. */
static GPtrArray *
find_next (LoftGuestTimes *self)
{
  GPtrArray *next = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 1; i < self->rows->len && next->len < AT_ONCE; i++)
    {
      LoftGuestTime *row = g_ptr_array_index (self->rows, i);

      if (loft_guest_time_get_state (row) == LOFT_GUEST_ASKED)
        g_ptr_array_add (next, g_object_ref (row));
    }
  return next;
}

/* What is in the saved event's own time is taken for the event: servers do not say what takes it. */
static void
cut_own_time (LoftGuestTimes *self, GArray *periods)
{
  guint n = periods->len;

  for (guint i = 0; i < n; i++)
    {
      LoftBusyPeriod period = g_array_index (periods, LoftBusyPeriod, i);

      if (period.end <= self->own_start || period.start >= self->own_end)
        continue;
      loft_busy_periods_add (periods, self->own_end, period.end, period.kind);
      g_array_index (periods, LoftBusyPeriod, i).end = MAX (period.start, self->own_start);
    }
  loft_busy_periods_settle (periods, self->since, self->until);
}

static gboolean
was_invited (LoftGuestTimes *self, const char *address)
{
  const LoftAttendee *guest = loft_event_find_attendee (self->event, address);

  return guest != NULL && guest->partstat != LOFT_PARTSTAT_DECLINED;
}

static void
take (LoftGuestTimes *self, LoftGuestTime *row, const LoftAvailability *told)
{
  if (told->reason != NULL)
    {
      loft_guest_time_set_unknown (row, told->reason);
      return;
    }
  if (was_invited (self, loft_guest_time_get_address (row)))
    cut_own_time (self, told->periods);
  loft_guest_time_set_known (row, told->periods);
}

static void
give_up (LoftGuestTimes *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  for (guint i = 1; i < self->rows->len; i++)
    {
      LoftGuestTime *row = g_ptr_array_index (self->rows, i);

      if (loft_guest_time_get_state (row) == LOFT_GUEST_ASKED)
        loft_guest_time_set_unknown (row, NULL);
    }
  set_state (self, LOFT_GUEST_TIMES_FAILED);
}

typedef struct {
  LoftGuestTimes *self;
  GPtrArray *asked; /* of LoftGuestTime */
  GCancellable *cancellable;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_ptr_array_unref (question->asked);
  g_object_unref (question->cancellable);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void ask_next (LoftGuestTimes *self);

static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  LoftGuestTimes *self = question->self;
  GError *error = NULL;
  g_autoptr (GPtrArray) told =
    loft_calendar_actions_read_availability_finish (LOFT_CALENDAR_ACTIONS (source), result, &error);

  if (question->cancellable != self->cancellable)
    {
      g_clear_error (&error);
      return;
    }
  g_clear_object (&self->cancellable);
  if (told == NULL)
    {
      give_up (self, error);
      return;
    }
  for (guint i = 0; i < question->asked->len; i++)
    if (i < told->len)
      take (self, g_ptr_array_index (question->asked, i), g_ptr_array_index (told, i));
    else
      loft_guest_time_set_unknown (g_ptr_array_index (question->asked, i), NULL);
  tell_updated (self);
  ask_next (self);
}

static void
ask (LoftGuestTimes *self, GPtrArray *asked)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  Question *question = g_new0 (Question, 1);

  for (guint i = 0; i < asked->len; i++)
    g_ptr_array_add (addresses,
                     (char *) loft_guest_time_get_address (g_ptr_array_index (asked, i)));
  self->cancellable = g_cancellable_new ();
  question->self = g_object_ref (self);
  question->asked = g_ptr_array_ref (asked);
  question->cancellable = g_object_ref (self->cancellable);
  loft_calendar_actions_read_availability_async (self->actions, self->calendar, addresses,
                                                 self->since, self->until, self->cancellable,
                                                 on_told, question);
}

static void
ask_next (LoftGuestTimes *self)
{
  g_autoptr (GPtrArray) next = find_next (self);

  if (next->len == 0)
    set_state (self, LOFT_GUEST_TIMES_SETTLED);
  else if (self->calendar == NULL)
    give_up (self, g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, "There is no calendar"));
  else
    {
      if (self->state != LOFT_GUEST_TIMES_ASKING)
        set_state (self, LOFT_GUEST_TIMES_ASKING);
      ask (self, next);
    }
}

static void
stop_asking (LoftGuestTimes *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
forget (LoftGuestTimes *self)
{
  stop_asking (self);
  for (guint i = 1; i < self->rows->len; i++)
    loft_guest_time_set_asked (g_ptr_array_index (self->rows, i));
  set_state (self, LOFT_GUEST_TIMES_ASKING);
}

/* From the start. */
static void
ask_all (LoftGuestTimes *self)
{
  forget (self);
  if (self->since < self->until)
    ask_next (self);
}

void
loft_guest_times_retry (LoftGuestTimes *self)
{
  ask_all (self);
}

/* ---- what it is about --------------------------------------------------------------------- */

static LoftGuestTime *
find_row (GPtrArray *rows, const char *address)
{
  for (guint i = 1; i < rows->len; i++)
    {
      LoftGuestTime *row = g_ptr_array_index (rows, i);

      if (g_ascii_strcasecmp (loft_guest_time_get_address (row), address) == 0)
        return row;
    }
  return NULL;
}

static gboolean
is_person (const LoftEvent *event, const char *address)
{
  return event->organizer != NULL && g_ascii_strcasecmp (event->organizer->address, address) == 0;
}

static GPtrArray *
make_rows (LoftGuestTimes *self, GPtrArray *guests, const LoftEvent *event)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (self->rows, 0)));
  for (guint i = 0; i < guests->len; i++)
    {
      const LoftAttendee *guest = g_ptr_array_index (guests, i);
      LoftGuestTime *known = find_row (self->rows, guest->address);

      if (strchr (guest->address, '@') == NULL || is_person (event, guest->address) ||
          find_row (rows, guest->address) != NULL)
        continue;
      g_ptr_array_add (rows, known != NULL ? g_object_ref (known)
                                           : loft_guest_time_new (guest->name, guest->address));
    }
  return rows;
}

static gint64
instant_of (LoftGuestTimes *self, const LoftEventTime *time)
{
  return loft_event_time_is_instant (time) ? time->at
                                           : loft_wall_to_instant (time->wall, self->zone);
}

static void
take_event (LoftGuestTimes *self, const LoftEvent *event)
{
  gboolean is_saved = *event->uid != '\0' && event->start.is_set && event->end.is_set;

  loft_event_unref (self->event);
  self->event = loft_event_copy (event);
  self->own_start = is_saved ? instant_of (self, &event->start) : 0;
  self->own_end = is_saved ? instant_of (self, &event->end) : 0;
}

void
loft_guest_times_set (LoftGuestTimes *self, LoftCalendarItem *calendar, GPtrArray *guests,
                      const LoftEvent *event)
{
  GPtrArray *rows = make_rows (self, guests, event);
  gboolean is_other = self->calendar != calendar;
  guint n = self->rows->len;

  stop_asking (self);
  g_set_object (&self->calendar, calendar);
  take_event (self, event);
  g_ptr_array_unref (self->rows);
  self->rows = rows;
  g_list_model_items_changed (G_LIST_MODEL (self), 1, n - 1, rows->len - 1);
  if (is_other || self->state == LOFT_GUEST_TIMES_FAILED)
    ask_all (self);
  else if (self->since < self->until)
    ask_next (self);
}

void
loft_guest_times_look_at (LoftGuestTimes *self, gint64 since, gint64 until)
{
  if (since >= self->since && until <= self->until && self->since < self->until)
    return;
  self->since = since - BEFORE;
  self->until = MAX (until, since + BEHIND);
  forget (self);
  read_own (self);
  ask_next (self);
}

gint64
loft_guest_times_get_since (LoftGuestTimes *self)
{
  return self->since;
}

gint64
loft_guest_times_get_until (LoftGuestTimes *self)
{
  return self->until;
}

LoftGuestTimesState
loft_guest_times_get_state (LoftGuestTimes *self)
{
  return self->state;
}

const GError *
loft_guest_times_get_error (LoftGuestTimes *self)
{
  return self->error;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_guest_times_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, LOFT_GUEST_TIMES (object)->state);
}

static void
loft_guest_times_dispose (GObject *object)
{
  stop_asking (LOFT_GUEST_TIMES (object));
  G_OBJECT_CLASS (loft_guest_times_parent_class)->dispose (object);
}

static void
loft_guest_times_finalize (GObject *object)
{
  LoftGuestTimes *self = LOFT_GUEST_TIMES (object);

  g_clear_object (&self->events);
  g_clear_object (&self->calendar);
  g_object_unref (self->actions);
  g_ptr_array_unref (self->rows);
  g_time_zone_unref (self->zone);
  loft_event_unref (self->event);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (loft_guest_times_parent_class)->finalize (object);
}

static void
loft_guest_times_class_init (LoftGuestTimesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_guest_times_get_property;
  object_class->dispose = loft_guest_times_dispose;
  object_class->finalize = loft_guest_times_finalize;
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, LOFT_GUEST_TIMES_FAILED, LOFT_GUEST_TIMES_SETTLED,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_signal_new ("updated", LOFT_TYPE_GUEST_TIMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_guest_times_init (LoftGuestTimes *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->rows, loft_guest_time_new (_ ("You"), ""));
  self->zone = g_time_zone_new_local ();
  self->event = loft_event_new ();
}

LoftGuestTimes *
loft_guest_times_new (LoftCalendarActions *actions)
{
  LoftGuestTimes *self = g_object_new (LOFT_TYPE_GUEST_TIMES, NULL);

  self->actions = g_object_ref (actions);
  return self;
}
