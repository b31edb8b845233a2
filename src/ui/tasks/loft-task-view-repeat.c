/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-view-private.h"

#include "config.h"
#include "loft-repeat.h"

#include <glib/gi18n.h>

static const struct {
  const char *name;
  LoftRepeat repeat;
} choices[] = {
  { NC_ ("repeat", "Never"), { LOFT_REPEAT_NEVER, 1 } },
  { NC_ ("repeat", "Every Day"), { LOFT_REPEAT_DAILY, 1 } },
  { NC_ ("repeat", "Monday to Friday"), { LOFT_REPEAT_WEEKLY, 1, 0x1f } },
  { NC_ ("repeat", "Every Week"), { LOFT_REPEAT_WEEKLY, 1 } },
  { NC_ ("repeat", "Every Two Weeks"), { LOFT_REPEAT_WEEKLY, 2 } },
  { NC_ ("repeat", "Every Month"), { LOFT_REPEAT_MONTHLY, 1 } },
  { NC_ ("repeat", "Every Year"), { LOFT_REPEAT_YEARLY, 1 } },
};

#define AS_IT_IS G_N_ELEMENTS (choices)

GtkStringList *
loft_task_view_make_repeats (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_string_list_append (names, g_dpgettext2 (NULL, "repeat", choices[i].name));
  gtk_string_list_append (names, C_ ("repeat", "Otherwise"));
  return names;
}

guint
loft_task_view_find_repeat (const LoftTask *task)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *rule = loft_repeat_write (&choices[i].repeat, FALSE, 0);

      if (g_str_equal (rule, task->rule))
        return i;
    }
  return AS_IT_IS;
}

char *
loft_task_view_make_rule (guint chosen, const LoftTask *task)
{
  return chosen >= AS_IT_IS ? g_strdup (task->rule)
                            : loft_repeat_write (&choices[chosen].repeat, FALSE, 0);
}
