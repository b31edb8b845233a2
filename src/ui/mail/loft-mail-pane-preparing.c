/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-preparing-page.h"

static void
update (LoftMailPane *self)
{
  g_autofree char *text = loft_preparing_page_describe (self->service);

  loft_banner_set (self->preparing_banner, text, NULL);
}

void
loft_mail_pane_follow_preparing (LoftMailPane *self)
{
  g_signal_connect_object (self->service, "notify::preparing", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
