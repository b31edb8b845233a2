/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-day-list.h"

#include "config.h"
#include "loft-event-row.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define POPOVER_WIDTH  280
#define POPOVER_HEIGHT 360
#define MOST_ROWS      200

struct _LoftDayList {
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LoftDayList, loft_day_list, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
on_clicked (GtkWidget *row, LoftDayList *self)
{
  g_signal_emit_by_name (self, "open", loft_event_row_get_item (row), row);
}

static void
add_row (LoftDayList *self, const LoftCalendarEntry *entry, gint64 day, gint64 today)
{
  GtkWidget *row = loft_event_row_new (entry, day, today);

  g_signal_connect (row, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
clear (LoftDayList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static void
add_label (LoftDayList *self, const char *text, const char *css_class)
{
  gtk_box_append (GTK_BOX (self->box), new_label (text, css_class));
}

/* Rows cost time; who has more in a day reads it in another view, but is told. */
static void
tell_rest (LoftDayList *self, guint n)
{
  guint rest = n > MOST_ROWS ? n - MOST_ROWS : 0;
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", rest), rest);

  if (n == 0)
    add_label (self, _ ("No events"), "no-events");
  else if (rest > 0)
    add_label (self, text, "no-events");
}

void
loft_day_list_show (LoftDayList *self, GArray *entries, gint64 day, gint64 today)
{
  g_autofree char *name = loft_event_text_day (day, today);
  guint n = 0;

  clear (self);
  add_label (self, name, "day-heading");
  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);

      if (entry->first_day > day || entry->last_day < day)
        continue;
      if (n++ < MOST_ROWS)
        add_row (self, entry, day, today);
    }
  tell_rest (self, n);
}

void
loft_day_list_show_times (LoftDayList *self, GArray *entries, gint64 start, gint64 end,
                          gint64 today)
{
  g_autofree char *name = loft_event_text_when (start, end, FALSE, today);
  guint n = 0;

  clear (self);
  add_label (self, name, "day-heading");
  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);

      /* What has no length takes place when it begins. */
      if (entry->all_day || entry->start >= end || MAX (entry->end, entry->start + 1) <= start)
        continue;
      if (n++ < MOST_ROWS)
        add_row (self, entry, loft_wall_get_day (start), today);
    }
  tell_rest (self, n);
}

static void
loft_day_list_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_DAY_LIST (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_day_list_parent_class)->dispose (object);
}

static void
loft_day_list_class_init (LoftDayListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_day_list_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "daylist");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  g_signal_new ("open", LOFT_TYPE_DAY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                LOFT_TYPE_OCCURRENCE_ITEM, GTK_TYPE_WIDGET);
}

static void
loft_day_list_init (LoftDayList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
loft_day_list_new (gboolean as_popover)
{
  LoftDayList *self = g_object_new (LOFT_TYPE_DAY_LIST, NULL);

  if (as_popover)
    g_object_set (self->scrolled, "propagate-natural-height", TRUE, "max-content-height",
                  POPOVER_HEIGHT, "width-request", POPOVER_WIDTH, NULL);
  return GTK_WIDGET (self);
}
