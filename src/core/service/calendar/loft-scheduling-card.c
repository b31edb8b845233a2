/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-card.h"

void
loft_scheduling_card_free (LoftSchedulingCard *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_clear_pointer (&self->event, loft_event_unref);
  g_clear_pointer (&self->present, loft_event_unref);
  g_free (self->recurrence_id);
  g_clear_pointer (&self->attendee, loft_attendee_free);
  g_free (self->comment);
  g_free (self->join);
  g_free (self->own_address);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_object (&self->calendar);
  g_clear_pointer (&self->choice, g_ptr_array_unref);
  g_free (self);
}
