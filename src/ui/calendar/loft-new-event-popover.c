/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-new-event-popover.h"

#include "config.h"
#include "loft-calendar-chooser.h"
#include "loft-clock.h"
#include "loft-event-text.h"
#include "loft-event-time-local.h"
#include "loft-quick-words.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define WIDTH 330

struct _LoftNewEventPopover {
  GtkPopover parent_instance;

  GTimeZone *zone;
  gint64 start;
  gint64 end;
  gboolean all_day;
  GtkWidget *entry;
  GtkWidget *when;
  GtkWidget *where;
  GtkWidget *chooser;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (LoftNewEventPopover, loft_new_event_popover, GTK_TYPE_POPOVER)

static gint64
get_today (LoftNewEventPopover *self)
{
  return loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), self->zone));
}

/* What was typed, over what was clicked at. */
static void
get_times (LoftNewEventPopover *self, const LoftQuickAdd *typed, gint64 *start, gint64 *end,
           gboolean *all_day)
{
  gint64 day = typed->has_day ? typed->day : loft_wall_get_day (self->start);
  gint64 by = (day - loft_wall_get_day (self->start)) * LOFT_WALL_DAY;

  *start = self->start + by;
  *end = self->end + by;
  *all_day = self->all_day;
  if (!typed->has_time)
    return;
  *start = day * LOFT_WALL_DAY + typed->start;
  *end = day * LOFT_WALL_DAY + typed->end;
  *all_day = FALSE;
}

static void
read_typed (LoftNewEventPopover *self, LoftQuickAdd *typed)
{
  loft_quick_add_read (typed, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                       loft_quick_words_get (), get_today (self));
}

static void
update (LoftNewEventPopover *self)
{
  g_auto (LoftQuickAdd) typed = { 0 };
  g_autofree char *when = NULL;
  gint64 start, end;
  gboolean all_day;

  read_typed (self, &typed);
  get_times (self, &typed, &start, &end, &all_day);
  when = loft_event_text_when (start, end, all_day, get_today (self));
  gtk_label_set_label (GTK_LABEL (self->when), when);
  gtk_label_set_label (GTK_LABEL (self->where), typed.location);
  gtk_widget_set_visible (gtk_widget_get_parent (self->where), *typed.location != '\0');
  gtk_widget_set_sensitive (self->add, *typed.title != '\0' &&
                                         loft_calendar_chooser_get (
                                           LOFT_CALENDAR_CHOOSER (self->chooser)) != NULL);
}

LoftEvent *
loft_new_event_popover_make_event (LoftNewEventPopover *self)
{
  g_auto (LoftQuickAdd) typed = { 0 };
  LoftEvent *event = loft_event_new ();
  gint64 start, end;
  gboolean all_day;

  read_typed (self, &typed);
  get_times (self, &typed, &start, &end, &all_day);
  g_free (event->summary);
  event->summary = g_strdup (typed.title);
  g_free (event->location);
  event->location = g_strdup (typed.location);
  event->start = loft_event_time_local (start, all_day, self->zone);
  event->end = loft_event_time_local (end, all_day, self->zone);
  return event;
}

LoftCalendarItem *
loft_new_event_popover_get_calendar (LoftNewEventPopover *self)
{
  return loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->chooser));
}

GtkEditable *
loft_new_event_popover_get_text (LoftNewEventPopover *self)
{
  return GTK_EDITABLE (self->entry);
}

static void
on_add (LoftNewEventPopover *self)
{
  if (gtk_widget_get_sensitive (self->add))
    g_signal_emit_by_name (self, "add");
}

static void
on_more (LoftNewEventPopover *self)
{
  g_signal_emit_by_name (self, "more");
}

static GtkWidget *
add_line (GtkWidget *box, const char *icon, GtkWidget *content)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_add_css_class (image, "dim-label");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (image, "line-icon");
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), content);
  gtk_box_append (GTK_BOX (box), line);
  return content;
}

static GtkWidget *
new_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "max-width-chars", 34, "hexpand", TRUE, NULL);
  return label;
}

static GtkWidget *
new_buttons (LoftNewEventPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *more = gtk_button_new_with_mnemonic (_ ("_More…"));

  self->add = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_hexpand (more, TRUE);
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (on_more), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  gtk_box_append (GTK_BOX (box), more);
  gtk_box_append (GTK_BOX (box), self->add);
  return box;
}

static void
loft_new_event_popover_finalize (GObject *object)
{
  g_time_zone_unref (LOFT_NEW_EVENT_POPOVER (object)->zone);
  G_OBJECT_CLASS (loft_new_event_popover_parent_class)->finalize (object);
}

static void
loft_new_event_popover_class_init (LoftNewEventPopoverClass *klass)
{
  GType type = LOFT_TYPE_NEW_EVENT_POPOVER;

  G_OBJECT_CLASS (klass)->finalize = loft_new_event_popover_finalize;
  g_signal_new ("add", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("more", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_new_event_popover_init (LoftNewEventPopover *self)
{
  self->zone = g_time_zone_new_local ();
}

static void
build (LoftNewEventPopover *self, GListModel *calendars)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->entry = gtk_entry_new ();
  /* Translators: shows how an event can be typed in one line. */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Lunch with Eva 12:30 @Canteen"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("New event"), -1);
  self->chooser = loft_calendar_chooser_new (calendars);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_add_css_class (box, "event-card");
  gtk_box_append (GTK_BOX (box), self->entry);
  self->when = add_line (box, "alarm-symbolic", new_text ());
  self->where = add_line (box, "mark-location-symbolic", new_text ());
  gtk_box_append (GTK_BOX (box), self->chooser);
  gtk_box_append (GTK_BOX (box), new_buttons (self));
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_add), self);
}

GtkWidget *
loft_new_event_popover_new (GListModel *calendars, gint64 start, gint64 end, gboolean all_day)
{
  LoftNewEventPopover *self = g_object_new (LOFT_TYPE_NEW_EVENT_POPOVER, NULL);

  self->start = start;
  self->end = end;
  self->all_day = all_day;
  build (self, calendars);
  update (self);
  return GTK_WIDGET (self);
}
