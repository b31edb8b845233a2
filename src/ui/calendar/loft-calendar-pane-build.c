/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-agenda-view.h"
#include "loft-calendar-search.h"
#include "loft-calendar-sidebar.h"
#include "loft-calendar-transfer.h"
#include "loft-fitting.h"
#include "loft-mini-month.h"
#include "loft-month-view.h"
#include "loft-primary-menu.h"
#include "loft-week-view.h"

#include <glib/gi18n.h>

#define MIDDLE_WIDTH                                                                               \
  8000 /* of title and views: all there is, or they would be in the middle of it */
#define MIDDLE_SPACING 6

typedef struct {
  const char *name;
  const char *title;
  GtkWidget *(*make) (void);
} View;

static const View views[] = {
  { "month", NC_ ("view", "Month"), loft_month_view_new },
  { "week", NC_ ("view", "Week"), loft_week_view_new },
  { "work-week", NC_ ("view", "Work Week"), loft_week_view_new_work_week },
  { "day", NC_ ("view", "Day"), loft_week_view_new_day },
  { "agenda", NC_ ("view", "Agenda"), loft_agenda_view_new },
};

static void
on_day_chosen (LoftCalendarView *view, gint64 day, LoftCalendarPane *self)
{
  loft_calendar_pane_show_day (self, day);
}

static void
on_mini_day (LoftCalendarView *view, gint64 day, LoftCalendarPane *self)
{
  loft_calendar_pane_show_day (self, day);
}

static void
on_open (LoftCalendarView *view, LoftOccurrenceItem *item, GtkWidget *shown_by,
         LoftCalendarPane *self)
{
  loft_calendar_pane_show_event (self, item, shown_by);
}

static void
on_create (LoftCalendarView *view, gint64 start, gint64 end, gboolean all_day, GdkRectangle *where,
           LoftCalendarPane *self)
{
  loft_calendar_pane_show_new (self, GTK_WIDGET (view), start, end, all_day, where);
}

static void
on_move (LoftCalendarView *view, LoftOccurrenceItem *item, gboolean copy, gboolean all_day,
         gint64 start, gint64 end, LoftCalendarPane *self)
{
  loft_calendar_pane_move (self, item, copy, all_day, start, end);
}

static void
on_show_day (LoftCalendarView *view, gint64 day, LoftCalendarPane *self)
{
  loft_calendar_pane_show_day (self, day);
  loft_calendar_pane_show_view (self, "day");
}

static void
on_moving (LoftCalendarView *view, const char *text, LoftCalendarPane *self)
{
  gtk_label_set_label (GTK_LABEL (self->moving), text);
  gtk_widget_set_visible (self->moving, *text != '\0');
}

static void
add_view (LoftCalendarPane *self, const View *view)
{
  GtkWidget *widget = view->make ();

  gtk_stack_add_named (self->views, widget, view->name);
  g_signal_connect (widget, "day-chosen", G_CALLBACK (on_day_chosen), self);
  g_signal_connect (widget, "open", G_CALLBACK (on_open), self);
  g_signal_connect (widget, "create", G_CALLBACK (on_create), self);
  g_signal_connect (widget, "move", G_CALLBACK (on_move), self);
  g_signal_connect (widget, "show-day", G_CALLBACK (on_show_day), self);
  g_signal_connect (widget, "moving", G_CALLBACK (on_moving), self);
}

static GtkWidget *
new_icon_button (const char *icon, const char *action, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  loft_accessibility_set_button_name (button, name);
  return button;
}

static GtkWidget *
new_sidebar (LoftCalendarPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GMenu) print = g_menu_new ();

  self->sidebar_header = adw_header_bar_new ();
  self->menu_button = loft_primary_menu_button_new ();
  g_menu_append (print, _ ("_Print…"), "calendar.print");
  g_menu_prepend_section (G_MENU (
                            gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->menu_button))),
                          NULL, G_MENU_MODEL (print));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (self->sidebar_header),
                                   adw_window_title_new (_ ("Calendar"), NULL));
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->sidebar_header), self->menu_button);
  gtk_widget_add_css_class (self->sidebar_header, "flat");
  self->mini = LOFT_CALENDAR_VIEW (loft_mini_month_new ());
  g_signal_connect (self->mini, "day-chosen", G_CALLBACK (on_mini_day), self);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->mini));
  gtk_box_append (GTK_BOX (content), loft_calendar_sidebar_new (self->calendar));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->sidebar_header);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

/* All views side by side. */
static GtkWidget *
new_view_buttons (void)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (buttons, "linked");
  gtk_widget_add_css_class (buttons, "view-buttons");
  g_object_set (buttons, "halign", GTK_ALIGN_END, "valign", GTK_ALIGN_CENTER, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *button =
        gtk_toggle_button_new_with_label (g_dpgettext2 (NULL, "view", views[i].title));
      g_autofree char *action = g_strdup_printf ("calendar.view::%s", views[i].name);

      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
      gtk_box_append (GTK_BOX (buttons), button);
    }
  return buttons;
}

static GtkWidget *
new_view_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *action = g_strdup_printf ("calendar.view::%s", views[i].name);

      g_menu_append (menu, g_dpgettext2 (NULL, "view", views[i].title), action);
    }
  g_menu_append (menu, _ ("Today"), "calendar.today");
  g_menu_append (menu, _ ("Search Events"), "calendar.search");
  g_menu_append (menu, _ ("_Print…"), "calendar.print");
  g_object_set (button, "icon-name", "view-more-symbolic", "menu-model", menu, "tooltip-text",
                _ ("View"), "halign", GTK_ALIGN_END, "valign", GTK_ALIGN_CENTER, NULL);
  return button;
}

static GtkWidget *
new_view_switch (void)
{
  GtkWidget *fitting = loft_fitting_new ();

  loft_fitting_add (LOFT_FITTING (fitting), new_view_buttons ());
  loft_fitting_add (LOFT_FITTING (fitting), new_view_menu ());
  return fitting;
}

static GtkWidget *
new_title_label (void)
{
  GtkWidget *label = gtk_label_new ("");

  g_object_set (label, "xalign", 0.0, "single-line-mode", TRUE, "ellipsize", PANGO_ELLIPSIZE_END,
                NULL);
  gtk_widget_add_css_class (label, "title");
  return label;
}

static GtkWidget *
new_title (LoftCalendarPane *self)
{
  GtkWidget *fitting = loft_fitting_new ();

  self->title = new_title_label ();
  self->short_title = new_title_label ();
  loft_fitting_add (LOFT_FITTING (fitting), self->title);
  loft_fitting_add (LOFT_FITTING (fitting), self->short_title);
  return fitting;
}

static void
measure_middle (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *title = gtk_widget_get_first_child (widget);
  GtkWidget *switcher = gtk_widget_get_next_sibling (title);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int first = 0, second = 0, first_natural = 0, second_natural = 0;

  gtk_widget_measure (title, orientation, -1, &first, &first_natural, NULL, NULL);
  gtk_widget_measure (switcher, orientation, -1, &second, &second_natural, NULL, NULL);
  *minimum = across ? first + MIDDLE_SPACING + second : MAX (first, second);
  *natural = across ? MIDDLE_WIDTH : MAX (first_natural, second_natural);
}

static void
allocate_middle (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *title = gtk_widget_get_first_child (widget);
  GtkWidget *switcher = gtk_widget_get_next_sibling (title);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation first = { 0, 0, 0, height }, second = { 0, 0, 0, height };
  int least = 0, buttons = 0;

  gtk_widget_measure (title, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &first.width, NULL, NULL);
  gtk_widget_measure (switcher, GTK_ORIENTATION_HORIZONTAL, -1, &least, &buttons, NULL, NULL);
  if (width - MIDDLE_SPACING - buttons >= loft_fitting_get_least (LOFT_FITTING (title)))
    least = buttons;
  first.width = MIN (first.width, width - MIDDLE_SPACING - least);
  second.width = width - MIDDLE_SPACING - first.width;
  first.x = mirrored ? width - first.width : 0;
  second.x = mirrored ? 0 : width - second.width;
  gtk_widget_size_allocate (title, &first, baseline);
  gtk_widget_size_allocate (switcher, &second, baseline);
}

/* The title stands beside the buttons that change it: in the middle, both sides would take its room.
 * A short title is better than views in a menu, and a whole one than much room beside it. */
static void
add_title (LoftCalendarPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (box), new_title (self));
  gtk_box_append (GTK_BOX (box), new_view_switch ());
  gtk_widget_set_layout_manager (box,
                                 gtk_custom_layout_new (NULL, measure_middle, allocate_middle));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (self->header), box);
  self->search_button =
    new_icon_button ("system-search-symbolic", "calendar.search", _ ("Search Events"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), self->search_button);
}

static void
add_header (LoftCalendarPane *self)
{
  AdwHeaderBar *header = ADW_HEADER_BAR (adw_header_bar_new ());
  GtkWidget *steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *back = new_icon_button ("go-previous-symbolic", "calendar.back", _ ("Back"));

  self->header = GTK_WIDGET (header);
  self->back_button = new_icon_button ("go-previous-symbolic", "calendar.sidebar", _ ("Calendars"));
  self->sidebar_button =
    new_icon_button ("sidebar-show-symbolic", "calendar.sidebar", _ ("Show the Sidebar"));
  self->today_button = gtk_button_new_with_label (_ ("Today"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->today_button), "calendar.today");
  gtk_widget_add_css_class (steps, "linked");
  gtk_box_append (GTK_BOX (steps), back);
  gtk_box_append (GTK_BOX (steps), self->today_button);
  gtk_box_append (GTK_BOX (steps),
                  new_icon_button ("go-next-symbolic", "calendar.forward", _ ("Forward")));
  gtk_widget_add_css_class (self->header, "flat");
  adw_header_bar_set_show_start_title_buttons (header, FALSE);
  adw_header_bar_pack_start (header, self->back_button);
  adw_header_bar_pack_start (header, self->sidebar_button);
  self->new_button = new_icon_button ("list-add-symbolic", "calendar.new", _ ("New Event"));
  adw_header_bar_pack_start (header, self->new_button);
  adw_header_bar_pack_start (header, steps);
  add_title (self);
}

static void
update_columns (LoftCalendarPane *self)
{
  LoftColumnsMode mode = loft_columns_get_mode (self->columns);

  gtk_widget_set_visible (self->back_button, mode == LOFT_COLUMNS_NARROW);
  gtk_widget_set_visible (self->today_button, mode != LOFT_COLUMNS_NARROW);
  gtk_widget_set_visible (self->search_button, mode != LOFT_COLUMNS_NARROW);
  /* Room for the month's name instead. */
  adw_header_bar_set_decoration_layout (ADW_HEADER_BAR (self->header),
                                        mode == LOFT_COLUMNS_NARROW ? ":close" : NULL);
  gtk_widget_set_visible (self->sidebar_button, mode == LOFT_COLUMNS_MEDIUM);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header),
                                               mode != LOFT_COLUMNS_WIDE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->sidebar_header),
                                             mode == LOFT_COLUMNS_NARROW);
}

/* On a busy machine the window is mapped long before it has a width. */
static gboolean
update_when_laid_out (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  LoftCalendarPane *self = LOFT_CALENDAR_PANE (widget);

  if (gtk_widget_get_width (GTK_WIDGET (self->columns)) == 0)
    return G_SOURCE_CONTINUE;
  update_columns (self);
  return G_SOURCE_REMOVE;
}

static void
on_map (LoftCalendarPane *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), update_when_laid_out, NULL, NULL);
}

/* As narrow as can be until the width is known: what is wider then would keep the window from it. */
static void
begin_narrow (LoftCalendarPane *self)
{
  gtk_widget_set_visible (self->today_button, FALSE);
  gtk_widget_set_visible (self->search_button, FALSE);
  adw_header_bar_set_decoration_layout (ADW_HEADER_BAR (self->header), ":close");
  gtk_widget_set_visible (self->sidebar_button, FALSE);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

/* Says what keys do: a status for screen readers too. */
static void
add_moving (LoftCalendarPane *self, GtkWidget *middle)
{
  self->moving = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                               "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->moving, "moving-text");
  gtk_box_append (GTK_BOX (middle), self->moving);
}

static void
add_search (LoftCalendarPane *self)
{
  self->pages = GTK_STACK (gtk_stack_new ());
  self->search = loft_calendar_search_new (self->calendar);
  g_object_set (self->pages, "vexpand", TRUE, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->views), "views");
  gtk_stack_add_named (self->pages, self->search, "search");
  g_signal_connect_swapped (self->search, "found", G_CALLBACK (loft_calendar_pane_go_to), self);
  g_signal_connect_swapped (self->search, "ended", G_CALLBACK (loft_calendar_pane_end_search),
                            self);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftCalendarPane *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  loft_calendar_transfer_import (GTK_WIDGET (self), self->calendar, NULL, files->data);
  return TRUE;
}

static void
take_files (LoftCalendarPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
loft_calendar_pane_build (LoftCalendarPane *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->columns = g_object_new (LOFT_TYPE_COLUMNS, "main-place", LOFT_MAIN_OFF, NULL);
  self->views = GTK_STACK (gtk_stack_new ());
  g_object_set (self->views, "vexpand", TRUE, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    add_view (self, &views[i]);
  add_header (self);
  gtk_box_append (GTK_BOX (middle), self->header);
  add_search (self);
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (self->pages));
  add_moving (self, middle);
  g_object_set (self->columns, "sidebar", new_sidebar (self), "middle", middle, NULL);
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->columns));
  gtk_widget_set_parent (GTK_WIDGET (self->toasts), GTK_WIDGET (self));
  g_signal_connect_swapped (self->columns, "notify::mode", G_CALLBACK (update_columns), self);
  take_files (self);
  begin_narrow (self);
}
