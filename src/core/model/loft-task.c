/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task.h"

static const char *const status_names[] = {
  "NEEDS-ACTION",
  "IN-PROCESS",
  "COMPLETED",
  "CANCELLED",
};

LoftTask *
loft_task_new (void)
{
  LoftTask *self = g_new0 (LoftTask, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uid = g_strdup ("");
  self->summary = g_strdup ("");
  self->description = g_strdup ("");
  self->location = g_strdup ("");
  self->url = g_strdup ("");
  self->rule = g_strdup ("");
  self->parent = g_strdup ("");
  self->recurrence_id.zone = self->start.zone = self->due.zone = "";
  self->order = G_MININT64;
  self->categories = g_new0 (char *, 1);
  self->alarms = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_alarm_free);
  return self;
}

LoftTask *
loft_task_copy (const LoftTask *self)
{
  LoftTask *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uid = g_strdup (self->uid);
  copy->summary = g_strdup (self->summary);
  copy->description = g_strdup (self->description);
  copy->location = g_strdup (self->location);
  copy->url = g_strdup (self->url);
  copy->rule = g_strdup (self->rule);
  copy->parent = g_strdup (self->parent);
  copy->categories = g_strdupv (self->categories);
  copy->alarms = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_alarm_free);
  for (guint i = 0; i < self->alarms->len; i++)
    g_ptr_array_add (copy->alarms, loft_alarm_copy (g_ptr_array_index (self->alarms, i)));
  return copy;
}

LoftTask *
loft_task_ref (LoftTask *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_task_unref (LoftTask *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uid);
  g_free (self->summary);
  g_free (self->description);
  g_free (self->location);
  g_free (self->url);
  g_free (self->rule);
  g_free (self->parent);
  g_strfreev (self->categories);
  g_ptr_array_unref (self->alarms);
  g_free (self);
}

const char *
loft_task_status_to_name (LoftTaskStatus status)
{
  return status < G_N_ELEMENTS (status_names) ? status_names[status] : "";
}

LoftTaskStatus
loft_task_status_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (g_ascii_strcasecmp (status_names[i], name) == 0)
      return i;
  return LOFT_TASK_NEEDS_ACTION;
}
