/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-quoted.h"

#include <string.h>

static gsize
copy (char *out, gsize at, const char *bytes, gsize length)
{
  if (out != NULL)
    memcpy (out + at, bytes, length);
  return at + length;
}

/* What stands behind "=": *used tells how much of it was read. */
static gsize
read_escape (const char *escape, gsize length, char *out, gsize at, gsize *used)
{
  int high, low;
  char byte;

  *used = MIN (length, 1);
  if (length <= 1 || escape[1] == '\n')
    {
      *used = MIN (length, 2);
      return at;
    }
  if (length >= 3 && escape[1] == '\r' && escape[2] == '\n')
    {
      *used = 3;
      return at;
    }
  high = g_ascii_xdigit_value (escape[1]);
  low = length >= 3 ? g_ascii_xdigit_value (escape[2]) : -1;
  if (high < 0 || low < 0)
    return copy (out, at, escape, 1);
  *used = 3;
  byte = (char) (high << 4 | low);
  return copy (out, at, &byte, 1);
}

/* Most of a text is no escape: it is found by memchr and copied in runs. */
gsize
loft_mime_quoted_decode (const char *body, gsize length, char *out)
{
  const char *end = body + length;
  gsize at = 0;

  while (body < end)
    {
      const char *escape = memchr (body, '=', end - body);
      gsize run = escape != NULL ? (gsize) (escape - body) : (gsize) (end - body);
      gsize used = 0;

      at = copy (out, at, body, run);
      body += run;
      if (escape == NULL)
        break;
      at = read_escape (escape, end - escape, out, at, &used);
      body += used;
    }
  return at;
}
