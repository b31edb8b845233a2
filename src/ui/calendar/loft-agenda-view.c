/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-agenda-view.h"

#include "config.h"
#include "loft-agenda-row.h"
#include "loft-event-row.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define DAYS_AT_FIRST 60
#define DAYS_MORE     60
#define MOST_DAYS     3660
#define MOST_REPEATED 31 /* days that one event is listed under */
#define WIDTH         720

struct _LoftAgendaView {
  LoftCalendarView parent_instance;

  GtkWidget *scrolled;
  GtkWidget *list;
  GListStore *rows;
  gint64 first; /* 0 until asked for more: the chosen day */
  gint64 n_days;
};

G_DEFINE_FINAL_TYPE (LoftAgendaView, loft_agenda_view, LOFT_TYPE_CALENDAR_VIEW)

/* Rows */

static void
add_row (GPtrArray *rows, LoftAgendaKind kind, gint64 day, const LoftCalendarEntry *entry)
{
  g_ptr_array_add (rows, loft_agenda_row_new (kind, day, entry));
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  LoftAgendaRow *first = *(LoftAgendaRow *const *) a, *second = *(LoftAgendaRow *const *) b;
  gint64 first_day = loft_agenda_row_get_day (first), second_day = loft_agenda_row_get_day (second);
  const LoftCalendarEntry *x = loft_agenda_row_get_entry (first);
  const LoftCalendarEntry *y = loft_agenda_row_get_entry (second);
  gint64 x_start = x->all_day ? first_day * LOFT_WALL_DAY - 1 : x->start;
  gint64 y_start = y->all_day ? second_day * LOFT_WALL_DAY - 1 : y->start;

  if (first_day != second_day)
    return first_day < second_day ? -1 : 1;
  return (x_start > y_start) - (x_start < y_start);
}

static GPtrArray *
make_events (LoftAgendaView *self)
{
  GArray *entries = loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (self));
  GPtrArray *events = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      gint64 from = MAX (entry->first_day, self->first);
      gint64 to = MIN (entry->last_day, self->first + self->n_days - 1);

      for (gint64 day = from; day <= to && day < from + MOST_REPEATED; day++)
        add_row (events, LOFT_AGENDA_EVENT, day, entry);
    }
  g_ptr_array_sort (events, compare_rows);
  return events;
}

/* Today has its heading also with nothing under it. */
static GPtrArray *
make_rows (LoftAgendaView *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (view));
  gboolean today_said = today < self->first || today >= self->first + self->n_days;
  g_autoptr (GPtrArray) events = make_events (self);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 said = G_MININT64;

  add_row (rows, LOFT_AGENDA_EARLIER, self->first, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      LoftAgendaRow *event = g_ptr_array_index (events, i);
      gint64 day = loft_agenda_row_get_day (event);

      if (!today_said && day > today)
        {
          add_row (rows, LOFT_AGENDA_DAY, today, NULL);
          add_row (rows, LOFT_AGENDA_NOTHING, today, NULL);
        }
      if (day != said)
        add_row (rows, LOFT_AGENDA_DAY, day, NULL);
      today_said = today_said || day >= today;
      said = day;
      g_ptr_array_add (rows, g_object_ref (event));
    }
  if (!today_said)
    {
      add_row (rows, LOFT_AGENDA_DAY, today, NULL);
      add_row (rows, LOFT_AGENDA_NOTHING, today, NULL);
    }
  return rows;
}

static gboolean
is_same (LoftAgendaView *self, guint old, GPtrArray *rows, guint new)
{
  g_autoptr (LoftAgendaRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), old);

  return loft_agenda_row_equal (row, g_ptr_array_index (rows, new));
}

/* What stays the same at both ends stays where it is on screen. */
static void
loft_agenda_view_update (LoftCalendarView *view)
{
  LoftAgendaView *self = LOFT_AGENDA_VIEW (view);
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->rows)), before = 0, after = 0;
  g_autoptr (GPtrArray) rows = make_rows (self);

  while (before < MIN (n_old, rows->len) && is_same (self, before, rows, before))
    before++;
  while (after < MIN (n_old, rows->len) - before &&
         is_same (self, n_old - 1 - after, rows, rows->len - 1 - after))
    after++;
  g_list_store_splice (self->rows, before, n_old - before - after, rows->pdata + before,
                       rows->len - before - after);
}

/* Rows on screen */

static void
on_clicked (GtkWidget *row, LoftAgendaView *self)
{
  loft_calendar_view_open (LOFT_CALENDAR_VIEW (self), loft_event_row_get_item (row), row);
}

static void
on_earlier (LoftAgendaView *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);

  self->first -= DAYS_MORE / 2;
  self->n_days = MIN (self->n_days + DAYS_MORE / 2, MOST_DAYS);
  loft_calendar_view_choose_day (view, loft_calendar_view_get_day (view));
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_heading (LoftAgendaView *self, gint64 day)
{
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (LOFT_CALENDAR_VIEW (self)));
  g_autofree char *name = loft_event_text_day (day, today);
  g_autofree char *text = NULL;
  GtkWidget *label = NULL;

  if (day == today)
    /* Translators: today and its date, as in "Today · Tuesday, 24 November". */
    text = g_strdup_printf (C_ ("agenda", "Today · %s"), name);
  else if (day == today + 1)
    text = g_strdup_printf (C_ ("agenda", "Tomorrow · %s"), name);
  label = new_label (text != NULL ? text : name, "agenda-day");
  if (day == today)
    gtk_widget_add_css_class (label, "today");
  return label;
}

static GtkWidget *
new_earlier (LoftAgendaView *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Show Earlier Events"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-text-button");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_earlier), self);
  return button;
}

static GtkWidget *
new_child (LoftAgendaView *self, LoftAgendaRow *row)
{
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (LOFT_CALENDAR_VIEW (self)));
  gint64 day = loft_agenda_row_get_day (row);
  GtkWidget *child = NULL;

  switch (loft_agenda_row_get_kind (row))
    {
    case LOFT_AGENDA_EARLIER:
      return new_earlier (self);
    case LOFT_AGENDA_DAY:
      return new_heading (self, day);
    case LOFT_AGENDA_NOTHING:
      return new_label (_ ("No events"), "no-events");
    default:
      child = loft_event_row_new (loft_agenda_row_get_entry (row), day, today);
      g_signal_connect (child, "clicked", G_CALLBACK (on_clicked), self);
      return child;
    }
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, LoftAgendaView *self)
{
  gtk_list_item_set_child (list_item, new_child (self, gtk_list_item_get_item (list_item)));
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_selectable (list_item, FALSE);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, LoftAgendaView *self)
{
  gtk_list_item_set_child (list_item, NULL);
}

static void
on_edge_reached (GtkScrolledWindow *scrolled, GtkPositionType edge, LoftAgendaView *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);

  if (edge != GTK_POS_BOTTOM || self->n_days >= MOST_DAYS)
    return;
  self->n_days += DAYS_MORE;
  loft_calendar_view_choose_day (view, loft_calendar_view_get_day (view));
}

/* A view of a calendar */

static void
loft_agenda_view_get_range (LoftCalendarView *view, gint64 *first_day, gint64 *n_days)
{
  LoftAgendaView *self = LOFT_AGENDA_VIEW (view);
  gint64 day = loft_calendar_view_get_day (view);

  if (self->n_days == 0 || day < self->first || day >= self->first + self->n_days)
    {
      self->first = day;
      self->n_days = DAYS_AT_FIRST;
    }
  *first_day = self->first;
  *n_days = self->n_days;
}

/* Leafs from month to month, beginning anew there. */
static gint64
loft_agenda_view_step (LoftCalendarView *view, int direction)
{
  LoftAgendaView *self = LOFT_AGENDA_VIEW (view);
  gint64 month = loft_wall_day_begin_month (loft_calendar_view_get_day (view));

  self->n_days = 0;
  return loft_wall_day_add_months (month, direction);
}

static char *
loft_agenda_view_get_title (LoftCalendarView *view)
{
  return loft_wall_format (loft_calendar_view_get_day (view) * LOFT_WALL_DAY,
                           C_ ("calendar", "%OB %Y"));
}

static void
loft_agenda_view_dispose (GObject *object)
{
  LoftAgendaView *self = LOFT_AGENDA_VIEW (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (loft_agenda_view_parent_class)->dispose (object);
}

static void
loft_agenda_view_class_init (LoftAgendaViewClass *klass)
{
  LoftCalendarViewClass *view_class = LOFT_CALENDAR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_agenda_view_dispose;
  view_class->get_range = loft_agenda_view_get_range;
  view_class->step = loft_agenda_view_step;
  view_class->get_title = loft_agenda_view_get_title;
  view_class->update = loft_agenda_view_update;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "agendaview");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_agenda_view_init (LoftAgendaView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();

  self->rows = g_list_store_new (LOFT_TYPE_AGENDA_ROW);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list = gtk_list_view_new (
    GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)))), factory);
  gtk_widget_add_css_class (self->list, "agenda");
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), WIDTH);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), self->list);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);
  g_signal_connect (self->scrolled, "edge-reached", G_CALLBACK (on_edge_reached), self);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
loft_agenda_view_new (void)
{
  return g_object_new (LOFT_TYPE_AGENDA_VIEW, NULL);
}
