/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-submission-lines.h"

#include <string.h>

#include "loft-smtp-content.h"

GBytes *
loft_submission_lines_end (const char *fields, GBytes *message)
{
  LoftSmtpContent content = { 0 };
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  GByteArray *out = g_byte_array_sized_new ((guint) MIN (length + length / 32 + 2, G_MAXUINT));

  if (fields != NULL)
    loft_smtp_content_convert (&content, fields, strlen (fields), out);
  loft_smtp_content_convert (&content, data, length, out);
  loft_smtp_content_finish (&content, out);
  return g_byte_array_free_to_bytes (out);
}
