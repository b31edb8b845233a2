/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-outgoing.h"

G_BEGIN_DECLS

/* What became of a message on its way out, for people, in their language. (transfer full) plain text,
 * not markup. Main thread only. */

/* A few words: "Waits for Its Time", "Not Delivered to Everybody". */
const char *loft_sending_text_title (const LoftOutgoing *outgoing);

/* What happened and what can be done. error: (nullable) why the account cannot send now
 * (loft_mail_account_get_outgoing_error()); host: its outgoing server, may be "". */
char *loft_sending_text_sentence (const LoftOutgoing *outgoing, const GError *error,
                                  const char *host);

/* Of one that was refused or put off: "carol@example.org: there is no such mailbox." and the server's
 * own words, marked as such. */
char *loft_sending_text_recipient (const LoftOutgoingRecipient *recipient);

G_END_DECLS
