/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "config.h"
#include "loft-calendar-print.h"
#include "loft-calendar-search.h"
#include "loft-mini-month.h"
#include "loft-pane.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-trouble-banner.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

static void pane_interface_init (LoftPaneInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftCalendarPane, loft_calendar_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_PANE, pane_interface_init))

LoftCalendarView *
loft_calendar_pane_get_view (LoftCalendarPane *self)
{
  return LOFT_CALENDAR_VIEW (gtk_stack_get_visible_child (self->views));
}

gint64
loft_calendar_pane_get_today (LoftCalendarPane *self)
{
  return loft_wall_get_day (loft_calendar_view_get_now (self->mini));
}

/* Asks for other events only where the range is another. */
static void
load (LoftCalendarPane *self, LoftCalendarView *view)
{
  gint64 first = 0, n_days = 0;
  gint64 *loaded = g_object_get_data (G_OBJECT (view), "loaded");
  g_autoptr (GListModel) events = NULL;

  loft_calendar_view_get_range (view, &first, &n_days);
  if (loaded != NULL && loaded[0] == first && loaded[1] == n_days)
    return;
  loaded = g_new (gint64, 2);
  loaded[0] = first;
  loaded[1] = n_days;
  g_object_set_data_full (G_OBJECT (view), "loaded", loaded, g_free);
  events =
    loft_calendar_actions_list_events (self->calendar,
                                       loft_wall_to_instant (first * LOFT_WALL_DAY, self->zone),
                                       loft_wall_to_instant ((first + n_days) * LOFT_WALL_DAY,
                                                             self->zone));
  loft_calendar_view_set_events (view, events);
}

static void
update_title (LoftCalendarPane *self)
{
  LoftCalendarView *view = loft_calendar_pane_get_view (self);
  g_autofree char *title = loft_calendar_view_get_title (view);
  g_autofree char *short_title = loft_calendar_view_get_short_title (view);
  gint64 first = 0, n_days = 0;

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->short_title), short_title);
  loft_calendar_view_get_range (view, &first, &n_days);
  loft_mini_month_set_marked (LOFT_MINI_MONTH (self->mini), first, n_days);
}

void
loft_calendar_pane_show_day (LoftCalendarPane *self, gint64 day)
{
  LoftCalendarView *view = loft_calendar_pane_get_view (self);

  self->day = day;
  loft_calendar_view_set_day (view, day);
  loft_calendar_view_set_day (self->mini, day);
  load (self, view);
  load (self, self->mini);
  update_title (self);
}

void
loft_calendar_pane_show_view (LoftCalendarPane *self, const char *name)
{
  if (gtk_stack_get_child_by_name (self->views, name) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->views, name);
  gtk_stack_set_visible_child_name (self->pages, "views");
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "view",
                                      g_variant_new_string (name));
  loft_settings_set_string (LOFT_SETTING_CALENDAR_VIEW, name);
  loft_calendar_pane_show_day (self, self->day);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (GTK_WIDGET (loft_calendar_pane_get_view (self)), GTK_DIR_TAB_FORWARD);
}

void
loft_calendar_pane_search (LoftCalendarPane *self)
{
  gtk_stack_set_visible_child_name (self->pages, "search");
  loft_calendar_search_begin (LOFT_CALENDAR_SEARCH (self->search));
}

void
loft_calendar_pane_end_search (LoftCalendarPane *self)
{
  gtk_stack_set_visible_child_name (self->pages, "views");
  loft_pane_focus (LOFT_PANE (self));
}

void
loft_calendar_pane_go_to (LoftCalendarPane *self, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);

  loft_calendar_pane_end_search (self);
  loft_calendar_pane_show_day (self,
                               loft_wall_get_day (loft_wall_get_start (occurrence, self->zone)));
  loft_calendar_view_select (loft_calendar_pane_get_view (self), item);
  loft_calendar_view_follow (loft_calendar_pane_get_view (self), item);
}

static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, LoftCalendarPane *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (error == NULL || self->toasts == NULL)
    return;
  text = g_strdup_printf (_ ("The calendar could not be printed: %s"), error->message);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* The operation holds the pane until it is done, and itself. */
void
loft_calendar_pane_print (LoftCalendarPane *self)
{
  GtkPrintOperation *operation = loft_calendar_print_new (loft_calendar_pane_get_view (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_signal_connect_data (operation, "done", G_CALLBACK (on_printed), g_object_ref (self),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect_after (operation, "done", G_CALLBACK (g_object_unref), NULL);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

void
loft_calendar_pane_set_service (LoftCalendarPane *self, LoftService *service)
{
  if (g_set_object (&self->service, service) && service != NULL)
    loft_trouble_banner_add (self->header, service);
}

static GActionGroup *
get_actions (LoftPane *pane)
{
  return G_ACTION_GROUP (LOFT_CALENDAR_PANE (pane)->actions);
}

static void
focus (LoftPane *pane)
{
  LoftCalendarView *view = loft_calendar_pane_get_view (LOFT_CALENDAR_PANE (pane));

  if (!gtk_widget_grab_focus (GTK_WIDGET (view)))
    gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_TAB_FORWARD);
}

static void
search (LoftPane *pane, const char *words)
{
  LoftCalendarPane *self = LOFT_CALENDAR_PANE (pane);

  loft_calendar_pane_search (self);
  gtk_editable_set_text (loft_calendar_search_get_entry (LOFT_CALENDAR_SEARCH (self->search)),
                         words);
}

static void
pane_interface_init (LoftPaneInterface *interface)
{
  interface->get_actions = get_actions;
  interface->focus = focus;
  interface->search = search;
}

static void
loft_calendar_pane_dispose (GObject *object)
{
  LoftCalendarPane *self = LOFT_CALENDAR_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->toasts, gtk_widget_unparent);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->calendar);
  g_clear_object (&self->service);
  g_clear_object (&self->copied);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (loft_calendar_pane_parent_class)->dispose (object);
}

static void
loft_calendar_pane_class_init (LoftCalendarPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_calendar_pane_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "calendarpane");
}

static void
loft_calendar_pane_init (LoftCalendarPane *self)
{
  self->zone = g_time_zone_new_local ();
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
}

GtkWidget *
loft_calendar_pane_new (LoftCalendarActions *actions)
{
  LoftCalendarPane *self = g_object_new (LOFT_TYPE_CALENDAR_PANE, NULL);
  g_autofree char *view = loft_settings_get_string (LOFT_SETTING_CALENDAR_VIEW);

  self->calendar = g_object_ref (actions);
  loft_calendar_pane_add_actions (self);
  loft_calendar_pane_build (self);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_PANE);
  self->day = loft_calendar_pane_get_today (self);
  loft_calendar_pane_show_view (self, *view != '\0' ? view : "month");
  loft_calendar_pane_show_day (self, self->day);
  return GTK_WIDGET (self);
}
