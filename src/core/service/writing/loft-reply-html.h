/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-reply.h"

G_BEGIN_DECLS

/* (transfer full) What an answer to HTML begins with, as loft-draft-html.h has it: the look of what is
 * quoted stays; nothing remote, no hidden address goes along. Its pictures are copied into parts
 * under names of their own. (nullable) NULL when it is too large for that: then it is quoted as text.
 * Decodes: of large messages in a thread. Pure. */
char *loft_reply_html_new (LoftMessageBody *body, LoftReplyKind kind, const LoftReplyText *words,
                           GPtrArray *parts);

G_END_DECLS
