/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-account-dialogs.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

/* (transfer full) (nullable) the first that waits for the person. What has no mail is told of where its
 * calendars are. */
static LoftMailAccount *
find_troubled (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind) &&
          loft_mail_account_get_state (account) == LOFT_ACCOUNT_PROBLEM &&
          loft_mail_account_get_error (account) != NULL)
        return g_steal_pointer (&account);
    }
  return NULL;
}

/* Where the sidebar stands beside the list, it is said there at the account. */
void
loft_mail_pane_update_trouble (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (self->service != NULL && loft_columns_get_mode (self->columns) != LOFT_COLUMNS_WIDE)
    account = find_troubled (self);
  if (account == NULL)
    {
      loft_banner_set (self->trouble_banner, NULL, NULL);
      return;
    }
  title = loft_error_text_title (loft_mail_account_get_error (account));
  /* Translators: the name of an account, and what is wrong with it in a few words. */
  text = g_strdup_printf (_ ("%1$s: %2$s"), loft_mail_account_get_name (account), title);
  loft_banner_set (self->trouble_banner, text,
                   loft_error_text_remedy (loft_mail_account_get_error (account)));
}

void
loft_mail_pane_on_trouble_clicked (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = find_troubled (self);

  if (account != NULL)
    loft_account_dialogs_remedy (GTK_WIDGET (self->columns), self->service, account);
}

/* What is to be done about one account, or was done. */
static void
on_state (LoftMailPane *self)
{
  loft_mail_pane_update_trouble (self);
  loft_mail_pane_update_age (self);
}

static void
on_accounts_changed (LoftMailPane *self, guint position, guint n_removed, guint n_added,
                     GListModel *accounts)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, on_state, self);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (on_state), self,
                               G_CONNECT_SWAPPED);
    }
  loft_mail_pane_update_trouble (self);
  loft_mail_pane_update_age (self);
}

void
loft_mail_pane_follow_troubles (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
}
