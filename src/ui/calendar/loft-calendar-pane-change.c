/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-event-text.h"
#include "loft-series-dialog.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

typedef struct {
  LoftCalendarPane *pane;
  char *done;
  LoftCalendarPaneTold told; /* (nullable) */
  GObject *editor; /* (nullable) */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->pane);
  g_clear_object (&change->editor);
  g_free (change->done);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
tell (LoftCalendarPane *self, const char *text, gboolean with_undo)
{
  AdwToast *toast = NULL;

  if (self->toasts == NULL)
    return;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  toast = adw_toast_new (text);
  if (with_undo)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_action_name (toast, "calendar.undo");
      g_set_weak_pointer (&self->undo_toast, toast);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
loft_calendar_pane_tell (LoftCalendarPane *self, const char *text)
{
  tell (self, text, FALSE);
}

void
loft_calendar_pane_tell_error (LoftCalendarPane *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = loft_error_text_for_account (error, NULL);
  tell (self, text, FALSE);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Change) change = data;
  g_autoptr (GError) error = NULL;
  guint64 undo = 0;
  gboolean done =
    loft_calendar_actions_change_finish (LOFT_CALENDAR_ACTIONS (source), result, &undo, &error);

  if (change->told != NULL)
    change->told (error, change->editor);
  if (!done)
    {
      if (change->told == NULL)
        loft_calendar_pane_tell_error (change->pane, error);
      return;
    }
  change->pane->undo = undo;
  tell (change->pane, change->done, undo != 0);
}

void
loft_calendar_pane_change (LoftCalendarPane *self, const LoftCalendarChange *change,
                           const char *done)
{
  loft_calendar_pane_change_and_tell (self, change, done, NULL, NULL);
}

void
loft_calendar_pane_change_and_tell (LoftCalendarPane *self, const LoftCalendarChange *change,
                                    const char *done, LoftCalendarPaneTold told, gpointer editor)
{
  if (!loft_calendar_pane_ask_guests (self, change, done, told, editor))
    loft_calendar_pane_change_now (self, change, done, told, editor);
}

void
loft_calendar_pane_change_now (LoftCalendarPane *self, const LoftCalendarChange *change,
                               const char *done, LoftCalendarPaneTold told, gpointer editor)
{
  Change *data = g_new0 (Change, 1);

  data->pane = g_object_ref (self);
  data->done = g_strdup (done);
  data->told = told;
  data->editor = editor != NULL ? g_object_ref (editor) : NULL;
  loft_calendar_actions_change_async (self->calendar, change, NULL, on_changed, data);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftCalendarPane) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_calendar_actions_undo_finish (LOFT_CALENDAR_ACTIONS (source), result, &error))
    loft_calendar_pane_tell_error (self, error);
}

void
loft_calendar_pane_undo (LoftCalendarPane *self)
{
  guint64 undo = self->undo;

  if (undo == 0)
    return;
  self->undo = 0;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  loft_calendar_actions_undo_async (self->calendar, undo, NULL, on_undone, g_object_ref (self));
}

/* Of a series a person says which. */

typedef struct {
  LoftCalendarPane *pane;
  LoftCalendarChange change;
  const char *done;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->pane);
  g_object_unref (asked->change.item);
  g_free (asked);
}

static void
on_scope (LoftCalendarScope scope, gpointer data)
{
  Asked *asked = data;

  asked->change.scope = scope;
  loft_calendar_pane_change (asked->pane, &asked->change, asked->done);
}

static void
ask_and_change (LoftCalendarPane *self, const LoftCalendarChange *change, const char *done)
{
  Asked *asked;

  if (!loft_occurrence_item_get (change->item)->is_recurring || change->kind == LOFT_CHANGE_COPY)
    {
      loft_calendar_pane_change (self, change, done);
      return;
    }
  asked = g_new0 (Asked, 1);
  asked->pane = g_object_ref (self);
  asked->change = *change;
  asked->done = done;
  g_object_ref (change->item);
  loft_series_dialog_ask (GTK_WIDGET (self), change->kind == LOFT_CHANGE_REMOVE, on_scope, asked,
                          (GDestroyNotify) asked_free);
}

static gboolean
may_write (LoftCalendarPane *self, LoftOccurrenceItem *item)
{
  g_autofree char *text = NULL;
  LoftCalendarItem *calendar = loft_occurrence_item_get_calendar (item);

  if (loft_calendar_item_get_writable (calendar))
    return TRUE;
  /* Translators: the name of a calendar. */
  text = g_strdup_printf (_ ("“%s” can only be read"), loft_calendar_item_get_name (calendar));
  tell (self, text, FALSE);
  return FALSE;
}

void
loft_calendar_pane_remove (LoftCalendarPane *self, LoftOccurrenceItem *item)
{
  LoftCalendarChange change = { LOFT_CHANGE_REMOVE, item, LOFT_SCOPE_ALL };

  if (may_write (self, item))
    ask_and_change (self, &change, _ ("Event deleted"));
}

void
loft_calendar_pane_move (LoftCalendarPane *self, LoftOccurrenceItem *item, gboolean copy,
                         gboolean all_day, gint64 start, gint64 end)
{
  LoftCalendarChange change = { copy ? LOFT_CHANGE_COPY : LOFT_CHANGE_MOVE, item, LOFT_SCOPE_ALL };

  if (!may_write (self, item))
    return;
  change.calendar = loft_occurrence_item_get_calendar (item);
  change.all_day = all_day;
  change.start = all_day ? start : loft_wall_to_instant (start, self->zone);
  change.end = all_day ? end : loft_wall_to_instant (end, self->zone);
  ask_and_change (self, &change, copy ? _ ("Event copied") : _ ("Event moved"));
}

/* Copying */

static void
put_text (LoftCalendarPane *self, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  gint64 start = loft_wall_get_start (occurrence, self->zone);
  gint64 end = loft_wall_get_end (occurrence, self->zone);
  g_autofree char *text =
    loft_event_text_spoken (item, start, end, loft_calendar_pane_get_today (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

void
loft_calendar_pane_copy (LoftCalendarPane *self)
{
  LoftOccurrenceItem *item = loft_calendar_view_get_selected (loft_calendar_pane_get_view (self));

  if (item == NULL)
    return;
  g_set_object (&self->copied, item);
  put_text (self, item);
  tell (self, _ ("Event copied: paste it on another day"), FALSE);
}

static LoftCalendarItem *
find_writable (LoftCalendarPane *self, LoftCalendarItem *wanted)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (self->calendar);

  for (guint i = 0;
       !loft_calendar_item_get_writable (wanted) && i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (loft_calendar_item_get_writable (calendar))
        return calendar; /* the list holds it */
    }
  return wanted;
}

/* At the same time of the day. */
void
loft_calendar_pane_paste (LoftCalendarPane *self)
{
  LoftCalendarChange change = { LOFT_CHANGE_COPY, self->copied, LOFT_SCOPE_THIS };
  const LoftOccurrence *occurrence = NULL;
  gint64 start = 0, end = 0;

  if (self->copied == NULL)
    return;
  occurrence = loft_occurrence_item_get (self->copied);
  start = loft_wall_get_start (occurrence, self->zone);
  end = loft_wall_get_end (occurrence, self->zone) - start;
  start = self->day * LOFT_WALL_DAY + loft_wall_get_seconds (start);
  change.calendar = find_writable (self, loft_occurrence_item_get_calendar (self->copied));
  change.all_day = occurrence->all_day;
  change.start = change.all_day ? start : loft_wall_to_instant (start, self->zone);
  change.end = change.all_day ? start + end : loft_wall_to_instant (start + end, self->zone);
  loft_calendar_pane_change (self, &change, _ ("Event pasted"));
}
