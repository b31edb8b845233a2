/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* The attachments of several messages go into one folder, one message after the other; what is not here
 * is fetched. It is among the works (loft-work.h) while it runs and says there how it went. Names are
 * made safe, nothing is replaced (loft-attachment-folder.h). Main thread. */

/* message_ids: of gint64, copied. folder: a path. */
void loft_message_saving_run (LoftMailAccount *account, GArray *message_ids, const char *folder);

G_END_DECLS
