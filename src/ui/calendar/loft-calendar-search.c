/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-search.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-color-dot.h"
#include "loft-event-finder.h"
#include "loft-event-text.h"
#include "loft-search-elsewhere.h"
#include "loft-wall.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 720

struct _LoftCalendarSearch {
  GtkWidget parent_instance;

  LoftEventFinder *finder;
  GTimeZone *zone;
  GtkWidget *box;
  GtkWidget *entry;
  GtkStack *pages; /* "list", "status" */
  GtkWidget *status;
  LoftSearchElsewhere *elsewhere; /* on it */
};

G_DEFINE_FINAL_TYPE (LoftCalendarSearch, loft_calendar_search, GTK_TYPE_WIDGET)

GtkEditable *
loft_calendar_search_get_entry (LoftCalendarSearch *self)
{
  return GTK_EDITABLE (self->entry);
}

GListModel *
loft_calendar_search_get_found (LoftCalendarSearch *self)
{
  return loft_event_finder_get_found (self->finder);
}

static void
update_page (LoftCalendarSearch *self)
{
  gboolean asked = loft_event_finder_is_asked (self->finder);
  gboolean waits = loft_event_finder_is_searching (self->finder);
  guint n = g_list_model_get_n_items (loft_event_finder_get_found (self->finder));

  gtk_stack_set_visible_child_name (self->pages, n > 0 ? "list" : "status");
  loft_search_elsewhere_set_words (self->elsewhere,
                                   asked ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), !asked  ? _ ("Search Events")
                                                             : waits ? _ ("Searching…")
                                                                     : _ ("No Results Found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status),
                                   _ ("Two years back and three ahead, in the calendars that are "
                                      "shown."));
}

static void
on_typed (LoftCalendarSearch *self)
{
  loft_event_finder_set_words (self->finder, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

void
loft_calendar_search_begin (LoftCalendarSearch *self)
{
  loft_event_finder_begin (self->finder);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  update_page (self);
}

/* Rows */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (NULL), *when = gtk_label_new (NULL);

  g_object_set (title, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  g_object_set (when, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (title, "event-title");
  gtk_widget_add_css_class (when, "event-time");
  gtk_widget_add_css_class (line, "event-row");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), when);
  gtk_box_append (GTK_BOX (line), loft_color_dot_new ());
  gtk_box_append (GTK_BOX (line), words);
  gtk_list_item_set_child (list_item, line);
}

static char *
describe (LoftCalendarSearch *self, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  gint64 today = loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), self->zone));
  g_autofree char *when =
    loft_event_text_when (loft_wall_get_start (occurrence, self->zone),
                          loft_wall_get_end (occurrence, self->zone), occurrence->all_day, today);

  if (*occurrence->location == '\0')
    return g_steal_pointer (&when);
  /* Translators: when and where an event is. */
  return g_strdup_printf (C_ ("event", "%1$s · %2$s"), when, occurrence->location);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, LoftCalendarSearch *self)
{
  LoftOccurrenceItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *dot = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (dot));
  g_autofree char *text = describe (self, item);
  GdkRGBA color;

  if (gdk_rgba_parse (&color, loft_occurrence_item_get_color (item)))
    loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  gtk_label_set_label (GTK_LABEL (title), loft_event_text_title (loft_occurrence_item_get (item)));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)), text);
}

static void
on_activate (LoftCalendarSearch *self, guint position)
{
  g_autoptr (LoftOccurrenceItem) item =
    g_list_model_get_item (loft_event_finder_get_found (self->finder), position);

  if (item != NULL)
    g_signal_emit_by_name (self, "found", item);
}

static void
on_enter (LoftCalendarSearch *self)
{
  on_activate (self, 0);
}

static void
on_stop (LoftCalendarSearch *self)
{
  g_signal_emit_by_name (self, "ended");
}

/* What it is made of */

static GtkWidget *
new_list (LoftCalendarSearch *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSingleSelection *selection =
    gtk_single_selection_new (g_object_ref (loft_event_finder_get_found (self->finder)));
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (list, "activate", G_CALLBACK (on_activate), self);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "agenda");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static void
build (LoftCalendarSearch *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->entry = gtk_search_entry_new ();
  self->status = adw_status_page_new ();
  self->pages = GTK_STACK (gtk_stack_new ());
  g_object_set (self->entry, "placeholder-text", _ ("Search Events"), "margin-start", 12,
                "margin-end", 12, "margin-top", 6, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Events"), -1);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), "system-search-symbolic");
  self->elsewhere = LOFT_SEARCH_ELSEWHERE (loft_search_elsewhere_new ("calendar"));
  adw_status_page_set_child (ADW_STATUS_PAGE (self->status), GTK_WIDGET (self->elsewhere));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), new_list (self));
  gtk_stack_add_named (self->pages, clamp, "list");
  gtk_stack_add_named (self->pages, self->status, "status");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->pages));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (on_stop), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect_object (self->finder, "changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
}

static void
loft_calendar_search_dispose (GObject *object)
{
  LoftCalendarSearch *self = LOFT_CALENDAR_SEARCH (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->finder);
  G_OBJECT_CLASS (loft_calendar_search_parent_class)->dispose (object);
}

static void
loft_calendar_search_finalize (GObject *object)
{
  LoftCalendarSearch *self = LOFT_CALENDAR_SEARCH (object);

  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_calendar_search_parent_class)->finalize (object);
}

static void
loft_calendar_search_class_init (LoftCalendarSearchClass *klass)
{
  GType type = LOFT_TYPE_CALENDAR_SEARCH;

  G_OBJECT_CLASS (klass)->dispose = loft_calendar_search_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_calendar_search_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                LOFT_TYPE_OCCURRENCE_ITEM);
  g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_calendar_search_init (LoftCalendarSearch *self)
{
  self->zone = g_time_zone_new_local ();
}

GtkWidget *
loft_calendar_search_new (LoftCalendarActions *actions)
{
  LoftCalendarSearch *self = g_object_new (LOFT_TYPE_CALENDAR_SEARCH, NULL);

  self->finder = loft_event_finder_new (actions);
  build (self);
  return GTK_WIDGET (self);
}
