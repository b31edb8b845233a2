/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-time-row.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-mini-month.h"
#include "loft-quick-words.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

/* Of a time, in characters. */
#define SHORTEST 5
#define LONGEST  10

struct _LoftTimeRow {
  AdwActionRow parent_instance;

  GtkWidget *day;
  GtkWidget *month;
  GtkWidget *time;
  gint64 wall;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (LoftTimeRow, loft_time_row, ADW_TYPE_ACTION_ROW)

gint64
loft_time_row_get (LoftTimeRow *self)
{
  return self->wall;
}

/* No wider than what is in it: on a telephone the title needs the room. "12:30 PM" has some more. */
static void
fit_time (LoftTimeRow *self, const char *time)
{
  int n_chars = (int) CLAMP (g_utf8_strlen (time, -1), SHORTEST, LONGEST);

  g_object_set (self->time, "width-chars", n_chars, "max-width-chars", n_chars, NULL);
}

static void
show (LoftTimeRow *self)
{
  /* Translators: a day, short, as in "Tue, 24 Nov 2026". */
  g_autofree char *day = loft_wall_format (self->wall, C_ ("date", "%a, %-d %b %Y"));
  g_autofree char *time = g_strstrip (loft_event_text_clock (self->wall));

  self->showing = TRUE;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->day), day);
  gtk_editable_set_text (GTK_EDITABLE (self->time), time);
  fit_time (self, time);
  loft_calendar_view_set_day (LOFT_CALENDAR_VIEW (self->month), loft_wall_get_day (self->wall));
  gtk_widget_remove_css_class (self->time, "error");
  self->showing = FALSE;
}

void
loft_time_row_set (LoftTimeRow *self, gint64 wall)
{
  self->wall = wall;
  show (self);
}

gboolean
loft_time_row_is_valid (LoftTimeRow *self)
{
  return !gtk_widget_has_css_class (self->time, "error");
}

void
loft_time_row_set_day_only (LoftTimeRow *self, gboolean day_only)
{
  gtk_widget_set_visible (self->time, !day_only);
}

static void
on_day (LoftTimeRow *self, gint64 day)
{
  self->wall = day * LOFT_WALL_DAY + loft_wall_get_seconds (self->wall);
  show (self);
  g_signal_emit_by_name (self, "changed");
}

/* FALSE: it is no time. */
static gboolean
read_time (LoftTimeRow *self, int *seconds)
{
  g_autofree char *line =
    g_strconcat ("at ", gtk_editable_get_text (GTK_EDITABLE (self->time)), NULL);
  g_auto (LoftQuickAdd) typed = { 0 };

  loft_quick_add_read (&typed, line, loft_quick_words_get (), 0);
  *seconds = typed.start;
  return typed.has_time && *typed.title == '\0';
}

static void
on_typed (LoftTimeRow *self)
{
  int seconds = 0;

  if (self->showing)
    return;
  if (!read_time (self, &seconds))
    {
      gtk_widget_add_css_class (self->time, "error");
      g_signal_emit_by_name (self, "changed");
      return;
    }
  gtk_widget_remove_css_class (self->time, "error");
  self->wall = loft_wall_get_day (self->wall) * LOFT_WALL_DAY + seconds;
  g_signal_emit_by_name (self, "changed");
}

static void
on_focus (GtkWidget *entry, GtkStateFlags before, LoftTimeRow *self)
{
  GtkStateFlags state = gtk_widget_get_state_flags (entry);

  if ((before & GTK_STATE_FLAG_FOCUS_WITHIN) != 0 && (state & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    {
      show (self);
      g_signal_emit_by_name (self, "changed");
    }
}

static void
loft_time_row_class_init (LoftTimeRowClass *klass)
{
  g_signal_new ("changed", LOFT_TYPE_TIME_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
loft_time_row_init (LoftTimeRow *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->month = loft_mini_month_new ();
  self->day = gtk_menu_button_new ();
  self->time = gtk_entry_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), self->month);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->day), popover);
  gtk_widget_add_css_class (self->day, "flat");
  g_object_set (self->day, "valign", GTK_ALIGN_CENTER, "tooltip-text", _ ("Day"), NULL);
  gtk_widget_set_valign (self->time, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->day);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->time);
  g_signal_connect_swapped (self->time, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect (self->time, "state-flags-changed", G_CALLBACK (on_focus), self);
  g_signal_connect_swapped (self->month, "day-chosen", G_CALLBACK (on_day), self);
}

GtkWidget *
loft_time_row_new (const char *title)
{
  return g_object_new (LOFT_TYPE_TIME_ROW, "title", title, NULL);
}
