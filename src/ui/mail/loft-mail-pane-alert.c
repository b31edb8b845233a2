/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

static void
on_alert (LoftMailAccount *account, const char *text, gpointer data)
{
  LoftMailPane *self = LOFT_MAIL_PANE (data);
  g_autofree char *words = loft_error_text_alert (loft_mail_account_get_name (account), text);

  loft_banner_set (self->alert_banner, words, _ ("Dismiss"));
}

static void
on_accounts_changed (LoftMailPane *self, guint position, guint n_removed, guint n_added,
                     GListModel *accounts)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, on_alert, self);
      g_signal_connect_object (account, "alert", G_CALLBACK (on_alert), self, 0);
    }
}

void
loft_mail_pane_follow_alerts (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
}

void
loft_mail_pane_on_alert_dismissed (LoftMailPane *self)
{
  loft_banner_set (self->alert_banner, NULL, NULL);
}
