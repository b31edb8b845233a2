/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-body.h"

#include <string.h>

enum {
  LINE_START,
  WITHIN,
  AFTER_CR,
  AFTER_DOT,    /* at the start of a line; kept back */
  AFTER_DOT_CR, /* both kept back */
  ENDED,
};

/* Content up to a line that begins with a dot, or to the end of input. */
static gsize
take_content (LoftPop3Body *self, const char *input, gsize length)
{
  gboolean after_cr = self->state == AFTER_CR;
  gsize at = 0;

  while (at < length)
    {
      const char *lf = memchr (input + at, '\n', length - at);
      gsize i = lf != NULL ? (gsize) (lf - input) : length;
      gboolean ends_line;

      if (lf == NULL)
        break;
      ends_line = i > 0 ? input[i - 1] == '\r' : after_cr;
      at = i + 1;
      self->state = ends_line ? LINE_START : WITHIN;
      if (at == length || (ends_line && input[at] == '.'))
        return at;
    }
  self->state = input[length - 1] == '\r' ? AFTER_CR : WITHIN;
  return length;
}

/* FALSE when the byte belongs to the content. */
static gboolean
take_dot (LoftPop3Body *self, char byte)
{
  if (self->state == LINE_START && byte == '.')
    self->state = AFTER_DOT;
  else if (self->state == AFTER_DOT && byte == '\r')
    self->state = AFTER_DOT_CR;
  else if (self->state == AFTER_DOT_CR && byte == '\n')
    self->state = ENDED;
  else
    return FALSE;
  return TRUE;
}

gsize
loft_pop3_body_take (LoftPop3Body *self, const char *input, gsize length, const char **piece,
                     gsize *piece_length)
{
  *piece = "";
  *piece_length = 0;
  if (self->state == ENDED)
    return 0;
  if (take_dot (self, input[0]))
    return 1;
  if (self->state == AFTER_DOT_CR)
    {
      *piece = "\r";
      *piece_length = 1;
      self->state = AFTER_CR;
      return 0;
    }
  *piece = input;
  *piece_length = take_content (self, input, length);
  return *piece_length;
}

gboolean
loft_pop3_body_has_ended (const LoftPop3Body *self)
{
  return self->state == ENDED;
}
