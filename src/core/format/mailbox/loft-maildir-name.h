/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

G_BEGIN_DECLS

/* Names of messages in a Maildir: "1763800000.M12P34.host:2,FS". Pure. */

/* The flags of a name; ";" and "!" stand for ":" where a file system knows none. */
LoftFlags loft_maildir_name_flags (const char *name);

/* When it was delivered, if the name begins with that; 0 otherwise. */
gint64 loft_maildir_name_received (const char *name);

/* (transfer full) A name for a new message; number makes it unique within an export. */
char *loft_maildir_name_make (gint64 received, guint64 number, gsize size, LoftFlags flags);

G_END_DECLS
