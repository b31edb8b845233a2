/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mbox-from.h"

#include <string.h>

#define MAX_FIELD_NAME 100

gboolean
loft_mbox_from_is_field (const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length && i < MAX_FIELD_NAME; i++)
    {
      if (bytes[i] == ':')
        return i > 0;
      if (bytes[i] <= ' ' || bytes[i] >= 0x7f)
        return FALSE;
    }
  return FALSE;
}

gboolean
loft_mbox_from_is_short (const guint8 *line, gsize length)
{
  gsize at = strlen ("From ");

  while (length > at && line[length - 1] == ' ')
    length--;
  return memchr (line + at, ' ', length - at) == NULL;
}
