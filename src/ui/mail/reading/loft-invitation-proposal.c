/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-invitation-proposal.h"

#include "config.h"
#include "loft-event-time-local.h"
#include "loft-invitation-text.h"
#include "loft-time-row.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

struct _LoftInvitationProposal {
  AdwWindow parent_instance;

  LoftTimeRow *start;
  LoftTimeRow *end;
  GtkWidget *send;
  gboolean is_date;
  gint64 length;
};

G_DEFINE_FINAL_TYPE (LoftInvitationProposal, loft_invitation_proposal, ADW_TYPE_WINDOW)

static gint64
to_wall (const LoftEventTime *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return loft_event_time_is_instant (time) ? loft_wall_from_instant (time->at, zone) : time->wall;
}

/* The last day is shown of whole days, not the one behind it. */
static gint64
get_end (LoftInvitationProposal *self)
{
  return loft_time_row_get (self->end) + (self->is_date ? LOFT_WALL_DAY : 0);
}

static void
check (LoftInvitationProposal *self)
{
  gint64 start = loft_time_row_get (self->start);

  gtk_widget_set_sensitive (self->send,
                            self->is_date ? get_end (self) > start : get_end (self) >= start);
}

static void
on_start (LoftInvitationProposal *self)
{
  gint64 end = loft_time_row_get (self->start) + self->length;

  loft_time_row_set (self->end, self->is_date ? end - LOFT_WALL_DAY : end);
  check (self);
}

static void
on_end (LoftInvitationProposal *self)
{
  self->length = MAX (0, get_end (self) - loft_time_row_get (self->start));
  check (self);
}

static void
on_send (LoftInvitationProposal *self)
{
  g_signal_emit_by_name (self, "proposed");
  gtk_window_close (GTK_WINDOW (self));
}

void
loft_invitation_proposal_get (LoftInvitationProposal *self, LoftEventTime *start,
                              LoftEventTime *end)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  *start = loft_event_time_local (loft_time_row_get (self->start), self->is_date, zone);
  *end = loft_event_time_local (get_end (self), self->is_date, zone);
}

static GtkWidget *
new_header (LoftInvitationProposal *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  self->send = gtk_button_new_with_mnemonic (_ ("_Propose"));
  gtk_widget_add_css_class (self->send, "suggested-action");
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (on_send), self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->send);
  return header;
}

static void
build (LoftInvitationProposal *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *start = loft_time_row_new (_ ("From"));
  GtkWidget *end = loft_time_row_new (_ ("To"));

  self->start = LOFT_TIME_ROW (start);
  self->end = LOFT_TIME_ROW (end);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), start);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), end);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
}

LoftInvitationProposal *
loft_invitation_proposal_new (const LoftEvent *event)
{
  LoftInvitationProposal *self = g_object_new (LOFT_TYPE_INVITATION_PROPOSAL, NULL);
  gint64 start = to_wall (&event->start);
  gint64 end = MAX (start, to_wall (&event->end));

  self->is_date = event->start.is_date;
  self->length = end - start;
  loft_time_row_set_day_only (self->start, self->is_date);
  loft_time_row_set_day_only (self->end, self->is_date);
  loft_time_row_set (self->start, start);
  loft_time_row_set (self->end, self->is_date ? end - LOFT_WALL_DAY : end);
  g_signal_connect_swapped (self->start, "changed", G_CALLBACK (on_start), self);
  g_signal_connect_swapped (self->end, "changed", G_CALLBACK (on_end), self);
  return self;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
loft_invitation_proposal_class_init (LoftInvitationProposalClass *klass)
{
  g_signal_new ("proposed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
loft_invitation_proposal_init (LoftInvitationProposal *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Propose New Time"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 420, 280);
  build (self);
}
