/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attendee.h"

static const char *const partstat_names[] = {
  "NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS",
};

LoftAttendee *
loft_attendee_new (const char *address, const char *name)
{
  LoftAttendee *self = g_new0 (LoftAttendee, 1);

  self->address = g_strdup (address);
  self->name = g_strdup (name);
  self->sent_by = g_strdup ("");
  return self;
}

LoftAttendee *
loft_attendee_copy (const LoftAttendee *self)
{
  LoftAttendee *copy = g_memdup2 (self, sizeof *self);

  copy->address = g_strdup (self->address);
  copy->name = g_strdup (self->name);
  copy->sent_by = g_strdup (self->sent_by);
  return copy;
}

void
loft_attendee_free (LoftAttendee *self)
{
  g_free (self->address);
  g_free (self->name);
  g_free (self->sent_by);
  g_free (self);
}

gboolean
loft_attendee_equal (const LoftAttendee *a, const LoftAttendee *b)
{
  return g_str_equal (a->address, b->address) && g_str_equal (a->name, b->name) &&
         g_str_equal (a->sent_by, b->sent_by) && a->partstat == b->partstat && a->role == b->role &&
         a->cutype == b->cutype && a->rsvp == b->rsvp;
}

const char *
loft_partstat_to_name (LoftPartstat partstat)
{
  return partstat < G_N_ELEMENTS (partstat_names) ? partstat_names[partstat] : "";
}

LoftPartstat
loft_partstat_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (partstat_names); i++)
    if (g_ascii_strcasecmp (partstat_names[i], name) == 0)
      return i;
  return LOFT_PARTSTAT_NEEDS_ACTION;
}
