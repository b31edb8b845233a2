/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* Somebody a message can be written as: an address of an account. Immutable. */
#define LOFT_TYPE_SENDER (loft_sender_get_type ())
G_DECLARE_FINAL_TYPE (LoftSender, loft_sender, LOFT, SENDER, GObject)

/* (transfer none) */
LoftMailAccount *loft_sender_get_account (LoftSender *self);
/* (transfer none) */
const LoftAddress *loft_sender_get_address (LoftSender *self);
/* (transfer none) "" for none; without separator. */
const char *loft_sender_get_signature (LoftSender *self);
/* (transfer none) HTML source as the person wrote it, not cleaned; "" for none of its own. */
const char *loft_sender_get_signature_html (LoftSender *self);
/* (transfer none) "" for none. */
const char *loft_sender_get_organization (LoftSender *self);
/* (transfer none) the address that answers go to, "" for the same. */
const char *loft_sender_get_reply_to (LoftSender *self);
/* Whether its account knows a server to send by. */
gboolean loft_sender_can_send (LoftSender *self);
/* (transfer none) for a list: "Eva Adler <eva@x.org>". */
const char *loft_sender_get_label (LoftSender *self);

/* (transfer full) the same. */
char *loft_sender_dup_label (LoftSender *self);

/* (transfer full) of LoftSender: all that an account can write as, those of first (nullable) before
 * the others. Empty when no account has an address. */
GListModel *loft_sender_list (LoftService *service, LoftMailAccount *first);

/* (transfer full) of LoftAddress, in the same order. */
GPtrArray *loft_sender_list_addresses (GListModel *senders);

/* The place of the one with that address, of that account if there are several; 0 when none. */
guint loft_sender_find (GListModel *senders, LoftMailAccount *account, const char *email);

G_END_DECLS
