/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-key-move.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define KEY     "loft-key-move"
#define QUARTER (15 * 60)

typedef struct {
  LoftOccurrenceItem *item; /* (owned) */
  gint64 was_start;
  gint64 was_end;
  gint64 start;
  gint64 end;
} Move;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_object_unref (move->item);
  g_free (move);
}

static Move *
get_move (LoftCalendarView *view)
{
  return g_object_get_data (G_OBJECT (view), KEY);
}

void
loft_key_move_give_up (LoftCalendarView *view)
{
  if (get_move (view) == NULL)
    return;
  g_object_set_data (G_OBJECT (view), KEY, NULL);
  loft_calendar_view_preview (view, NULL, 0, 0);
  loft_calendar_view_tell_moving (view, "");
}

static Move *
begin (LoftCalendarView *view, const LoftCalendarEntry *entry)
{
  Move *move = get_move (view);

  if (move != NULL && move->item == entry->item)
    return move;
  loft_key_move_give_up (view);
  move = g_new0 (Move, 1);
  move->item = g_object_ref (entry->item);
  move->start = move->was_start = entry->start;
  move->end = move->was_end = entry->end;
  g_object_set_data_full (G_OBJECT (view), KEY, move, move_free);
  return move;
}

static void
show (LoftCalendarView *view, Move *move)
{
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (view));
  gboolean all_day = loft_occurrence_item_get (move->item)->all_day;
  g_autofree char *when = loft_event_text_when (move->start, move->end, all_day, today);
  /* Translators: when an event would be, and what the keys do. */
  g_autofree char *text =
    g_strdup_printf (_ ("%s — Enter keeps it there, Escape leaves it where it was"), when);

  loft_calendar_view_preview (view, move->item, move->start, move->end);
  loft_calendar_view_tell_moving (view, text);
}

/* Takes what was chosen. */
static void
keep (LoftCalendarView *view, Move *move)
{
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (move->item);
  gint64 start = move->start, end = move->end;
  gboolean is_other = start != move->was_start || end != move->was_end;

  loft_key_move_give_up (view);
  if (!is_other)
    return;
  loft_calendar_view_follow (view, item);
  loft_calendar_view_move (view, item, FALSE, loft_occurrence_item_get (item)->all_day, start, end);
}

/* Seconds; 0: the key does nothing here. */
static gint64
find_step (LoftCalendarView *view, guint key, gboolean all_day, gboolean resizes)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL;
  gint64 up = loft_calendar_view_get_key_step (view);

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      if (resizes && !all_day)
        return 0;
      return (key == GDK_KEY_Right) != mirrored ? LOFT_WALL_DAY : -LOFT_WALL_DAY;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      if (all_day && (resizes || up < LOFT_WALL_DAY))
        return 0;
      up = resizes ? QUARTER : up;
      return key == GDK_KEY_Down ? up : -up;
    default:
      return 0;
    }
}

/* Where it is not seen one would not know what one does. */
static gboolean
is_in_range (LoftCalendarView *view, gint64 start, gint64 end)
{
  gint64 first = 0, n_days = 0;

  loft_calendar_view_get_range (view, &first, &n_days);
  return loft_wall_get_day (start) < first + n_days && loft_wall_get_last_day (start, end) >= first;
}

static void
change (LoftCalendarView *view, Move *move, gint64 step, gboolean resizes)
{
  gint64 start = move->start + (resizes ? 0 : step), end = move->end + step;
  gint64 shortest = loft_occurrence_item_get (move->item)->all_day ? LOFT_WALL_DAY : QUARTER;

  if ((!resizes || end - start >= shortest) && is_in_range (view, start, end))
    {
      move->start = start;
      move->end = end;
    }
  show (view, move);
}

gboolean
loft_key_move_press (LoftCalendarView *view, const LoftCalendarEntry *entry, guint key,
                     GdkModifierType state)
{
  Move *move = get_move (view);
  gboolean resizes = (state & GDK_SHIFT_MASK) != 0;
  gboolean all_day = loft_occurrence_item_get (entry->item)->all_day;
  gint64 step = find_step (view, key, all_day, resizes);

  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return FALSE;
  if (move != NULL && key == GDK_KEY_Escape)
    loft_key_move_give_up (view);
  else if (move != NULL && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter))
    keep (view, move);
  else if (step != 0 && loft_calendar_view_get_key_step (view) != 0 &&
           loft_calendar_item_get_writable (loft_occurrence_item_get_calendar (entry->item)))
    change (view, begin (view, entry), step, resizes);
  else
    return FALSE;
  return TRUE;
}
