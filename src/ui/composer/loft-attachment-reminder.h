/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) The word of a text that announces an attachment, in the language of the
 * window or in English. Text of the writer only: what is quoted announced its own. */
char *loft_attachment_reminder_find (const char *text);

G_END_DECLS
