/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-editor-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-guest-page.h"
#include "loft-recipient-entry.h"
#include "loft-time-row.h"
#include "loft-wall.h"
#include "loft-zone-list.h"

#include <glib/gi18n.h>

#define FORM   "form"
#define GUESTS "guests"

gboolean
loft_event_editor_shows_guests (LoftEventEditor *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), GUESTS) == 0;
}

static void
go_back (LoftEventEditor *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), FORM);
  gtk_widget_grab_focus (self->find_time);
}

void
loft_event_editor_leave_guests (LoftEventEditor *self)
{
  if (loft_event_editor_shows_guests (self))
    go_back (self);
}

/* ---- times, both ways --------------------------------------------------------------------- */

/* The row keeps its zone. */
static void
set_row (GtkWidget *row, const char *zone_name, gint64 instant)
{
  g_autoptr (GTimeZone) zone = loft_zone_list_open (zone_name);

  loft_time_row_set (LOFT_TIME_ROW (row), loft_wall_from_instant (instant, zone));
}

static void
on_moved (LoftEventEditor *self, gint64 start, gint64 end)
{
  if (loft_event_editor_is_all_day (self))
    {
      loft_time_row_set (LOFT_TIME_ROW (self->start), start);
      loft_event_editor_on_start (self);
      loft_time_row_set (LOFT_TIME_ROW (self->end), end - LOFT_WALL_DAY);
    }
  else
    {
      set_row (self->start, self->start_zone, start);
      loft_event_editor_on_start (self);
      set_row (self->end, self->end_zone, end);
    }
  loft_event_editor_on_end (self);
}

static gint64
get_instant (const LoftEventTime *time)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();

  return loft_event_time_is_instant (time) || time->is_date
           ? time->at
           : loft_wall_to_instant (time->wall, here);
}

/* ---- the page ----------------------------------------------------------------------------- */

static GtkWidget *
new_header (LoftEventEditor *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  loft_accessibility_set_button_name (back, _ ("Back to the Event"));
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (go_back), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_ ("Scheduling"), NULL));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  return header;
}

static void
make_page (LoftEventEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->guest_page = loft_guest_page_new (self->actions);
  gtk_widget_set_vexpand (self->guest_page, TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), self->guest_page);
  gtk_stack_add_named (GTK_STACK (self->stack), box, GUESTS);
  g_signal_connect_object (self->guest_page, "moved", G_CALLBACK (on_moved), self,
                           G_CONNECT_SWAPPED);
  loft_accessibility_prepare (self->stack);
}

static void
show_page (LoftEventEditor *self)
{
  g_autoptr (LoftEvent) event = NULL;

  loft_recipient_entry_finish (LOFT_RECIPIENT_ENTRY (self->guests));
  if (loft_recipient_entry_focus_malformed (LOFT_RECIPIENT_ENTRY (self->guests)))
    return;
  if (self->guest_page == NULL)
    make_page (self);
  event = loft_event_editor_make_event (self);
  loft_guest_page_set_time (LOFT_GUEST_PAGE (self->guest_page), get_instant (&event->start),
                            get_instant (&event->end), loft_event_editor_is_all_day (self));
  loft_guest_page_set (LOFT_GUEST_PAGE (self->guest_page), loft_event_editor_get_calendar (self),
                       event->attendees, self->event);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), GUESTS);
  gtk_widget_grab_focus (self->guest_page);
}

/* ---- the way to it ------------------------------------------------------------------------ */

static void
update_row (LoftEventEditor *self)
{
  GtkWidget *group = gtk_widget_get_ancestor (self->find_time, ADW_TYPE_PREFERENCES_GROUP);
  LoftRecipientEntry *guests = LOFT_RECIPIENT_ENTRY (self->guests);

  gtk_widget_set_visible (group, self->actions != NULL && !loft_recipient_entry_is_empty (guests));
}

GtkWidget *
loft_event_editor_new_find_group (LoftEventEditor *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->find_time = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->find_time), _ ("Find a Time"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->find_time), _ ("When guests are free"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->find_time), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->find_time), icon);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->find_time);
  gtk_widget_set_visible (group, FALSE);
  g_signal_connect_swapped (self->find_time, "activated", G_CALLBACK (show_page), self);
  g_signal_connect_object (self->guests, "changed", G_CALLBACK (update_row), self,
                           G_CONNECT_SWAPPED);
  return group;
}

void
loft_event_editor_set_actions (LoftEventEditor *self, LoftCalendarActions *actions)
{
  g_set_object (&self->actions, actions);
  update_row (self);
}
