/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mailing-list.h"

void
loft_mailing_list_free (LoftMailingList *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->post);
  g_free (self->archive);
  g_free (self->unsubscribe_page);
  g_free (self->unsubscribe_address);
  g_free (self->unsubscribe_subject);
  g_free (self);
}
