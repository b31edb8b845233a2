/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The content of a message in the answer to RETR or TOP (RFC 1939, 3): ends with a line that is
 * only a dot; other lines that begin with a dot have one more. Pure, without memory of its own.
 *
 * Only CRLF ends a line here. A bare LF is content, as it is for servers that stuff dots after
 * CRLF: were LF.CRLF taken for the end, whoever wrote the message could write the server's next
 * answers as well. */
typedef struct {
  int state;
} LoftPop3Body;

#define LOFT_POP3_BODY_INIT                                                                        \
  {                                                                                                \
    0                                                                                              \
  }

/* The next piece of content from input, of which length (not 0) bytes are at hand: points into
 * input, or is constant; may be empty. Returns how many bytes of input were used up, at times 0;
 * what is behind the end is never touched. */
gsize loft_pop3_body_take (LoftPop3Body *self, const char *input, gsize length, const char **piece,
                           gsize *piece_length);

gboolean loft_pop3_body_has_ended (const LoftPop3Body *self);

G_END_DECLS
