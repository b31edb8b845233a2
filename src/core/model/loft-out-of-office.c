/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-out-of-office.h"

LoftOutOfOffice *
loft_out_of_office_new (void)
{
  LoftOutOfOffice *self = g_new0 (LoftOutOfOffice, 1);

  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    self->answers[i].text = g_strdup ("");
  return self;
}

LoftOutOfOffice *
loft_out_of_office_copy (const LoftOutOfOffice *self)
{
  LoftOutOfOffice *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    copy->answers[i].text = g_strdup (self->answers[i].text);
  return copy;
}

void
loft_out_of_office_free (LoftOutOfOffice *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    g_free (self->answers[i].text);
  g_free (self);
}
