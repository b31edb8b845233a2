/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-authentication.h"
#include "loft-mail-reader.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) Whose Authentication-Results to believe, learnt from the newest
 * messages in the account's inbox as far as they are here. NULL while too little is known. In the
 * reader worker: it reads up to 20 messages. */
LoftAuthenticationTrust *loft_receiver_trust_learn (LoftMailReader *reader, LoftAccount *account);

G_END_DECLS
