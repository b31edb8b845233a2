/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder.h"

#include <string.h>

LoftReminder *
loft_reminder_new (void)
{
  LoftReminder *self = g_new0 (LoftReminder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = LOFT_FOLDER_KIND_EVENTS;
  self->account_id = g_strdup ("");
  self->uid = g_strdup ("");
  self->recurrence_id = g_strdup ("");
  self->alarm = g_strdup ("");
  self->summary = g_strdup ("");
  self->location = g_strdup ("");
  self->join = g_strdup ("");
  return self;
}

LoftReminder *
loft_reminder_copy (const LoftReminder *self)
{
  LoftReminder *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->account_id = g_strdup (self->account_id);
  copy->uid = g_strdup (self->uid);
  copy->recurrence_id = g_strdup (self->recurrence_id);
  copy->alarm = g_strdup (self->alarm);
  copy->summary = g_strdup (self->summary);
  copy->location = g_strdup (self->location);
  copy->join = g_strdup (self->join);
  return copy;
}

LoftReminder *
loft_reminder_ref (LoftReminder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_reminder_unref (LoftReminder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->account_id);
  g_free (self->uid);
  g_free (self->recurrence_id);
  g_free (self->alarm);
  g_free (self->summary);
  g_free (self->location);
  g_free (self->join);
  g_free (self);
}

/* A digest, because a UID may be anything, and as long as a mail. */
char *
loft_reminder_dup_key (const LoftReminder *self)
{
  g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, self->first);
  const char *parts[] = { self->account_id, self->uid, self->recurrence_id, self->alarm, first };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  /* With the NUL, so that no part runs into the next. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
  return g_strndup (g_checksum_get_string (checksum), 32);
}

int
loft_reminder_compare (const LoftReminder *a, const LoftReminder *b)
{
  if (a->due != b->due)
    return a->due < b->due ? -1 : 1;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  return strcmp (a->summary, b->summary);
}
