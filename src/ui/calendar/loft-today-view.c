/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-today-view.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-event-row.h"
#include "loft-event-text.h"
#include "loft-task-list.h"
#include "loft-task-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MINUTE     60
#define DAYS_SHOWN 2
#define MOST_ROWS  20 /* of a heading */
#define MAX_HEIGHT 420 /* that it asks for; it takes what it is given */

struct _LoftTodayView {
  GtkWidget parent_instance;

  LoftCalendarActions *calendar; /* (owned) (nullable) */
  LoftTaskList *tasks; /* (owned) (nullable) what is due */
  GListModel *events; /* (owned) (nullable) of the days that are shown */
  GTimeZone *zone; /* (owned) */
  gint64 now; /* on the wall */
  gint64 events_day; /* the first that events has */
  gboolean is_empty;
  GtkWidget *scroller;
  GtkWidget *box;
  guint clock_source;
  guint fill_source;
};

enum { PROP_EMPTY = 1, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftTodayView, loft_today_view, GTK_TYPE_WIDGET)

/* ---- rows --------------------------------------------------------------------------------- */

static void
add_label (LoftTodayView *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);
}

static void
add_rest (LoftTodayView *self, guint n)
{
  guint rest = n > MOST_ROWS ? n - MOST_ROWS : 0;
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", rest), rest);

  if (rest > 0)
    add_label (self, text, "today-note");
}

static LoftCalendarEntry
make_entry (LoftTodayView *self, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  LoftCalendarEntry entry = { item, loft_wall_get_start (occurrence, self->zone),
                              loft_wall_get_end (occurrence, self->zone) };

  entry.first_day = loft_wall_get_day (entry.start);
  entry.last_day = loft_wall_get_last_day (entry.start, entry.end);
  entry.all_day = occurrence->all_day || entry.end - entry.start >= LOFT_WALL_DAY;
  return entry;
}

/* What is over, and what takes place for others, is not next. */
static gboolean
is_next (LoftTodayView *self, const LoftCalendarEntry *entry, gint64 day)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (entry->item);

  return entry->first_day <= day && entry->last_day >= day &&
         MAX (entry->end, entry->start + 1) > self->now &&
         occurrence->status != LOFT_EVENT_CANCELLED &&
         occurrence->partstat != LOFT_PARTSTAT_DECLINED;
}

static void
add_event (LoftTodayView *self, const LoftCalendarEntry *entry, gint64 day)
{
  GtkWidget *row = loft_event_row_new (entry, day, loft_wall_get_day (self->now));

  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", day);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-day");
  gtk_box_append (GTK_BOX (self->box), row);
}

static guint
add_day (LoftTodayView *self, gint64 day, const char *heading)
{
  guint n = 0;

  for (guint i = 0; self->events != NULL && i < g_list_model_get_n_items (self->events); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (self->events, i);
      LoftCalendarEntry entry = make_entry (self, item);

      if (!is_next (self, &entry, day))
        continue;
      if (n == 0)
        add_label (self, heading, "day-heading");
      if (n++ < MOST_ROWS)
        add_event (self, &entry, day);
    }
  add_rest (self, n);
  return n;
}

static GtkWidget *
new_task_words (LoftTodayView *self, const LoftTaskLineFacts *facts)
{
  const LoftTask *task = loft_task_item_get (facts->item);
  g_autofree char *due = loft_task_text_due (task, loft_task_list_get_clock (self->tasks));
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (loft_task_text_title (task));
  GtkWidget *when = gtk_label_new (due);

  g_object_set (title, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  g_object_set (when, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (title, "event-title");
  gtk_widget_add_css_class (when,
                            facts->group == LOFT_TASK_GROUP_OVERDUE ? "error" : "event-place");
  gtk_widget_add_css_class (when, "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), when);
  return words;
}

static void
add_task (LoftTodayView *self, const LoftTaskLineFacts *facts)
{
  const LoftTask *task = loft_task_item_get (facts->item);
  g_autofree char *spoken =
    loft_task_text_spoken (task, loft_task_list_get_clock (self->tasks),
                           loft_calendar_item_get_name (loft_task_item_get_list (facts->item)), 0);
  GtkWidget *row = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("loft-tasks-symbolic"));
  gtk_box_append (GTK_BOX (box), new_task_words (self, facts));
  gtk_button_set_child (GTK_BUTTON (row), box);
  gtk_widget_add_css_class (row, "flat");
  gtk_widget_add_css_class (row, "event-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", task->uid);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-task");
  gtk_box_append (GTK_BOX (self->box), row);
}

static guint
add_tasks (LoftTodayView *self)
{
  guint n = 0;

  for (guint i = 0;
       self->tasks != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->tasks)); i++)
    {
      g_autoptr (LoftTaskLine) line = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);
      const LoftTaskLineFacts *facts = loft_task_line_get (line);

      if (facts->item == NULL || facts->depth > 0 || facts->group > LOFT_TASK_GROUP_TODAY)
        continue;
      if (n == 0)
        add_label (self, C_ ("tasks", "Due"), "day-heading");
      if (n++ < MOST_ROWS)
        add_task (self, facts);
    }
  add_rest (self, n);
  return n;
}

static void
tell_empty (LoftTodayView *self, gboolean is_empty)
{
  if (self->is_empty == is_empty)
    return;
  self->is_empty = is_empty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
fill (LoftTodayView *self)
{
  gint64 today = loft_wall_get_day (self->now);
  GtkWidget *child = NULL;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  n += add_day (self, today, _ ("Today"));
  n += add_day (self, today + 1, _ ("Tomorrow"));
  n += add_tasks (self);
  if (n == 0)
    {
      add_label (self, _ ("Today"), "day-heading");
      add_label (self, _ ("Nothing more today or tomorrow, and nothing is due."), "today-note");
    }
  tell_empty (self, n == 0);
}

gboolean
loft_today_view_is_empty (LoftTodayView *self)
{
  return self->is_empty;
}

/* ---- following ---------------------------------------------------------------------------- */

static gboolean
on_fill (gpointer data)
{
  LoftTodayView *self = data;

  self->fill_source = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

/* Many changes at once are one. */
static void
fill_soon (LoftTodayView *self)
{
  if (self->fill_source == 0)
    self->fill_source = g_idle_add (on_fill, self);
}

static void
list_events (LoftTodayView *self, gint64 day)
{
  if (self->calendar == NULL || (self->events != NULL && self->events_day == day))
    return;
  if (self->events != NULL)
    g_signal_handlers_disconnect_by_data (self->events, self);
  g_clear_object (&self->events);
  self->events_day = day;
  self->events =
    loft_calendar_actions_list_events (self->calendar,
                                       loft_wall_to_instant (day * LOFT_WALL_DAY, self->zone),
                                       loft_wall_to_instant ((day + DAYS_SHOWN) * LOFT_WALL_DAY,
                                                             self->zone));
  g_signal_connect_swapped (self->events, "items-changed", G_CALLBACK (fill_soon), self);
}

void
loft_today_view_look_at_clock (LoftTodayView *self)
{
  self->now = loft_wall_from_instant (loft_clock_now (), self->zone);
  list_events (self, loft_wall_get_day (self->now));
  if (self->tasks != NULL)
    loft_task_list_look_at_clock (self->tasks);
  fill_soon (self);
}

static gboolean
on_minute (gpointer self)
{
  loft_today_view_look_at_clock (self);
  return G_SOURCE_CONTINUE;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_today_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EMPTY)
    g_value_set_boolean (value, LOFT_TODAY_VIEW (object)->is_empty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
loft_today_view_dispose (GObject *object)
{
  LoftTodayView *self = LOFT_TODAY_VIEW (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->fill_source, g_source_remove);
  if (self->events != NULL)
    g_signal_handlers_disconnect_by_data (self->events, self);
  if (self->tasks != NULL)
    g_signal_handlers_disconnect_by_data (self->tasks, self);
  g_clear_object (&self->events);
  g_clear_object (&self->tasks);
  g_clear_object (&self->calendar);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_today_view_parent_class)->dispose (object);
}

static void
loft_today_view_finalize (GObject *object)
{
  g_time_zone_unref (LOFT_TODAY_VIEW (object)->zone);
  G_OBJECT_CLASS (loft_today_view_parent_class)->finalize (object);
}

static void
loft_today_view_class_init (LoftTodayViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_today_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_today_view_finalize;
  G_OBJECT_CLASS (klass)->get_property = loft_today_view_get_property;
  properties[PROP_EMPTY] =
    g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  gtk_widget_class_set_css_name (widget_class, "todayview");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_today_view_init (LoftTodayView *self)
{
  self->zone = g_time_zone_new_local ();
  self->is_empty = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->scroller = gtk_scrolled_window_new ();
  g_object_set (self->scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "child", self->box,
                "propagate-natural-height", TRUE, "max-content-height", MAX_HEIGHT, "vexpand", TRUE,
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Today"), -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
loft_today_view_new (LoftCalendarActions *calendar, LoftTaskActions *tasks)
{
  LoftTodayView *self = g_object_new (LOFT_TYPE_TODAY_VIEW, NULL);

  self->calendar = calendar != NULL ? g_object_ref (calendar) : NULL;
  if (tasks != NULL)
    {
      self->tasks = loft_task_list_new (loft_task_actions_get_tasks (tasks), self->zone, 1);
      loft_task_list_set_today (self->tasks, TRUE);
      g_signal_connect_swapped (self->tasks, "items-changed", G_CALLBACK (fill_soon), self);
    }
  loft_today_view_look_at_clock (self);
  self->clock_source = g_timeout_add_seconds (MINUTE, on_minute, self);
  return GTK_WIDGET (self);
}
