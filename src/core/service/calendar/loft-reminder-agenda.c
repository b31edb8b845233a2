/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminders-private.h"

#include <string.h>

/* Repetitions of one key. */
typedef struct {
  const LoftReminder *reminder;
  const LoftReminder *last; /* (nullable) of those that are due */
  gint64 due;
  gint64 next;
  LoftReminderVerdict verdict;
} Group;

static LoftReminderAgenda *
agenda_new (void)
{
  LoftReminderAgenda *self = g_new0 (LoftReminderAgenda, 1);

  self->due = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  self->shown = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  self->next = G_MAXINT64;
  return self;
}

void
loft_reminder_agenda_free (LoftReminderAgenda *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->due);
  g_ptr_array_unref (self->shown);
  g_free (self);
}

/* "account uid alarm": what the times of a series have in common. */
static char *
name_series (const LoftReminder *reminder)
{
  return g_strdup_printf ("%s\n%s\n%s", reminder->account_id, reminder->uid, reminder->alarm);
}

/* (transfer full) key -> Group. */
static GHashTable *
group (GPtrArray *reminders, gint64 now)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < reminders->len; i++)
    {
      const LoftReminder *reminder = g_ptr_array_index (reminders, i);
      g_autofree char *key = loft_reminder_dup_key (reminder);
      Group *known = g_hash_table_lookup (groups, key);

      if (known == NULL)
        {
          known = g_new0 (Group, 1);
          known->reminder = reminder;
          g_hash_table_insert (groups, g_steal_pointer (&key), known);
        }
      if (reminder->due <= now && reminder->due >= known->due)
        {
          known->last = reminder;
          known->due = reminder->due;
        }
      if (reminder->due > now && (known->next == 0 || reminder->due < known->next))
        known->next = reminder->due;
    }
  return groups;
}

/* (transfer full) name of series -> Group: the last one that has something to say. */
static GHashTable *
find_last (GHashTable *groups)
{
  GHashTable *last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Group *each = value;
      g_autofree char *name = name_series (each->reminder);
      const Group *other = g_hash_table_lookup (last, name);

      if (each->verdict != LOFT_REMINDER_DUE && each->verdict != LOFT_REMINDER_SHOWN)
        continue;
      if (other == NULL || other->reminder->first < each->reminder->first)
        g_hash_table_replace (last, g_steal_pointer (&name), value);
    }
  return last;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return loft_reminder_compare (*(LoftReminder *const *) a, *(LoftReminder *const *) b);
}

static void
judge_all (LoftReminderAgenda *self, LoftReminderMemory *memory, GHashTable *groups, gint64 now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Group *each = value;
      gint64 at = 0;

      each->verdict =
        loft_reminder_memory_judge (memory, each->reminder, each->due, each->next, now, &at);
      if (at > now && each->verdict != LOFT_REMINDER_NOTHING)
        self->next = MIN (self->next, at);
    }
}

LoftReminderAgenda *
loft_reminder_agenda_new (LoftReminderMemory *memory, GPtrArray *reminders, gint64 now)
{
  LoftReminderAgenda *self = agenda_new ();
  g_autoptr (GHashTable) groups = NULL;
  g_autoptr (GHashTable) last = NULL;
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_sort (reminders, compare);
  groups = group (reminders, now);
  judge_all (self, memory, groups, now);
  last = find_last (groups);
  g_hash_table_iter_init (&iter, last);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Group *each = value;
      const LoftReminder *meant = each->last != NULL ? each->last : each->reminder;

      g_ptr_array_add (each->verdict == LOFT_REMINDER_DUE ? self->due : self->shown,
                       loft_reminder_ref ((LoftReminder *) meant));
    }
  g_ptr_array_sort (self->due, compare);
  g_ptr_array_sort (self->shown, compare);
  return self;
}
