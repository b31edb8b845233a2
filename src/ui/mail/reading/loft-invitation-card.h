/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What a message says of an event, against the calendars as they are, and what can be done about it. Nothing
 * is done without a button. Hidden where a message says nothing to calendars. Main thread only. */
#define LOFT_TYPE_INVITATION_CARD (loft_invitation_card_get_type ())
G_DECLARE_FINAL_TYPE (LoftInvitationCard, loft_invitation_card, LOFT, INVITATION_CARD, GtkWidget)

/* account, body: (nullable) */
void loft_invitation_card_set_body (LoftInvitationCard *self, LoftMailAccount *account,
                                    LoftMessageBody *body);

G_END_DECLS
