/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-account-pickup.h"

#include "loft-account-sync.h"
#include "loft-mail-account-parts.h"
#include "loft-mail-reader-private.h"

LoftRemovalHold
loft_mail_account_get_removal_hold (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  gint64 hold = LOFT_REMOVAL_HOLD_NONE;

  if (reader != NULL)
    loft_mail_store_get_number (loft_mail_reader_current_store (reader)->mail,
                                LOFT_REMOVAL_HOLD_NUMBER, &hold, NULL);
  return (LoftRemovalHold) hold;
}

gint
loft_mail_account_get_server_expiry (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  gint64 days = 0;

  if (reader != NULL)
    loft_mail_store_get_number (loft_mail_reader_current_store (reader)->mail,
                                LOFT_SERVER_EXPIRY_NUMBER, &days, NULL);
  return (gint) CLAMP (days, 0, G_MAXINT) - 1;
}

gint64
loft_mail_account_get_paused_until (LoftMailAccount *self)
{
  return self->network != NULL ? loft_account_network_get_paused_until (self->network) : 0;
}

gboolean
loft_mail_account_lacks_rest (LoftMailAccount *self, gint64 message_id, guint64 *size)
{
  guint64 largest = (guint64) self->account->download_limit * 1000;
  LoftMailReader *reader = largest > 0 ? loft_mail_account_get_reader (self, NULL) : NULL;
  g_autoptr (LoftMessage) message =
    reader != NULL ? loft_mail_reader_get_message (reader, message_id, NULL) : NULL;

  if (message == NULL || message->cached || message->size <= largest ||
      !g_str_equal (self->account->kind, "pop3"))
    return FALSE;
  *size = message->size;
  return TRUE;
}
