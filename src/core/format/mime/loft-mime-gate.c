/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-gate.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-scanner.h"

const LoftMimeLimits loft_mime_limits = {
  .message = 200 * 1024 * 1024,
  .header_block = 4 * 1024 * 1024,
  .header = 1024 * 1024,
  .address_header = 64 * 1024,
  .addresses = 1000,
  .group_depth = 64,
  .group_marks = 1000,
  .mime_depth = 100,
  .parts = 10000,
  .fields = 100000,
};

/* GMime goes one level deeper at each ':' and back at ';'. It skips marks in quotes and comments
 * by rules that need not be ours, so they are all counted as they stand, and in total too. */
static gboolean
addresses_are_harmless (const LoftMimeField *field)
{
  guint depth = 0, marks = 0, addresses = 1;

  if (field->value_length > loft_mime_limits.address_header)
    return FALSE;
  for (gsize i = 0; i < field->value_length; i++)
    switch (field->value[i])
      {
      case ':':
        marks++;
        if (++depth > loft_mime_limits.group_depth)
          return FALSE;
        break;
      case ';':
        depth -= depth > 0;
        break;
      case ',':
        addresses++;
        break;
      default:
        break;
      }
  return marks <= loft_mime_limits.group_marks && addresses <= loft_mime_limits.addresses;
}

/* Looks at every line of the message that could be an address field, also in bodies: where a
 * header begins is a question on which two readers can differ. */
static gboolean
all_addresses_are_harmless (const char *bytes, gsize length)
{
  const char *end = bytes + length;
  const char *at = bytes;
  LoftMimeField field;

  while (at < end)
    {
      const char *newline;

      if (memchr ("FfSsRrTtCcBbDdMmEe", *at, 18) != NULL &&
          loft_mime_field_name_length (at, end) > 0 && loft_mime_field_next (&at, end, &field))
        {
          if (loft_mime_field_holds_addresses (&field) && !addresses_are_harmless (&field))
            return FALSE;
          continue;
        }
      newline = memchr (at, '\n', end - at);
      at = newline != NULL ? newline + 1 : end;
    }
  return TRUE;
}

static const char *
find_problem (const char *bytes, gsize length)
{
  LoftMimeScanner scanner;

  loft_mime_scanner_init (&scanner, bytes, length);
  while (loft_mime_scanner_next (&scanner) != NULL)
    ;
  loft_mime_scanner_clear (&scanner);
  if (scanner.problem != NULL)
    return scanner.problem;
  if (scanner.has_long_field)
    return "A header field is too long";
  if (scanner.n_fields > loft_mime_limits.fields)
    return "It has too many header fields";
  return NULL;
}

LoftMimeGate
loft_mime_gate_check (const guint8 *bytes, gsize length, const char **reason)
{
  const char *text = bytes != NULL ? (const char *) bytes : "";
  const char *problem = NULL;
  const char *block;

  if (loft_mime_scanner_find_header (text, length, &block) > loft_mime_limits.header_block)
    {
      if (reason != NULL)
        *reason = "The header is too large";
      return LOFT_MIME_GATE_SHUT;
    }
  if (length > loft_mime_limits.message)
    problem = "It is too large";
  else
    problem = find_problem (text, length);
  if (problem == NULL && !all_addresses_are_harmless (text, length))
    problem = "An address field is too long or too deep";
  if (reason != NULL)
    *reason = problem;
  return problem == NULL ? LOFT_MIME_GATE_OPEN : LOFT_MIME_GATE_HEADERS_ONLY;
}
