/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-view-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-message-link.h"
#include "loft-repeat-text.h"
#include "loft-sensitive.h"
#include "loft-task-text.h"

#include <glib/gi18n.h>

#define PAUSE_MS 600

G_DEFINE_FINAL_TYPE (LoftTaskView, loft_task_view, GTK_TYPE_WIDGET)

static guint edited_signal;

/* ---- what comes out of it ----------------------------------------------------------------- */

static void
take_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
take_notes (LoftTaskView *self, LoftTask *task)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  GtkTextIter from, to;

  gtk_text_buffer_get_bounds (buffer, &from, &to);
  g_free (task->description);
  task->description = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
}

static void
take_categories (LoftTaskView *self, LoftTask *task)
{
  g_auto (GStrv) parts = g_strsplit (gtk_editable_get_text (self->categories), ",", 100);
  g_autoptr (GStrvBuilder) categories = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (categories, parts[i]);
  g_strfreev (task->categories);
  task->categories = g_strv_builder_end (categories);
}

static guint
find_priority (const LoftTask *task)
{
  return task->priority == 0 ? 0 : task->priority < 5 ? 1 : task->priority == 5 ? 2 : 3;
}

/* A number that means the same stays. */
static void
take_priority (LoftTaskView *self, LoftTask *task)
{
  static const guint numbers[] = { 0, 1, 5, 9 };
  guint chosen = adw_combo_row_get_selected (self->priority);

  if (chosen < G_N_ELEMENTS (numbers) && chosen != find_priority (task))
    task->priority = numbers[chosen];
}

static void
take_percent (LoftTaskView *self, LoftTask *task)
{
  guint percent = (guint) gtk_spin_button_get_value_as_int (self->percent);

  if (percent == task->percent)
    return;
  task->percent = percent;
  if (loft_task_is_open (task))
    task->status = percent > 0 ? LOFT_TASK_IN_PROCESS : LOFT_TASK_NEEDS_ACTION;
}

/* (transfer full) */
static LoftTask *
make_task (LoftTaskView *self)
{
  LoftTask *task = loft_task_copy (loft_task_item_get (self->item));

  take_text (&task->summary, gtk_editable_get_text (self->summary));
  take_text (&task->url, gtk_editable_get_text (self->url));
  take_notes (self, task);
  take_categories (self, task);
  take_priority (self, task);
  take_percent (self, task);
  task->due = loft_task_date_row_get (self->due);
  task->start = loft_task_date_row_get (self->start);
  g_free (task->rule);
  task->rule = loft_task_view_make_rule (adw_combo_row_get_selected (self->repeat),
                                         loft_task_item_get (self->item));
  /* Without a date there is none to count from. */
  if (!task->due.is_set && !task->start.is_set)
    take_text (&task->rule, "");
  return task;
}

static gboolean
is_same (const LoftTask *a, const LoftTask *b)
{
  return g_str_equal (a->summary, b->summary) && g_str_equal (a->url, b->url) &&
         g_str_equal (a->description, b->description) && g_str_equal (a->rule, b->rule) &&
         a->priority == b->priority && a->percent == b->percent &&
         loft_event_time_equal (&a->due, &b->due) && loft_event_time_equal (&a->start, &b->start) &&
         g_strv_equal ((const char *const *) a->categories, (const char *const *) b->categories);
}

void
loft_task_view_tell (LoftTaskView *self)
{
  g_autoptr (LoftTaskItem) item = self->item != NULL ? g_object_ref (self->item) : NULL;
  g_autoptr (LoftTask) task = NULL;

  g_clear_handle_id (&self->tell_source, g_source_remove);
  if (item == NULL || self->showing ||
      !loft_calendar_item_get_writable (loft_task_item_get_list (item)))
    return;
  task = make_task (self);
  if (!is_same (task, loft_task_item_get (item)))
    g_signal_emit (self, edited_signal, 0, item, task);
}

static gboolean
on_pause (gpointer user_data)
{
  LoftTaskView *self = user_data;

  self->tell_source = 0;
  loft_task_view_tell (self);
  return G_SOURCE_REMOVE;
}

void
loft_task_view_tell_soon (LoftTaskView *self)
{
  if (self->showing || self->item == NULL)
    return;
  g_clear_handle_id (&self->tell_source, g_source_remove);
  self->tell_source = g_timeout_add (PAUSE_MS, on_pause, self);
}

/* ---- what goes into it -------------------------------------------------------------------- */

/* What a person typed meanwhile stays. */
static void
show_text (GtkEditable *editable, const char *before, const char *text)
{
  const char *shown = gtk_editable_get_text (editable);

  if (!g_str_equal (shown, text) && (before == NULL || g_str_equal (shown, before)))
    gtk_editable_set_text (editable, text);
}

static void
show_notes (LoftTaskView *self, const LoftTask *before, const LoftTask *task)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  GtkTextIter from, to;
  g_autofree char *shown = NULL;

  gtk_text_buffer_get_bounds (buffer, &from, &to);
  shown = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
  if (!g_str_equal (shown, task->description) &&
      (before == NULL || g_str_equal (shown, before->description)))
    gtk_text_buffer_set_text (buffer, task->description, -1);
}

static void
show_repeat (LoftTaskView *self, const LoftTask *task)
{
  const LoftEventTime *first = task->start.is_set ? &task->start : &task->due;
  gint64 wall = first->is_set ? loft_task_clock_get_wall (self->clock, first) : 0;
  g_autofree char *words = *task->rule != '\0' ? loft_repeat_text (task->rule, wall) : NULL;

  adw_combo_row_set_selected (self->repeat, loft_task_view_find_repeat (task));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->repeat), !first->is_set  ? _ ("Needs a date")
                                                              : words != NULL ? words
                                                                              : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->repeat), first->is_set);
}

static void
show_list (LoftTaskView *self, LoftTaskItem *item)
{
  guint n = g_list_model_get_n_items (self->writable);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCalendarItem) list = g_list_model_get_item (self->writable, i);

      if (list == loft_task_item_get_list (item))
        adw_combo_row_set_selected (self->list, i);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 1 && loft_calendar_item_get_writable (
                                                              loft_task_item_get_list (item)));
}

static gboolean
is_web (const char *url)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);

  return scheme != NULL && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http"));
}

static void
show_link (LoftTaskView *self, const char *url)
{
  g_autofree char *message_id = loft_message_link_read (url);

  gtk_button_set_icon_name (GTK_BUTTON (self->open_url), message_id != NULL
                                                           ? "loft-letter-symbolic"
                                                           : "adw-external-link-symbolic");
  loft_accessibility_set_button_name (self->open_url, message_id != NULL ? _ ("Show the Message")
                                                                         : _ ("Open the Link"));
  gtk_widget_set_visible (self->open_url, message_id != NULL || is_web (url));
}

static void
show_dates (LoftTaskView *self, gboolean is_another, const LoftTask *task)
{
  loft_task_date_row_set (self->due, &task->due);
  loft_task_date_row_set (self->start, &task->start);
  if (!is_another)
    return;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->due), FALSE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->start), FALSE);
}

static void
show_item (LoftTaskView *self, const LoftTask *before, LoftTaskItem *item)
{
  const LoftTask *task = loft_task_item_get (item);
  g_autofree char *categories = g_strjoinv (", ", task->categories);
  g_autofree char *had = before != NULL ? g_strjoinv (", ", before->categories) : NULL;

  show_text (self->summary, before != NULL ? before->summary : NULL, task->summary);
  show_text (self->url, before != NULL ? before->url : NULL, task->url);
  show_text (self->categories, had, categories);
  show_notes (self, before, task);
  gtk_check_button_set_active (self->check, !loft_task_is_open (task));
  show_dates (self, before == NULL, task);
  show_repeat (self, task);
  show_list (self, item);
  adw_combo_row_set_selected (self->priority, find_priority (task));
  gtk_spin_button_set_value (self->percent, task->percent);
  show_link (self, task->url);
  loft_widget_set_sensitive (self->form,
                             loft_calendar_item_get_writable (loft_task_item_get_list (item)));
}

void
loft_task_view_show (LoftTaskView *self, LoftTaskItem *item)
{
  g_autoptr (LoftTaskItem) before = self->item != NULL ? g_object_ref (self->item) : NULL;
  gboolean same = before != NULL && item != NULL && loft_task_item_is_same (before, item);

  if (item == before)
    return;
  if (!same && self->tell_source != 0)
    loft_task_view_tell (self);
  g_set_object (&self->item, item);
  gtk_stack_set_visible_child_name (self->stack, item != NULL ? "task" : "nothing");
  if (item == NULL)
    return;
  self->showing = TRUE;
  show_item (self, same ? loft_task_item_get (before) : NULL, item);
  self->showing = FALSE;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_task_view_dispose (GObject *object)
{
  LoftTaskView *self = LOFT_TASK_VIEW (object);

  g_clear_handle_id (&self->tell_source, g_source_remove);
  self->showing = TRUE;
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_object (&self->item);
  g_clear_object (&self->lists);
  g_clear_object (&self->writable);
  G_OBJECT_CLASS (loft_task_view_parent_class)->dispose (object);
}

static void
loft_task_view_class_init (LoftTaskViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_task_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  edited_signal = g_signal_new ("edited", LOFT_TYPE_TASK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, LOFT_TYPE_TASK_ITEM, G_TYPE_POINTER);
  g_signal_new ("moved", LOFT_TYPE_TASK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                2, LOFT_TYPE_TASK_ITEM, LOFT_TYPE_CALENDAR_ITEM);
  g_signal_new ("checked", LOFT_TYPE_TASK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, LOFT_TYPE_TASK_ITEM);
}

static void
loft_task_view_init (LoftTaskView *self)
{
}

GtkWidget *
loft_task_view_new (GListModel *lists, const LoftTaskClock *clock)
{
  LoftTaskView *self = g_object_new (LOFT_TYPE_TASK_VIEW, NULL);

  self->lists = g_object_ref (lists);
  self->clock = clock;
  self->showing = TRUE;
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  loft_task_view_build (self);
  self->showing = FALSE;
  return GTK_WIDGET (self);
}
