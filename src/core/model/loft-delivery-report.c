/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-delivery-report.h"

void
loft_delivery_recipient_free (LoftDeliveryRecipient *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->status);
  g_free (self->diagnostic);
  g_free (self->server);
  g_free (self);
}

void
loft_delivery_report_free (LoftDeliveryReport *self)
{
  if (self == NULL)
    return;
  g_free (self->reporter);
  g_ptr_array_unref (self->recipients);
  g_free (self->subject);
  g_free (self->message_id);
  g_free (self);
}
