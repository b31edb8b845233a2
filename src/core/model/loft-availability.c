/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-availability.h"

LoftAvailability *
loft_availability_new (const char *address)
{
  LoftAvailability *self = g_new0 (LoftAvailability, 1);

  self->address = g_strdup (address);
  self->name = g_strdup ("");
  self->periods = g_array_new (FALSE, FALSE, sizeof (LoftBusyPeriod));
  return self;
}

void
loft_availability_free (LoftAvailability *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_array_unref (self->periods);
  g_free (self->reason);
  g_free (self);
}
