/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-account-policy.h"
#include "loft-policy-text.h"

/* What is said for the open folder; (transfer full) (nullable) */
static char *
find_remark (LoftMailPane *self)
{
  LoftPolicyState state;
  g_autoptr (LoftPolicy) policy = NULL;

  if (self->account == NULL || self->folder == NULL || loft_mail_pane_is_local (self->account))
    return NULL;
  policy = loft_account_policy_read (self->account, &state, NULL);
  /* What waits for the person limits nothing yet. */
  if (policy == NULL || state != LOFT_POLICY_STATE_ACCEPTED)
    return NULL;
  return loft_policy_text_about_age (policy);
}

void
loft_mail_pane_update_age (LoftMailPane *self)
{
  g_autofree char *remark = find_remark (self);

  loft_message_list_view_set_remark (self->list, remark);
}
