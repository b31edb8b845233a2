/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-error-text.h"
#include "loft-event-chip.h"
#include "loft-event-editor.h"
#include "loft-event-time-local.h"
#include "loft-event-popover.h"
#include "loft-new-event-popover.h"
#include "loft-series-dialog.h"

#include <glib/gi18n.h>

static void
forget_popover (LoftCalendarPane *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

/* The keyboard goes on where it was, also after what the popover began: an editor, a dialog. */
static void
on_closed (GtkWidget *popover, GtkWidget *before)
{
  if (gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

static void
keep_focus (LoftCalendarPane *self, GtkWidget *parent)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *before =
    LOFT_IS_EVENT_CHIP (parent) || root == NULL ? parent : gtk_root_get_focus (root);

  if (before != NULL)
    g_signal_connect_object (self->popover, "closed", G_CALLBACK (on_closed), before, 0);
}

static void
point_at (LoftCalendarPane *self, GtkWidget *parent, const GdkRectangle *where)
{
  GdkRectangle area = { 0, 0, gtk_widget_get_width (parent), gtk_widget_get_height (parent) };
  graphene_point_t origin, there;

  if (where != NULL)
    area = *where;
  origin = GRAPHENE_POINT_INIT (area.x, area.y);
  if (!gtk_widget_compute_point (parent, GTK_WIDGET (self), &origin, &there))
    there = origin;
  area.x = (int) there.x;
  area.y = (int) there.y;
  keep_focus (self, parent);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* The editor */

typedef struct {
  LoftCalendarPane *pane;
  LoftOccurrenceItem *item; /* (nullable) a new one */
  LoftCalendarScope scope;
} Editing;

static void
editing_free (gpointer data)
{
  Editing *editing = data;

  g_object_unref (editing->pane);
  g_clear_object (&editing->item);
  g_free (editing);
}

/* What was typed is given up only when it is kept. */
static void
on_saved (const GError *error, gpointer data)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_ ("The event is not saved yet."));
  else if (error != NULL)
    text = loft_error_text_for_account (error, NULL);
  loft_event_editor_end_saving (LOFT_EVENT_EDITOR (data), text);
}

static void
on_save (LoftEventEditor *editor, Editing *editing)
{
  g_autoptr (LoftEvent) event = loft_event_editor_make_event (editor);
  LoftCalendarChange change = { editing->item == NULL ? LOFT_CHANGE_ADD : LOFT_CHANGE_EDIT,
                                editing->item, editing->scope };

  change.event = event;
  change.calendar = loft_event_editor_get_calendar (editor);
  loft_calendar_pane_change_and_tell (editing->pane, &change,
                                      editing->item == NULL ? _ ("Event added")
                                                            : _ ("Event changed"),
                                      on_saved, editor);
}

static void
on_people (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftEventEditor) editor = data;
  g_autoptr (LoftPeopleIndex) people = loft_people_index_load_finish (result, NULL);

  if (people != NULL && gtk_widget_get_visible (GTK_WIDGET (editor)))
    loft_event_editor_set_people (editor, people);
}

/* Takes editing. */
static void
edit (Editing *editing, LoftEvent *event, LoftCalendarItem *calendar)
{
  LoftEventEditor *editor =
    loft_event_editor_new (loft_calendar_actions_get_calendars (editing->pane->calendar), event,
                           calendar,
                           editing->item == NULL || editing->scope != LOFT_SCOPE_THIS ||
                             !loft_occurrence_item_get (editing->item)->is_recurring);

  loft_event_editor_set_actions (editor, editing->pane->calendar);
  gtk_window_set_transient_for (GTK_WINDOW (editor),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (editing->pane))));
  g_signal_connect_data (editor, "save", G_CALLBACK (on_save), editing,
                         (GClosureNotify) (GCallback) editing_free, 0);
  if (editing->pane->service != NULL)
    {
      loft_event_editor_set_directories (editor,
                                         loft_service_get_directories (editing->pane->service));
      loft_people_index_load_async (editing->pane->service, editing->pane->cancellable, on_people,
                                    g_object_ref (editor));
    }
  gtk_window_present (GTK_WINDOW (editor));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Editing *editing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftEvent) event =
    loft_calendar_actions_read_finish (LOFT_CALENDAR_ACTIONS (source), result, &error);

  if (event == NULL || gtk_widget_get_root (GTK_WIDGET (editing->pane)) == NULL)
    {
      if (event == NULL)
        loft_calendar_pane_tell_error (editing->pane, error);
      editing_free (editing);
      return;
    }
  edit (editing, event, loft_occurrence_item_get_calendar (editing->item));
}

static void
read_and_edit (LoftCalendarScope scope, gpointer data)
{
  Editing *asked = data;
  Editing *editing = g_new0 (Editing, 1);

  editing->pane = g_object_ref (asked->pane);
  editing->item = g_object_ref (asked->item);
  editing->scope = scope;
  loft_calendar_actions_read_async (editing->pane->calendar, editing->item, scope, NULL, on_read,
                                    editing);
}

static void
begin_edit (LoftCalendarPane *self, LoftOccurrenceItem *item)
{
  Editing *asked = g_new0 (Editing, 1);

  asked->pane = g_object_ref (self);
  asked->item = g_object_ref (item);
  if (loft_occurrence_item_get (item)->is_recurring)
    {
      loft_series_dialog_ask (GTK_WIDGET (self), FALSE, read_and_edit, asked, editing_free);
      return;
    }
  read_and_edit (LOFT_SCOPE_ALL, asked);
  editing_free (asked);
}

/* An event */

static void
on_delete (LoftEventPopover *popover, LoftCalendarPane *self)
{
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_popover_get_item (popover));

  gtk_popover_popdown (GTK_POPOVER (popover));
  loft_calendar_pane_remove (self, item);
}

static void
on_edit (LoftEventPopover *popover, LoftCalendarPane *self)
{
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_popover_get_item (popover));

  gtk_popover_popdown (GTK_POPOVER (popover));
  begin_edit (self, item);
}

static void
on_answer (LoftEventPopover *popover, int partstat, LoftCalendarPane *self)
{
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_popover_get_item (popover));
  LoftCalendarChange change = { LOFT_CHANGE_ANSWER, item, LOFT_SCOPE_ALL };

  change.partstat = (LoftPartstat) partstat;
  change.not_before = loft_clock_now () + LOFT_CALENDAR_UNDO_SECONDS;
  gtk_popover_popdown (GTK_POPOVER (popover));
  loft_calendar_pane_change (self, &change, _ ("Answer sent"));
}

void
loft_calendar_pane_show_event (LoftCalendarPane *self, LoftOccurrenceItem *item,
                               GtkWidget *shown_by)
{
  forget_popover (self);
  self->popover = loft_event_popover_new (self->calendar, item);
  g_signal_connect (self->popover, "delete", G_CALLBACK (on_delete), self);
  g_signal_connect (self->popover, "edit", G_CALLBACK (on_edit), self);
  g_signal_connect (self->popover, "answer", G_CALLBACK (on_answer), self);
  point_at (self, shown_by, NULL);
}

/* A new one */

static void
on_add (LoftNewEventPopover *popover, LoftCalendarPane *self)
{
  g_autoptr (LoftEvent) event = loft_new_event_popover_make_event (popover);
  LoftCalendarChange change = { LOFT_CHANGE_ADD, NULL, LOFT_SCOPE_ALL };

  change.event = event;
  change.calendar = loft_new_event_popover_get_calendar (popover);
  gtk_popover_popdown (GTK_POPOVER (popover));
  loft_calendar_pane_change (self, &change, _ ("Event added"));
}

static void
on_more (LoftNewEventPopover *popover, LoftCalendarPane *self)
{
  g_autoptr (LoftEvent) event = loft_new_event_popover_make_event (popover);
  Editing *editing = g_new0 (Editing, 1);

  editing->pane = g_object_ref (self);
  editing->scope = LOFT_SCOPE_ALL;
  gtk_popover_popdown (GTK_POPOVER (popover));
  edit (editing, event, loft_new_event_popover_get_calendar (popover));
}

void
loft_calendar_pane_show_new (LoftCalendarPane *self, GtkWidget *parent, gint64 start, gint64 end,
                             gboolean all_day, const GdkRectangle *where)
{
  forget_popover (self);
  self->popover = loft_new_event_popover_new (loft_calendar_actions_get_calendars (self->calendar),
                                              start, end, all_day);
  g_signal_connect (self->popover, "add", G_CALLBACK (on_add), self);
  g_signal_connect (self->popover, "more", G_CALLBACK (on_more), self);
  point_at (self, parent != NULL ? parent : self->new_button, where);
}

static LoftCalendarItem *
find_writable (LoftCalendarPane *self)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (self->calendar);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (loft_calendar_item_get_writable (calendar))
        return calendar; /* the model holds it */
    }
  return NULL;
}

void
loft_calendar_pane_edit_new (LoftCalendarPane *self, LoftEvent *event)
{
  gint64 now = loft_calendar_view_get_now (loft_calendar_pane_get_view (self));
  g_autoptr (LoftEvent) begun = loft_event_copy (event);
  LoftCalendarItem *calendar = find_writable (self);
  Editing *editing;

  if (calendar == NULL)
    {
      loft_calendar_pane_tell (self, _ ("There is no calendar that can be written"));
      return;
    }
  if (!begun->start.is_set)
    {
      gint64 start = (now / 3600 + 1) * 3600;

      begun->start = loft_event_time_local (start, FALSE, self->zone);
      begun->end = loft_event_time_local (start + 3600, FALSE, self->zone);
    }
  editing = g_new0 (Editing, 1);
  editing->pane = g_object_ref (self);
  editing->scope = LOFT_SCOPE_ALL;
  edit (editing, begun, calendar);
}
