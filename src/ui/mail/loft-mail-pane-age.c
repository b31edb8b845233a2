/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-account-policy.h"
#include "loft-policy-text.h"

#include <glib/gi18n.h>

/* (transfer full) (nullable) What is said for the mail of an account. */
static char *
find_remark (LoftMailAccount *account)
{
  LoftPolicyState state;
  g_autoptr (LoftPolicy) policy = NULL;

  if (account == NULL || loft_mail_pane_is_local (account))
    return NULL;
  policy = loft_account_policy_read (account, &state, NULL);
  /* What waits for the person limits nothing yet. */
  if (policy == NULL || state != LOFT_POLICY_STATE_ACCEPTED)
    return NULL;
  return loft_policy_text_about_age (policy);
}

/* (transfer full) (nullable) A line for each account that something is said of, with its name. */
static char *
find_remarks (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  GString *remarks = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      g_autofree char *remark = find_remark (account);

      if (remark == NULL)
        continue;
      g_string_append (remarks, remarks->len > 0 ? "\n" : "");
      /* Translators: the name of an account, and what is said of its messages. */
      g_string_append_printf (remarks, C_ ("account", "%1$s: %2$s"),
                              loft_mail_account_get_name (account), remark);
    }
  return g_string_free (remarks, remarks->len == 0);
}

/* (transfer full) (nullable) For the open folder, or the folders behind one of all accounts. */
static char *
find_open_remark (LoftMailPane *self)
{
  if (self->service != NULL && self->unified >= 0)
    return find_remarks (self);
  return self->folder != NULL ? find_remark (self->account) : NULL;
}

void
loft_mail_pane_update_age (LoftMailPane *self)
{
  g_autofree char *remark = find_open_remark (self);

  loft_message_list_view_set_remark (self->list, remark);
}
