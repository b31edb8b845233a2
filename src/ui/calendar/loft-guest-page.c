/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-page-private.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-settings.h"
#include "loft-wall.h"

#define HOUR        3600
#define MANY_DAYS   7
#define STEP        (30 * 60)
#define MOST_LOOKS  3 /* of four weeks each */
#define LEAST_WIDTH 50 /* of lanes that are on screen */

G_DEFINE_FINAL_TYPE (LoftGuestPage, loft_guest_page, GTK_TYPE_BOX)

gint64
loft_guest_page_get_instant (LoftGuestPage *self, gint64 wall)
{
  return loft_wall_to_instant (wall, self->zone);
}

LoftGuestTimes *
loft_guest_page_get_times (LoftGuestPage *self)
{
  return self->times;
}

LoftSlotWish
loft_guest_page_get_wish (LoftGuestPage *self)
{
  gboolean all_day = loft_guest_scale_is_all_day (self->scale);
  gint64 start = loft_guest_scale_get_start (self->scale);
  gint64 end = loft_guest_scale_get_end (self->scale);

  return (LoftSlotWish){ all_day ? end - start
                                 : loft_guest_page_get_instant (self, end) -
                                     loft_guest_page_get_instant (self, start),
                         all_day, self->zone,
                         loft_settings_get_int (LOFT_SETTING_DAY_BEGINS, 8) * HOUR,
                         loft_settings_get_int (LOFT_SETTING_DAY_ENDS, 18) * HOUR };
}

/* ---- which days --------------------------------------------------------------------------- */

static void
look_at_days (LoftGuestPage *self)
{
  gint64 first = loft_guest_scale_get_first_day (self->scale);
  int n_days = loft_guest_scale_get_n_days (self->scale);

  loft_guest_times_look_at (self->times, loft_guest_page_get_instant (self, first * LOFT_WALL_DAY),
                            loft_guest_page_get_instant (self, (first + n_days) * LOFT_WALL_DAY));
}

void
loft_guest_page_turn (LoftGuestPage *self, int by)
{
  int n_days = loft_guest_scale_get_n_days (self->scale);

  loft_guest_scale_set_days (self->scale,
                             loft_guest_scale_get_first_day (self->scale) + by * n_days, n_days,
                             loft_guest_scale_is_all_day (self->scale));
  look_at_days (self);
  loft_guest_page_tell (self);
}

/* Of several days a week is shown. */
static void
show_event (LoftGuestPage *self, gboolean all_day)
{
  gint64 start = loft_guest_scale_get_start (self->scale);
  gint64 end = loft_guest_scale_get_end (self->scale);
  gint64 day = loft_wall_get_day (start);
  gint64 first = loft_guest_scale_get_first_day (self->scale);
  int n_days = all_day || loft_wall_get_last_day (start, end) > day ? MANY_DAYS : 1;
  int shown = loft_guest_scale_get_n_days (self->scale);

  if (n_days != shown || all_day != loft_guest_scale_is_all_day (self->scale) || day < first ||
      day >= first + shown)
    loft_guest_scale_set_days (self->scale, day, n_days, all_day);
  look_at_days (self);
}

/* How much of one day is seen at once. */
static gint64
seen_seconds (LoftGuestPage *self)
{
  GtkAdjustment *adjustment = loft_guest_scale_get_adjustment (self->scale);
  double all = gtk_adjustment_get_upper (adjustment);

  return all <= 0 ? LOFT_WALL_DAY
                  : (gint64) (gtk_adjustment_get_page_size (adjustment) / all * LOFT_WALL_DAY);
}

/* Working hours are seen, unless the event is before them, or behind what there is room for. */
static void
place (LoftGuestPage *self)
{
  gint64 start = loft_guest_scale_get_start (self->scale);
  gint64 end = loft_guest_scale_get_end (self->scale);
  gint64 begins = loft_wall_get_day (start) * LOFT_WALL_DAY +
                  loft_settings_get_int (LOFT_SETTING_DAY_BEGINS, 8) * HOUR;
  gint64 first = MAX (MIN (start, begins) - HOUR / 2, end + HOUR / 2 - seen_seconds (self));

  if (loft_guest_scale_get_n_days (self->scale) == 1)
    loft_guest_scale_show (self->scale, MIN (first, start - HOUR / 2));
}

/* The lanes' room is known. */
static void
on_width (LoftGuestPage *self)
{
  if (self->placed ||
      gtk_adjustment_get_page_size (loft_guest_scale_get_adjustment (self->scale)) < LEAST_WIDTH)
    return;
  self->placed = TRUE;
  place (self);
}

void
loft_guest_page_set_time (LoftGuestPage *self, gint64 start, gint64 end, gboolean all_day)
{
  self->finding = self->found_none = FALSE;
  loft_guest_scale_set_event (self->scale,
                              all_day ? start : loft_wall_from_instant (start, self->zone),
                              all_day ? end : loft_wall_from_instant (end, self->zone));
  show_event (self, all_day);
  place (self);
  loft_guest_page_tell (self);
}

void
loft_guest_page_set (LoftGuestPage *self, LoftCalendarItem *calendar, GPtrArray *guests,
                     const LoftEvent *event)
{
  loft_guest_times_set (self->times, calendar, guests, event);
  loft_guest_page_tell (self);
}

/* ---- moving ------------------------------------------------------------------------------- */

static void
on_moved (LoftGuestPage *self, gint64 start, gint64 end)
{
  gboolean all_day = loft_guest_scale_is_all_day (self->scale);

  self->finding = self->found_none = FALSE;
  show_event (self, all_day);
  loft_guest_page_tell (self);
  g_signal_emit_by_name (self, "moved", all_day ? start : loft_guest_page_get_instant (self, start),
                         all_day ? end : loft_guest_page_get_instant (self, end));
}

/* ---- finding a time ----------------------------------------------------------------------- */

/* (transfer full) of GArray: of those that are known. */
static GPtrArray *
list_people (LoftGuestPage *self)
{
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->times)); i++)
    {
      g_autoptr (LoftGuestTime) guest = g_list_model_get_item (G_LIST_MODEL (self->times), i);

      if (loft_guest_time_get_state (guest) == LOFT_GUEST_KNOWN)
        g_ptr_array_add (people, g_array_ref (loft_guest_time_get_periods (guest)));
    }
  return people;
}

static void
go_to (LoftGuestPage *self, const LoftSlotWish *wish, gint64 start)
{
  gint64 wall = loft_wall_from_instant (start, self->zone);
  gint64 end =
    wish->all_day ? wall + wish->length : loft_wall_from_instant (start + wish->length, self->zone);

  self->finding = FALSE;
  loft_guest_scale_move_event (self->scale, wall, end);
  place (self);
}

/* What is behind the time that is known, or before it. */
static void
look_further (LoftGuestPage *self, const LoftSlotWish *wish, gint64 limit)
{
  gboolean backwards = self->direction == LOFT_FIND_EARLIER;

  self->finding = self->n_looks++ < MOST_LOOKS && (!backwards || limit > loft_clock_now ());
  self->found_none = !self->finding;
  if (!self->finding)
    return;
  self->find_from = backwards ? limit : limit - wish->length;
  loft_guest_times_look_at (self->times, backwards ? limit - 26 * LOFT_WALL_DAY : limit,
                            backwards ? limit : limit + LOFT_WALL_DAY);
}

static void
go_on_finding (LoftGuestPage *self)
{
  LoftSlotWish wish = loft_guest_page_get_wish (self);
  g_autoptr (GPtrArray) people = NULL;
  gboolean backwards = self->direction == LOFT_FIND_EARLIER;
  gint64 limit, start;

  if (!self->finding || loft_guest_times_get_state (self->times) == LOFT_GUEST_TIMES_ASKING)
    return;
  people = list_people (self);
  limit = backwards ? MAX (loft_guest_times_get_since (self->times), loft_clock_now ())
                    : loft_guest_times_get_until (self->times);
  if (loft_free_slot_find (&wish, people, self->find_from, limit, backwards, &start))
    go_to (self, &wish, start);
  else
    look_further (self, &wish, limit);
}

void
loft_guest_page_find (LoftGuestPage *self, LoftFindDirection direction)
{
  gint64 start = loft_guest_page_get_instant (self, loft_guest_scale_get_start (self->scale));
  gint64 step = loft_guest_scale_is_all_day (self->scale) ? LOFT_WALL_DAY : STEP;
  gint64 from = direction == LOFT_FIND_LATER     ? start + step
                : direction == LOFT_FIND_EARLIER ? start - step
                                                 : start;

  self->finding = TRUE;
  self->found_none = FALSE;
  self->direction = direction;
  self->n_looks = 0;
  self->find_from = direction == LOFT_FIND_EARLIER ? from : MAX (from, loft_clock_now ());
  go_on_finding (self);
  loft_guest_page_tell (self);
}

static void
on_times (LoftGuestPage *self)
{
  go_on_finding (self);
  loft_guest_page_tell (self);
}

/* ------------------------------------------------------------------------------------------- */

/* Where keys move the event. */
static gboolean
loft_guest_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LOFT_GUEST_PAGE (widget)->ruler);
}

static void
loft_guest_page_dispose (GObject *object)
{
  LoftGuestPage *self = LOFT_GUEST_PAGE (object);

  g_clear_object (&self->times);
  G_OBJECT_CLASS (loft_guest_page_parent_class)->dispose (object);
}

static void
loft_guest_page_finalize (GObject *object)
{
  LoftGuestPage *self = LOFT_GUEST_PAGE (object);

  g_object_unref (self->scale);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_guest_page_parent_class)->finalize (object);
}

static void
loft_guest_page_class_init (LoftGuestPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_guest_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_guest_page_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = loft_guest_page_grab_focus;
  g_signal_new ("moved", LOFT_TYPE_GUEST_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
loft_guest_page_init (LoftGuestPage *self)
{
  self->zone = g_time_zone_new_local ();
  self->scale = loft_guest_scale_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
loft_guest_page_new (LoftCalendarActions *actions)
{
  LoftGuestPage *self = g_object_new (LOFT_TYPE_GUEST_PAGE, NULL);

  self->times = loft_guest_times_new (actions);
  loft_guest_page_build (self);
  g_signal_connect_object (self->scale, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scale, "changed", G_CALLBACK (on_width), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->times, "updated", G_CALLBACK (on_times), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->times, "notify::state", G_CALLBACK (on_times), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
