/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-field.h"

#include <string.h>

#define NAME_LIMIT 256

gsize
loft_mime_field_name_length (const char *line, const char *end)
{
  const char *limit = MIN (end, line + NAME_LIMIT);
  const char *p = line;

  while (p < limit && *p > ' ' && *p < 0x7f && *p != ':')
    p++;
  if (p == line)
    return 0;
  while (p < limit && (*p == ' ' || *p == '\t'))
    p++;
  return p < limit && *p == ':' ? (gsize) (p - line) + 1 : 0;
}

static const char *
line_end (const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', end - at);

  return newline != NULL ? newline + 1 : end;
}

static const char *
field_end (const char *at, const char *end)
{
  const char *next = line_end (at, end);

  while (next < end && (*next == ' ' || *next == '\t'))
    next = line_end (next, end);
  return next;
}

gboolean
loft_mime_field_next (const char **at, const char *end, LoftMimeField *field)
{
  while (*at < end)
    {
      const char *line = *at;
      const char *next = field_end (line, end);
      gsize name = loft_mime_field_name_length (line, next);

      *at = next;
      if (name == 0)
        continue;
      field->name = line;
      field->name_length = name - 1;
      while (field->name_length > 0 && g_ascii_isspace (line[field->name_length - 1]))
        field->name_length--;
      field->value = line + name;
      while (next > field->value && (next[-1] == '\n' || next[-1] == '\r'))
        next--;
      field->value_length = next - field->value;
      return TRUE;
    }
  return FALSE;
}

gboolean
loft_mime_field_find (const char *block, gsize length, const char *name, LoftMimeField *field)
{
  const char *at = block;

  while (loft_mime_field_next (&at, block + length, field))
    if (loft_mime_field_is (field, name))
      return TRUE;
  return FALSE;
}

gboolean
loft_mime_field_is (const LoftMimeField *field, const char *name)
{
  return field->name_length == strlen (name) &&
         g_ascii_strncasecmp (field->name, name, field->name_length) == 0;
}

gboolean
loft_mime_field_holds_addresses (const LoftMimeField *field)
{
  static const char *const names[] = {
    "From",          "Sender",    "Reply-To",  "To",         "Cc",
    "Bcc",           "Resent-From", "Resent-Sender", "Resent-Reply-To", "Resent-To",
    "Resent-Cc",     "Resent-Bcc",  "Disposition-Notification-To", "Mail-Followup-To",
    "Mail-Reply-To", "Return-Path", "Errors-To", "Return-Receipt-To",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (loft_mime_field_is (field, names[i]))
      return TRUE;
  return FALSE;
}

char *
loft_mime_field_unfold (const LoftMimeField *field, gsize limit, gsize *length)
{
  gsize n = MIN (field->value_length, limit);
  char *text = g_malloc (n + 1);
  char *out = text;
  gsize i = 0;

  while (i < n && (field->value[i] == ' ' || field->value[i] == '\t'))
    i++;
  for (; i < n; i++)
    {
      char c = field->value[i];

      if (c == '\n' || (c == '\r' && i + 1 < n && field->value[i + 1] == '\n'))
        continue;
      *out++ = c != '\0' ? c : 0x1a;
    }
  *out = '\0';
  if (length != NULL)
    *length = out - text;
  return text;
}
