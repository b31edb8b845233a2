/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-color-dot.h"

#include <glib/gi18n.h>

/* What a row of the sidebar chooses: the tasks due today, all, or those of a list. */
typedef struct {
  LoftCalendarItem *list; /* (owned) (nullable) */
  gboolean today;
  GtkWidget *dot;
  GtkLabel *name;
  GtkLabel *count;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->list);
  g_free (place);
}

static Place *
get_place (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;
}

static void
show_place (GtkListBoxRow *row)
{
  Place *place = get_place (row);
  GdkRGBA color;

  if (place->list == NULL)
    return;
  gtk_label_set_text (place->name, loft_calendar_item_get_name (place->list));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), loft_calendar_item_get_name (place->list));
  if (gdk_rgba_parse (&color, loft_calendar_item_get_color (place->list)))
    loft_color_dot_set_color (LOFT_COLOR_DOT (place->dot), &color);
}

static GtkLabel *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
add_lock (GtkWidget *line)
{
  GtkWidget *lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");

  gtk_widget_set_tooltip_text (lock, _ ("Can be read only"));
  gtk_widget_add_css_class (lock, "dim-label");
  gtk_box_append (GTK_BOX (line), lock);
}

/* Its name and colour, by the secondary button. */
static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, LoftTasksPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  const Place *place = get_place (GTK_LIST_BOX_ROW (row));

  if (place->list != NULL && loft_calendar_item_get_writable (place->list))
    loft_tasks_pane_edit_list (self, place->list, row);
}

static void
add_menu (LoftTasksPane *self, GtkWidget *row)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
}

static GtkWidget *
new_row (LoftTasksPane *self, LoftCalendarItem *list, gboolean today)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Place *place = g_new0 (Place, 1);

  *place = (Place){ .list = list != NULL ? g_object_ref (list) : NULL, .today = today };
  place->dot = list != NULL ? loft_color_dot_new ()
                            : gtk_image_new_from_icon_name (today ? "x-office-calendar-symbolic"
                                                                  : "loft-tasks-symbolic");
  place->name = new_label (today ? _ ("Today") : _ ("All Tasks"), NULL);
  place->count = new_label (NULL, "task-count");
  /* Dots and icons share a middle line. */
  gtk_widget_set_size_request (mark, 16, -1);
  g_object_set (place->dot, "halign", GTK_ALIGN_CENTER, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (mark), place->dot);
  gtk_widget_set_hexpand (mark, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (place->name), TRUE);
  gtk_widget_add_css_class (line, "contact-place");
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (place->name));
  if (list != NULL && !loft_calendar_item_get_writable (list))
    add_lock (line);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (place->count));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "place", place, place_free);
  if (list != NULL)
    {
      g_signal_connect_object (list, "notify", G_CALLBACK (show_place), row, G_CONNECT_SWAPPED);
      loft_tasks_pane_add_list_drop (self, row, list);
      add_menu (self, row);
    }
  show_place (GTK_LIST_BOX_ROW (row));
  return row;
}

/* ---- counts ------------------------------------------------------------------------------- */

static void
show_count (LoftTasksPane *self, GtkListBoxRow *row)
{
  Place *place = get_place (row);
  guint n = place->today ? loft_task_list_count_due (self->list)
                         : loft_task_list_count_open (self->list, place->list);
  g_autofree char *text = g_strdup_printf ("%u", n);
  g_autofree char *spoken = g_strdup_printf ("%s, %u", gtk_label_get_text (place->name), n);

  gtk_label_set_text (place->count, n > 0 ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
loft_tasks_pane_update_counts (LoftTasksPane *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    show_count (self, row);
}

/* ---- choosing ----------------------------------------------------------------------------- */

static void
on_selected (GtkListBox *box, GtkListBoxRow *row, LoftTasksPane *self)
{
  const Place *place = get_place (row);

  if (place != NULL)
    loft_tasks_pane_choose (self, place->list, place->today, gtk_label_get_text (place->name));
}

static void
on_activated (GtkListBox *box, GtkListBoxRow *row, LoftTasksPane *self)
{
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const Place *place = get_place (row);
  const Place *previous = get_place (before);
  gboolean is_first =
    place->list != NULL && (previous == NULL || previous->list == NULL ||
                            !g_str_equal (loft_calendar_item_get_account_id (place->list),
                                          loft_calendar_item_get_account_id (previous->list)));

  gtk_list_box_row_set_header (
    row, is_first ? GTK_WIDGET (new_label (loft_calendar_item_get_account_name (place->list),
                                           "calendar-account"))
                  : NULL);
}

static GtkListBoxRow *
find_row (LoftTasksPane *self, LoftCalendarItem *list, gboolean today)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    if (get_place (row)->list == list && get_place (row)->today == today)
      return row;
  return gtk_list_box_get_row_at_index (self->places, 1);
}

void
loft_tasks_pane_fill_places (LoftTasksPane *self)
{
  GListModel *lists = loft_task_actions_get_lists (self->tasks);
  g_autoptr (LoftCalendarItem) chosen = self->chosen != NULL ? g_object_ref (self->chosen) : NULL;
  gboolean today = self->today;
  guint n = g_list_model_get_n_items (lists);
  GtkListBoxRow *row;

  g_signal_handlers_block_by_func (self->places, on_selected, self);
  while ((row = gtk_list_box_get_row_at_index (self->places, 0)) != NULL)
    gtk_list_box_remove (self->places, GTK_WIDGET (row));
  gtk_list_box_append (self->places, new_row (self, NULL, TRUE));
  gtk_list_box_append (self->places, new_row (self, NULL, FALSE));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCalendarItem) list = g_list_model_get_item (lists, i);

      gtk_list_box_append (self->places, new_row (self, list, FALSE));
    }
  g_signal_handlers_unblock_by_func (self->places, on_selected, self);
  gtk_list_box_select_row (self->places, find_row (self, chosen, today));
}

GtkWidget *
loft_tasks_pane_make_sidebar (LoftTasksPane *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->places = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->places, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->places, add_heading, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->places), "folder-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->places), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lists"), -1);
  g_signal_connect (self->places, "row-selected", G_CALLBACK (on_selected), self);
  g_signal_connect (self->places, "row-activated", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->places));
  return scroller;
}
