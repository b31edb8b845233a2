/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-blob.h"

#include <stdio.h>

static void
append (GByteArray *bytes, guint32 number, guint size)
{
  for (guint i = 0; i < size; i++)
    {
      guint8 byte = (guint8) (number >> 8 * i);

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
append_name (GByteArray *bytes, const char *name)
{
  guint length = bytes->len + 64;

  for (; name != NULL && *name != '\0' && bytes->len < length; name++)
    append (bytes, (guint8) *name, 2);
  while (bytes->len < length)
    append (bytes, 0, 2);
}

static void
append_change (GByteArray *bytes, const char *change)
{
  guint parts[8] = { 0 }; /* year, month, weekday, day, hour, minute, second, millisecond */

  if (change != NULL && sscanf (change, "%u %u %u %u %u:%u:%u.%u", &parts[0], &parts[1], &parts[2],
                                &parts[3], &parts[4], &parts[5], &parts[6], &parts[7]) < 6)
    {
      parts[0] = 0;
      sscanf (change, "%u %u %u %u:%u:%u.%u", &parts[1], &parts[2], &parts[3], &parts[4], &parts[5],
              &parts[6], &parts[7]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    append (bytes, parts[i], 2);
}

char *
loft_eas_blob_write (const LoftEasBlob *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  append (bytes, (guint32) self->bias, 4);
  append_name (bytes, self->standard_name);
  append_change (bytes, self->to_standard);
  append (bytes, 0, 4);
  append_name (bytes, self->daylight_name);
  append_change (bytes, self->to_daylight);
  append (bytes, (guint32) self->daylight_bias, 4);
  g_assert_cmpuint (bytes->len, ==, 172);
  return g_base64_encode (bytes->data, bytes->len);
}
