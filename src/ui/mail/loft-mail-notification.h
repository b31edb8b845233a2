/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message.h"

G_BEGIN_DECLS

/* What is said of new mail on the desktop: plain words. Some desktops read markup in them, so nothing that a
 * sender wrote can be taken for any. Pure. */

/* (transfer full) One line; never markup, at most max_chars characters. */
char *loft_mail_notification_plain (const char *text, guint max_chars);

/* (transfer full) messages: of LoftMessage, newest first, at least one; n: how many there are in all.
 * where: the account, or "". */
GNotification *loft_mail_notification_new (GPtrArray *messages, guint n, const char *where);

G_END_DECLS
