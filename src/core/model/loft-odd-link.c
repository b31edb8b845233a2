/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-odd-link.h"

void
loft_odd_link_free (LoftOddLink *self)
{
  if (self == NULL)
    return;
  g_free (self->target);
  g_free (self->target_host);
  g_free (self->shown_host);
  g_free (self);
}
