/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether two messages say the same to people, though a server made one of them anew of what the other says:
 * subject, recipients, the letters and digits of the body, the number of attachments. Recipients that are no
 * addresses do not count. Linear; pure; any thread. */
gboolean loft_draft_words_are_same (GBytes *a, GBytes *b);

G_END_DECLS
