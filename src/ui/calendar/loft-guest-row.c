/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-row.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-guest-lane.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MOST_SPOKEN 20

struct _LoftGuestRow {
  GtkBox parent_instance;

  LoftGuestScale *scale;
  LoftGuestTime *guest; /* (nullable) */
  GtkWidget *name;
  GtkWidget *note;
  GtkWidget *lane;
  gint64 spoken_day; /* of which screen readers were told */
};

G_DEFINE_FINAL_TYPE (LoftGuestRow, loft_guest_row, GTK_TYPE_BOX)

const char *
loft_guest_row_name_kind (LoftBusyKind kind)
{
  switch (kind)
    {
    case LOFT_BUSY_TENTATIVE:
      return _ ("Tentative");
    case LOFT_BUSY_BUSY:
      return _ ("Busy");
    case LOFT_BUSY_AWAY:
      return _ ("Away");
    case LOFT_BUSY_UNKNOWN:
      return _ ("Not Known");
    case LOFT_BUSY_FREE:
    default:
      return _ ("Free");
    }
}

/* ---- for screen readers ------------------------------------------------------------------- */

static void
append_period (GString *text, const LoftBusyPeriod *period, GTimeZone *zone)
{
  g_autofree char *clocks = loft_event_text_clocks (loft_wall_from_instant (period->start, zone),
                                                    loft_wall_from_instant (period->end, zone));

  g_string_append_printf (text, ", %s %s", loft_guest_row_name_kind (period->kind), clocks);
}

/* (transfer full) Of the days that are shown. */
static char *
speak (LoftGuestRow *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 day = loft_guest_scale_get_first_day (self->scale);
  gint64 since = loft_wall_to_instant (day * LOFT_WALL_DAY, zone);
  gint64 until =
    loft_wall_to_instant ((day + loft_guest_scale_get_n_days (self->scale)) * LOFT_WALL_DAY, zone);
  GArray *periods = loft_guest_time_get_periods (self->guest);
  GString *text = g_string_new (loft_guest_time_get_name (self->guest));
  guint n = 0;

  if (loft_guest_time_get_state (self->guest) != LOFT_GUEST_KNOWN)
    g_string_append_printf (text, ", %s", loft_guest_row_name_kind (LOFT_BUSY_UNKNOWN));
  for (guint i = 0; i < periods->len && n < MOST_SPOKEN; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (periods, LoftBusyPeriod, i);

      if (period->end <= since || period->start >= until)
        continue;
      append_period (text, period, zone);
      n++;
    }
  if (n == 0 && loft_guest_time_get_state (self->guest) == LOFT_GUEST_KNOWN)
    g_string_append_printf (text, ", %s", loft_guest_row_name_kind (LOFT_BUSY_FREE));
  return g_string_free (text, FALSE);
}

static void
tell_readers (LoftGuestRow *self)
{
  g_autofree char *text = self->guest != NULL ? speak (self) : g_strdup ("");

  self->spoken_day = loft_guest_scale_get_first_day (self->scale);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lane), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
on_scale (LoftGuestRow *self)
{
  if (self->guest != NULL && self->spoken_day != loft_guest_scale_get_first_day (self->scale))
    tell_readers (self);
}

/* ---- what it shows ------------------------------------------------------------------------ */

static void
update (LoftGuestRow *self)
{
  LoftGuestState state = loft_guest_time_get_state (self->guest);
  const char *reason = loft_guest_time_get_reason (self->guest);

  gtk_label_set_label (GTK_LABEL (self->note), state == LOFT_GUEST_UNKNOWN ? _ ("Not Known")
                                               : state == LOFT_GUEST_ASKED ? _ ("Asking…")
                                                                           : "");
  gtk_widget_set_visible (self->note, state != LOFT_GUEST_KNOWN);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               reason != NULL ? reason : loft_guest_time_get_address (self->guest));
  tell_readers (self);
}

void
loft_guest_row_set_guest (LoftGuestRow *self, LoftGuestTime *guest)
{
  if (self->guest != NULL)
    g_signal_handlers_disconnect_by_func (self->guest, update, self);
  g_set_object (&self->guest, guest);
  loft_guest_lane_set_guest (LOFT_GUEST_LANE (self->lane), guest);
  if (guest == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->name), loft_guest_time_get_name (guest));
  g_signal_connect_object (guest, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
loft_guest_row_dispose (GObject *object)
{
  LoftGuestRow *self = LOFT_GUEST_ROW (object);

  if (self->guest != NULL)
    g_signal_handlers_disconnect_by_func (self->guest, update, self);
  g_clear_object (&self->guest);
  g_clear_object (&self->scale);
  G_OBJECT_CLASS (loft_guest_row_parent_class)->dispose (object);
}

static void
loft_guest_row_class_init (LoftGuestRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_guest_row_dispose;
}

static GtkWidget *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", 1,
                "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
loft_guest_row_init (LoftGuestRow *self)
{
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_object_set (names, "width-request", LOFT_GUEST_NAME_WIDTH, "valign", GTK_ALIGN_CENTER,
                "hexpand", FALSE, "hexpand-set", TRUE, NULL);
  gtk_widget_add_css_class (names, "guest-name");
  self->name = add_label (names);
  self->note = add_label (names);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_box_append (GTK_BOX (self), names);
  gtk_widget_add_css_class (GTK_WIDGET (self), "guest-row");
}

GtkWidget *
loft_guest_row_new (LoftGuestScale *scale)
{
  LoftGuestRow *self = g_object_new (LOFT_TYPE_GUEST_ROW, NULL);

  self->scale = g_object_ref (scale);
  self->lane = loft_guest_lane_new (scale);
  gtk_box_append (GTK_BOX (self), self->lane);
  g_signal_connect_object (scale, "changed", G_CALLBACK (on_scale), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
