/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Outlook and its like put between an answer and the message that it answers, which then follows
 * to the end without any mark: a line of dashes or underlines, and the header in words ("From: …",
 * "Sent: …", "To: …", in the writer's language). Pure; any thread. */

/* text: at the beginning of a line, valid UTF-8. Looks at a few lines only. */
gboolean loft_quote_header_is_at (const char *text, gsize length);

/* The message passes on what is below: that is what was to be read. */
gboolean loft_quote_header_is_forward (const char *subject);

G_END_DECLS
