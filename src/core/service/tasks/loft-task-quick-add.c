/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-quick-add.h"

#include <string.h>

#define DAY             86400
#define MOST_BYTES      2000
#define MOST_CATEGORIES 20

/* "!", "!!", "!5" */
static gboolean
read_priority (const char *token, guint *priority)
{
  gsize marks = strspn (token, "!");

  if (marks == 0)
    return FALSE;
  if (token[marks] == '\0')
    *priority = 1;
  else if (marks == 1 && g_ascii_isdigit (token[1]) && token[1] != '0' && token[2] == '\0')
    *priority = (guint) (token[1] - '0');
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_category (const char *token, GPtrArray *categories)
{
  if (*token != '#' || token[1] == '\0' || categories->len >= MOST_CATEGORIES)
    return FALSE;
  g_ptr_array_add (categories, g_strdup (token + 1));
  return TRUE;
}

/* (transfer full) Without the marks. */
static char *
take_marks (LoftTask *task, const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text, (gssize) MIN (strlen (text), MOST_BYTES));
  g_auto (GStrv) tokens = g_strsplit_set (clean, " \t\r\n", -1);
  g_autoptr (GPtrArray) categories = g_ptr_array_new_with_free_func (g_free);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; tokens[i] != NULL; i++)
    if (!read_priority (tokens[i], &task->priority) && !read_category (tokens[i], categories))
      g_string_append_printf (rest, "%s ", tokens[i]);
  g_ptr_array_add (categories, NULL);
  g_strfreev (task->categories);
  task->categories = g_strdupv ((GStrv) categories->pdata);
  return g_string_free (rest, FALSE);
}

static void
set_due (LoftTask *task, const LoftQuickAdd *said, gint64 now, const char *zone)
{
  gint64 today = now / DAY - (now % DAY < 0 ? 1 : 0);
  gint64 day = said->has_day ? said->day : today;

  if (!said->has_day && !said->has_time)
    return;
  if (!said->has_day && today * DAY + said->start <= now)
    day++;
  task->due.is_set = TRUE;
  task->due.is_date = !said->has_time;
  task->due.wall = day * DAY + (said->has_time ? said->start : 0);
  task->due.zone = said->has_time ? g_intern_string (zone) : "";
  task->due.at = task->due.wall;
}

LoftTask *
loft_task_quick_add_read (const char *text, const LoftQuickAddWords *words, gint64 now,
                          const char *zone)
{
  LoftTask *task = loft_task_new ();
  g_autofree char *rest = take_marks (task, text);
  g_auto (LoftQuickAdd) said = { 0 };

  loft_quick_add_read (&said, rest, words, now / DAY - (now % DAY < 0 ? 1 : 0));
  g_free (task->summary);
  task->summary = g_steal_pointer (&said.title);
  g_free (task->location);
  task->location = g_steal_pointer (&said.location);
  set_due (task, &said, now, zone);
  return task;
}
