/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-row.h"

#include "config.h"
#include "loft-color-edge.h"
#include "loft-event-text.h"

#include <glib/gi18n.h>

LoftOccurrenceItem *
loft_event_row_get_item (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "item");
}

/* Of what goes over midnight the part of this day. */
static char *
time_text (const LoftCalendarEntry *entry, gint64 day)
{
  g_autofree char *from = g_strstrip (loft_event_text_clock (entry->start));
  g_autofree char *to = g_strstrip (loft_event_text_clock (entry->end));
  gboolean begins = entry->first_day == day, ends = entry->last_day == day;

  if (loft_occurrence_item_get (entry->item)->all_day || (!begins && !ends))
    return g_strdup (_ ("All day"));
  if (begins && ends)
    return g_strdup_printf ("%s\n%s", from, to);
  /* Translators: an event that began on another day ends at this time. */
  return begins ? g_strdup (from) : g_strdup_printf (C_ ("time", "until\n%s"), to);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_words (LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = new_label (loft_event_text_title (occurrence), "event-title");
  const char *name = loft_calendar_item_get_name (loft_occurrence_item_get_calendar (item));

  if (occurrence->partstat == LOFT_PARTSTAT_DECLINED || occurrence->status == LOFT_EVENT_CANCELLED)
    gtk_widget_add_css_class (title, "declined");
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words),
                  new_label (*occurrence->location != '\0' ? occurrence->location : name,
                             "event-place"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

GtkWidget *
loft_event_row_new (const LoftCalendarEntry *entry, gint64 day, gint64 today)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *edge = g_object_new (LOFT_TYPE_COLOR_EDGE, NULL);
  g_autofree char *time = time_text (entry, day);
  g_autofree char *spoken = loft_event_text_spoken (entry->item, entry->start, entry->end, today);
  GtkWidget *when = new_label (time, "event-time");
  GdkRGBA color;

  if (gdk_rgba_parse (&color, loft_occurrence_item_get_color (entry->item)))
    loft_color_edge_set_color (LOFT_COLOR_EDGE (edge), &color);
  g_object_set (when, "width-chars", 7, "xalign", 1.0, "justify", GTK_JUSTIFY_RIGHT, "valign",
                GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (edge, "event-edge");
  gtk_box_append (GTK_BOX (box), when);
  gtk_box_append (GTK_BOX (box), edge);
  gtk_box_append (GTK_BOX (box), new_words (entry->item));
  gtk_button_set_child (GTK_BUTTON (row), box);
  gtk_widget_add_css_class (row, "flat");
  gtk_widget_add_css_class (row, "event-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (entry->item), g_object_unref);
  return row;
}
