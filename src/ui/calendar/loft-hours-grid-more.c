/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-hours-grid-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-day-list.h"

#include <glib/gi18n.h>

#define TIMES "times"

typedef struct {
  gint64 start; /* on the wall */
  gint64 end;
} Times;

gint64
loft_hours_grid_get_more_start (GtkWidget *button)
{
  const Times *times = g_object_get_data (G_OBJECT (button), TIMES);

  return times != NULL ? times->start : -1;
}

void
loft_hours_grid_forget_popover (LoftHoursGrid *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static void
on_open (LoftHoursGrid *self, LoftOccurrenceItem *item, GtkWidget *row)
{
  loft_calendar_view_open (LOFT_CALENDAR_VIEW (self->view), item, row);
}

static void
on_clicked (GtkWidget *button, LoftHoursGrid *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  const Times *times = g_object_get_data (G_OBJECT (button), TIMES);
  GtkWidget *list = loft_day_list_new (TRUE);

  loft_hours_grid_forget_popover (self);
  loft_day_list_show_times (LOFT_DAY_LIST (list), loft_calendar_view_get_entries (view),
                            times->start, times->end,
                            loft_wall_get_day (loft_calendar_view_get_now (view)));
  g_signal_connect_object (list, "open", G_CALLBACK (on_open), self, G_CONNECT_SWAPPED);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), list);
  gtk_widget_set_parent (self->popover, button);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static GtkWidget *
new_button (LoftHoursGrid *self)
{
  GtkWidget *button = gtk_button_new_with_label ("");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "hidden-events");
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

GtkWidget *
loft_hours_grid_take_more (LoftHoursGrid *self, gint64 start, gint64 end, guint n)
{
  /* Translators: how many events there is no room for, as short as can be. */
  g_autofree char *text = g_strdup_printf (C_ ("calendar", "+%u"), n);
  g_autofree char *name = g_strdup_printf (ngettext ("%u more", "%u more", n), n);
  Times *times = g_new (Times, 1);
  GtkWidget *button;

  if (self->n_more == self->more->len)
    g_ptr_array_add (self->more, new_button (self));
  button = g_ptr_array_index (self->more, self->n_more++);
  *times = (Times){ start, end };
  g_object_set_data_full (G_OBJECT (button), TIMES, times, g_free);
  gtk_button_set_label (GTK_BUTTON (button), text);
  loft_accessibility_set_button_name (button, name);
  return button;
}
