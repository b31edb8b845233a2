/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sender-check.h"

void
loft_sender_check_free (LoftSenderCheck *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->domain);
  g_free (self->named_address);
  g_free (self->sender);
  g_free (self->reply_to);
  g_free (self);
}
