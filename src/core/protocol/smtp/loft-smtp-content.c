/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-content.h"

#include <string.h>

static void
append (GByteArray *out, const char *bytes, gsize length)
{
  g_byte_array_append (out, (const guint8 *) bytes, (guint) length);
}

static void
end_line (LoftSmtpContent *self, GByteArray *out)
{
  append (out, "\r\n", 2);
  self->after_cr = FALSE;
  self->in_line = FALSE;
}

/* The CR that waits turned out to stand alone. */
static void
write_lone_cr (LoftSmtpContent *self, GByteArray *out)
{
  if (!self->after_cr)
    return;
  append (out, " ", 1);
  self->after_cr = FALSE;
  self->in_line = TRUE;
}

static void
write_text (LoftSmtpContent *self, const char *text, gsize length, GByteArray *out)
{
  write_lone_cr (self, out);
  if (!self->in_line && text[0] == '.' && self->stuffs_dots)
    append (out, ".", 1);
  append (out, text, length);
  self->in_line = TRUE;
}

static gsize
text_length (const char *p, const char *end)
{
  const char *start = p;

  while (p < end && *p != '\r' && *p != '\n')
    p++;
  return (gsize) (p - start);
}

void
loft_smtp_content_convert (LoftSmtpContent *self, const char *bytes, gsize length, GByteArray *out)
{
  const char *end = bytes + length;

  for (const char *p = bytes; p < end;)
    {
      gsize n = text_length (p, end);

      if (n > 0)
        write_text (self, p, n, out);
      p += n;
      if (p == end)
        return;
      if (*p == '\n')
        end_line (self, out);
      else
        {
          write_lone_cr (self, out);
          self->after_cr = TRUE;
        }
      p++;
    }
}

void
loft_smtp_content_finish (LoftSmtpContent *self, GByteArray *out)
{
  if (self->in_line || self->after_cr)
    end_line (self, out);
}
