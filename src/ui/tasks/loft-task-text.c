/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-text.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

const char *
loft_task_text_group (LoftTaskGroup group)
{
  static const char *const names[] = { NC_ ("tasks", "Overdue"),   NC_ ("tasks", "Today"),
                                       NC_ ("tasks", "This Week"), NC_ ("tasks", "Later"),
                                       NC_ ("tasks", "No Date"),   NC_ ("tasks", "Done") };

  return g_dpgettext2 (NULL, "tasks", names[group]);
}

const char *
loft_task_text_title (const LoftTask *task)
{
  return *task->summary != '\0' ? task->summary : _ ("(No Title)");
}

static char *
day_text (gint64 day, gint64 today)
{
  g_autofree char *year = loft_wall_format (day * LOFT_WALL_DAY, "%Y");
  g_autofree char *this_year = loft_wall_format (today * LOFT_WALL_DAY, "%Y");

  if (day == today)
    return g_strdup (_ ("Today"));
  if (day == today + 1)
    return g_strdup (_ ("Tomorrow"));
  if (day == today - 1)
    return g_strdup (_ ("Yesterday"));
  if (!g_str_equal (year, this_year))
    return loft_wall_format (day * LOFT_WALL_DAY, C_ ("date", "%a, %-d %b %Y"));
  /* Translators: a day of this year, short, as in "Tue, 24 Nov". */
  return loft_wall_format (day * LOFT_WALL_DAY, C_ ("date", "%a, %-d %b"));
}

char *
loft_task_text_time (const LoftEventTime *time, const LoftTaskClock *clock)
{
  gint64 wall = loft_task_clock_get_wall (clock, time);
  g_autofree char *day = NULL;
  g_autofree char *hours = NULL;

  if (!time->is_set)
    return g_strdup ("");
  day = day_text (loft_wall_get_day (wall), loft_task_clock_get_today (clock));
  if (time->is_date)
    return g_steal_pointer (&day);
  hours = g_strstrip (loft_event_text_clock (wall));
  /* Translators: a day and a time of it: "Today, 14:00". */
  return g_strdup_printf (_ ("%s, %s"), day, hours);
}

char *
loft_task_text_due (const LoftTask *task, const LoftTaskClock *clock)
{
  return loft_task_text_time (task->due.is_set ? &task->due : &task->start, clock);
}

const char *
loft_task_text_priority (const LoftTask *task)
{
  if (task->priority == 0)
    return "";
  if (task->priority < 5)
    return _ ("High priority");
  return task->priority == 5 ? _ ("Medium priority") : _ ("Low priority");
}

static void
add (GString *text, const char *part, const char *between)
{
  if (*part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, between);
  g_string_append (text, part);
}

static void
add_due (GString *text, const LoftTask *task, const LoftTaskClock *clock, const char *between)
{
  g_autofree char *due = loft_task_text_time (&task->due, clock);
  g_autofree char *begin = loft_task_text_time (&task->start, clock);
  /* Translators: "Due Tomorrow, 14:00" */
  g_autofree char *said = *due != '\0'     ? g_strdup_printf (_ ("Due %s"), due)
                          : *begin != '\0' ? g_strdup_printf (_ ("From %s"), begin)
                                           : g_strdup ("");

  add (text, said, between);
}

char *
loft_task_text_taken (const LoftTask *task, const LoftTaskClock *clock, const char *list)
{
  GString *text = g_string_new (NULL);
  g_autofree char *categories = g_strjoinv (", ", task->categories);
  /* Translators: the name of a list of tasks. */
  g_autofree char *where = g_strdup_printf (_ ("In “%s”"), list);

  add_due (text, task, clock, " · ");
  add (text, loft_task_text_priority (task), " · ");
  add (text, categories, " · ");
  if (*task->location != '\0')
    {
      g_autofree char *place = g_strdup_printf ("@%s", task->location);

      add (text, place, " · ");
    }
  add (text, where, " · ");
  return g_string_free (text, FALSE);
}

char *
loft_task_text_spoken (const LoftTask *task, const LoftTaskClock *clock, const char *list,
                       guint depth)
{
  GString *text = g_string_new (loft_task_text_title (task));

  if (!loft_task_is_open (task))
    add (text, _ ("Done"), ", ");
  else if (loft_task_clock_get_group (clock, task) == LOFT_TASK_GROUP_OVERDUE)
    add (text, _ ("Overdue"), ", ");
  add_due (text, task, clock, ", ");
  add (text, loft_task_text_priority (task), ", ");
  if (*task->rule != '\0')
    add (text, _ ("Repeats"), ", ");
  if (depth > 0)
    add (text, _ ("Part of a task"), ", ");
  add (text, list, ", ");
  return g_string_free (text, FALSE);
}
