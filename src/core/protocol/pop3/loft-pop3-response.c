/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-response.h"

#include <string.h>

#include "loft-text.h"

#define MAX_TEXT_BYTES 4000
#define MAX_TEXT_CHARS 500

/* Codes are hierarchical: what follows a slash may be ignored (RFC 2449, 8). */
static const struct {
  const char *word;
  LoftPop3Code code;
  LoftError error;
} codes[] = {
  { "AUTH",        LOFT_POP3_CODE_AUTH,         LOFT_ERROR_AUTH },
  { "IN-USE",      LOFT_POP3_CODE_IN_USE,       LOFT_ERROR_TEMPORARY },
  { "LOGIN-DELAY", LOFT_POP3_CODE_LOGIN_DELAY,  LOFT_ERROR_TEMPORARY },
  { "SYS/PERM",    LOFT_POP3_CODE_SYS_PERM,     LOFT_ERROR_REFUSED },
  { "SYS/TEMP",    LOFT_POP3_CODE_SYS_TEMP,     LOFT_ERROR_TEMPORARY },
  { "UTF8",        LOFT_POP3_CODE_UTF8,         LOFT_ERROR_REFUSED },
};

static LoftPop3Code
code_from_text (const char *text, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gsize n = strlen (codes[i].word);

      if (length >= n && g_ascii_strncasecmp (text, codes[i].word, n) == 0 &&
          (length == n || text[n] == '/'))
        return codes[i].code;
    }
  return LOFT_POP3_CODE_OTHER;
}

LoftError
loft_pop3_code_to_error (LoftPop3Code code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].error;
  return LOFT_ERROR_REFUSED;
}

/* --- Status ------------------------------------------------------------------------------- */

/* The word must stand alone, in any case: "+OK", "+OK text", but not "+OKAY". */
static gboolean
begins_with (const char *line, gsize length, const char *word)
{
  gsize n = strlen (word);

  return length >= n && g_ascii_strncasecmp (line, word, n) == 0 &&
         (length == n || line[n] == ' ' || line[n] == '\t');
}

static void
take_text (LoftPop3Response *self, const char *text, gsize length)
{
  const char *close = NULL;
  g_autofree char *valid = NULL;

  while (length > 0 && g_ascii_isspace (*text))
    text++, length--;
  if (self->status == LOFT_POP3_STATUS_ERR && length > 0 && *text == '[')
    close = memchr (text, ']', length);
  if (close != NULL)
    {
      self->code = code_from_text (text + 1, (gsize) (close - text - 1));
      length -= (gsize) (close + 1 - text);
      text = close + 1;
    }
  valid = loft_text_to_utf8 (text, (gssize) MIN (length, MAX_TEXT_BYTES));
  self->text = loft_text_one_line (valid, MAX_TEXT_CHARS);
}

/* Whole, for it is no text for people. */
static void
take_challenge (LoftPop3Response *self, const char *text, gsize length)
{
  self->status = LOFT_POP3_STATUS_CONTINUATION;
  self->text = g_strstrip (loft_text_to_utf8 (text, (gssize) length));
}

gboolean
loft_pop3_response_parse (LoftPop3Response *self, const char *line, gsize length, GError **error)
{
  if (begins_with (line, length, "+OK"))
    {
      self->status = LOFT_POP3_STATUS_OK;
      take_text (self, line + 3, length - 3);
      return TRUE;
    }
  if (begins_with (line, length, "-ERR"))
    {
      self->status = LOFT_POP3_STATUS_ERR;
      take_text (self, line + 4, length - 4);
      return TRUE;
    }
  if (begins_with (line, length, "+"))
    {
      take_challenge (self, line + 1, length - 1);
      return TRUE;
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server's answer is neither +OK nor -ERR");
  return FALSE;
}

void
loft_pop3_response_clear (LoftPop3Response *self)
{
  g_free (self->text);
  memset (self, 0, sizeof *self);
}

static gboolean
is_timestamp (const char *start, const char *end)
{
  const char *at = memchr (start, '@', (gsize) (end - start));

  if (at == NULL || at == start + 1 || at + 1 == end)
    return FALSE;
  for (const char *p = start + 1; p < end; p++)
    if (*p <= ' ' || *p > '~' || *p == '<')
      return FALSE;
  return TRUE;
}

char *
loft_pop3_greeting_get_timestamp (const char *text)
{
  const char *start = strchr (text, '<');
  const char *end = start != NULL ? strchr (start, '>') : NULL;

  if (end == NULL || !is_timestamp (start, end))
    return NULL;
  return g_strndup (start, (gsize) (end + 1 - start));
}

/* --- Lines of multi-line responses -------------------------------------------------------- */

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
skip_blanks (const char *line, gsize at, gsize length)
{
  while (at < length && is_blank (line[at]))
    at++;
  return at;
}

gboolean
loft_pop3_capability_parse (const char *line, gsize length, char **tag, char **arguments)
{
  gsize end = 0;
  g_autofree char *word = NULL;
  g_autofree char *rest = NULL;

  while (end < length && line[end] > ' ' && line[end] <= '~')
    end++;
  if (end == 0 || (end < length && !is_blank (line[end])))
    return FALSE;
  word = g_strndup (line, end);
  rest = loft_text_to_utf8 (line + end, (gssize) MIN (length - end, MAX_TEXT_BYTES));
  *tag = g_ascii_strup (word, -1);
  *arguments = loft_text_one_line (rest, MAX_TEXT_BYTES);
  return TRUE;
}

/* FALSE without a digit, or above max, or when a word goes on behind the digits. */
static gboolean
take_number (const char *line, gsize length, gsize *at, guint64 max, guint64 *number)
{
  gsize start = skip_blanks (line, *at, length);
  gsize i = start;
  guint64 value = 0;

  for (; i < length && g_ascii_isdigit (line[i]); i++)
    {
      guint64 digit = (guint64) (line[i] - '0');

      if (value > (max - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
    }
  if (i == start || (i < length && !is_blank (line[i])))
    return FALSE;
  *at = i;
  *number = value;
  return TRUE;
}

gboolean
loft_pop3_numbers_parse (const char *line, gsize length, guint32 *number, guint64 *octets)
{
  gsize at = 0;
  guint64 value;

  if (!take_number (line, length, &at, G_MAXINT32, &value) ||
      !take_number (line, length, &at, G_MAXINT64, octets))
    return FALSE;
  *number = (guint32) value;
  return TRUE;
}

static LoftPop3UidFault
judge_uid (const char *uid, gsize length)
{
  if (length == 0)
    return LOFT_POP3_UID_MISSING;
  for (gsize i = 0; i < length; i++)
    if (uid[i] < 0x21 || uid[i] > 0x7e)
      return LOFT_POP3_UID_BROKEN;
  return length > LOFT_POP3_MAX_UID ? LOFT_POP3_UID_TOO_LONG : LOFT_POP3_UID_GOOD;
}

gboolean
loft_pop3_uid_parse (const char *line, gsize length, guint32 *number, const char **uid,
                     gsize *uid_length, LoftPop3UidFault *fault)
{
  gsize at = 0;
  guint64 value;

  if (!take_number (line, length, &at, G_MAXINT32, &value) || value == 0)
    return FALSE;
  at = skip_blanks (line, at, length);
  while (length > at && is_blank (line[length - 1]))
    length--;
  *number = (guint32) value;
  *uid = line + at;
  *uid_length = length - at;
  *fault = judge_uid (*uid, *uid_length);
  return TRUE;
}
